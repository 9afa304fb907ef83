"""`Graph`: who hears whom, as compressed sparse rows (CSR) that can be kept and mapped into memory."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from pathlib import Path
from typing import Any, Final, TypeAlias, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from twoears.reach import rows
from twoears.reach.engine import swift
from twoears.reach.rows import Vertices

FOLLOWS, LIKES, REPLIES, SHARES, MENTIONS, WRITES, KNOWS = (1 << bit for bit in range(7))
KINDS: Final = {
    "follows": FOLLOWS,
    "likes": LIKES,
    "replies": REPLIES,
    "shares": SHARES,
    "mentions": MENTIONS,
    "writes": WRITES,
    "knows": KNOWS,
}
"""What the one who hears did to the one who speaks, as bits: they add up in one tie."""

MOST: Final = 2**31 - 1
"""Vertices are numbers of 32 bits."""

Kept = TypeVar("Kept", bound=np.generic)
Given: TypeAlias = tuple[NDArray[np.float32] | None, NDArray[np.uint8] | None, NDArray[np.int32] | None]
Parts: TypeAlias = tuple[
    NDArray[np.int64], NDArray[np.int32], NDArray[np.float32], NDArray[np.uint8], NDArray[np.int32]
]
_PARTS: Final = ("offsets", "targets", "weights", "kinds", "days")


class GraphError(Exception):
    """What can go wrong with a graph: ties that do not fit, a kept graph that is not whole."""


@dataclass(frozen=True, slots=True)
class Graph:
    """Whoever stands in `targets[offsets[v]:offsets[v + 1]]` hears what the vertex `v` says.

    `offsets` int64 of people + 1, `targets` int32 of ties, sorted within each row, each pair once, nobody hears
    themselves. Beside each tie: `weights` float32 (how often), `kinds` uint8 (KINDS, as bits) and `days` int32 (the
    last time, in days since 1970; -1 where unknown). Whom A follows is heard by A: the tie runs from them to A.

    >>> square = Graph.from_edges([0, 0, 1, 2], [1, 2, 3, 3])
    >>> square.people, square.ties, square.heard_by(0).tolist()
    (4, 4, [1, 2])
    """

    offsets: NDArray[np.int64]
    targets: NDArray[np.int32]
    weights: NDArray[np.float32]
    kinds: NDArray[np.uint8]
    days: NDArray[np.int32]

    @property
    def people(self) -> int:
        """How many vertices there are."""
        return int(self.offsets.size - 1)

    @property
    def ties(self) -> int:
        """How many ordered pairs there are of one who speaks and one who hears."""
        return int(self.targets.size)

    def heard_by(self, vertex: int) -> NDArray[np.int32]:
        """Those who hear `vertex`, in order."""
        return self.targets[self.offsets[vertex] : self.offsets[vertex + 1]]

    @classmethod
    def from_edges(
        cls,
        speakers: ArrayLike,
        hearers: ArrayLike,
        *,
        people: int | None = None,
        weights: ArrayLike | None = None,
        kinds: ArrayLike | None = None,
        days: ArrayLike | None = None,
    ) -> "Graph":
        """The graph of ties given one by one, in any order.

        The same pair more than once is one tie: weights add up (1 each where none are given), kinds join, the last day
        stays. Raises GraphError where the columns differ in length or a vertex is negative or not under `people`.

        Vertices of 32 bits are not copied: 200 M ties then take 14 bytes each beside the 13 of the result.
        """
        speaks, hears = (np.atleast_1d(np.asarray(side)) for side in (speakers, hearers))
        given = _columns(weights, kinds, days)
        if any(speaks.size != column.size for column in (hears, *(one for one in given if one is not None))):
            raise GraphError("Each tie needs one who speaks, one who hears, and the same columns beside them.")
        size = _people(speaks, hears, people)
        if swift(speaks.size) and speaks.size < MOST:
            return cls(
                *_by_counting(speaks.astype(np.int32, copy=False), hears.astype(np.int32, copy=False), size, given)
            )
        return cls(*_by_sorting(speaks.astype(np.int64), hears.astype(np.int64), size, given))

    def save(self, folder: Path) -> None:
        """Keep the graph in `folder`, a file for each array. What was prepared of another graph there goes."""
        folder.mkdir(parents=True, exist_ok=True)
        for stale in folder.glob("prepared-*.npy"):
            stale.unlink()
        for name in _PARTS:
            np.save(folder / f"{name}.npy", getattr(self, name), allow_pickle=False)

    @classmethod
    def load(cls, folder: Path) -> "Graph":
        """A kept graph, mapped into memory: only what is looked at is read. Raises GraphError."""
        try:
            parts = [np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False) for name in _PARTS]
        except (OSError, ValueError, EOFError) as broken:
            raise GraphError(f"No whole graph is kept in {folder}: {broken}.") from broken
        graph = cls(*parts)
        if any(part.size != graph.ties for part in parts[1:]) or graph.offsets[-1] != graph.ties:
            raise GraphError(f"The graph in {folder} is not whole; build it again.")
        return graph


def kinds_of(names: Sequence[str]) -> int:
    """The bits of several kinds. Raises KeyError for one that is none of KINDS.

    >>> kinds_of(["follows", "shares"])
    9
    """
    return reduce(or_, (KINDS[name] for name in names), 0)


def _columns(weights: ArrayLike | None, kinds: ArrayLike | None, days: ArrayLike | None) -> Given:
    return (
        None if weights is None else np.atleast_1d(np.asarray(weights, np.float32)),
        None if kinds is None else np.atleast_1d(np.asarray(kinds, np.uint8)),
        None if days is None else np.atleast_1d(np.asarray(days, np.int32)),
    )


def _by_counting(speaks: Vertices, hears: Vertices, size: int, given: Given) -> Parts:
    """Rows by counting how long each is: besides the ties and the result it needs eight bytes a tie."""
    weights, kinds, days = given
    offsets = np.zeros(size + 1, np.int64)
    rows.row_sizes(speaks, hears, offsets)
    keys = np.empty(int(offsets[-1]), np.int64)
    rows.row_order(speaks, hears, offsets, keys)
    kept = (np.empty(keys.size, np.float32), np.empty(keys.size, np.uint8), np.empty(keys.size, np.int32))
    had = (
        np.empty(0, np.float32) if weights is None else weights,
        np.empty(0, np.uint8) if kinds is None else kinds,
        np.empty(0, np.int32) if days is None else days,
    )
    targets = np.empty(keys.size, np.int32)
    many = rows.fold_rows(keys, offsets, had, kept, targets)
    return offsets, targets[:many], kept[0][:many], kept[1][:many], kept[2][:many]


def _by_sorting(speaks: NDArray[np.int64], hears: NDArray[np.int64], size: int, given: Given) -> Parts:
    """The same by numpy."""
    weights, kinds, days = given
    keep = np.flatnonzero(speaks != hears)
    key = speaks[keep] * size + hears[keep]
    order = np.argsort(key, kind="stable")
    key, keep = key[order], keep[order]
    first = np.flatnonzero(np.diff(key, prepend=-1))
    speaks, hears = np.divmod(key[first], max(size, 1))
    weight = np.ones(keep.size, np.float32) if weights is None else weights[keep]
    return (
        np.searchsorted(speaks, np.arange(size + 1)).astype(np.int64),
        hears.astype(np.int32),
        _folded(np.add, weight.astype(np.float64), first).astype(np.float32),
        _folded(np.bitwise_or, np.zeros(keep.size, np.uint8) if kinds is None else kinds[keep], first),
        _folded(np.maximum, np.full(keep.size, -1, np.int32) if days is None else days[keep], first),
    )


def _people(speaks: NDArray[Any], hears: NDArray[Any], people: int | None) -> int:
    ends = [int(side.max()) for side in (speaks, hears) if side.size]
    if any(int(side.min()) < 0 for side in (speaks, hears) if side.size):
        raise GraphError("A vertex is a whole number from 0 on; one is negative.")
    size = max(ends, default=-1) + 1
    if size > MOST:
        raise GraphError(f"A tie names the vertex {size - 1:,}; a graph holds at most {MOST:,} people.")
    if people is None:
        return size
    if size > people:
        raise GraphError(f"A tie names the vertex {size - 1}, and there are {people:,} of them, from 0 on.")
    return people


def _folded(fold: np.ufunc, values: NDArray[Kept], first: NDArray[np.int64]) -> NDArray[Kept]:
    folded: NDArray[Kept] = fold.reduceat(values, first) if first.size else values[:0]
    return folded
