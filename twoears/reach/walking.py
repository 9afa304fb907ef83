"""How both engines are asked: who asks, how far, one account or many at once. `degrees` is the door."""

from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from twoears.reach import kernels, plain
from twoears.reach.engine import swift
from twoears.reach.graph import Graph, GraphError
from twoears.reach.prepared import Prepared
from twoears.reach.rows import Vertices, read_only

MOST_STEPS: Final = 254
LARGEST: Final = 2 << 30
"""Bytes that the bits of who reaches whom may take, where all of them are held at once."""

Walkable: TypeAlias = Graph | Prepared
Start: TypeAlias = int | Sequence[int]


def counted(graph: Walkable, starts: Vertices, steps: int) -> NDArray[np.int64]:
    """How many are met at exactly each step from `starts` (vertices under the numbers of `graph`)."""
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


def ready(graph: Walkable, many: int) -> Walkable:
    """The form of `graph` in which `many` accounts are best asked for at once."""
    return Prepared.of(graph) if many and swift(graph.ties) and isinstance(graph, Graph) else graph


def best_alone(graph: Walkable, groups: list[Vertices], steps: int) -> bool:
    """Whether `groups` are rather asked one by one: few steps, or few whom they reach on the way."""
    if steps <= kernels.NEAR or not swift(graph.ties):
        return True
    seams = np.array([0, *accumulate(group.size for group in groups)], np.int64)
    met, queue = np.zeros((graph.people >> 6) + 1, np.uint64), np.empty(graph.people + 1, np.int32)
    counts = np.zeros((len(groups), steps), np.int64)
    forth = read_only(graph.offsets), read_only(graph.targets)
    work = kernels.far_work(*forth, np.concatenate(groups), seams, kernels.NEAR, met, queue, counts)
    return work < kernels.ALONE_UNDER * graph.people


def in_lanes(
    graph: Walkable, starts: Sequence[Start], steps: int
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.uint64]]]:
    """For every 128 of `starts` how many each reaches at each step, and whom: a bit for each in (people, 2).

    The rows of the second are under the numbers of the graph that is walked: of a Prepared, under its new ones.
    """
    groups = [vertices_of(graph, start) for start in starts]
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
    backward = read_only(graph.back), read_only(graph.sources)
    near = min(steps, kernels.NEAR)
    kernels.near_lanes(*forth, np.concatenate(groups), seams, near, met, queue, now, counts)
    within = counts.sum(axis=1) + [np.unique(group).size for group in groups]
    then = np.empty_like(now)
    for step in range(near, steps):
        kernels.step_lanes(*forth, *backward, graph.live, _full(len(groups)), now, then)
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


def vertices_of(graph: Walkable, starts: ArrayLike) -> Vertices:
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


def check_steps(steps: int) -> None:
    """Raises GraphError for a number of steps that cannot be counted."""
    if not 1 <= steps <= MOST_STEPS:
        raise GraphError(f"Ask for 1 to {MOST_STEPS} steps, not {steps}.")


def check_room(graph: Walkable, many: int) -> None:
    """Raises GraphError where the bits of whom `many` reach, all at once, would not fit."""
    if graph.people * ((many + kernels.LANES - 1) // kernels.LANES) * 16 > LARGEST:
        raise GraphError(f"{many:,} who ask of {graph.people:,} people are too many at once; ask for fewer.")
