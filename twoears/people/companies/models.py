"""`CompanyDecision`: what members decided of companies and of who belongs to them."""

from datetime import date, datetime

from django.conf import settings
from django.db import models

from twoears.activities.models import Actor


class CompanyDecision(models.Model):
    """A member said something of a company, for a reason. It counts until it is taken back; none is changed or deleted.

    | `kind` | says |
    | --- | --- |
    | works | who is behind `actor` works at `domain`, `since` and `until`, with `roles` |
    | not | they do not belong there |
    | role | their `roles` there |
    | join | `domain` and `other` are one company, called `name` where one is given |
    | apart | `domain` is a company of its own |
    | name | the company of `domain` is called `name` |
    | anybody | anybody may have a mailbox at `domain` |

    What is said of a person hangs on an account, that with a mail address there if they have one, so that it stays
    with the person whoever else they turn out to be.
    """

    kind = models.CharField(max_length=8)
    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, null=True, related_name="+")
    domain = models.CharField(max_length=255, db_index=True)
    other = models.CharField(max_length=255, blank=True)
    name = models.CharField(max_length=120, blank=True)
    roles: "models.JSONField[list[str], list[str]]" = models.JSONField(default=list)
    since: "models.DateField[date | None, date | None]" = models.DateField(null=True)
    until: "models.DateField[date | None, date | None]" = models.DateField(null=True)
    reason = models.TextField()
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at: "models.DateTimeField[datetime, datetime]" = models.DateTimeField()
    undone_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.kind} {self.actor_id or ''} {self.domain}"
