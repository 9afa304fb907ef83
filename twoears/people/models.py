"""`Person`, who is behind several actors; how we know; and where we stand with each other."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models

from twoears.activities.models import Activity, Actor


class Person(models.Model):
    """Someone who engaged with us. Made again by the rules at any time; `public_id` stays that of the first actor."""

    public_id = models.CharField(max_length=20, unique=True)
    first_actor = models.OneToOneField(Actor, on_delete=models.PROTECT, related_name="+")
    name = models.TextField(blank=True)
    organisation = models.TextField(blank=True)
    stage = models.CharField(max_length=12, default="stranger")
    stage_since: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)
    last_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "people"
        indexes = [
            models.Index(fields=["stage", "-last_at"], name="person_stage"),
            models.Index(fields=["-last_at"], name="person_recent"),
        ]

    def __str__(self) -> str:
        return self.name


class Identity(models.Model):
    """This actor is this person, by `rule`, shown by `evidence`. `public_id` leads to whoever the actor now is."""

    actor = models.OneToOneField(Actor, on_delete=models.CASCADE, related_name="identity")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="identities")
    public_id = models.CharField(max_length=20, unique=True)
    rule = models.CharField(max_length=32)
    evidence = models.TextField(blank=True)
    probability = models.FloatField(default=1.0)

    class Meta:
        verbose_name_plural = "identities"

    def __str__(self) -> str:
        return f"{self.actor_id} is {self.person_id}"


class IdentityDecision(models.Model):
    """A member said that two actors are one person (merge), are not (split), or that they will say it later.

    Wins over every rule; can be undone. `closed_by` is the newer decision that says otherwise: where that is undone,
    this one counts again. `probability` is how likely it was when it was made, None where nobody had proposed it.
    """

    kind = models.CharField(max_length=8, choices=[("merge", "Merge"), ("split", "Split"), ("later", "Later")])
    left = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    right = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True)
    made_at: "models.DateTimeField[datetime, datetime]" = models.DateTimeField()
    undone_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)
    closed_by = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="closes")
    until: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)
    probability = models.FloatField(null=True)

    def __str__(self) -> str:
        return f"{self.kind} {self.left_id} {self.right_id}"


class SureMatch(models.Model):
    """A certain rule joins two actors. An opinion: made anew whenever something new is known of accounts."""

    left = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="+")
    right = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="+")
    rule = models.CharField(max_length=32)
    evidence = models.TextField(blank=True)

    class Meta:
        verbose_name_plural = "sure matches"
        constraints = [models.UniqueConstraint(fields=["left", "right"], name="sure_match_once")]

    def __str__(self) -> str:
        return f"{self.left_id} {self.rule} {self.right_id}"


class LikelyMatch(models.Model):
    """Two actors may be one person, as `version` of the model says, for `reasons`: words and their weight in bits.

    An opinion: made anew at any time. `public_id` is that of the pair, and stays.
    """

    public_id = models.CharField(max_length=20, unique=True)
    left = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="+")
    right = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="+")
    probability = models.FloatField(db_index=True)
    reasons: "models.JSONField[list[tuple[str, float]], list[list[Any]]]" = models.JSONField(default=list)
    version = models.CharField(max_length=32)
    made_at: "models.DateTimeField[datetime, datetime]" = models.DateTimeField()

    class Meta:
        verbose_name_plural = "likely matches"
        constraints = [models.UniqueConstraint(fields=["left", "right"], name="likely_match_once")]

    def __str__(self) -> str:
        return f"{self.left_id} {self.right_id} {self.probability:.2f}"


class ToMatch(models.Model):
    """An actor who has engaged: whom else it may be is to be looked at, anew where it was before."""

    actor = models.OneToOneField(Actor, on_delete=models.CASCADE, primary_key=True, related_name="+")

    def __str__(self) -> str:
        return str(self.pk)


class MatchModel(models.Model):
    """What was learnt of who is who, by `told_by`: a digest of the answers, the accounts and the links it came from.

    An opinion: the same give the same. `model` is as `matching.Model` writes it, empty where the shipped one is as
    good; `learnt` is it in either case.
    `foretold` are answers with what was said of them by a model that was not taught them, and by the shipped one.
    """

    told_by = models.CharField(max_length=32)
    model = models.TextField(blank=True)
    learnt = models.TextField(blank=True)
    answers = models.IntegerField(default=0)
    sure = models.IntegerField(default=0)
    foretold: "models.JSONField[list[tuple[float, float, bool]], list[list[Any]]]" = models.JSONField(default=list)
    gain = models.FloatField(default=0)
    error = models.FloatField(default=0)
    made_at: "models.DateTimeField[datetime, datetime]" = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.answers} answers"


class StageChange(models.Model):
    """From `at` on this person stood at `stage`, by `rule`, shown by `activity`."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="stages")
    stage = models.CharField(max_length=12)
    at: "models.DateTimeField[datetime, datetime]" = models.DateTimeField()
    rule = models.CharField(max_length=32)
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering = ["at"]

    def __str__(self) -> str:
        return f"{self.person_id} {self.stage}"
