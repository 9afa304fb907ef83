"""What posts name: an opinion, made behind the record, which can be thrown away and made again."""

from django.db import models

from twoears.activities.models import Post


class Entity(models.Model):
    """`post` names something of a `kind`; `key` makes two the same, `start` and `end` are places in title and body."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="entities")
    kind = models.CharField(max_length=8)
    key = models.CharField(max_length=200)
    name = models.CharField(max_length=200)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    probability = models.FloatField()
    reason = models.CharField(max_length=120)
    version = models.CharField(max_length=8)

    class Meta:
        verbose_name_plural = "entities"
        indexes = [models.Index(fields=["kind", "key", "post"], name="entity_key")]  # who named it, and where

    def __str__(self) -> str:
        return f"{self.kind}:{self.key}"
