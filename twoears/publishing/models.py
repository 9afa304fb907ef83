"""`Delivery`: one thing that a member wants done on a network, and how far it has come."""

from datetime import datetime

from django.conf import settings
from django.db import models

from twoears.activities.models import Post
from twoears.sources.models import Connection


class State(models.TextChoices):
    """pending → sending → sent, failed or unknown; from unknown a member or a look-up leads on."""

    PENDING = "pending", "Waiting to be sent"
    SENDING = "sending", "Being sent"
    SENT = "sent", "Sent"
    FAILED = "failed", "Not sent"
    UNKNOWN = "unknown", "Perhaps sent"
    WITHDRAWN = "withdrawn", "Taken back"


class Delivery(models.Model):
    """A decision of a member: do `act` with these words, through this connection. The key is the same at every try."""

    class Act(models.TextChoices):
        REPLY = "reply", "Reply"
        POST = "post", "Post"
        LIKE = "like", "Like"
        SHARE = "share", "Share"
        MENTION = "mention", "Tell a page that ours links to it"

    key = models.CharField(max_length=32, unique=True)
    connection = models.ForeignKey(Connection, on_delete=models.PROTECT, related_name="deliveries")
    act = models.CharField(max_length=12, choices=Act)
    about = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, related_name="deliveries")
    text = models.TextField(blank=True)
    language = models.CharField(max_length=16, blank=True)
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="deliveries")
    state = models.CharField(max_length=12, choices=State, default=State.PENDING)
    made_at: "models.DateTimeField[datetime, datetime]" = models.DateTimeField()
    first_tried_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)
    lease_until: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)
    next_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True, db_index=True)
    tries = models.PositiveIntegerField(default=0)
    said = models.TextField(blank=True)  # what the network said last, in words
    sent_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)
    sent_uid = models.TextField(blank=True)
    sent_url = models.TextField(blank=True)

    tried_before = False  # set when it is claimed: whether somebody may have done it already

    class Meta:
        verbose_name_plural = "deliveries"
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.act} {self.key}: {self.state}"
