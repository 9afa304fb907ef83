"""Opinions about how posts hang together: `Thread`, and each post's `Turn` in it."""

from datetime import datetime

from django.db import models

from twoears.activities.models import Actor, Post


class Thread(models.Model):
    """Posts that answer each other. `waiting_since` is the oldest turn of theirs that waits for an answer of ours."""

    uid = models.TextField(unique=True)
    public_id = models.CharField(max_length=20, unique=True)
    merged_into = models.ForeignKey("self", on_delete=models.CASCADE, null=True)
    counterpart = models.ForeignKey(Actor, on_delete=models.PROTECT, null=True)
    network = models.CharField(max_length=32, blank=True)
    private = models.BooleanField(default=False)
    with_us = models.BooleanField(default=False)
    missing_parent = models.BooleanField(default=False)
    turns = models.PositiveIntegerField(default=0)
    ours = models.PositiveIntegerField(default=0)
    first_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)
    last_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)
    waiting = models.PositiveIntegerField(default=0)
    waiting_since: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)
    due_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)
    waiting_post = models.ForeignKey(Post, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        indexes = [
            # Under a condition, because SQLite takes "with_us" alone for no reason to look into an index.
            models.Index(fields=["-last_at"], name="thread_recent", condition=models.Q(with_us=True)),
            models.Index(fields=["first_at"], name="thread_first", condition=models.Q(with_us=True)),
            models.Index(fields=["network"], name="thread_network"),
            models.Index(fields=["counterpart"], name="thread_counterpart"),
        ]

    def __str__(self) -> str:
        return self.public_id


class ThreadKey(models.Model):
    """A name that ties posts together before its own post is heard: a parent not yet here, or a conversation's id."""

    key = models.TextField(primary_key=True)
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="keys")

    def __str__(self) -> str:
        return self.key


class Turn(models.Model):
    """One post in its thread: who it is said to, whether it waits for us, and what became of it."""

    post = models.OneToOneField(Post, on_delete=models.CASCADE, primary_key=True, related_name="turn")
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="all_turns", db_index=False)
    actor = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="turns", db_index=False)
    at: "models.DateTimeField[datetime, datetime]" = models.DateTimeField()
    ours = models.BooleanField(default=False)
    to_us = models.BooleanField(default=False)
    waits = models.CharField(max_length=12, blank=True)
    open = models.BooleanField(default=False)
    due_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)
    answered_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(Post, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    begins = models.CharField(max_length=8, blank=True)
    replied_to = models.ForeignKey(Actor, on_delete=models.PROTECT, null=True, related_name="+")
    wrote_back_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)
    promotion: "models.BooleanField[bool | None, bool | None]" = models.BooleanField(null=True)
    # Words of a turn of ours that speak of us, and of them.
    we = models.PositiveSmallIntegerField(default=0)
    you = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["thread", "at"], name="turn_thread_at"),
            models.Index(fields=["actor", "at"], name="turn_actor_at"),
            models.Index(fields=["at"], name="turn_at"),  # heard and said of each day, on Today
            models.Index(
                fields=["answered_by"], name="turn_answered_by", condition=models.Q(answered_by__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.actor_id} at {self.at}"


class StalePart(models.Model):
    """A part of the columnar stream that is behind: marked with every change of turns, cleared when written anew.

    `mark` grows with each change, so that one that comes while the part is being written is not cleared with it.
    """

    part = models.PositiveBigIntegerField(primary_key=True)
    mark = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.part)
