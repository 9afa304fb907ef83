"""Rows made in machine code: ties sorted by counting, a graph turned around, a graph under other numbers.

Nothing here needs more than its result and what it reads. `Graph` and `Prepared` are the doors.
"""

from typing import TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

from twoears.lib.compiled import compiled

Offsets: TypeAlias = NDArray[np.int64]
Vertices: TypeAlias = NDArray[np.int32]
Kept = TypeVar("Kept", bound=np.generic)
Columns: TypeAlias = tuple[NDArray[np.float32], NDArray[np.uint8], NDArray[np.int32]]


@compiled
def row_sizes(speaks: Vertices, hears: Vertices, offsets: Offsets) -> None:
    """Count into `offsets` (zeros, people + 1) where each row would start; who hears themselves is left out."""
    for tie in range(speaks.size):
        if speaks[tie] != hears[tie]:
            offsets[speaks[tie] + 1] += 1
    for vertex in range(offsets.size - 1):
        offsets[vertex + 1] += offsets[vertex]


@compiled
def row_order(speaks: Vertices, hears: Vertices, offsets: Offsets, keys: NDArray[np.int64]) -> None:
    """Into `keys` each row's ties in order: the one who hears in the upper half, the place of the tie in the lower."""
    at = offsets.copy()
    for tie in range(speaks.size):
        row = speaks[tie]
        if row != hears[tie]:
            keys[at[row]] = (np.int64(hears[tie]) << np.int64(32)) | np.int64(tie)
            at[row] += 1
    for row in range(offsets.size - 1):
        if offsets[row + 1] - offsets[row] > 1:
            keys[offsets[row] : offsets[row + 1]].sort()


@compiled
def fold_rows(keys: NDArray[np.int64], offsets: Offsets, given: Columns, kept: Columns, targets: Vertices) -> int:
    """Write each pair of `keys` once, `offsets` become those of the result. Returns how many pairs there are.

    Weights that are `given` (else 1 each) add up, kinds join, the last day stays; what is not given has no length.
    """
    (given_weights, given_kinds, given_days), (weights, kinds, days) = given, kept
    low = np.int64(0xFFFFFFFF)
    written, start = 0, offsets[0]
    for row in range(offsets.size - 1):
        end, at = offsets[row + 1], start
        while at < end:
            target, weight = keys[at] >> np.int64(32), 0.0
            kind, day = np.uint8(0), np.int32(-(2**31))
            while at < end and keys[at] >> np.int64(32) == target:
                tie = keys[at] & low
                weight += given_weights[tie] if given_weights.size else 1.0
                kind |= given_kinds[tie] if given_kinds.size else np.uint8(0)
                day = max(day, given_days[tie] if given_days.size else np.int32(-1))
                at += 1
            targets[written], weights[written], kinds[written], days[written] = target, weight, kind, day
            written += 1
        start = end
        offsets[row + 1] = written
    return written


@compiled
def turned(offsets: Offsets, targets: Vertices, back: Offsets, sources: Vertices) -> None:
    """The graph turned around: who is heard by each vertex, in order, into `back` (zeros) and `sources`."""
    for tie in range(targets.size):
        back[targets[tie] + 1] += 1
    for vertex in range(back.size - 1):
        back[vertex + 1] += back[vertex]
    at = back[:-1].copy()
    for vertex in range(offsets.size - 1):
        for tie in range(offsets[vertex], offsets[vertex + 1]):
            target = targets[tie]
            sources[at[target]] = vertex
            at[target] += 1


@compiled
def renumbered_back(
    offsets: Offsets, targets: Vertices, label: Vertices, vertices: Vertices, back: Offsets, sources: Vertices
) -> None:
    """The graph turned around under new numbers: `label` says the new number of each, `vertices` the old one.

    As the rows are walked in the order of their new numbers, each row of the result comes out sorted.
    """
    for tie in range(targets.size):
        back[label[targets[tie]] + 1] += 1
    for vertex in range(back.size - 1):
        back[vertex + 1] += back[vertex]
    at = back[:-1].copy()
    for new in range(vertices.size):
        old = vertices[new]
        for tie in range(offsets[old], offsets[old + 1]):
            target = label[targets[tie]]
            sources[at[target]] = new
            at[target] += 1


def read_only(array: NDArray[Kept]) -> NDArray[Kept]:
    """The same array as one that cannot be written, mapped or not: machine code is made once for both."""
    view = np.asarray(array).view()
    view.flags.writeable = False
    return view


@compiled
def both_ways_sizes(one: Vertices, other: Vertices, offsets: Offsets) -> None:
    """Count into `offsets` (zeros) where each row would start if every pair stood both ways, doubles and all."""
    for pair in range(one.size):
        if one[pair] != other[pair]:
            offsets[one[pair] + 1] += 1
            offsets[other[pair] + 1] += 1
    for vertex in range(offsets.size - 1):
        offsets[vertex + 1] += offsets[vertex]


@compiled
def both_ways(one: Vertices, other: Vertices, at: Offsets, targets: Vertices, begin: int, end: int) -> None:
    """Put every pair both ways into its two rows, of the vertices from `begin` to `end`: few enough for the cache.

    `at` says where the next tie of each vertex goes, and is moved on.
    """
    for pair in range(one.size):
        first, second = one[pair], other[pair]
        if first != second:
            if begin <= first < end:
                targets[at[first]] = second
                at[first] += 1
            if begin <= second < end:
                targets[at[second]] = first
                at[second] += 1


@compiled
def without_doubles(offsets: Offsets, targets: Vertices) -> int:
    """Sort each row and let go of doubles, in place. Returns how many ties are left."""
    written, start = 0, offsets[0]
    for row in range(offsets.size - 1):
        end, before = offsets[row + 1], -1
        targets[start:end].sort()
        for at in range(start, end):
            target = targets[at]
            if target != before:
                targets[written] = target
                written += 1
                before = target
        start = end
        offsets[row + 1] = written
    return written
