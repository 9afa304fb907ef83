"""`Spared`: somebody whom we do not ask to introduce us. A decision; it can be taken back."""

from datetime import datetime

from django.db import models

from twoears.activities.models import Actor
from twoears.team.models import Member


class Spared(models.Model):
    """A member said that whoever is behind `actor` stands in no chain of introductions."""

    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at: "models.DateTimeField[datetime, datetime]" = models.DateTimeField()
    undone_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["actor"], condition=models.Q(undone_at=None), name="spared_once")
        ]

    def __str__(self) -> str:
        return f"{self.actor_id}"
