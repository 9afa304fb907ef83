"""How many distinct people are one, two and three steps away: of one account, a team, many accounts at once.

>>> from twoears.reach import Graph
>>> graph = Graph.from_edges([0, 0, 1, 2, 3], [1, 2, 3, 3, 4])
>>> degrees(graph, 0).at, degrees(graph, 0).within
((2, 1, 1), (2, 3, 4))
>>> each(graph, [0, 3]).tolist()
[[2, 1, 1], [1, 0, 0]]
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from twoears.reach import kernels, plain
from twoears.reach.engine import swift
from twoears.reach.graph import GraphError
from twoears.reach.prepared import Prepared
from twoears.reach.rows import read_only
from twoears.reach.walking import (
    Start,
    Walkable,
    best_alone,
    check_room,
    check_steps,
    counted,
    in_lanes,
    ready,
    vertices_of,
)

UNREACHED: Final = 255


@dataclass(frozen=True, slots=True)
class Degrees:
    """How many distinct people are reached from `starts` accounts taken as one, at exactly 1, 2, … steps.

    They are counted, not estimated. `people` are all in the graph; those who ask are never reached.
    """

    starts: int
    at: tuple[int, ...]
    people: int

    @property
    def within(self) -> tuple[int, ...]:
        """How many are reached in at most 1, 2, … steps."""
        return tuple(accumulate(self.at))

    @property
    def others(self) -> int:
        """Of how many: everybody in the graph but those who ask."""
        return self.people - self.starts


def degrees(graph: Walkable, starts: ArrayLike, steps: int = 3) -> Degrees:
    """The distinct people at each step from `starts`: one vertex, or several that count as one (a team, a company).

    Of a `Graph` as it is, which costs as much as the ties that are walked; of a `Prepared` faster, where many are asked
    for. Raises GraphError for a start that is not in the graph, or none.
    """
    begin = vertices_of(graph, starts)
    check_steps(steps)
    at = counted(graph, begin, steps)
    return Degrees(int(np.unique(begin).size), tuple(at.tolist()), graph.people)


def steps_from(graph: Walkable, starts: ArrayLike, steps: int = 3) -> NDArray[np.uint8]:
    """In how many steps each vertex is reached (people), 0 for `starts`, 255 where it is not. Raises GraphError.

    >>> from twoears.reach import Graph
    >>> steps_from(Graph.from_edges([0, 1, 2], [1, 2, 3]), 0, steps=2).tolist()
    [0, 1, 2, 255]
    """
    begin = vertices_of(graph, starts)
    check_steps(steps)
    far = np.full(graph.people, UNREACHED, np.uint8)
    walk = kernels.walk if swift(graph.ties) else plain.walk
    walk(read_only(graph.offsets), read_only(graph.targets), begin, steps, far)
    return far[graph.label] if isinstance(graph, Prepared) else far


def each(graph: Walkable, starts: Sequence[Start], steps: int = 3) -> NDArray[np.int64]:
    """How many distinct people each of `starts` reaches at exactly 1, 2, … steps (len(starts), steps).

    Each is one vertex, or several that count as one. They are counted in one pass for every 128, or one
    by one where that is less work. Raises GraphError.
    """
    check_steps(steps)
    groups = [vertices_of(graph, start) for start in starts]
    if not groups:
        return np.zeros((0, steps), np.int64)
    if best_alone(graph, groups, steps):
        return np.stack([counted(graph, group, steps) for group in groups])
    return np.concatenate([counts for counts, _ in in_lanes(ready(graph, len(starts)), starts, steps)])


@dataclass(frozen=True, slots=True)
class Added:
    """What one of several adds to the reach of all. None of those who ask together is counted as reached.

    `start` is its place in what was asked. `reach` is what it reaches alone; `only` what nobody else of them reaches,
    which would be lost without it; `new` what it adds to those before it, where each time the one comes next who adds
    most (the greedy order); `together` what it and those before it reach.
    """

    start: int
    reach: int
    only: int
    new: int
    together: int


def adds(graph: Walkable, starts: Sequence[Start], steps: int = 3) -> tuple[Added, ...]:
    """How many new people each of `starts` adds within `steps`, in greedy order; of equals the first comes first.

    Raises GraphError, also where so many ask of so many people that it would not fit into 2 GB.

    >>> from twoears.reach import Graph
    >>> found = adds(Graph.from_edges([0, 0, 1, 1, 1], [3, 4, 4, 5, 6]), [0, 1, 2], steps=1)
    >>> [(one.start, one.reach, one.only, one.new, one.together) for one in found]
    [(1, 3, 2, 3, 3), (0, 2, 1, 1, 4), (2, 0, 0, 0, 4)]
    """
    check_steps(steps)
    check_room(graph, len(starts))
    graph = ready(graph, len(starts))
    passes = [lanes for _, lanes in in_lanes(graph, starts, steps)]
    if not passes:
        return ()
    bits = passes[0] if len(passes) == 1 else np.concatenate(passes, axis=1)
    for start in starts:
        bits[vertices_of(graph, start)] = 0
    bits = bits[bits.any(axis=1)]
    reach, only = _by_lane(bits, len(starts)), _by_lane(bits[_single(bits)], len(starts))
    return tuple(_greedily(bits, reach, only))


@dataclass(frozen=True, slots=True)
class Group:
    """How many of a group are reached at exactly 1, 2, … steps, of how many there are.

    `asking` are those of them who ask. `unknown` have no tie at all, as with a network that tells nobody who hears
    whom: whether they are reached cannot be told.
    """

    name: str
    at: tuple[int, ...]
    people: int
    asking: int
    unknown: int

    @property
    def within(self) -> tuple[int, ...]:
        """How many are reached in at most 1, 2, … steps."""
        return tuple(accumulate(self.at))

    @property
    def others(self) -> int:
        """Of how many: all of the group but those who ask."""
        return self.people - self.asking

    @property
    def unreached(self) -> int:
        """Those of whom it is known that they are not reached within these steps."""
        return self.others - self.unknown - sum(self.at)


NOT_KNOWN: Final = "not known"


def by_group(
    graph: Walkable, distances: NDArray[np.uint8], groups: ArrayLike, names: Sequence[str], steps: int = 3
) -> tuple[Group, ...]:
    """For each group (a place, a language, a network, an organisation, a need, a stage) how many are at each step.

    `distances` as from `steps_from` (people), `groups` for each vertex the place of its group in `names`, -1 where it
    is not known: those come last, as a group of their own. Raises GraphError where they do not fit the graph.

    >>> from twoears.reach import Graph
    >>> graph = Graph.from_edges([0, 1], [1, 2], people=5)
    >>> found = by_group(graph, steps_from(graph, 0), [0, 0, 1, 1, -1], ["Bonn", "Oslo"])
    >>> [(one.name, one.at, one.others, one.unknown) for one in found]
    [('Bonn', (1, 0, 0), 1, 0), ('Oslo', (0, 1, 0), 2, 1), ('not known', (0, 0, 0), 1, 1)]
    """
    group = np.asarray(groups, np.int64)
    if not group.size == distances.size == graph.people:
        raise GraphError(f"Give the steps and the group of each of {graph.people:,} people.")
    if group.size and not -1 <= int(group.min()) <= int(group.max()) < len(names):
        raise GraphError(f"A group is the place of its name, 0 to {len(names) - 1}, or -1 where it is not known.")
    many = len(names) + 1
    cells = np.bincount((group % many) * 256 + distances, minlength=many * 256).reshape(many, 256)
    untied = np.bincount((group % many)[(distances == UNREACHED) & ~tied(graph)], minlength=many)
    rows = [
        Group(name, tuple(row[1 : steps + 1].tolist()), int(row.sum()), int(row[0]), int(unknown))
        for name, row, unknown in zip((*names, NOT_KNOWN), cells, untied, strict=True)
    ]
    return tuple(rows if rows[-1].people else rows[:-1])


def tied(graph: Walkable) -> NDArray[np.bool_]:
    """Whether each vertex (people) hears anybody, or is heard by anybody.

    >>> from twoears.reach import Graph
    >>> tied(Graph.from_edges([0], [1], people=3)).tolist()
    [True, True, False]
    """
    found: NDArray[np.bool_] = np.diff(graph.offsets) > 0
    if isinstance(graph, Prepared):
        found[: graph.live] = True
        return found[graph.label]
    found[graph.targets] = True
    return found


def _single(bits: NDArray[np.uint64]) -> NDArray[np.bool_]:
    """Whether a row has one bit only."""
    power = (bits & (bits - np.uint64(1))) == 0
    found: NDArray[np.bool_] = power.all(axis=1) & ((bits != 0).sum(axis=1) == 1)
    return found


def _by_lane(bits: NDArray[np.uint64], many: int) -> NDArray[np.int64]:
    counts = np.zeros(bits.shape[1] * 64, np.int64)
    (kernels if swift(bits.size) else plain).count_lanes(bits, counts)
    return counts[:many]


def _greedily(bits: NDArray[np.uint64], reach: NDArray[np.int64], only: NDArray[np.int64]) -> Iterator[Added]:
    left, together = np.ones(reach.size, bool), 0
    for _ in range(reach.size):
        best = int(np.argmax(np.where(left, _by_lane(bits, reach.size), -1)))
        theirs = (bits[:, best >> 6] & (np.uint64(1) << np.uint64(best & 63))) != 0
        new = int(np.count_nonzero(theirs))
        together += new
        yield Added(best, int(reach[best]), int(only[best]), new, together)
        bits, left[best] = bits[~theirs], False
