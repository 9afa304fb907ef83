"""Opinions about single posts: what each reader made of it; and what members decided that it should have been."""

from datetime import datetime

from django.db import models

from twoears.activities.models import Post
from twoears.team.models import Member


class Note(models.Model):
    """What `reader` made of `post`. Kept where it says something, or cannot tell; "none" and "neutral" leave no row."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="notes")
    reader = models.CharField(max_length=32)
    version = models.CharField(max_length=128)
    label = models.CharField(max_length=32)
    probability = models.FloatField()
    spans: "models.JSONField[list[list[int]], list[list[int]]]" = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "reader"], name="note_once")]
        indexes = [models.Index(fields=["label", "post"], name="note_label")]  # who said such things, and where

    def __str__(self) -> str:
        return f"{self.reader}: {self.label}"


class Correction(models.Model):
    """A member said what `reader` should have made of `post`; it wins for that and for all that have the same `digest`.

    `was` is what the reader said, with `was_sure`; the same as `label` where the member said that it was right.
    """

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="corrections")
    reader = models.CharField(max_length=32)
    label = models.CharField(max_length=32)
    was = models.CharField(max_length=32)
    was_sure = models.FloatField()
    version = models.CharField(max_length=128)
    digest = models.CharField(max_length=40, db_index=True)
    member = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at: "models.DateTimeField[datetime, datetime]" = models.DateTimeField()
    undone_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["reader", "made_at"], name="correction_reader")]

    def __str__(self) -> str:
        return f"{self.reader}: {self.label}, not {self.was}"
