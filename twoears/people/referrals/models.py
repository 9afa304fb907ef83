"""`Referral`, an opinion about who sent whom; and `ReferralDecision`, what members said of it."""

from datetime import datetime

from django.conf import settings
from django.db import models

from twoears.activities.models import Activity, Actor

DENY = "not"  # what a member says of what is no referral


class Referral(models.Model):
    """`referrer` sent `referred` to us, as `activity` shows: found `how` (words, deed, form), by its `words`.

    Accounts stand here where a deed or the author says so. Else `named` is what the referrer was called, and `sent`
    the id of the account that was sent: who that is, is asked when it is shown.
    """

    activity = models.OneToOneField(Activity, on_delete=models.CASCADE, related_name="referral")
    referrer = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="+", null=True)
    referred = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="+", null=True)
    named = models.TextField(blank=True)
    sent = models.TextField(blank=True)
    how = models.CharField(max_length=8)
    words = models.TextField(blank=True)
    probability = models.FloatField()
    at: "models.DateTimeField[datetime, datetime]" = models.DateTimeField()
    version = models.CharField(max_length=8)

    def __str__(self) -> str:
        return f"{self.referrer_id or self.named} sent {self.referred_id}"


class ReferralDecision(models.Model):
    """A member said who sent whom (`said`), who it was that an activity names (`is`), or that it is none (`not`).

    Of what was said by hand, `told_at` is when one told the other, as far as is known, and `place` where.
    """

    kind = models.CharField(max_length=4, choices=[("said", "Said"), ("is", "Is"), ("not", "Is none")])
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="+", null=True)
    referrer = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="+", null=True)
    referred = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="+", null=True)
    told_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)
    place = models.CharField(max_length=300, blank=True)
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at: "models.DateTimeField[datetime, datetime]" = models.DateTimeField()
    undone_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.kind} {self.activity_id or self.referred_id}"
