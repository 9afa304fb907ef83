"""What members decide of stages: `StageRules`, the rules that are in force, and `StageDecision`, about one person."""

from datetime import datetime

from django.conf import settings
from django.db import models

from twoears.activities.models import Actor


class StageRules(models.Model):
    """An owner put these rules in force, for a reason. The newest that was not taken back counts; else those shipped.

    The number of the row is the number of the version: none is changed or deleted.
    """

    text = models.TextField()
    reason = models.TextField()
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at: "models.DateTimeField[datetime, datetime]" = models.DateTimeField()
    undone_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "stage rules"

    def __str__(self) -> str:
        return f"version {self.pk}"


class StageDecision(models.Model):
    """A member said where somebody stands, for a reason. Wins over the rules until it is taken back.

    It hangs on an account, so that it stays with the person whoever else they turn out to be.
    """

    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="+")
    stage = models.CharField(max_length=12)
    reason = models.TextField()
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at: "models.DateTimeField[datetime, datetime]" = models.DateTimeField()
    undone_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.actor_id} {self.stage}"
