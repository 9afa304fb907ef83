"""The codebook, what was coded by it, and notes of talks: decisions of members. Themes that were proposed: opinions."""

from datetime import date, datetime
from typing import Any

from django.db import models

from twoears.activities.models import Actor, Post
from twoears.team.models import Member


class Code(models.Model):
    """A need, as members call it. Merged or retired it stays, so that what was coded by it can be told.

    `meaning` says what it is, `use` when a text is coded so and when not.
    """

    name = models.CharField(max_length=80)
    meaning = models.TextField(blank=True)
    use = models.TextField(blank=True)
    split_from = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="+")
    merged_into = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="merged")
    retired_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)
    member = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at: "models.DateTimeField[datetime, datetime]" = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class CodeChange(models.Model):
    """What a member did to a code: `before` and `after` are what it takes to take that back; no words of others."""

    code = models.ForeignKey(Code, on_delete=models.CASCADE, related_name="changes")
    what = models.CharField(max_length=16)
    before: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(default=dict)
    after: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(default=dict)
    member = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at: "models.DateTimeField[datetime, datetime]" = models.DateTimeField()
    undone_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.what} {self.code_id}"


class Talk(models.Model):
    """An interview (what somebody said) or a call (what one of us noted of it), brought as a text by a member.

    It goes with the account that it is about, when that is forgotten.
    """

    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=12, choices=[("interview", "Interview"), ("call", "Call")])
    day: "models.DateField[date, date]" = models.DateField()
    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, null=True, related_name="talks")
    member = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at: "models.DateTimeField[datetime, datetime]" = models.DateTimeField()
    undone_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.title


class Passage(models.Model):
    """A paragraph of a talk."""

    talk = models.ForeignKey(Talk, on_delete=models.CASCADE, related_name="passages")
    number = models.PositiveIntegerField()
    text = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["talk", "number"], name="passage_once")]

    def __str__(self) -> str:
        return f"{self.talk_id}:{self.number}"


class Coding(models.Model):
    """A member said that a post or a passage speaks of `code`, or (`says` is false) that it does not.

    Without a code: they looked, and none of the codes fits. `how` is "hand" or "proposal".
    """

    code = models.ForeignKey(Code, on_delete=models.CASCADE, null=True, related_name="codings")
    post = models.ForeignKey(Post, on_delete=models.CASCADE, null=True, related_name="codings")
    passage = models.ForeignKey(Passage, on_delete=models.CASCADE, null=True, related_name="codings")
    says = models.BooleanField(default=True)
    how = models.CharField(max_length=12, default="hand")
    member = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at: "models.DateTimeField[datetime, datetime]" = models.DateTimeField()
    undone_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.code_id} of {self.post_id or self.passage_id}"


class Example(models.Model):
    """A post or a passage in the codebook: as one that is coded so, or (`fits` is false) as one that is not."""

    code = models.ForeignKey(Code, on_delete=models.CASCADE, related_name="examples")
    post = models.ForeignKey(Post, on_delete=models.CASCADE, null=True, related_name="+")
    passage = models.ForeignKey(Passage, on_delete=models.CASCADE, null=True, related_name="+")
    fits = models.BooleanField(default=True)
    member = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at: "models.DateTimeField[datetime, datetime]" = models.DateTimeField()
    undone_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.code_id}: {self.post_id or self.passage_id}"


class ThemesKept(models.Model):
    """Themes as they were last proposed for a choice of posts: names, figures and numbers of posts, not their words."""

    choice = models.CharField(max_length=64, unique=True)
    asked: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(default=dict)
    found: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(default=dict)
    made_at: "models.DateTimeField[datetime, datetime]" = models.DateTimeField()

    class Meta:
        verbose_name_plural = "themes kept"

    def __str__(self) -> str:
        return self.choice
