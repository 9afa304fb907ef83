"""Opinions about ties: each `Exchange` as it was done, what a pair's add up to (`Relationship`), and `TieModel`."""

from datetime import datetime

from django.db import models

from twoears.activities.models import Activity, Actor
from twoears.threads.models import Thread


class Exchange(models.Model):
    """In `activity` one did something towards another. `kind` is a place in `exchanges.KINDS`.

    Of two accounts `low` is the one with the lower number. `high` is nobody where it was done to our site. Where one
    side is ours, `other` is the side that is not.
    """

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="exchanges")
    low = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="+", db_index=False)
    high = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="+", null=True)
    by_low = models.BooleanField()
    other = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="+", null=True)
    kind = models.PositiveSmallIntegerField()
    at: "models.DateTimeField[datetime, datetime]" = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["low", "high"], name="exchange_pair")]

    def __str__(self) -> str:
        return f"{self.low_id} {'to' if self.by_low else 'from'} {self.high_id}"


class Unmet(models.Model):
    """A post of `thread` names an account that was not heard of yet: once it is, its thread is looked at again."""

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="+")
    name = models.TextField()

    class Meta:
        verbose_name_plural = "unmet"
        constraints = [models.UniqueConstraint(fields=["name", "thread"], name="unmet_once")]

    def __str__(self) -> str:
        return self.name


class Relationship(models.Model):
    """What two have done for each other: `low` is nobody where it is all of us, else two people, each by their first
    account. Columns are those of `tell.Told`; of two numbers the first is what `low` did.

    `began` is how often each broke half a day of silence, and no conversation that anybody began.

    Nothing here depends on the clock: how strong it is, is said when it is asked. From `cools_at` on it is quieter
    than 19 of 20 of their own pauses, told by `version` of the rhythm; nothing where nobody can tell.
    """

    key = models.CharField(max_length=48, unique=True)
    low = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="+", null=True)
    high = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="+")
    counts: "models.JSONField[list[list[int]], list[list[int]]]" = models.JSONField()
    began: "models.JSONField[list[int], list[int]]" = models.JSONField()
    faded: "models.JSONField[list[float], list[float]]" = models.JSONField()
    clicks = models.FloatField()
    pauses = models.PositiveIntegerField()
    log_mean = models.FloatField()
    log_sum2 = models.FloatField()
    first_by = models.SmallIntegerField()
    last_by = models.SmallIntegerField()
    last_kind = models.PositiveSmallIntegerField()
    first_at: "models.DateTimeField[datetime, datetime]" = models.DateTimeField()
    last_at: "models.DateTimeField[datetime, datetime]" = models.DateTimeField()
    spoke_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)
    we_way = models.PositiveIntegerField()
    they_way = models.PositiveIntegerField()
    cools_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)
    version = models.CharField(max_length=24)

    class Meta:
        indexes = [
            models.Index(fields=["-cools_at"], name="tie_cooling", condition=models.Q(low=None)),
            models.Index(fields=["-they_way"], name="tie_carry", condition=models.Q(low=None)),
        ]

    def __str__(self) -> str:
        return self.key


class TieModel(models.Model):
    """How strength and pauses are told here: fitted on what was heard up to the activity `mark`. One row, or none."""

    mark = models.BigIntegerField(unique=True)
    bias = models.FloatField()
    weights: "models.JSONField[list[float], list[float]]" = models.JSONField()
    shipped_counts = models.FloatField()
    pairs = models.PositiveIntegerField()
    came = models.PositiveIntegerField()
    bands: "models.JSONField[list[list[int]], list[list[int]]]" = models.JSONField()
    right: "models.FloatField[float | None, float | None]" = models.FloatField(null=True)
    by_silence: "models.FloatField[float | None, float | None]" = models.FloatField(null=True)
    log_mean = models.FloatField()
    variance = models.FloatField()
    out: "models.JSONField[list[float], list[float]]" = models.JSONField()
    pauses = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"up to {self.mark}"
