"""A reader's own layer, an opinion that corrections make again; and what members chose of a reader, a decision."""

from datetime import datetime

from django.db import models

from twoears.team.models import Member


class OwnLayer(models.Model):
    """What the standing corrections of `reader` taught, for the shipped reader at `stands_on`.

    `taught_by` marks those corrections. `weights` are plain arrays, empty while there is too little to learn from.
    Of `taught` corrections, each read by a layer that had not seen it, `right` were read right, `shipped_right` as
    shipped. `helps` says whether it reads what comes. Of the last `looked` posts it reads `changed` otherwise.
    """

    reader = models.CharField(max_length=32, unique=True)
    version = models.PositiveIntegerField(default=0)
    stands_on = models.CharField(max_length=32)
    taught_by = models.CharField(max_length=40)
    weights = models.BinaryField(default=bytes)
    taught = models.PositiveIntegerField(default=0)
    right = models.PositiveIntegerField(default=0)
    shipped_right = models.PositiveIntegerField(default=0)
    helps = models.BooleanField(default=False)
    looked = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    examples: "models.JSONField[list[int], list[int]]" = models.JSONField(default=list)
    made_at: "models.DateTimeField[datetime, datetime]" = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.reader}, layer {self.version}"


class Choice(models.TextChoices):
    """What a member can choose of a reader."""

    ENOUGH = "enough"
    LAYER = "layer"


class ReaderChoice(models.Model):
    """A member chose how sure `reader` must be (`value` from 0 to 1), or that its own layer reads (1) or not (0)."""

    reader = models.CharField(max_length=32)
    what = models.CharField(max_length=8, choices=Choice.choices)
    value = models.FloatField()
    member = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at: "models.DateTimeField[datetime, datetime]" = models.DateTimeField()
    undone_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.reader}, {self.what}: {self.value:g}"
