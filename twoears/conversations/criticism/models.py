"""`Improvement`, what was done to it, and the criticism that is tied to it: all of it decided by members."""

from datetime import datetime
from typing import Any

from django.db import models

from twoears.activities.models import Actor, Post
from twoears.team.models import Member
from twoears.understanding.needs.models import Code


class State(models.TextChoices):
    """open → decided → done; open or decided → declined, with its reason."""

    OPEN = "open", "Open"
    DECIDED = "decided", "Decided"
    DONE = "done", "Done"
    DECLINED = "declined", "Declined"


class Improvement(models.Model):
    """What we make better because somebody criticised us, or do not. `words` is what was done, or why not.

    `settled_at` is when it was done or declined: from then on critics can hear of it.
    """

    title = models.CharField(max_length=120)
    need = models.ForeignKey(Code, on_delete=models.SET_NULL, null=True, related_name="improvements")
    owner = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="improvements")
    state = models.CharField(max_length=12, choices=State, default=State.OPEN)
    words = models.TextField(blank=True)
    link = models.TextField(blank=True)
    settled_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)
    member = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at: "models.DateTimeField[datetime, datetime]" = models.DateTimeField()
    undone_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.title


class ImprovementChange(models.Model):
    """What a member did: `before` and `after` are what it takes to take that back; no words of others."""

    improvement = models.ForeignKey(Improvement, on_delete=models.CASCADE, related_name="changes")
    what = models.CharField(max_length=12)
    before: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(default=dict)
    after: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(default=dict)
    member = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at: "models.DateTimeField[datetime, datetime]" = models.DateTimeField()
    undone_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.what} {self.improvement_id}"


class Tie(models.Model):
    """This post is criticism that the improvement is about. A post stands by one improvement at most."""

    improvement = models.ForeignKey(Improvement, on_delete=models.CASCADE, related_name="ties")
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="ties")
    member = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at: "models.DateTimeField[datetime, datetime]" = models.DateTimeField()
    undone_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post"], condition=models.Q(undone_at=None), name="tie_once")]

    def __str__(self) -> str:
        return f"{self.post_id} to {self.improvement_id}"


class CriticismMark(models.Model):
    """A member said that a post is criticism, or (`says` is false) that it is none. The newest word on a post counts.

    The word that it took the place of (`instead_of`) stands again when it is taken back.
    """

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="criticism_marks")
    says = models.BooleanField(default=True)
    member = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at: "models.DateTimeField[datetime, datetime]" = models.DateTimeField()
    undone_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)
    instead_of = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["post"], condition=models.Q(undone_at=None), name="criticism_mark_stands_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.post_id} is {'' if self.says else 'no '}criticism"


class LeftAlone(models.Model):
    """A member said that somebody does not want to hear from us, by one of their accounts; it holds for all of them."""

    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(max_length=300)
    member = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at: "models.DateTimeField[datetime, datetime]" = models.DateTimeField()
    undone_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "left alone"
        constraints = [
            models.UniqueConstraint(fields=["actor"], condition=models.Q(undone_at=None), name="left_alone_once")
        ]

    def __str__(self) -> str:
        return f"{self.actor_id}: {self.reason}"
