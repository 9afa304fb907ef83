"""`Connection`: one thing that we listen to, and how it goes. `Aside`: a record that could not be read."""

from datetime import date, datetime

from django.db import models

from twoears.team.models import Member


class State(models.TextChoices):
    """Where a connection stands, and the words for it."""

    WAITING = "waiting", "Waiting for its turn"
    READING = "reading", "Reading"
    HEARD = "heard", "Read to the end"
    LISTENING = "listening", "Listening"
    CUT = "cut", "Cut off, connecting again"
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
    member = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")  # who brought it
    looked_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)
    heard_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)
    first_heard: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)
    last_heard: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)
    total = models.PositiveBigIntegerField(null=True)
    read = models.PositiveBigIntegerField(default=0)
    new = models.PositiveBigIntegerField(default=0)
    known = models.PositiveBigIntegerField(default=0)
    set_aside = models.PositiveBigIntegerField(default=0)
    # A stream goes on from a place of its own, is held by one process, and was last heard of at `alive_at`.
    stream_cursor: "models.JSONField[dict[str, str], dict[str, str]]" = models.JSONField(default=dict)
    stream_lease_until: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)
    alive_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)
    # Passwords and tokens, sealed with the key of the house (see `lib.seals`).
    sealed = models.BinaryField(default=bytes)
    # What others bring to us is addressed by this word; only its owner knows it. Empty where nothing can be brought.
    door = models.CharField(max_length=43, blank=True, db_index=True)
    renews_on: "models.DateField[date | None, date | None]" = models.DateField(null=True)
    delay = models.FloatField(null=True)  # seconds from when something was said to when we had it, in the last batch
    limit_most = models.PositiveIntegerField(null=True)
    limit_left = models.PositiveIntegerField(null=True)
    limit_resets_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)

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


class Gap(models.Model):
    """A stretch in which a stream did not reach us. `filled_at` is when a look behind it had brought what it held."""

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="gaps")
    since: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)
    until: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)
    why = models.TextField()
    filled_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["connection", "filled_at"], name="gap_open")]

    def __str__(self) -> str:
        return f"{self.connection_id} from {self.since}"


class Brought(models.Model):
    """Something that was brought to us over HTTP and is not read yet; it goes when it is."""

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="brought")
    at: "models.DateTimeField[datetime, datetime]" = models.DateTimeField()
    path = models.TextField(blank=True)
    headers: "models.JSONField[dict[str, str], dict[str, str]]" = models.JSONField(default=dict)
    body = models.BinaryField()
    # What tells that two of them are the same, while neither is read; and when it is tried again.
    like = models.CharField(max_length=40, blank=True)
    tries = models.PositiveIntegerField(default=0)
    next_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.connection_id} at {self.at}"


class Subscription(models.Model):
    """A hub that promised to bring us what is new of a feed, until `ends_at`; `next_at` is when we ask it again.

    It outlives its connection, so that the hub can be told that nobody listens any more.
    """

    connection = models.OneToOneField(Connection, on_delete=models.SET_NULL, null=True, related_name="subscription")
    door = models.CharField(max_length=43, unique=True)
    hub = models.TextField()
    topic = models.TextField()
    ends_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)
    next_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True, db_index=True)
    tries = models.PositiveIntegerField(default=0)
    said = models.TextField(blank=True)  # why the hub does not tell us, in a sentence

    def __str__(self) -> str:
        return f"{self.topic} at {self.hub}"


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
