"""`Graph`: who hears whom, as compressed sparse rows (CSR) that can be kept and mapped into memory."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from pathlib import Path
from typing import Final, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

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

Kept = TypeVar("Kept", bound=np.generic)
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
        """
        speaks, hears = (np.asarray(side, dtype=np.int64) for side in (speakers, hearers))
        many = speaks.size
        weight = np.ones(many, np.float32) if weights is None else np.asarray(weights, np.float32)
        kind = np.zeros(many, np.uint8) if kinds is None else np.asarray(kinds, np.uint8)
        day = np.full(many, -1, np.int32) if days is None else np.asarray(days, np.int32)
        if not many == hears.size == weight.size == kind.size == day.size:
            raise GraphError("Each tie needs one who speaks, one who hears, and the same columns beside them.")
        size = _people(speaks, hears, people)
        keep = speaks != hears
        key = speaks[keep] * size + hears[keep]
        order = np.argsort(key, kind="stable")
        key = key[order]
        first = np.flatnonzero(np.diff(key, prepend=-1))
        speaks, hears = np.divmod(key[first], max(size, 1))
        return cls(
            np.searchsorted(speaks, np.arange(size + 1)).astype(np.int64),
            hears.astype(np.int32),
            _folded(np.add, weight[keep][order], first),
            _folded(np.bitwise_or, kind[keep][order], first),
            _folded(np.maximum, day[keep][order], first),
        )

    def save(self, folder: Path) -> None:
        """Keep the graph in `folder`, a file for each array."""
        folder.mkdir(parents=True, exist_ok=True)
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


def _people(speaks: NDArray[np.int64], hears: NDArray[np.int64], people: int | None) -> int:
    ends = [int(side.max()) for side in (speaks, hears) if side.size]
    if any(int(side.min()) < 0 for side in (speaks, hears) if side.size):
        raise GraphError("A vertex is a whole number from 0 on; one is negative.")
    size = max(ends, default=-1) + 1
    if people is None:
        return size
    if size > people:
        raise GraphError(f"A tie names the vertex {size - 1}, and there are {people:,} of them, from 0 on.")
    return people


def _folded(fold: np.ufunc, values: NDArray[Kept], first: NDArray[np.int64]) -> NDArray[Kept]:
    folded: NDArray[Kept] = fold.reduceat(values, first) if first.size else values[:0]
    return folded
