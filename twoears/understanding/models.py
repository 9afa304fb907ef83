"""Opinions about single posts: what each reader made of it."""

from django.db import models

from twoears.activities.models import Post


class Note(models.Model):
    """What `reader` made of `post`. Kept where it says something, or that it cannot tell; "none" leaves no row."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="notes")
    reader = models.CharField(max_length=32)
    version = models.CharField(max_length=32)
    label = models.CharField(max_length=32)
    probability = models.FloatField()
    spans: "models.JSONField[list[list[int]], list[list[int]]]" = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "reader"], name="note_once")]

    def __str__(self) -> str:
        return f"{self.reader}: {self.label}"
