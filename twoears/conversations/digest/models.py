"""How a member wants the morning mail (a decision), and each mail: for which day, and how far it has come."""

from datetime import date, datetime

from django.conf import settings
from django.db import models

from twoears.conversations.digest import due, morning


class MorningWish(models.Model):
    """Decided by a member. Whoever has decided nothing gets it every work day, with what was said in public."""

    class When(models.TextChoices):
        WORK_DAYS = due.WORK_DAYS, "Every work day"
        MONDAYS = due.MONDAYS, "Mondays"
        NEVER = due.NEVER, "Never"

    class Quotes(models.TextChoices):
        PUBLIC = morning.PUBLIC, "What was said in public"
        ALL = morning.ALL, "Private messages too"
        NONE = morning.NONE, "No quotes, only names and reasons"

    member = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="morning_wish"
    )
    when = models.CharField(max_length=12, choices=When, default=When.WORK_DAYS)
    quotes = models.CharField(max_length=12, choices=Quotes, default=Quotes.PUBLIC)
    not_on: "models.DateField[date | None, date | None]" = models.DateField(null=True)  # one day that is left out

    def __str__(self) -> str:
        return f"{self.member_id}: {self.when}"


class MorningMail(models.Model):
    """One mail to a member: that of a day (number 0), or one that was asked for on it. Holds no words of anybody.

    `heard` is how far each query had been asked when it was written, so that the next mail goes on from there.
    """

    class State(models.TextChoices):
        """pending → sending → sent, failed or unknown; or nothing, where there was nothing to say."""

        PENDING = "pending", "On its way"
        SENDING = "sending", "Being sent"
        SENT = "sent", "Sent"
        FAILED = "failed", "Not sent"
        UNKNOWN = "unknown", "Perhaps sent"
        NOTHING = "nothing", "Nothing to say"

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="morning_mails")
    day: "models.DateField[date, date]" = models.DateField()
    number = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=8, choices=State, default=State.PENDING)
    made_at: "models.DateTimeField[datetime, datetime]" = models.DateTimeField()
    lease_until: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)
    next_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True, db_index=True)
    tries = models.PositiveSmallIntegerField(default=0)
    said = models.TextField(blank=True)  # what the mail server said last, in words
    sent_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)
    heard: "models.JSONField[dict[str, int], dict[str, int]]" = models.JSONField(default=dict)

    class Meta:
        ordering = ["-day", "-number"]
        constraints = [models.UniqueConstraint(fields=["member", "day", "number"], name="morning_mail_once")]

    def __str__(self) -> str:
        return f"{self.day} {self.number} to {self.member_id}: {self.state}"
