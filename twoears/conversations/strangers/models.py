"""`StrangerWord`: what a member decided about an account that nobody has met."""

from datetime import datetime

from django.db import models

from twoears.activities.models import Actor
from twoears.team.models import Member


class Says(models.TextChoices):
    """meet: they get a page of their own. leave: never proposed again. later: not before `until`."""

    MEET = "meet", "Meet them"
    LEAVE = "leave", "Not for us"
    LATER = "later", "Later"


class StrangerWord(models.Model):
    """A member said this of a stranger. The newest word that stands counts; each can be taken back."""

    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="+")
    says = models.CharField(max_length=8, choices=Says)
    until: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)
    member = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at: "models.DateTimeField[datetime, datetime]" = models.DateTimeField()
    undone_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["actor"], condition=models.Q(undone_at=None), name="one_word_on_a_stranger")
        ]

    def __str__(self) -> str:
        return f"{self.says} {self.actor_id}"
