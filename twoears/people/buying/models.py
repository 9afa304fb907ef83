"""`BuyingView`: where a person or an organisation likely stands in their own buying cycle. An opinion."""

from datetime import datetime

from django.db import models

from twoears.people.models import Person


class BuyingView(models.Model):
    """Of one person, or of an organisation by its mail domain. `state` is empty where it cannot be told.

    `probabilities` are by state; `order_soon` that of an order within thirty days; `reasons` say what moved it most.
    """

    person = models.OneToOneField(Person, on_delete=models.CASCADE, null=True, related_name="buying")
    organisation = models.CharField(max_length=255, null=True, unique=True)
    state = models.CharField(max_length=16, blank=True)
    probabilities: "models.JSONField[dict[str, float], dict[str, float]]" = models.JSONField(default=dict)
    order_soon = models.FloatField(null=True)
    reasons: "models.JSONField[list[str], list[str]]" = models.JSONField(default=list)
    acts = models.PositiveIntegerField(default=0)
    as_of: "models.DateTimeField[datetime, datetime]" = models.DateTimeField()
    version = models.CharField(max_length=32)

    class Meta:
        indexes = [models.Index(fields=["state", "-order_soon"], name="buying_near")]

    def __str__(self) -> str:
        return f"{self.person_id or self.organisation} {self.state}"
