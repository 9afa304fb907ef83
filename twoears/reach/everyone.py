"""The reach of everybody at once, estimated: a small counter for each person, joined along the ties step by step.

HyperBall (Boldi and Vigna 2013, "In-core computation of geometric centralities with HyperBall") on HyperLogLog counters
(Flajolet and others 2007), read by the estimator of Ertl (2017, "New cardinality estimation algorithms for HyperLogLog
sketches"), which has no bias where counts are small. The standard error of one estimate is 1.04 / √registers: with 64
registers two estimates in three lie within 13 %. Errors of neighbours are not independent, as they share counters. One
step is counted exactly. For one account or some hundreds, `degrees` and `each` are exact and the better question.
"""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from math import log, sqrt
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from twoears.lib.compiled import compiled, inner
from twoears.reach.engine import swift
from twoears.reach.graph import GraphError
from twoears.reach.prepared import Prepared
from twoears.reach.rows import Offsets, Vertices, read_only
from twoears.reach.walking import Walkable, check_steps, ready

REGISTERS: Final = (16, 32, 64, 128, 256)
_AT_ONCE: Final = 1 << 16

Part: TypeAlias = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Everyone:
    """About how many distinct people each vertex reaches within 1, 2, … steps: `within` float32 (people, steps).

    `error` is the standard error of one estimate beyond the first step, as a share of it.
    """

    within: NDArray[np.float32]
    registers: int

    @property
    def error(self) -> float:
        """The standard error of one estimate, as a share of it.

        >>> Everyone(np.zeros((0, 3), np.float32), 64).error
        0.13
        """
        return 1.04 / sqrt(self.registers)

    def furthest(self, many: int = 10) -> NDArray[np.int64]:
        """The vertices that reach most people by these estimates, the first first; of equals the lowest number."""
        last = self.within[:, -1]
        return np.argsort(-last, kind="stable")[:many]


def everyone(
    graph: Walkable, steps: int = 3, *, registers: int = 64, seed: int = 1, told: Callable[[float], None] | None = None
) -> Everyone:
    """The reach of every vertex within `steps`, by counters of 16 to 256 `registers` of a byte, twice in memory.

    `told` hears what share is done, and may raise to stop. Raises GraphError for another number of registers.

    >>> from twoears.reach import Graph
    >>> ring = Graph.from_edges(range(100), [*range(1, 100), 0])
    >>> everyone(ring, 3, registers=256).within[0].round().tolist()
    [1.0, 2.0, 3.0]
    """
    check_steps(steps)
    if registers not in REGISTERS:
        raise GraphError(f"Count with {', '.join(map(str, REGISTERS))} registers, not {registers}.")
    graph = ready(graph, graph.people)
    place, rank = _own(graph, registers, seed)
    now, then = np.zeros((graph.people, registers), np.uint8), np.empty((graph.people, registers), np.uint8)
    within = np.empty((graph.people, steps), np.float32)
    say = told or (lambda share: None)
    for step in range(steps):
        work = _meeting(graph, place, rank, now) if step == 0 else _joining(graph, now, then)
        _in_parts(graph.people, work, lambda share, step=step: say((step + share) / steps))  # type: ignore[misc]
        now, then = (now, then) if step == 0 else (then, now)
        within[:, step] = np.diff(graph.offsets) if step == 0 else _sizes(now)
    # What is known for sure holds: whom nobody hears reaches nobody, and with each step nobody gets lost.
    within[within[:, 0] == 0] = 0
    np.minimum(np.maximum.accumulate(within, axis=1, out=within), graph.people - 1, out=within)
    if isinstance(graph, Prepared):
        within = within[graph.label]
    return Everyone(within, registers)


def _own(graph: Walkable, registers: int, seed: int) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Which register each vertex sets and to what: the same for the same person under any numbers."""
    own = np.arange(graph.people, dtype=np.uint64)
    if isinstance(graph, Prepared):
        own[graph.label] = np.arange(graph.people, dtype=np.uint64)
    mixed = _mixed(own + np.uint64(seed * 0x9E3779B97F4A7C15 & (1 << 64) - 1))
    bits = registers.bit_length() - 1
    rest = mixed >> np.uint64(bits)
    lowest = rest & (~rest + np.uint64(1))
    rank = np.where(rest == 0, 64 - bits, np.log2(np.maximum(lowest, np.uint64(1)).astype(np.float64)))
    return (mixed & np.uint64(registers - 1)).astype(np.uint8), (rank + 1).astype(np.uint8)


def _mixed(value: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Each value spread over 64 bits (the finalizer of SplitMix64, Steele and others 2014)."""
    value = (value ^ (value >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    value = (value ^ (value >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return value ^ (value >> np.uint64(31))


def _in_parts(people: int, work: Part, told: Callable[[float], object]) -> None:
    """All vertices, some thousands at a time, on as many processors as there are: machine code lets go of the lock."""
    parts = [(begin, min(begin + _AT_ONCE, people)) for begin in range(0, people, _AT_ONCE)]
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        try:
            for done, _ in enumerate(pool.map(lambda part: work(*part), parts)):
                told(done / len(parts))
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def _meeting(graph: Walkable, place: NDArray[np.uint8], rank: NDArray[np.uint8], now: NDArray[np.uint8]) -> Part:
    """The first step, into `now`: each vertex meets itself and those who hear it, of whom each sets one register."""
    offsets, targets = read_only(graph.offsets), read_only(graph.targets)
    meet = _meet if swift(graph.ties) else _meet_plainly
    return lambda begin, end: meet(offsets, targets, place, rank, now, begin, end)


def _joining(graph: Walkable, now: NDArray[np.uint8], then: NDArray[np.uint8]) -> Part:
    """A further step: the counter of each vertex joined with those of all who hear it."""
    offsets, targets = read_only(graph.offsets), read_only(graph.targets)
    join = _join if swift(graph.ties) else _join_plainly
    return lambda begin, end: join(offsets, targets, now, then, begin, end)


@compiled
def _meet(
    offsets: Offsets,
    targets: Vertices,
    place: NDArray[np.uint8],
    rank: NDArray[np.uint8],
    now: NDArray[np.uint8],
    begin: int,
    end: int,
) -> None:
    for vertex in range(begin, end):
        now[vertex, place[vertex]] = rank[vertex]
        for tie in range(offsets[vertex], offsets[vertex + 1]):
            target = targets[tie]
            now[vertex, place[target]] = max(now[vertex, place[target]], rank[target])


def _meet_plainly(
    offsets: Offsets,
    targets: Vertices,
    place: NDArray[np.uint8],
    rank: NDArray[np.uint8],
    now: NDArray[np.uint8],
    begin: int,
    end: int,
) -> None:
    own = np.arange(begin, end)
    now[own, place[own]] = rank[own]
    met = targets[offsets[begin] : offsets[end]]
    np.maximum.at(now, (np.repeat(own, np.diff(offsets[begin : end + 1])), place[met]), rank[met])


@compiled
def _join(
    offsets: Offsets, targets: Vertices, now: NDArray[np.uint8], then: NDArray[np.uint8], begin: int, end: int
) -> None:
    many = now.shape[1]
    for vertex in range(begin, end):
        mine = then[vertex]
        mine[:] = now[vertex]
        for tie in range(offsets[vertex], offsets[vertex + 1]):
            theirs = now[targets[tie]]
            for register in range(many):
                mine[register] = max(mine[register], theirs[register])


def _join_plainly(
    offsets: Offsets, targets: Vertices, now: NDArray[np.uint8], then: NDArray[np.uint8], begin: int, end: int
) -> None:
    then[begin:end] = now[begin:end]
    speaks = np.flatnonzero(np.diff(offsets[begin : end + 1])) + begin
    if speaks.size:
        first, last = offsets[begin], offsets[end]
        joined = np.maximum.reduceat(now[targets[first:last]], offsets[speaks] - first, axis=0)
        then[speaks] = np.maximum(then[speaks], joined)


def _sizes(counters: NDArray[np.uint8]) -> NDArray[np.float32]:
    """What each counter says, without the one whose counter it is. Both engines give the same to the last bit or so."""
    sizes = np.empty(counters.shape[0], np.float32)
    if swift(counters.size):
        _estimate(counters, 1 / (2 * log(2)), sizes)
        return sizes
    for begin in range(0, counters.shape[0], _AT_ONCE):
        part = counters[begin : begin + _AT_ONCE]
        empty = (part == 0).sum(axis=1)
        many = part.shape[1]
        power = np.where(part > 0, 0.5 ** part.astype(np.float64), 0.0).sum(axis=1)
        below = np.array([_sigma(zeros / many) for zeros in range(many + 1)])
        sizes[begin : begin + _AT_ONCE] = many * many / (2 * log(2)) / (power + many * below[empty]) - 1
    return sizes


def _sigma_of(share: float) -> float:
    """What registers that are still empty stand for (Ertl 2017, equation 20); infinite where all are."""
    if share == 1.0:
        return np.inf
    power, total, before = 1.0, share, -1.0
    while total != before:
        before = total
        share *= share
        total += share * power
        power += power
    return total


_sigma = _sigma_of
_sigma_kernel = inner(_sigma_of)


@compiled
def _estimate(counters: NDArray[np.uint8], alpha: float, sizes: NDArray[np.float32]) -> None:
    many = counters.shape[1]
    powers = np.empty(66, np.float64)
    powers[0] = 0.0
    for rank in range(1, 66):
        powers[rank] = 0.5**rank
    below = np.empty(many + 1, np.float64)
    for zeros in range(many + 1):
        below[zeros] = many * _sigma_kernel(zeros / many)
    for vertex in range(counters.shape[0]):
        power, zeros = 0.0, 0
        for register in range(many):
            power += powers[counters[vertex, register]]
            zeros += int(counters[vertex, register] == 0)
        sizes[vertex] = alpha * many * many / (power + below[zeros]) - 1.0
