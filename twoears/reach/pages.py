"""What the doors show of reach: read from the version of the graph that holds, never from the record."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Final

import numpy as np

from twoears.activities.models import Actor
from twoears.people.models import Identity
from twoears.reach import store
from twoears.reach.brought.pages import lists_brought
from twoears.reach.graph import Graph, GraphError
from twoears.reach.joined.pages import somebodies
from twoears.reach.joined.vertices import KINDS_OF, Joined, Labels
from twoears.reach.rings import (
    Audience,
    audiences,
    carrying,
    everybody,
    far_from,
    lasting,
    only,
    sharers,
    way_into,
)
from twoears.reach.sharing import learnt, shared
from twoears.reach.showing import Carrier, IfShared, Reached, Sought, Way, headline
from twoears.reach.speaking import Among
from twoears.reach.tasks import behind, held
from twoears.reach.wanted.models import Wanted
from twoears.threads.actions import our_names

MOST: Final = 12  # audiences
DAYS: Final = 90
_CARRIERS: Final = 8
_BESIDE: Final = 3
_WORTH: Final = 3  # people whom nobody else of us reaches: from then on a stranger who passes words on is named
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


class NoReach(Exception):
    """What cannot be told of reach: nobody is called so, or there is no such way to tell people apart."""


def reached(
    *, by: str = "", days: int = DAYS, speaker: str = "", now: datetime | None = None, among: Among | None = None
) -> Reached:
    """Who can hear us, or one of us (`speaker`, by handle, id or name), told apart `by` one of KINDS_OF.

    `among` are others whom a door names, and `by` what it calls them.
    Ties count that were told in the last `days`, and follows and connections however old; 0 counts all. Raises NoReach.
    """
    if by and among is None and by not in KINDS_OF:
        raise NoReach(f"People are not told apart by {by[:40]!r}. Use one of: {', '.join(KINDS_OF)}.")
    version = held()
    if version is None:
        return _nothing(by or KINDS_OF[1], days)
    try:
        return _reached(version, by, days, speaker, (now or datetime.now(UTC)).date().isoformat(), among)
    except GraphError:
        # It was replaced while we looked: the next one is whole.
        version = held() or version
        return _reached(version, by, days, speaker, (now or datetime.now(UTC)).date().isoformat(), among)


def if_shared(
    who: Sequence[int], *, by: str = "", days: int = DAYS, now: datetime | None = None, among: Among | None = None
) -> IfShared | None:
    """If those `who` (ids of carriers) share something: how many of the people that `reached` counts would see it.

    None where too little was heard to tell how often people pass on, or nobody of them is here.
    """
    version = held()
    if version is None or not who:
        return None
    usual = "wanted" if Wanted.objects.filter(undone_at=None).exists() else "network"
    day = (now or datetime.now(UTC)).date()
    return _if_shared(version.folder, by or usual, days, tuple(sorted(set(who))), day, among)


@lru_cache(maxsize=64)
def _if_shared(
    folder: Path, by: str, days: int, who: tuple[int, ...], day: date, among: Among | None
) -> IfShared | None:
    joined = Joined.load(folder / "joined")
    keep = lasting(joined.graph, _since(days, datetime.combine(day, datetime.min.time(), UTC)))
    graph, starts = only(joined.graph, keep), np.flatnonzero(np.isin(joined.who, list(who))).tolist()
    audience = np.flatnonzero((_labels(joined, by, among).codes >= 0) & ~joined.ours & ~joined.blind)
    seen = shared(graph, learnt(graph, joined.said, joined.passed[keep]), starts, audience)
    if seen is None:
        return None
    return IfShared(seen=seen, who=tuple(somebodies(joined, starts)), idle=tuple(somebodies(joined, seen.idle)))


def wanted_lists() -> tuple[Sought, ...]:
    """The lists that stand, by name."""
    version = held()
    unheard = version.about.get("unheard", {}) if version else {}
    found = Wanted.objects.filter(undone_at=None).select_related("member").order_by("name", "pk")
    return tuple(
        Sought(
            id=one.pk,
            name=one.name,
            things=tuple(one.things.split("\n")),
            unheard=tuple(unheard.get(one.name, ())),
            member=str(one.member or ""),
            made_at=one.made_at,
        )
        for one in found
    )


def graph_now(days: int = 0) -> tuple[Graph, list[str]] | None:
    """The graph that holds and who each vertex is, for exports; None before there is one."""
    version = held()
    if version is None:
        return None
    joined = Joined.load(version.joined())
    graph = only(joined.graph, lasting(joined.graph, _since(days, datetime.now(UTC))))
    return graph, [one.name for one in somebodies(joined, range(joined.graph.people))]


def _labels(joined: Joined, by: str, among: Among | None) -> Labels:
    return among.labels(joined) if among else joined.labels(by)


def _reached(version: store.Version, by: str, days: int, speaker: str, day: str, among: Among | None) -> Reached:
    lists = wanted_lists()
    usual = "wanted" if lists else "network"
    found = _counted(version.folder, by or usual, days, speaker, day, among)
    us, late = our_names(), behind()
    return Reached(
        finding=headline(found.all, found.audiences, (by or usual) == "wanted", among.name if among else ""),
        by=by or usual,
        offered=found.offered,
        days=days,
        speaker=found.speaker,
        all=found.all,
        audiences=found.audiences,
        unnamed=found.unnamed,
        carriers=found.carriers,
        way=found.way,
        wanted=lists,
        lists=lists_brought(),
        people=found.people,
        ties=found.ties,
        version=version.name,
        as_of=datetime.fromisoformat(version.about["made_at"]),
        behind=late,
        us=us,
    )


class _Counted:
    """What is counted once for each version."""

    def __init__(self, joined: Joined, by: str, days: int, speaker: str, day: str, among: Among | None) -> None:
        keep = lasting(joined.graph, _since(days, datetime.fromisoformat(day).replace(tzinfo=UTC)))
        graph = only(joined.graph, keep)
        ours, labels = np.asarray(joined.ours), _labels(joined, by, among)
        starts = _speaking(joined, speaker)
        far, shares = far_from(graph, starts), sharers(graph, ours)
        others = ~ours
        every = audiences(far, labels, others=others, blind=joined.blind, sharing=shares, most=len(labels.names))
        self.audiences = tuple(every[:MOST])
        self.all = everybody(every, "all")
        # Whoever did not say what a query finds is not somebody of whom we cannot tell.
        self.unnamed = 0 if among else int((others & (labels.codes < 0)).sum())
        self.offered = tuple(kind for kind in KINDS_OF if joined.labels(kind).names)
        self.people, self.ties = graph.people, graph.ties
        self.speaker = somebodies(joined, starts.tolist())[0].name if speaker else ""
        told = carrying(graph, ours, np.flatnonzero(shares).tolist())
        ranked = [one for one in told if one.ours][:_CARRIERS] + [
            one for one in told if not one.ours and one.alone.k >= _WORTH
        ][:3]
        names = somebodies(joined, [one.vertex for one in ranked])
        self.carriers = tuple(
            Carrier(id=int(joined.who[one.vertex]), who=who, ours=one.ours, alone=one.alone)
            for who, one in zip(names, ranked, strict=True)
        )
        self.way = _way(joined, graph, starts, labels, self.audiences)


@lru_cache(maxsize=64)
def _counted(folder: Path, by: str, days: int, speaker: str, day: str, among: Among | None) -> _Counted:
    return _Counted(Joined.load(folder / "joined"), by, days, speaker, day, among)


def _since(days: int, now: datetime) -> int:
    if not days:
        return -1
    return (now - _EPOCH - timedelta(days=days)).days


def _speaking(joined: Joined, speaker: str) -> "np.ndarray[tuple[int, ...], np.dtype[np.int64]]":
    """The vertices that speak: all of us, or the one who is named."""
    mine = np.flatnonzero(joined.ours)
    if not speaker:
        return mine
    low = speaker.strip().lower().lstrip("@")
    actors = Actor.objects.filter(handle__iexact=low) | Actor.objects.filter(uid__iexact=speaker.strip())
    actors |= Actor.objects.filter(name__iexact=speaker.strip()) | Actor.objects.filter(mail__iexact=low)
    pks = set(actors.values_list("pk", flat=True))
    who = {-pk for pk in pks} | set(Identity.objects.filter(actor__in=pks).values_list("person", flat=True))
    found = mine[np.isin(joined.who[mine], list(who))]
    if not found.size:
        raise NoReach(f"None of you is called {speaker[:80]!r}. Give a handle, an id or a name of an account of yours.")
    return found


def _way(joined: Joined, graph: Graph, starts: "np.ndarray[tuple[int, ...], np.dtype[np.int64]]", labels: Labels,
         found: Sequence[Audience]) -> Way | None:  # fmt: skip
    """The nearest way into the audience that is reached least, where there is one."""
    told = [one for one in found if one.reached.n]
    if len(told) < 2 or not starts.size:
        return None
    least = min(told, key=lambda one: (one.reached.high or 1.0, one.name))
    inside = (labels.codes == labels.names.index(least.name)) & ~joined.ours
    way = way_into(graph, starts, inside)
    return Way(audience=least.name, through=tuple(somebodies(joined, way, talks=True))) if way else None


def _nothing(by: str, days: int) -> Reached:
    nobody = everybody([], "all")
    return Reached(
        finding="Nothing was heard yet", by=by, offered=(), days=days, speaker="", all=nobody, audiences=(), unnamed=0,
        carriers=(), way=None, wanted=wanted_lists(), lists=lists_brought(), people=0, ties=0, version="",
        as_of=None, behind=False, us=our_names(),
    )  # fmt: skip
