"""Facts: `Actor`, `Post`, `Activity`. Append only; `record` is the one way in."""

import re
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models.functions import Lower

_NUMBER = re.compile(r"(?=.*[0-9])[0-9a-f-]{8,64}")  # what a site calls a visitor, in place of a handle


class Actor(models.Model):
    """One account on one network, as last described by a source."""

    uid = models.TextField(unique=True)
    network = models.CharField(max_length=32)
    handle = models.TextField(blank=True)
    name = models.TextField(blank=True)
    type = models.CharField(max_length=32, default="Person")
    url = models.TextField(blank=True)
    summary = models.TextField(blank=True)
    mail = models.TextField(blank=True)
    place = models.TextField(blank=True)
    # How many follow it, as was told last, and when. It has a date of its own: most who name an account do not tell.
    followers = models.BigIntegerField(null=True)
    followers_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)
    links: "models.JSONField[list[str], list[str]]" = models.JSONField(default=list)
    seen_at: "models.DateTimeField[datetime, datetime]" = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(Lower("handle"), name="actor_handle"),
            # Members name their accounts by handle, id or mailbox, however they write them.
            models.Index(Lower("uid"), name="actor_uid"),
            models.Index(fields=["mail"], name="actor_mail"),
        ]

    def __str__(self) -> str:
        return self.name or self.account

    @property
    def account(self) -> str:
        """Its handle, else its id. A visitor, whose number says nothing, is told by their first day."""
        if self.network == "web" and (not self.handle or _NUMBER.fullmatch(self.handle)):
            return self._visitor()
        return self.handle or self.uid

    def _visitor(self) -> str:
        first = self.activities.order_by("published").values_list("published", flat=True).first()
        return f"a visitor (first seen {first.day} {first:%B %Y})" if first else "a visitor"


class Post(models.Model):
    """Something that was said. A deletion by its author empties the words and sets `withdrawn_at`."""

    uid = models.TextField(unique=True)
    author = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="posts", db_index=False)
    type = models.CharField(max_length=32, default="Note")
    title = models.TextField(blank=True)
    text = models.TextField(blank=True)
    url = models.TextField(blank=True)
    language = models.CharField(max_length=16, blank=True)
    in_reply_to = models.TextField(blank=True)
    context = models.TextField(blank=True)
    mentions: "models.JSONField[list[str], list[str]]" = models.JSONField(default=list)
    links: "models.JSONField[list[str], list[str]]" = models.JSONField(default=list)
    tags: "models.JSONField[list[str], list[str]]" = models.JSONField(default=list)
    private = models.BooleanField(default=False)
    published: "models.DateTimeField[datetime, datetime]" = models.DateTimeField()
    changed_at: "models.DateTimeField[datetime, datetime]" = models.DateTimeField()
    withdrawn_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["author", "published"], name="post_author_published"),
            # A walk through everything, the latest first, begins at once and ends where somebody stops reading.
            models.Index(fields=["-published", "-id"], name="post_latest"),
        ]

    def __str__(self) -> str:
        return self.title or self.text[:60]


class Activity(models.Model):
    """`actor` did `type` to `object_uid` at `published`; `post` is the object where it is a post that we hold."""

    uid = models.TextField(unique=True)
    type = models.CharField(max_length=32)
    actor = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="activities", db_index=False)
    post = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, related_name="activities")
    object_uid = models.TextField(blank=True)
    target_uid = models.TextField(blank=True)
    detail: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(default=dict)
    source = models.CharField(max_length=64, blank=True)
    published: "models.DateTimeField[datetime, datetime]" = models.DateTimeField()
    recorded_at: "models.DateTimeField[datetime, datetime]" = models.DateTimeField()

    class Meta:
        verbose_name_plural = "activities"
        indexes = [
            models.Index(fields=["actor", "published"], name="activity_actor_published"),
            # Few, and asked for whenever a post comes: it may have been deleted before we heard it.
            models.Index(fields=["object_uid"], name="activity_deleted", condition=models.Q(type="Delete")),
            # Few too: whoever passed something on before it was heard itself.
            models.Index(fields=["object_uid"], name="activity_shared", condition=models.Q(type="Announce", post=None)),
            # Few too, and asked for with every tie: what was undone is none.
            models.Index(fields=["object_uid"], name="activity_undone", condition=models.Q(type="Undo")),
        ]

    def __str__(self) -> str:
        return f"{self.actor_id} {self.type} {self.object_uid}"


class Wording(models.Model):
    """What a post said before it was edited, from `since` to `until`; kept as long as the workspace's rule says."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="wordings")
    title = models.TextField(blank=True)
    text = models.TextField(blank=True)
    since: "models.DateTimeField[datetime, datetime]" = models.DateTimeField()
    until: "models.DateTimeField[datetime, datetime]" = models.DateTimeField()
    heard_at: "models.DateTimeField[datetime, datetime]" = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.post_id} until {self.until}"


class Changed(models.Model):
    """A post that was edited or deleted after it was read: what was made of it has to be made anew."""

    post = models.OneToOneField(Post, on_delete=models.CASCADE, primary_key=True, related_name="+")

    def __str__(self) -> str:
        return str(self.post_id)


class ChangedActor(models.Model):
    """An account that says something else of itself than before: who it may be has to be told anew.

    One row for each time, so that what changes while it is looked at is looked at again.
    """

    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return str(self.actor_id)


class Position(models.Model):
    """How far a step that runs behind the record has come: the id of the last activity (or post) it has seen."""

    step = models.CharField(max_length=64, primary_key=True)
    reached = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.step} at {self.reached}"


class Forgotten(models.Model):
    """An actor that was forgotten, as a digest of its id: it is not recorded again, and nothing tells who it was."""

    digest = models.CharField(max_length=64, primary_key=True)
    at: "models.DateTimeField[datetime, datetime]" = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.digest
