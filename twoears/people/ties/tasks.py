"""Ties behind the record: exchanges as they are heard, and the pairs that they touch told anew. Opinions."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import product
from typing import Any, Final

from django.db import transaction
from django.db.models import Max, Q, QuerySet

from twoears.activities import bulk
from twoears.activities.actions import reached, save
from twoears.activities.models import Activity, Actor, Position
from twoears.people.models import Identity
from twoears.people.ties.days import day, later, moment
from twoears.people.ties.exchanges import US, Exchanges
from twoears.people.ties.hear import DEEDS, Done, Row, Spoken, kept, towards
from twoears.people.ties.learning.tasks import learnt
from twoears.people.ties.models import Exchange, Relationship, Unmet
from twoears.people.ties.tell import Told, tell
from twoears.threads.models import Turn
from twoears.threads.turns import ASKS
from twoears.threads.us import Us
from twoears.understanding.models import Note

STEP: Final = "ties"
CAME: Final = "ties of newcomers"
VERSION: Final = "1"  # of what is an exchange: when it changes, everything is told anew
_AT_ONCE: Final = 10_000  # keys in one statement; SQLite takes 32,766
_PAIRS: Final = 400  # pairs in one statement
_NAMED: Final = 50  # accounts that one post may name; more is a list and no word to anybody
_TURN: Final = (
    *("post", "thread", "actor", "at", "ours", "to_us", "answered_by", "replied_to"),
    *("post__uid", "post__in_reply_to", "post__mentions"),
)
_ROW: Final = ("activity", "low", "high", "by_low", "other", "kind", "at")
RELATIONSHIP: Final = (
    *("key", "low", "high", "counts", "began", "faded", "clicks", "pauses", "log_mean", "log_sum2", "first_by"),
    *("last_by", "last_kind", "first_at", "last_at", "spoke_at", "we_way", "they_way", "cools_at", "version"),
)
Pair = tuple[int, int]


@transaction.atomic(savepoint=False)
def tie_words(threads: Iterable[int], us: Us) -> None:
    """Say anew who spoke to whom in `threads`, which were just told, and what that makes of the pairs."""
    for part in _parts(sorted(set(threads))):
        turns = _spoken(part, us)
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
    done = _deeds(Activity.objects.filter(pk__gt=after, pk__lte=last, type__in=DEEDS), us)
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
    for part in _parts(sorted(accounts)):
        Relationship.objects.filter(Q(low__in=part) | Q(high__in=part)).delete()
        found = Exchange.objects.filter(Q(low__in=part) | Q(high__in=part))
        _retell({(low, high or US) for low, high in found.values_list("low", "high").distinct()}, us)


def _spoken(threads: Sequence[int], us: Us) -> list[Spoken]:
    rows = list(Turn.objects.filter(thread__in=threads).order_by("thread", "at", "post").values_list(*_TURN))
    posts = [row[0] for row in rows]
    numbers = {row[8]: row[0] for row in rows}
    asks, creates = _asking(posts), _creates(posts)
    wanted = {(name, row[1]) for row in rows for name in row[10][:_NAMED]}
    names = _named({name for name, _ in wanted})
    unmet = sorted({one for one in wanted if one[0].lower() not in names})
    bulk.insert(Unmet, ("name", "thread"), unmet, "ON CONFLICT (name, thread_id) DO NOTHING")
    return [
        Spoken(
            post=post,
            activity=creates[post],
            actor=actor,
            at=at,
            ours=ours,
            to_us=to_us,
            asks=post in asks,
            parent=numbers.get(parent, 0),
            answered_by=answered or 0,
            replied_to=replied or 0,
            named=tuple(names[name.lower()] for name in mentions[:_NAMED] if name.lower() in names),
        )
        for post, _, actor, at, ours, to_us, answered, replied, _, parent, mentions in rows
        if post in creates
    ]


def _asking(posts: Sequence[int]) -> set[int]:
    found: set[int] = set()
    for part in _parts(posts):
        notes = Note.objects.filter(post__in=part, reader="asks", label__in=ASKS)
        found.update(notes.values_list("post", flat=True))
    return found


def _creates(posts: Sequence[int]) -> dict[int, int]:
    """post -> the activity by which it came: of several the first."""
    found: dict[int, int] = {}
    for part in _parts(posts):
        made = Activity.objects.filter(post__in=part, type="Create").order_by("-pk")
        found.update((post, pk) for post, pk in made.values_list("post", "pk") if post)
    return found


def _named(names: set[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for part in _parts(sorted(names)):
        found.update((uid.lower(), pk) for uid, pk in Actor.objects.filter(uid__in=part).values_list("uid", "pk"))
    return found


def _deeds(acts: QuerySet[Activity], us: Us) -> list[Done]:
    rows = list(acts.values_list("pk", "actor", "type", "published", "post__author", "object_uid", "target_uid"))
    named = _named({uid for *_, about, target in rows for uid in (about, target) if uid})
    done: list[Done] = []
    for pk, actor, verb, at, author, about, target in rows:
        kind = DEEDS[verb]
        if verb in ("order", "submit"):
            whom = [US]
        elif verb == "refer":
            # Who is sent is done a turn, and so are we.
            whom = [US, named.get(about.lower(), actor)]
        elif verb in ("Invite", "Accept"):
            whom = [named.get(target.lower()) or author or actor]
        else:
            whom = [author or named.get(about.lower(), actor)]
        done += [Done(pk, actor, one, kind, at) for one in whom if one != actor]
    return done


def _replace(rows: set[Row], activities: set[int], us: Us) -> None:
    """What is kept of `activities` becomes `rows`; the pairs of those that came or went are told anew."""
    held: dict[Row, list[int]] = defaultdict(list)
    for part in _parts(sorted(activities)):
        found = Exchange.objects.filter(activity__in=part).values_list(*_ROW, "pk")
        for *row, pk in found:
            held[Row(*row)].append(pk)
    gone, new = held.keys() - rows, rows - held.keys()
    for part in _parts(sorted(pk for row in gone for pk in held[row])):
        Exchange.objects.filter(pk__in=part).delete()
    bulk.insert(Exchange, _ROW, sorted(new, key=lambda row: (row.activity, row.low, row.high or 0)), "")
    _retell({(row.low, row.high or US) for row in gone | new}, us)


def _retell(pairs: set[Pair], us: Us) -> None:
    """Tell the pairs of people anew that stand behind these pairs of accounts."""
    if not pairs:
        return
    who = _People({actor for pair in pairs for actor in pair} - {US}, us)
    between = {who.pair(low, high) for low, high in pairs if high and not {low, high} <= us.actors}
    with_us = {(US, who.of(other)) for pair in pairs if (other := _other(pair, us))}
    for part in _parts(sorted(between), _PAIRS):
        _keep(part, _between(part, who))
    for part in _parts(sorted(with_us), _PAIRS):
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
        people = {person for part in _parts(sorted(actors)) for _, _, person in rows.filter(actor__in=part)}
        self._first: dict[int, int] = {}
        self._accounts: dict[int, set[int]] = defaultdict(set)
        for part in _parts(sorted(people)):
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
    for part in _parts(sorted(wanted), _PAIRS):
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
    for part in _parts(sorted(accounts)):
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
            *(later(moment(told.spoke[at]), float(longest[at])), knows.version),
        )
        for at, (low, high) in enumerate(zip(told.low.tolist(), told.high.tolist(), strict=True))
    ]


def key(low: int, high: int) -> str:
    """The name of a pair: `us` stands for all of us."""
    return f"{low or 'us'}-{high}"


def _parts(keys: Sequence[Any], size: int = _AT_ONCE) -> Iterable[Any]:
    return (keys[start : start + size] for start in range(0, len(keys), size))
