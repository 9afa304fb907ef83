"""Who works here: `Member`, `Team`, and which accounts are ours. All of it is decided by members."""

from datetime import datetime, time

from django.contrib.auth.models import AbstractUser
from django.db import models

from twoears.team.hours import DAYS, Hours
from twoears.team.keeping import EDITS

HALF_A_DAY = 12 * 60


class Role(models.TextChoices):
    """What a member may do."""

    OWNER = "owner", "Owner"
    MEMBER = "member", "Member"
    READER = "reader", "Reader"


class Member(AbstractUser):
    """A person who works in the software. Owners change settings, members answer, readers look."""

    role = models.CharField(max_length=8, choices=Role, default=Role.MEMBER)
    timezone = models.CharField(max_length=64, blank=True)
    letter_keys = models.BooleanField(default=True)
    # In which they answer, by two letters, the best first; empty where they have not said.
    languages: "models.JSONField[list[str], list[str]]" = models.JSONField(default=list, blank=True)

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    @property
    def may_decide(self) -> bool:
        return self.is_active and self.role in (Role.OWNER, Role.MEMBER)

    @property
    def may_set_up(self) -> bool:
        return self.is_active and self.role == Role.OWNER


class Team(models.Model):
    """People who answer together, when they work and how soon they promise to answer.

    `hours` maps a day (`mon`) to its opening and closing time (`["09:00", "17:00"]`); empty is around the clock.
    """

    name = models.CharField(max_length=80, unique=True)
    timezone = models.CharField(max_length=64, default="UTC")
    hours: "models.JSONField[dict[str, list[str]], dict[str, list[str]]]" = models.JSONField(default=dict, blank=True)
    promise_minutes = models.PositiveIntegerField(default=HALF_A_DAY)
    # The rule of the workspace stands with its first team: how long words are kept after their author edited them.
    keep_edits_days = models.PositiveIntegerField(default=EDITS)
    # And so does this: from which probability on two accounts are joined without a member; None: never.
    join_likely_from: "models.FloatField[float | None, float | None]" = models.FloatField(null=True)
    # And this: whether likely pairs are weighed as it is shipped, whatever members' answers taught.
    match_as_shipped = models.BooleanField(default=False)
    members: "models.ManyToManyField[Member, Team]" = models.ManyToManyField(Member, blank=True, related_name="teams")

    def __str__(self) -> str:
        return self.name

    def working(self) -> Hours:
        """Its hours as a value to count with."""
        days = [self.hours.get(day) for day in DAYS]
        times = tuple((time.fromisoformat(d[0]), time.fromisoformat(d[1])) if d else None for d in days)
        return Hours(self.timezone, times if any(times) else ())


class OurAccount(models.Model):
    """A member said: this account is us. `handle` is a handle, an actor id, or `@domain` for every mailbox of ours."""

    handle = models.CharField(max_length=300)
    network = models.CharField(max_length=32, blank=True)
    said_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True)
    said_at: "models.DateTimeField[datetime, datetime]" = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["handle", "network"], name="our_account_once")]

    def __str__(self) -> str:
        return self.handle


class OneTimeLink(models.Model):
    """A link that signs somebody in once, kept as a digest only."""

    digest = models.CharField(max_length=64, unique=True)
    member = models.ForeignKey(Member, on_delete=models.CASCADE)
    expires_at: "models.DateTimeField[datetime, datetime]" = models.DateTimeField()

    def __str__(self) -> str:
        return f"for {self.member}"


class Scope(models.TextChoices):
    """What a token may do. It never does more than the role of its member allows."""

    READ = "read", "Read"
    DECIDE = "decide", "Decide about conversations and people"
    SET_UP = "set up", "Change sources, say who is us, forget people"


class Token(models.Model):
    """A program may come in as `member` until `expires_at`, for what `scopes` name. Kept as a digest only."""

    digest = models.CharField(max_length=64, unique=True)
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=80)
    scopes: "models.JSONField[list[str], list[str]]" = models.JSONField(default=list)
    made_at: "models.DateTimeField[datetime, datetime]" = models.DateTimeField(auto_now_add=True)
    expires_at: "models.DateTimeField[datetime, datetime]" = models.DateTimeField()
    used_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.name} of {self.member}"


class KeptAnswer(models.Model):
    """What a member was answered when a program asked with `key`, so that asking again does nothing twice.

    `asked` is a digest of the question: the same key with another question is a mistake of the program.
    """

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=200)
    asked = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    body = models.TextField(blank=True)
    made_at: "models.DateTimeField[datetime, datetime]" = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "key"], name="kept_answer_once")]

    def __str__(self) -> str:
        return self.key
