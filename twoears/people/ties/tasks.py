"""Ties behind the record: exchanges as they are heard, and the pairs that they touch told anew. Opinions."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import product
from typing import Any, Final

from django.db import transaction
from django.db.models import Max, Q

from twoears.activities import bulk
from twoears.activities.actions import reached, save
from twoears.activities.models import Activity, Actor, Position
from twoears.people.models import Identity
from twoears.people.ties.days import day, later, moment
from twoears.people.ties.exchanges import US, Exchanges
from twoears.people.ties.hear import DEEDS, Row, kept, towards
from twoears.people.ties.hearing.tasks import deeds, parts, spoken
from twoears.people.ties.learning.tasks import learnt
from twoears.people.ties.models import Exchange, Relationship, Unmet
from twoears.people.ties.tell import Told, tell
from twoears.threads.us import Us

STEP: Final = "ties"
CAME: Final = "ties of newcomers"
VERSION: Final = "1"  # of what is an exchange: when it changes, everything is told anew
_PAIRS: Final = 400  # pairs in one statement
_ROW: Final = ("activity", "low", "high", "by_low", "other", "kind", "at")
RELATIONSHIP: Final = (
    *("key", "low", "high", "counts", "began", "faded", "clicks", "pauses", "log_mean", "log_sum2", "first_by"),
    *("last_by", "last_kind", "first_at", "last_at", "spoke_at", "we_way", "they_way", "cools_at", "version"),
)
Pair = tuple[int, int]


@transaction.atomic(savepoint=False)
def tie_words(threads: Iterable[int], us: Us) -> None:
    """Say anew who spoke to whom in `threads`, which were just told, and what that makes of the pairs."""
    for part in parts(sorted(set(threads))):
        turns = spoken(part)
        creates = {turn.activity for turn in turns}
        _replace(kept(towards(turns, us.actors), us.actors), creates, us)


@transaction.atomic(savepoint=False)
def tie_deeds(us: Us, most: int = 5000) -> int:
    """The same for what was done without words since; how many activities were looked at."""
    after = reached(STEP)
    coming = Activity.objects.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:most]
    last = coming.aggregate(last=Max("pk"))["last"]
    if last is None:
        return 0
    done = deeds(Activity.objects.filter(pk__gt=after, pk__lte=last, type__in=DEEDS))
    _replace(kept(done, us.actors), {one.activity for one in done}, us)
    save(STEP, last)
    return int(last - after)


@transaction.atomic(savepoint=False)
def tie_newcomers(us: Us, most: int = 5000) -> int:
    """Look again at threads that name accounts which are heard of only now; how many accounts were looked at."""
    after = reached(CAME)
    found = list(Actor.objects.filter(pk__gt=after).order_by("pk").values_list("pk", "uid")[:most])
    if not found:
        return 0
    unmet = Unmet.objects.filter(name__in=[uid for _, uid in found])
    threads = set(unmet.values_list("thread", flat=True))
    unmet.delete()
    tie_words(threads, us)
    save(CAME, found[-1][0])
    return len(found)


def tied() -> bool:
    """Whether ties were ever told here: what was heard before there were any is told again."""
    return Position.objects.filter(step=STEP).exists()


@transaction.atomic(savepoint=False)
def tie_again() -> None:
    """Start over: who is us has changed. The threads are told again too, which brings the words back."""
    Relationship.objects.all().delete()
    Exchange.objects.all().delete()
    Unmet.objects.all().delete()
    reached(STEP)
    save(STEP, 0)


@transaction.atomic(savepoint=False)
def retie(people: Iterable[int], us: Us) -> None:
    """Tell the ties of `people` anew: their accounts have changed."""
    accounts = list(Identity.objects.filter(person__in=set(people)).values_list("actor", flat=True))
    for part in parts(sorted(accounts)):
        Relationship.objects.filter(Q(low__in=part) | Q(high__in=part)).delete()
        found = Exchange.objects.filter(Q(low__in=part) | Q(high__in=part))
        _retell({(low, high or US) for low, high in found.values_list("low", "high").distinct()}, us)


def _replace(rows: set[Row], activities: set[int], us: Us) -> None:
    """What is kept of `activities` becomes `rows`; the pairs of those that came or went are told anew."""
    held: dict[Row, list[int]] = defaultdict(list)
    for part in parts(sorted(activities)):
        found = Exchange.objects.filter(activity__in=part).values_list(*_ROW, "pk")
        for *row, pk in found:
            held[Row(*row)].append(pk)
    gone, new = held.keys() - rows, rows - held.keys()
    for part in parts(sorted(pk for row in gone for pk in held[row])):
        Exchange.objects.filter(pk__in=part).delete()
    # In an order of their own, so that the same is written however they came.
    in_order: list[Row] = sorted(new, key=_by_activity)
    bulk.insert(Exchange, _ROW, in_order, "")
    _retell({(row.low, row.high or US) for row in gone | new}, us)


def _by_activity(row: Row) -> tuple[int, int, int, int]:
    return row.activity, row.low, row.high or US, row.kind


def _retell(pairs: set[Pair], us: Us) -> None:
    """Tell the pairs of people anew that stand behind these pairs of accounts."""
    if not pairs:
        return
    who = _People({actor for pair in pairs for actor in pair} - {US}, us)
    between = {who.pair(low, high) for low, high in pairs if high and not {low, high} <= us.actors}
    with_us = {(US, who.of(other)) for pair in pairs if (other := _other(pair, us))}
    for part in parts(sorted(between), _PAIRS):
        _keep(part, _between(part, who))
    for part in parts(sorted(with_us), _PAIRS):
        _keep(part, _with_us([high for _, high in part], who))


def _other(pair: Pair, us: Us) -> int:
    """The side that is not ours of a pair with us; 0 where the pair is between others."""
    low, high = pair
    if not high or high in us.actors:
        return low
    return high if low in us.actors else 0


class _People:
    """Who is behind accounts, by the number of their first account; an account of ours stands for itself."""

    def __init__(self, actors: set[int], us: Us) -> None:
        rows = Identity.objects.values_list("actor", "person__first_actor", "person")
        people = {person for part in parts(sorted(actors)) for _, _, person in rows.filter(actor__in=part)}
        self._first: dict[int, int] = {}
        self._accounts: dict[int, set[int]] = defaultdict(set)
        for part in parts(sorted(people)):
            for actor, first, _ in rows.filter(person__in=part):
                if actor not in us.actors:
                    self._first[actor] = first
                    self._accounts[first].add(actor)

    def of(self, actor: int) -> int:
        return self._first.get(actor, actor)

    def accounts(self, first: int) -> set[int]:
        return self._accounts.get(first) or {first}

    def pair(self, one: int, other: int) -> Pair:
        low, high = sorted((self.of(one), self.of(other)))
        return low, high


def _between(pairs: Sequence[Pair], who: _People) -> Exchanges:
    wanted = {(min(one), max(one)) for low, high in pairs for one in product(who.accounts(low), who.accounts(high))}
    rows: list[tuple[int, int, int, float]] = []
    for part in parts(sorted(wanted), _PAIRS):
        chosen = Q()
        by_low: dict[int, list[int]] = defaultdict(list)
        for low, high in part:
            by_low[low].append(high)
        for low, highs in by_low.items():
            chosen |= Q(low=low, high__in=highs)
        for low, high, by, kind, at in Exchange.objects.filter(chosen).values_list(
            "low", "high", "by_low", "kind", "at"
        ):
            if high and (one := who.of(low)) != (other := who.of(high)):
                rows.append((*((one, other) if by else (other, one)), kind, day(at)))
    return Exchanges.of(rows)


def _with_us(firsts: Sequence[int], who: _People) -> Exchanges:
    accounts = {actor: first for first in firsts for actor in who.accounts(first)}
    rows: list[tuple[int, int, int, float]] = []
    for part in parts(sorted(accounts)):
        found = Exchange.objects.filter(other__in=part).values_list("low", "by_low", "other", "kind", "at")
        for low, by, other, kind, at in found:
            if other:
                them = accounts[other]
                rows.append((*((them, US) if (low == other) == by else (US, them)), kind, day(at)))
    return Exchanges.of(rows)


def _keep(pairs: Sequence[Pair], heard: Exchanges) -> None:
    told = tell(heard)
    gone = {key(*pair) for pair in pairs} - {key(*pair) for pair in zip(told.low, told.high, strict=True)}
    if gone:
        Relationship.objects.filter(key__in=gone).delete()
    bulk.upsert(Relationship, "key", RELATIONSHIP, _rows(told))


def _rows(told: Told) -> list[tuple[Any, ...]]:
    """In the order of RELATIONSHIP."""
    knows = learnt()
    longest = knows.rhythm.longest(told)
    way = told.of_way
    return [
        (
            *(key(low, high), low or None, high, str(told.counts[at].tolist()), str(told.began[at].tolist())),
            *(str(told.faded[at].tolist()), float(told.clicks[at]), int(told.pauses[at]), float(told.log_mean[at])),
            *(float(told.log_sum2[at]), int(told.first_by[at]), int(told.last_by[at]), int(told.last_kind[at])),
            *(
                moment(float(told.first[at])),
                moment(float(told.last[at])),
                moment(told.spoke[at]),
                int(way[at, 0]),
                int(way[at, 1]),
            ),
            *(later(moment(float(told.spoke[at])), float(longest[at])), knows.version),
        )
        for at, (low, high) in enumerate(zip(told.low.tolist(), told.high.tolist(), strict=True))
    ]


def key(low: int, high: int) -> str:
    """The name of a pair: `us` stands for all of us."""
    return f"{low or 'us'}-{high}"
