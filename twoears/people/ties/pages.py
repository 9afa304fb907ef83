"""Ties of a person, and people by their tie with us. Queries only; what depends on the clock is said here."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Final

import numpy as np
from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from twoears.activities.models import Actor
from twoears.lib.counts import on_day, times
from twoears.lib.intervals import Number, share
from twoears.people.models import Identity, Person
from twoears.people.ties.days import day
from twoears.people.ties.exchanges import ASK, KINDS
from twoears.people.ties.learning.tasks import learnt
from twoears.people.ties.learnt import Knows
from twoears.people.ties.models import Relationship
from twoears.people.ties.showing import Between, Quiet, Strength, TieShown, TiesPage, WithUs, as_before, in_words, quiet
from twoears.people.ties.strength import features
from twoears.people.ties.tell import Told
from twoears.threads.actions import us

TIE_VIEWS: Final = {
    "turned to us first": "They spoke to us before we spoke to them",
    "cooling": "Cooling: quieter than 19 of 20 of the pauses that we have had, the latest first",
    "carry us": "They went out of their way for us more than once, and more often than we for them",
}
_SHOWN: Final = 5  # colleagues, and others
_LOOKED_AT: Final = 2_000  # ties of one person, the latest
_MORE_THAN_ONCE: Final = 2
_AT_ONCE: Final = 10_000
_THEY: Final = 1  # in a tie with us: side 0 is ours


def in_tie_view(people: QuerySet[Person], view: str, now: datetime) -> QuerySet[Person]:
    """Those of `people` that one of TIE_VIEWS shows, in its order."""
    ties = Relationship.objects.filter(low=None, high=OuterRef("first_actor"))
    if view == "turned to us first":
        return people.filter(first_actor__in=_with_us().filter(first_by=_THEY).values("high"))
    if view == "cooling":
        chosen = _with_us().filter(cools_at__lte=now)
        cooled = people.annotate(order=Subquery(ties.values("cools_at")[:1]))
    else:
        chosen = _with_us().filter(they_way__gte=_MORE_THAN_ONCE, they_way__gt=F("we_way"))
        cooled = people.annotate(order=Subquery(ties.values("they_way")[:1]))
    return cooled.filter(first_actor__in=chosen.values("high")).order_by("-order", "-last_at", "pk")


def _with_us() -> QuerySet[Relationship]:
    return Relationship.objects.filter(low=None)


def reasons_in(view: str, people: Sequence[Person], now: datetime) -> dict[int, str]:
    """person -> why they stand in one of TIE_VIEWS, in a sentence."""
    rows = list(_with_us().filter(high__in=[person.first_actor_id for person in people]))
    person_of = {person.first_actor_id: person.pk for person in people}
    if view == "cooling":
        quiets = _quiets(rows, now, learnt())
        return {person_of[row.high_id]: one.sentence for row, one in zip(rows, quiets, strict=True)}
    if view == "carry us":
        return {person_of[row.high_id]: _carries(row) for row in rows}
    return {}


def _carries(row: Relationship) -> str:
    return f"They went out of their way for you {times(row.they_way)}, you for them {times(row.we_way)}."


def ties_of(person: Person, *, now: datetime | None = None) -> TiesPage:
    """The ties of a person, the strongest first."""
    clock, knows = now or datetime.now(UTC), learnt()
    first = person.first_actor_id
    found = Relationship.objects.filter(Q(low=first) | Q(high=first)).order_by("-last_at", "pk")
    rows = list(found[:_LOOKED_AT])
    ours = us().actors
    between = [row for row in rows if row.low_id]
    colleagues = [row for row in between if _partner(row, first) in ours]
    others = [row for row in between if _partner(row, first) not in ours]
    with_us = [row for row in rows if not row.low_id]
    return TiesPage(
        id=person.public_id,
        name=person.name,
        as_of=clock,
        with_us=_we(with_us[0], clock, knows) if with_us else None,
        colleagues=_shown(colleagues, first, clock, knows, ours=True),
        others=_shown(others, first, clock, knows, ours=False),
        more=max(len(others) - _SHOWN, 0),
        told_by=knows.version,
    )


def quiet_with_us(people: Sequence[Person], now: datetime) -> dict[int, Quiet]:
    """person -> what the silence between us says; of those with whom we have a tie."""
    person_of = {person.first_actor_id: person.pk for person in people}
    rows = [row for some in _parts(list(person_of)) for row in _with_us().filter(high__in=some)]
    return {person_of[row.high_id]: one for row, one in zip(rows, _quiets(rows, now, learnt()), strict=True)}


def between(first_accounts: Sequence[int]) -> list[Between]:
    """The ties among these people, each by their first account, the latest first."""
    found = Relationship.objects.filter(low__in=first_accounts, high__in=first_accounts).order_by("-last_at", "pk")
    return [Between(row.low_id or 0, row.high_id, _words(row), row.last_at, _together(row)) for row in found]


def _parts(keys: Sequence[int]) -> Iterator[Sequence[int]]:
    return (keys[at : at + _AT_ONCE] for at in range(0, len(keys), _AT_ONCE))


def _partner(row: Relationship, first: int) -> int:
    return row.high_id if row.low_id == first else row.low_id or 0


def _shown(
    rows: Sequence[Relationship], first: int, now: datetime, knows: Knows, *, ours: bool
) -> tuple[TieShown, ...]:
    strong = sorted(
        zip(rows, _strengths(rows, now, knows), strict=True), key=lambda one: (-one[1].probability, one[0].key)
    )[:_SHOWN]
    partners = [_partner(row, first) for row, _ in strong]
    actors = Actor.objects.in_bulk(partners)
    people = {i.actor_id: i.person for i in Identity.objects.filter(actor__in=partners).select_related("person")}
    common = {} if ours else _in_common(first, partners)
    return tuple(
        TieShown(
            id=people[one].public_id if one in people else "",
            name=people[one].name if one in people else str(actors[one]),
            network=actors[one].network,
            ours=ours,
            strength=strength,
            together=_words(row),
            common=common.get(one, 0),
            first_at=row.first_at,
            last_at=row.last_at,
            sentence=_together(row),
        )
        for (row, strength), one in zip(strong, partners, strict=True)
    )


def _in_common(first: int, partners: Sequence[int]) -> dict[int, int]:
    """partner -> how many others are tied to both."""
    sides = Relationship.objects.exclude(low=None).values_list("low", "high")
    mine = {low if high == first else high for low, high in sides.filter(Q(low=first) | Q(high=first))[:_LOOKED_AT]}
    found: dict[int, set[int]] = {}
    for low, high in sides.filter(Q(low__in=partners) | Q(high__in=partners))[: _LOOKED_AT * _SHOWN]:
        for one, other in ((low, high), (high, low)):
            if one in partners and other in mine and other:
                found.setdefault(one, set()).add(other)
    return {one: len(both) for one, both in found.items()}


def _words(row: Relationship) -> int:
    return sum(sum(side[1:]) for side in row.counts)


def _together(row: Relationship) -> str:
    words = _words(row)
    if not words or row.spoke_at is None:
        return "likes and follows only"
    return f"{words:,} {'exchange' if words == 1 else 'exchanges'}, the last {on_day(row.spoke_at)}"


def _we(row: Relationship, now: datetime, knows: Knows) -> WithUs:
    strength, silence = _strengths([row], now, knows)[0], _quiets([row], now, knows)[0]
    first = {0: "You turned to them first.", _THEY: "They turned to you first."}.get(row.first_by, "")
    return WithUs(
        strength=strength,
        numbers=_numbers(row),
        quiet=silence,
        turned_first=first,
        first_at=row.first_at,
        last_at=row.last_at,
        sentence=f"{strength.chance} that you speak within the next 30 days.",
    )


def _numbers(row: Relationship) -> tuple[Number, ...]:
    asked = [side[ASK] for side in row.counts]
    return (
        share(
            row.they_way,
            row.they_way + row.we_way,
            key="out_of_their_way",
            of="times they, not you, went out of their way",
            question="Who goes out of their way for whom?",
        ),
        share(
            row.began[_THEY],
            sum(row.began),
            key="broke_silence",
            of="times they, not you, broke half a day of silence",
            question="Who breaks the silence?",
        ),
        share(
            asked[_THEY],
            sum(asked),
            key="asks",
            of="questions and requests between you that were theirs",
            question="Who asks, and who is asked?",
        ),
    )


def _strengths(rows: Sequence[Relationship], now: datetime, knows: Knows) -> list[Strength]:
    if not rows:
        return []
    seen = features(told_of(rows), day(now))
    said, why = knows.model.probability(seen), knows.model.reasons(seen)
    return [
        Strength(
            probability=float(one), chance=in_words(float(one)), why=reasons, held=as_before(float(one), knows.bands)
        )
        for one, reasons in zip(said, why, strict=True)
    ]


def _quiets(rows: Sequence[Relationship], now: datetime, knows: Knows) -> list[Quiet]:
    longest = knows.rhythm.longest(told_of(rows)).tolist() if rows else []
    return [
        quiet(
            None if row.spoke_at is None else max(day(now) - day(row.spoke_at), 0.0),
            None if np.isnan(most) else most,
            row.pauses,
        )
        for row, most in zip(rows, longest, strict=True)
    ]


def told_of(rows: Sequence[Relationship]) -> Told:
    """The rows as columns again."""
    spoke = [float("nan") if row.spoke_at is None else day(row.spoke_at) for row in rows]
    return Told(
        low=np.array([row.low_id or 0 for row in rows], np.int64),
        high=np.array([row.high_id for row in rows], np.int64),
        counts=np.array([row.counts for row in rows], np.int64).reshape(len(rows), 2, len(KINDS)),
        began=np.array([row.began for row in rows], np.int64).reshape(len(rows), 2),
        first=np.array([day(row.first_at) for row in rows]),
        last=np.array([day(row.last_at) for row in rows]),
        spoke=np.array(spoke),
        faded=np.array([row.faded for row in rows], float).reshape(len(rows), 2),
        clicks=np.array([row.clicks for row in rows]),
        pauses=np.array([row.pauses for row in rows], np.int64),
        log_mean=np.array([row.log_mean for row in rows]),
        log_sum2=np.array([row.log_sum2 for row in rows]),
        last_kind=np.array([row.last_kind for row in rows], np.int8),
        last_by=np.array([row.last_by for row in rows], np.int8),
        first_by=np.array([row.first_by for row in rows], np.int8),
    )
