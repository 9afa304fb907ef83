"""Who sent somebody to us: by deed, in words, in a form, or because a member says so. Queries only."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db.models import Q
from django.db.models.functions import Lower

from twoears.activities.models import Activity, Actor
from twoears.people.models import Person
from twoears.people.referrals.models import Referral, ReferralDecision
from twoears.people.referrals.pages import Called

Sent = tuple[int, datetime, int]


def sent_by(person_of: Mapping[int, int]) -> list[Sent]:
    """(person, when, activity) for each time that one of `person_of` (account -> person) sent somebody.

    The newest word of a member on a referral wins: who it was, or that it is none.
    """
    accounts = list(person_of)
    mine = Referral.objects.filter(Q(referrer__in=accounts) | Q(pk__in=_named(person_of)))
    said = ReferralDecision.objects.filter(undone_at=None)
    settled = said.exclude(activity=None).values("activity")
    rows = [
        *((row.referrer_id, row) for row in mine.exclude(activity__in=settled) if row.referrer_id),
        *_by_name(row for row in mine.exclude(activity__in=settled) if not row.referrer_id),
        *_as_settled(said.filter(kind="is", referrer__in=accounts)),
    ]
    found = [
        (person_of[by], row.at, row.activity_id)
        for by, row in rows
        if by in person_of and person_of.get(row.referred_id or 0) != person_of[by]
    ]
    return found + _by_hand(said.filter(kind="said", referrer__in=accounts), person_of)


def senders_in(referrals: Iterable[Referral]) -> set[int]:
    """The accounts of those who sent somebody by `referrals`, as far as it is certain who they are."""
    rows = list(referrals)
    return {row.referrer_id for row in rows if row.referrer_id} | {
        by for by, _ in _by_name(row for row in rows if not row.referrer_id)
    }


def _named(person_of: Mapping[int, int]) -> list[int]:
    """Referrals that name somebody as one of these is called; whether they are certainly meant is asked after that."""
    called: set[str] = set()
    for words in Actor.objects.filter(pk__in=list(person_of)).values_list("handle", "mail"):
        called |= {word.lower() for word in words if word}
    people = Person.objects.filter(pk__in=set(person_of.values()))
    called |= {word.lower() for words in people.values_list("name", "public_id") for word in words if word}
    open_ = Referral.objects.filter(referrer=None).exclude(named="").annotate(low=Lower("named"))
    return list(open_.filter(low__in=called | {f"@{word}" for word in called}).values_list("pk", flat=True))


def _by_name(rows: Iterable[Referral]) -> list[tuple[int, Referral]]:
    held = list(rows)
    if not held:
        return []
    called = Called(row.named for row in held)
    return [(by, row) for row in held if (by := called.by(row.named))]


def _as_settled(said: Iterable[ReferralDecision]) -> list[tuple[int, Referral]]:
    by = {one.activity_id: one.referrer_id for one in said if one.referrer_id}
    return [(by[row.activity_id], row) for row in Referral.objects.filter(activity__in=list(by))]


def _by_hand(said: Iterable[ReferralDecision], person_of: Mapping[int, int]) -> list[Sent]:
    made = {f"referral:{one.pk}": one for one in said}
    return [(person_of[one.referrer_id or 0], one.told_at or one.made_at, pk)
            for one, pk in ((made[key], pk) for key, pk in _acts(made))]  # fmt: skip


def _acts(keys: Iterable[str]) -> list[tuple[str, int]]:
    return list(Activity.objects.filter(uid__in=list(keys)).values_list("uid", "pk"))
