"""Who can hear us, by audience: how many in one, two and three steps, and who carries us. Arrays in, values out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from twoears.lib.intervals import Number, share
from twoears.reach.degrees import UNREACHED, steps_from
from twoears.reach.graph import FOLLOWS, KNOWS, SHARES, Graph
from twoears.reach.joined.vertices import Labels

STEPS: Final = 3
_FAR: Final = 6  # steps in which a way into an audience is looked for
_LASTS: Final = FOLLOWS | KNOWS  # what holds until it is undone, however long ago it began
_UNIQUE: Final = "How many of those who hear them hear no one else of us?"
_REACHED: Final = "How many are three steps away at most?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """People of one kind: how many hear us at one, two and three steps (`at`), and how many of all do (`reached`).

    `outside` are not reached. `reached.aside` are those on networks that do not tell who hears whom. `sharing` are
    those at one step who passed on something of ours.
    """

    name: str
    at: tuple[int, int, int]
    outside: int
    sharing: int
    reached: Number


@dataclass(frozen=True, slots=True, kw_only=True)
class Carrying:
    """One of us, or somebody who passes our words on: how many of those who hear them hear no one else of us."""

    vertex: int
    ours: bool
    alone: Number


def lasting(graph: Graph, since: int) -> NDArray[np.bool_]:
    """Which ties count: those told since a day (days since 1970), and follows and connections however old.

    >>> lasting(Graph.from_edges([0, 1, 2], [1, 2, 0], kinds=[FOLLOWS, 2, 2], days=[5, 5, 20]), 10).tolist()
    [True, False, True]
    """
    return ((graph.kinds & _LASTS) > 0) | (graph.days >= since)


def only(graph: Graph, keep: NDArray[np.bool_]) -> Graph:
    """The graph with the ties that are to be kept.

    >>> only(Graph.from_edges([0, 1], [1, 2]), np.array([False, True])).offsets.tolist()
    [0, 0, 1, 1]
    """
    kept = np.concatenate(([0], np.cumsum(keep, dtype=np.int64)))
    return Graph(kept[graph.offsets], graph.targets[keep], graph.weights[keep], graph.kinds[keep], graph.days[keep])


def far_from(graph: Graph, starts: NDArray[np.int64], steps: int = STEPS) -> NDArray[np.uint8]:
    """In how many steps each hears `starts`, UNREACHED where they do not; nobody where there is no start."""
    if not starts.size:
        return np.full(graph.people, UNREACHED, np.uint8)
    return steps_from(graph, starts, steps)


def audiences(
    far: NDArray[np.uint8], labels: Labels, *, others: NDArray[np.bool_], blind: NDArray[np.bool_],
    sharing: NDArray[np.bool_], most: int,
) -> list[Audience]:  # fmt: skip
    """The `most` largest audiences among `others` (all but us), by size."""
    n = len(labels.names)
    told = others & (labels.codes >= 0)
    counted = [_counts(labels.codes, told & (far == step), n) for step in (1, 2, 3)]
    unseen = told & (far > STEPS)
    outside, aside = _counts(labels.codes, unseen & ~blind, n), _counts(labels.codes, unseen & blind, n)
    shares = _counts(labels.codes, told & sharing & (far == 1), n)
    sizes = sum(counted) + outside + aside
    order = sorted(np.flatnonzero(sizes).tolist(), key=lambda code: (-int(sizes[code]), labels.names[code]))
    return [
        _audience(labels.names[code], [int(column[code]) for column in counted], int(outside[code]), int(aside[code]),
                  int(shares[code]))
        for code in order[:most]
    ]  # fmt: skip


def everybody(made: Sequence[Audience], of: str) -> Audience:
    """All audiences as one."""
    at = [sum(one.at[step] for one in made) for step in range(STEPS)]
    return _audience(of, at, sum(one.outside for one in made), sum(one.reached.aside for one in made),
                     sum(one.sharing for one in made))  # fmt: skip


def sharers(graph: Graph, ours: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Who passed on something of ours."""
    speaks = np.repeat(ours, np.diff(graph.offsets))
    found = np.zeros(graph.people, bool)
    found[graph.targets[speaks & ((graph.kinds & SHARES) > 0)]] = True
    return found & ~ours


def carrying(graph: Graph, ours: NDArray[np.bool_], extra: Sequence[int] = ()) -> list[Carrying]:
    """Each of us whom somebody hears, and `extra`, those who reach most whom no one else of us reaches first."""
    mine: list[int] = np.flatnonzero(ours).tolist()
    heard = np.zeros(graph.people, np.int32)  # how many of us each one hears
    for vertex in mine:
        heard[graph.heard_by(vertex)] += 1
    made = [_carrying(graph, vertex, ours, heard, 1) for vertex in mine]
    made += [_carrying(graph, vertex, ours, heard, 0) for vertex in extra if not ours[vertex]]
    return sorted((one for one in made if one.alone.n), key=lambda one: (-one.alone.k, -one.alone.n, one.vertex))


def way_into(graph: Graph, starts: NDArray[np.int64], inside: NDArray[np.bool_]) -> list[int]:
    """The shortest way from one of us to somebody `inside`: the vertices on it in order; empty where there is none."""
    far = far_from(graph, starts, _FAR)
    near = np.where(inside & (far > 0), far, UNREACHED)
    if not near.size or int(near.min()) == UNREACHED:
        return []
    way = [int(near.argmin())]
    while far[way[-1]]:
        way.append(_before(graph, far, way[-1]))
    return way[::-1]


def _before(graph: Graph, far: NDArray[np.uint8], vertex: int) -> int:
    """Somebody a step nearer, whom `vertex` hears: the one they heard most."""
    ties = np.flatnonzero(graph.targets == vertex)
    speaks = np.searchsorted(graph.offsets, ties, side="right") - 1
    nearer = far[speaks] == far[vertex] - 1
    return int(speaks[nearer][graph.weights[ties[nearer]].argmax()])


def _carrying(graph: Graph, vertex: int, ours: NDArray[np.bool_], heard: NDArray[np.int32], own: int) -> Carrying:
    hears = graph.heard_by(vertex)
    hears = hears[~ours[hears]]
    alone = int((heard[hears] == own).sum())
    return Carrying(
        vertex=vertex,
        ours=bool(ours[vertex]),
        alone=share(alone, int(hears.size), of="heard by nobody else of us", question=_UNIQUE, key="carries"),
    )


def _audience(name: str, at: Sequence[int], outside: int, aside: int, sharing: int) -> Audience:
    reached = sum(at)
    return Audience(
        name=name,
        at=(at[0], at[1], at[2]),
        outside=outside,
        sharing=sharing,
        reached=share(reached, reached + outside, of=f"{name}, within three steps", question=_REACHED, aside=aside),
    )


def _counts(codes: NDArray[np.int32], wanted: NDArray[np.bool_], n: int) -> NDArray[np.int64]:
    return np.bincount(codes[wanted], minlength=n).astype(np.int64)
