"""`Query`: what a team listens for. `Hit`: a post it found, `Story`, `Band`: what tells the same (opinions).
`Mark`, `Exclusion`: what members say."""

from datetime import datetime

from django.conf import settings
from django.db import models

from twoears.activities.models import Post
from twoears.team.models import Team


class Query(models.Model):
    """A Boolean query under a name. `reached` is the last post that it was asked of; removed ones keep their hits.

    `on_today` puts what it hears on Today, `in_mail` in the morning mail of its team, `feed_key` opens its feed to
    whoever has it, `webhook` is told of new hits, `alerts` says when it is said unusually often. What leaves the house
    by feed and webhook carries names and words only `with_words`.
    """

    public_id = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=120)
    text = models.TextField()
    team = models.ForeignKey(Team, on_delete=models.SET_NULL, null=True, related_name="queries")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at: "models.DateTimeField[datetime, datetime]" = models.DateTimeField()
    changed_at: "models.DateTimeField[datetime, datetime]" = models.DateTimeField()
    removed_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)
    reached = models.BigIntegerField(default=0)
    on_today = models.BooleanField(default=False)
    in_mail = models.BooleanField(default=False)
    alerts = models.BooleanField(default=True)
    feed_key = models.CharField(max_length=43, blank=True)
    webhook = models.TextField(blank=True)
    secret: "models.BinaryField[bytes, bytes]" = models.BinaryField(
        default=b""
    )  # signs what the webhook is told, sealed
    with_words = models.BooleanField(default=False)
    told = models.BigIntegerField(default=0)  # the last hit that the webhook was told of
    fresh_from = models.BigIntegerField(default=0)  # the last post that was history when the query was kept
    tell_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)  # not before
    tries = models.IntegerField(default=0)
    trouble = models.TextField(blank=True)  # why the webhook could not be told

    class Meta:
        verbose_name_plural = "queries"
        constraints = [
            models.UniqueConstraint(fields=["name"], condition=models.Q(removed_at=None), name="query_name_once")
        ]

    def __str__(self) -> str:
        return self.name


class Exclusion(models.Model):
    """A member said: leave out what this query finds too. The hits stay, and are shown again when it is undone."""

    query = models.ForeignKey(Query, on_delete=models.CASCADE, related_name="exclusions")
    text = models.TextField()
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at: "models.DateTimeField[datetime, datetime]" = models.DateTimeField()
    undone_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.query_id} without {self.text}"


class Hit(models.Model):
    """A post that a query found. `excluded` is the exclusion that hides it, if any.

    The rest is of the post, beside each hit so that numbers are read from one index: the hour (since 1970), who, where,
    in which language, and the story that it tells.
    """

    query = models.ForeignKey(Query, on_delete=models.CASCADE, related_name="hits")
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="hits", db_index=False)
    at: "models.DateTimeField[datetime, datetime]" = models.DateTimeField()
    excluded = models.ForeignKey(Exclusion, on_delete=models.SET_NULL, null=True, related_name="hides")
    hour = models.IntegerField(default=0)
    author = models.BigIntegerField(default=0)
    network = models.CharField(max_length=32, blank=True)
    language = models.CharField(max_length=16, blank=True)
    story = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "query"], name="hit_once")]
        indexes = [
            models.Index(fields=["query", "-at"], name="hit_recent"),
            models.Index(
                fields=["query", "excluded", "hour", "author", "story", "network", "language"], name="hit_counted"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.query_id} found {self.post_id}"


class Story(models.Model):
    """Which story a post tells: the number of the first post that told it. Only of posts that some query found."""

    post = models.OneToOneField(Post, on_delete=models.CASCADE, primary_key=True, related_name="+")
    story = models.BigIntegerField(db_index=True)

    def __str__(self) -> str:
        return f"{self.post_id} tells {self.story}"


class Band(models.Model):
    """A mark by which the first post of a story is found among all others, such as a digest of its words."""

    key = models.BigIntegerField(db_index=True)
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return f"{self.key:x} of {self.post_id}"


class Mark(models.Model):
    """A member said whether a post is what the query is after. A decision: the one of each member that stands counts.

    Saying otherwise undoes the earlier one, which stands again (`instead_of`) when that is taken back.
    """

    query = models.ForeignKey(Query, on_delete=models.CASCADE, related_name="marks")
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="marks")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    right = models.BooleanField()
    at: "models.DateTimeField[datetime, datetime]" = models.DateTimeField()
    undone_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)
    instead_of = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["query", "post", "member"], condition=models.Q(undone_at=None), name="mark_stands_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.post_id} {'is' if self.right else 'is not'} for {self.query_id}"
