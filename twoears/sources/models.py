"""`Connection`: one thing that we listen to, and how it goes. `Aside`: a record that could not be read."""

from datetime import datetime

from django.db import models


class State(models.TextChoices):
    """Where a connection stands, and the words for it."""

    WAITING = "waiting", "Waiting for its turn"
    READING = "reading", "Reading"
    HEARD = "heard", "Read to the end"
    LISTENING = "listening", "Listening"
    FAILED = "failed", "Failed"
    PAUSED = "paused", "Paused"


class Connection(models.Model):
    """A file, feed or account that we listen to. The row is its own schedule: `next_at`, `lease_until`, `failures`."""

    name = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=32)
    text = models.TextField()
    asked: "models.JSONField[dict[str, object], dict[str, object]]" = models.JSONField(default=dict)
    cursor: "models.JSONField[dict[str, str], dict[str, str]]" = models.JSONField(default=dict)
    state = models.CharField(max_length=12, choices=State, default=State.WAITING)
    next_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True, db_index=True)
    lease_until: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    last_error = models.TextField(blank=True)
    made_at: "models.DateTimeField[datetime, datetime]" = models.DateTimeField(auto_now_add=True)
    looked_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)
    heard_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)
    first_heard: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)
    last_heard: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)
    total = models.PositiveBigIntegerField(null=True)
    read = models.PositiveBigIntegerField(default=0)
    new = models.PositiveBigIntegerField(default=0)
    known = models.PositiveBigIntegerField(default=0)
    set_aside = models.PositiveBigIntegerField(default=0)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name


class Look(models.Model):
    """One look at a connection, for its heartbeat: when, whether it went well, and how much was new."""

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="looks")
    at: "models.DateTimeField[datetime, datetime]" = models.DateTimeField(db_index=True)
    well = models.BooleanField()
    new = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.connection_id} at {self.at}"


class Aside(models.Model):
    """A record that could not be read: where it stands, why, what to do, and enough of it to try again."""

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="asides")
    name = models.TextField()
    line = models.PositiveBigIntegerField(default=0)
    reason = models.TextField()
    advice = models.TextField()
    raw = models.BinaryField(default=bytes)
    at: "models.DateTimeField[datetime, datetime]" = models.DateTimeField()
    digest = models.CharField(max_length=40)
    settled_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["connection", "digest"], name="aside_once")]

    def __str__(self) -> str:
        return f"{self.name}:{self.line} {self.reason}"
