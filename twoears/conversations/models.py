"""What the team decided about conversations, and (an opinion) where each stands in the order of today.

A decision hangs on a post, not on a thread: threads are opinions and may be drawn anew; the post stays.
"""

from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import models

from twoears.activities.models import Post
from twoears.team.models import Member, Team
from twoears.threads.models import Thread


class Decision(models.Model):
    """Done, later, handed over: what a member decided when `post` was the last that had been said."""

    class Kind(models.TextChoices):
        DONE = "done", "Done"
        ANSWERED = "answered", "Answered there"
        LATER = "later", "Later"
        HAND_OVER = "hand over", "Handed over"

    kind = models.CharField(max_length=12, choices=Kind)
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="decisions")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="decisions")
    made_at: "models.DateTimeField[datetime, datetime]" = models.DateTimeField(db_index=True)
    undone_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)
    until: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)
    to_member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    to_team = models.ForeignKey(Team, on_delete=models.SET_NULL, null=True, related_name="+")
    reason = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.kind} {self.post_id}"


class TeamNote(models.Model):
    """Words for the team only."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="team_notes")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True)
    text = models.TextField()
    made_at: "models.DateTimeField[datetime, datetime]" = models.DateTimeField()
    undone_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.text[:60]


class Draft(models.Model):
    """A reply in the making, one for each member and post it answers."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="drafts")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    text = models.TextField(blank=True)
    changed_at: "models.DateTimeField[datetime, datetime]" = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "member"], name="draft_once")]

    def __str__(self) -> str:
        return self.text[:60]


class StandingSet(models.QuerySet["Standing"]):
    """The one guarded door to conversations: ask what a member may see, then go on from there."""

    def visible_to(self, member: AbstractBaseUser | AnonymousUser) -> "StandingSet":
        """Everything for members of the workspace, nothing for anybody else."""
        return self if isinstance(member, Member) and member.is_active else self.none()

    def shown(self, now: datetime) -> "StandingSet":
        """Without those that a member put off until later."""
        return self.filter(models.Q(hidden_until=None) | models.Q(hidden_until__lte=now))

    def needing(self, needs: str) -> "StandingSet":
        """Those that need this, the most urgent first."""
        return self.filter(needs=needs).order_by("order_at", "thread")


class Standing(models.Model):
    """Where a conversation stands: what it needs (waits, thanks), whose it is, how early it comes today. An opinion.

    `post` is the turn that waits longest (or thanks), leaving out what a member closed.
    `order_at` is the moment its promise breaks, moved earlier by the hours that each reason counts; it does not change
    with the clock, so the order of today is an index. `why` lists the reasons and their hours.
    """

    thread = models.OneToOneField(Thread, on_delete=models.CASCADE, primary_key=True, related_name="standing")
    needs = models.CharField(max_length=12, blank=True)
    post = models.ForeignKey(Post, on_delete=models.SET_NULL, null=True, related_name="+")
    waits = models.CharField(max_length=12, blank=True)
    waiting = models.PositiveIntegerField(default=0)
    waiting_since: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)
    due_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)
    order_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)
    hidden_until: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)
    # In which the post above was read, else the last of theirs; empty where it could not be told.
    language = models.CharField(max_length=8, blank=True)
    # That of the thread: what is listed by it is found along an index.
    last_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    team = models.ForeignKey(Team, on_delete=models.SET_NULL, null=True, related_name="+")
    why: "models.JSONField[list[dict[str, object]], list[dict[str, object]]]" = models.JSONField(default=list)

    objects = StandingSet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["needs", "order_at"], name="standing_order"),
            # Those that wait are counted from the index alone.
            models.Index(fields=["needs", "waiting_since", "hidden_until"], name="standing_waiting_since"),
            models.Index(fields=["-last_at", "thread"], name="standing_recent"),
            models.Index(fields=["language", "-last_at", "thread"], name="standing_language"),
        ]

    def __str__(self) -> str:
        return f"{self.thread_id} {self.needs}"
