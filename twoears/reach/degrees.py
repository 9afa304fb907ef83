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
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from twoears.reach import kernels, plain
from twoears.reach.engine import swift
from twoears.reach.graph import Graph, GraphError
from twoears.reach.prepared import Prepared
from twoears.reach.rows import Vertices, read_only

UNREACHED: Final = 255
MOST_STEPS: Final = 254

Walkable: TypeAlias = Graph | Prepared
Start: TypeAlias = int | Sequence[int]


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
    begin = _starts(graph, starts)
    _check_steps(steps)
    at = _counted(graph, begin, steps)
    return Degrees(int(np.unique(begin).size), tuple(at.tolist()), graph.people)


def steps_from(graph: Walkable, starts: ArrayLike, steps: int = 3) -> NDArray[np.uint8]:
    """In how many steps each vertex is reached (people), 0 for `starts`, 255 where it is not. Raises GraphError.

    >>> steps_from(Graph.from_edges([0, 1, 2], [1, 2, 3]), 0, steps=2).tolist()
    [0, 1, 2, 255]
    """
    begin = _starts(graph, starts)
    _check_steps(steps)
    far = np.full(graph.people, UNREACHED, np.uint8)
    walk = kernels.walk if swift(graph.ties) else plain.walk
    walk(read_only(graph.offsets), read_only(graph.targets), begin, steps, far)
    return far[graph.label] if isinstance(graph, Prepared) else far


def each(graph: Walkable, starts: Sequence[Start], steps: int = 3) -> NDArray[np.int64]:
    """How many distinct people each of `starts` reaches at exactly 1, 2, … steps (len(starts), steps).

    Each is one vertex, or several that count as one. All are counted in one pass for every 128. Raises GraphError.
    """
    _check_steps(steps)
    passes = [counts for counts, _ in in_lanes(graph, starts, steps)]
    return np.concatenate(passes) if passes else np.zeros((0, steps), np.int64)


def in_lanes(
    graph: Walkable, starts: Sequence[Start], steps: int
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.uint64]]]:
    """For every 128 of `starts` how many each reaches at each step, and whom: a bit for each in (people, 2).

    The rows of the second are in the order of the graph that is walked: of a Prepared, in that of its new numbers.
    """
    groups = [_starts(graph, start) for start in starts]
    if groups and swift(graph.ties) and isinstance(graph, Graph):
        graph = Prepared.of(graph)
        groups = [_starts(graph, start) for start in starts]
    for begin in range(0, len(groups), kernels.LANES):
        yield _pass(graph, groups[begin : begin + kernels.LANES], steps)


def _pass(graph: Walkable, groups: list[Vertices], steps: int) -> tuple[NDArray[np.int64], NDArray[np.uint64]]:
    now = np.zeros((graph.people, 2), np.uint64)
    if not (isinstance(graph, Prepared) and swift(graph.ties)):
        return plain.set_lanes(graph.offsets, graph.targets, groups, steps, now), now
    counts = np.zeros((len(groups), steps), np.int64)
    seams = np.array([0, *accumulate(group.size for group in groups)], np.int64)
    met, queue = np.zeros((graph.people >> 6) + 1, np.uint64), np.empty(graph.people + 1, np.int32)
    forth = read_only(graph.offsets), read_only(graph.targets)
    near = min(steps, kernels.NEAR)
    kernels.near_lanes(*forth, np.concatenate(groups), seams, near, met, queue, now, counts)
    within = counts.sum(axis=1) + [np.unique(group).size for group in groups]
    then = np.empty_like(now)
    for step in range(near, steps):
        kernels.pull_lanes(read_only(graph.back), read_only(graph.sources), graph.live, _full(len(groups)), now, then)
        now, then = then, now
        total = np.zeros(kernels.LANES, np.int64)
        kernels.count_lanes(now, total)
        counts[:, step] = total[: len(groups)] - within
        within = total[: len(groups)]
    return counts, now


def _full(lanes: int) -> NDArray[np.uint64]:
    """The two words in which all of `lanes` are set."""
    bits = (1 << lanes) - 1
    return np.array([bits & (2**64 - 1), bits >> 64], np.uint64)


def _counted(graph: Walkable, starts: Vertices, steps: int) -> NDArray[np.int64]:
    if not swift(graph.ties):
        return plain.counted(graph.offsets, graph.targets, starts, steps)
    at = np.zeros(steps, np.int64)
    met, queue = np.zeros((graph.people >> 6) + 1, np.uint64), np.empty(graph.people + 1, np.int32)
    back: tuple[NDArray[np.int64], Vertices, int] = (np.empty(0, np.int64), np.empty(0, np.int32), 0)
    if isinstance(graph, Prepared):
        back = graph.back, graph.sources, graph.live
    kernels.count(
        read_only(graph.offsets), read_only(graph.targets), read_only(back[0]), read_only(back[1]), back[2],
        starts, met, queue, at,
    )  # fmt: skip
    return at


def _starts(graph: Walkable, starts: ArrayLike) -> Vertices:
    """The vertices that ask, under the numbers of the graph that is walked."""
    given = np.atleast_1d(np.asarray(starts))
    if given.size == 0:
        raise GraphError("Nobody asks: name at least one vertex to start from.")
    if given.dtype.kind not in "iu" or given.ndim != 1:
        raise GraphError(f"A start is a whole number, or a list of them, not {given.dtype}.")
    low, high = int(given.min()), int(given.max())
    if low < 0 or high >= graph.people:
        wrong = low if low < 0 else high
        rest = f"vertices run from 0 to {graph.people - 1:,}" if graph.people else "the graph holds nobody"
        raise GraphError(f"There is no vertex {wrong:,}: {rest}.")
    found = given.astype(np.int32)
    return graph.label[found] if isinstance(graph, Prepared) else found


def _check_steps(steps: int) -> None:
    if not 1 <= steps <= MOST_STEPS:
        raise GraphError(f"Ask for 1 to {MOST_STEPS} steps, not {steps}.")
