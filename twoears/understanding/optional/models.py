"""Readers that an owner brought, what was decided about them, and what they answered."""

from datetime import date, datetime

from django.db import models
from django.db.models import Q

from twoears.activities.models import Post
from twoears.team.models import Member


class OptionalReader(models.Model):
    """A model that answers a question on posts: in a folder (`path`), or behind an address.

    `reads` is the shipped reader whose question it answers, empty for a question of its own; its answers count in place
    of that reader's where `counts`. `model` is the model's name, or the digest of its file. It is its own schedule:
    `next_at`, `lease_until`, `failures`. What it asks never changes: another question is another reader.
    """

    class Kind(models.TextChoices):
        ENDPOINT = "endpoint", "Behind an address"
        FOLDER = "folder", "In a folder"

    class Gives(models.TextChoices):
        LABELS = "labels", "Labels for posts"
        PLACES = "places", "Places of posts, for themes"

    name = models.CharField(max_length=32)
    kind = models.CharField(max_length=8, choices=Kind)
    gives = models.CharField(max_length=8, choices=Gives)
    path = models.TextField()
    near = models.BooleanField(default=False)
    model = models.CharField(max_length=80)
    reads = models.CharField(max_length=32, blank=True)
    counts = models.BooleanField(default=False)
    question = models.TextField(blank=True)
    labels: "models.JSONField[list[str], list[str]]" = models.JSONField(default=list)
    # What the labels of a model in a folder mean here: its word -> one of `labels`.
    means: "models.JSONField[dict[str, str], dict[str, str]]" = models.JSONField(default=dict)
    together = models.PositiveSmallIntegerField(default=1)  # posts in one request
    plain = models.BooleanField(default=False)  # it understands plain requests only
    sealed = models.BinaryField(default=bytes)
    member = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at: "models.DateTimeField[datetime, datetime]" = models.DateTimeField()
    removed_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)
    next_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)
    lease_until: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    trouble = models.TextField(blank=True)
    answered_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["name"], condition=Q(removed_at=None), name="optional_reader_once")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def speaks_as(self) -> str:
        """The reader under whose name its answers stand."""
        return self.reads or self.name

    @property
    def version(self) -> str:
        """What its notes carry: changes when the same text may read differently."""
        return f"optional:{self.name}@{self.model}"


class OptionalSwitch(models.Model):
    """A member decided that a reader may be given posts, as `words` said; off again at `undone_at`."""

    class Whose(models.TextChoices):
        OURS = "ours", "public posts of our own accounts"
        PUBLIC = "public", "everybody's public posts, strangers' too"
        ALL = "all", "everybody's posts, private messages and mail too"

    reader = models.ForeignKey(OptionalReader, on_delete=models.CASCADE, related_name="switches")
    whose = models.CharField(max_length=8, choices=Whose)
    most_a_day = models.PositiveIntegerField()
    past = models.BooleanField(default=False)
    words = models.TextField()
    member = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at: "models.DateTimeField[datetime, datetime]" = models.DateTimeField()
    undone_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reader"], condition=Q(undone_at=None), name="optional_switch_once")
        ]

    def __str__(self) -> str:
        return self.words


class OptionalAnswer(models.Model):
    """What a reader made of a post whose words have the `digest`, or `why` it was set aside. `stale` is read again.

    Kept beside the notes that are made of it, "none" too: to ask again costs time, money, or sends words once more.
    """

    reader = models.ForeignKey(OptionalReader, on_delete=models.CASCADE, related_name="answers")
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=32)
    version = models.CharField(max_length=128)
    label = models.CharField(max_length=32, blank=True)
    probability = models.FloatField(default=0.0)
    spans: "models.JSONField[list[list[int]], list[list[int]]]" = models.JSONField(default=list)
    why = models.TextField(blank=True)
    stale = models.BooleanField(default=False)
    read_at: "models.DateTimeField[datetime, datetime]" = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reader", "post"], name="optional_answer_once")]
        indexes = [
            models.Index(fields=["reader", "post"], name="optional_answer_stale", condition=Q(stale=True)),
            models.Index(fields=["reader", "post"], name="optional_answer_aside", condition=~Q(why="")),
        ]

    def __str__(self) -> str:
        return self.label or self.why


class OptionalDay(models.Model):
    """How many posts a reader was given on a day, counted before they are: the cap holds whatever happens."""

    reader = models.ForeignKey(OptionalReader, on_delete=models.CASCADE, related_name="days")
    day: "models.DateField[date, date]" = models.DateField()
    posts = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reader", "day"], name="optional_day_once")]

    def __str__(self) -> str:
        return f"{self.reader_id} on {self.day}"
