"""Who sent whom, what came of it, and the referral rate. Queries only."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Final

from django.db.models import Max, Min, Q

from twoears.activities.models import Activity, Actor
from twoears.lib.intervals import Number, share
from twoears.people.models import Identity, Person, StageChange
from twoears.people.referrals.models import DENY, Referral, ReferralDecision
from twoears.people.referrals.pairs import Pair, once, pair_of
from twoears.people.referrals.ready.pages import ready
from twoears.people.referrals.showing import ReferralShown, ReferralsPage, chains_of
from twoears.threads.models import Turn

_MOST: Final = 5_000  # referrals, the latest
_BOUGHT: Final = ("customer", "evangelist")


def referrals(*, now: datetime | None = None) -> ReferralsPage:
    """All referrals, the latest first, with what came of them; and who would likely send somebody."""
    clock = now or datetime.now(UTC)
    found, denied = referrals_found()
    known = tuple(one for one in found if one.referrer and one.referred)
    first = {one.referred: one for one in reversed(known)}  # the first one for each who was sent, as last is oldest
    names = {one.referrer: one.referrer_name for one in known} | {one.referred: one.referred_name for one in known}
    lines = chains_of({one.referred: one.referrer for one in reversed(known)})
    return ReferralsPage(
        numbers=_numbers(list(first.values())),
        known=known,
        open=tuple(one for one in found if not (one.referrer and one.referred)),
        denied=denied,
        chains=tuple(tuple(names[one] for one in line) for line in lines),
        ready=ready(clock, {one.referrer: one.at for one in reversed(known)}),
    )


def referrals_found() -> tuple[tuple[ReferralShown, ...], tuple[ReferralShown, ...]]:
    """Those that stand, each pair once, the latest first; and those that a member denied."""
    rows = list(Referral.objects.order_by("-at", "-activity")[:_MOST])
    said = list(ReferralDecision.objects.filter(undone_at=None, kind="said"))
    called = Called(row.named for row in rows if not row.referrer_id)
    accounts = dict(Actor.objects.filter(uid__in=[row.sent for row in rows if row.sent]).values_list("uid", "pk"))
    told = {row.activity_id: _told(row, accounts) for row in rows}
    words = _by_pair(told)
    sides: dict[int, tuple[int | None, int | None]] = {}
    for row in rows:
        word = words.get(row.activity_id)
        referrer = word.referrer_id if word and word.kind == "is" else row.referrer_id or called.by(row.named)
        sides[row.activity_id] = referrer, row.referred_id or accounts.get(row.sent)
    both = [
        side for pair in [*sides.values(), *((d.referrer_id, d.referred_id) for d in said)] for side in pair if side
    ]
    who = _Who(both)
    shown = [
        who.shown(*sides[row.activity_id], row.at, how=row.how, why=row.words, probability=row.probability,
                  named=(row.named, row.sent), activity=row.activity_id, word=words.get(row.activity_id))
        for row in rows
    ]  # fmt: skip
    hand = [
        who.shown(d.referrer_id, d.referred_id, d.told_at or d.made_at, how="said", why="", probability=1.0,
                  named=("", ""), activity=0, word=d)
        for d in said
    ]  # fmt: skip
    gone = {activity for activity, word in words.items() if word.kind == DENY}
    stand = sorted((*hand, *(one for one in shown if one.activity not in gone)), key=lambda one: one.at, reverse=True)
    return once(stand, told), once((one for one in shown if one.activity in gone), told)


def _told(row: Referral, accounts: Mapping[str, int]) -> Pair | None:
    """Whom a referral tells of, as it was told: the same for all that tell of the same two."""
    return pair_of(row.referrer_id or row.named, row.referred_id or accounts.get(row.sent) or row.sent)


def _by_pair(told: Mapping[int, Pair | None]) -> dict[int, ReferralDecision]:
    """activity -> what a member said of it, or of another that tells of the same two; the newest word."""
    standing = ReferralDecision.objects.filter(undone_at=None).exclude(activity=None).order_by("made_at", "pk")
    of_one = {made.activity_id: made for made in standing}
    of_pair = {pair: made for made in standing if (pair := told.get(made.activity_id or 0))}
    words = {activity: of_pair.get(pair) if pair else of_one.get(activity) for activity, pair in told.items()}
    return {activity: made for activity, made in words.items() if made}


def customers_since() -> dict[str, datetime]:
    """Since when each who is or was a customer is one: public id of a person -> moment."""
    stood = StageChange.objects.filter(stage__in=_BOUGHT).order_by("person").values_list("person__public_id")
    return dict(stood.annotate(Min("at")))


class Called:
    """Names as they were said, and the one person each can be: where two are called so, nobody is certain."""

    def __init__(self, names: Iterable[str]) -> None:
        wanted = {name.strip() for name in names if name.strip()}
        low = {name.lstrip("@").lower() for name in wanted}
        found: dict[str, set[int]] = defaultdict(set)
        rows = Identity.objects.filter(
            Q(actor__handle__in=low) | Q(actor__mail__in=low) | Q(person__public_id__in=low)
        ).values_list("actor__handle", "actor__mail", "person__public_id", "person__first_actor")
        for handle, mail, public, first in rows:
            for key in (handle, mail, public):
                found[key.lower()].add(first)
        full = [name for name in wanted if " " in name]
        for name, first in Person.objects.filter(name__in=full).values_list("name", "first_actor"):
            found[name.lower()].add(first)
        self._found = found

    def by(self, name: str) -> int | None:
        """A capitalised first name alone is never certain: it is no handle."""
        word = name.strip()
        if " " not in word and not word.startswith("@") and "@" not in word and word != word.lower():
            return None
        who = self._found.get(word.lstrip("@").lower(), set())
        return next(iter(who)) if len(who) == 1 else None


class _Who:
    """The people behind accounts, and what came of those who were sent."""

    def __init__(self, actors: Iterable[int]) -> None:
        wanted = set(actors)
        found = Identity.objects.filter(actor__in=wanted).select_related("person")
        self._people = {identity.actor_id: identity.person for identity in found}
        self._names = {actor.pk: str(actor) for actor in Actor.objects.filter(pk__in=wanted)}
        accounts = Identity.objects.filter(person__in={person.pk for person in self._people.values()})
        person_of = dict(accounts.values_list("actor", "person"))
        self._talked, self._ordered = _last_talked(person_of), _last_ordered(person_of)

    def shown(
        self, referrer: int | None, referred: int | None, at: datetime, *, how: str, why: str, probability: float,
        named: tuple[str, str], activity: int, word: ReferralDecision | None,
    ) -> ReferralShown:  # fmt: skip
        one, other = self._people.get(referrer or 0), self._people.get(referred or 0)
        came = other.pk if other else 0
        return ReferralShown(
            activity=activity,
            decision=word.pk if word else 0,
            how=how,
            referrer=one.public_id if one else "",
            referrer_name=one.name if one else self._names.get(referrer or 0, named[0]) or "somebody",
            referred=other.public_id if other else "",
            referred_name=other.name if other else self._names.get(referred or 0, named[1]) or "somebody",
            at=at,
            why=why,
            quotes=(why,) if why else (),
            place=word.place if word else "",
            probability=probability,
            talked=came in self._talked and self._talked[came] > at,
            ordered=came in self._ordered and self._ordered[came] > at,
        )


def _last_talked(person_of: dict[int, int]) -> dict[int, datetime]:
    """person -> when we last spoke to them."""
    rows = Turn.objects.filter(ours=True, replied_to__in=list(person_of)).values_list("replied_to").annotate(Max("at"))
    return _latest(person_of, rows)


def _last_ordered(person_of: dict[int, int]) -> dict[int, datetime]:
    rows = Activity.objects.filter(type="order", actor__in=list(person_of)).values_list("actor")
    return _latest(person_of, rows.annotate(Max("published")))


def _latest(person_of: dict[int, int], rows: Iterable[tuple[object, ...]]) -> dict[int, datetime]:
    last: dict[int, datetime] = {}
    for actor, at in rows:
        if isinstance(actor, int) and isinstance(at, datetime):
            last[person_of[actor]] = max(at, last.get(person_of[actor], at))
    return last


def _numbers(sent: list[ReferralShown]) -> tuple[Number, ...]:
    """The referral rate, of all and of those who bought; and what came of those who were sent."""
    ids = {one.referred for one in sent}
    bought = set(Person.objects.filter(stage__in=_BOUGHT).values_list("public_id", flat=True))
    return (
        share(len(ids), Person.objects.count(), key="referral_rate", of="people who turned to you and were sent",
              question="How many come because somebody sent them?"),
        share(len(ids & bought), len(bought), key="referred_customers", of="customers who were sent",
              question="How many customers come because somebody sent them?"),
        share(sum(one.talked for one in sent), len(sent), key="referrals_talked",
              of="sent people whom you then talked with",
              question="Do we talk with those who are sent?"),
        share(sum(one.ordered for one in sent), len(sent), key="referrals_ordered", of="sent people who then ordered",
              question="Do those who are sent buy?"),
    )  # fmt: skip
