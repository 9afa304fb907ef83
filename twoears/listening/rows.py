"""The arrays of a matcher: those that say what is looked for, and those that are written while looking."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Bytes = NDArray[np.uint8]


HASH, ZONE, FIRST, SIZE, GROUP, ANCHOR = range(6)
"""Columns of `terms`: the hash and the zone of a term, where its letters begin and how many they are, the head of its
chain of patterns, and that of its chain of queries."""

BEGIN, STATE = range(2)
"""Columns of `queries`: where the walk begins, and whether it is asked at all."""

HEAD, COUNT = range(2)
"""Columns of `memory`: the last place of a term in this post, and how many posts had it."""

CLOCK, PRESENT, WRITTEN, PATTERNS = range(4)
"""`numbers`: of this post, of terms in it, of places written, and 1 if any query has patterns."""


class Index(NamedTuple):
    """What is looked for. A term is a word in a zone, a pattern, a beginning or ending of patterns, or a fact.

    `slots` finds terms by their hash. The letters of terms, and what phrases and NEAR are made of, lie in `pool`.
    `links` are chains of (next, value, guard): a query needs its guard besides its anchor. A step is (kind, about, next
    if so, next if not). `sieve` tells by sixteen bits of a hash whether a pattern may begin (row 0) or end (row 1) so.
    `facts` holds rows of a count and that many terms.
    """

    kinds: Bytes
    folds: Ints
    slots: Ints
    terms: Ints
    pool: Ints
    links: Ints
    sieve: Bytes
    steps: Ints
    queries: Ints
    facts: Ints


class Desk(NamedTuple):
    """What is written while looking: which terms are `present`, and their `places` as (place, the one before).

    `stamps` and `asked` say in which post a term was last, and a query was asked last. They are read most, so they are
    kept apart and small. `word` holds three lists of LONGEST: the letters of a word,
    the same backwards, and the places where a phrase is looked for. `marks` and `stretches` serve NEAR.
    """

    numbers: Longs
    stamps: Ints
    memory: Ints
    asked: Ints
    present: Ints
    places: Ints
    word: Ints
    marks: Ints
    stretches: Ints


class Row:
    """An array of whole numbers that grows at its end; what lies behind the end is `empty`."""

    def __init__(self, empty: int = 0, columns: int = 0, room: int = 1024) -> None:
        self.empty = empty
        self.count = 0
        shape = (room, columns) if columns else (room,)
        self.array: Ints = np.full(shape, empty, dtype=np.int32)

    def add(self, *values: int) -> int:
        """Put `values` (one row, where there are columns) at the end; the place of the first."""
        rows = 1 if self.array.ndim > 1 else len(values)
        at, self.count = self.count, self.count + rows
        if self.count > len(self.array):
            self._grow()
        if self.array.ndim > 1:
            self.array[at] = values
        else:
            self.array[at : self.count] = values
        return at

    def _grow(self) -> None:
        wider = np.full((2 * self.count, *self.array.shape[1:]), self.empty, dtype=np.int32)
        wider[: len(self.array)] = self.array
        self.array = wider

    def clear(self) -> None:
        """Nothing again."""
        self.count = 0
        self.array[:] = self.empty
