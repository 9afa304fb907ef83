"""Which pairs are compared at all: those that share a sign that few have."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from twoears.lib.compiled import compiled
from twoears.people.matching.columns import Columns
from twoears.people.matching.shared import SEVERAL
from twoears.people.matching.values import TooMany

MOST: Final = 60
"""Accounts that share a sign above which it brings nobody together: 1,770 pairs, hardly one of them right."""
Ints = NDArray[np.int32]
Many = NDArray[np.int64]


def pairs(columns: Columns) -> tuple[Ints, Ints, tuple[TooMany, ...]]:
    """The rows of all pairs to compare, each once, the lower first; and the signs that too many share."""
    starts, rows = grouped(columns)
    sizes = np.diff(starts)
    worth = (sizes > 1) & (sizes <= MOST)
    found = np.empty(int((sizes[worth] * (sizes[worth] - 1) // 2).sum()), np.int64)
    network, kind = columns.column("network"), columns.column("organisation")
    n = _pair(starts[:-1][worth], sizes[worth], rows, network, kind, several_of(columns), False, found)
    return *_once(found[:n]), _too_many(columns, sizes)


def namesakes(columns: Columns) -> tuple[Ints, Ints]:
    """The rows of pairs that share a sign and are two people for certain, as both are on one network."""
    starts, rows = grouped(columns)
    sizes = np.diff(starts)
    worth = (sizes > 1) & (sizes <= MOST)
    found = np.empty(int((sizes[worth] * (sizes[worth] - 1) // 2).sum()), np.int64)
    network, kind = columns.column("network"), columns.column("organisation")
    n = _pair(starts[:-1][worth], sizes[worth], rows, network, kind, several_of(columns), True, found)
    return _once(found[:n])


def pair_up(rows: Ints, keys: Many, apart: Ints, most: int) -> Many:
    """The pairs of `rows` that have one key that at most `most` have, and are apart; the lower row in the high bits."""
    order = np.argsort(keys, kind="stable")
    keys, rows = keys[order], rows[order]
    starts = np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1]])) if len(keys) else np.zeros(0, np.int64)
    sizes = np.diff(np.concatenate([starts, [len(keys)]])).astype(np.int64)
    worth = (sizes > 1) & (sizes <= most)
    found = np.empty(int((sizes[worth] * (sizes[worth] - 1) // 2).sum()), np.int64)
    nobody = np.zeros(int(apart.max(initial=0)) + 1, np.bool_)
    n = _pair(starts[worth], sizes[worth], rows, apart, np.zeros(len(apart), np.int32), nobody, False, found)
    return found[:n]


def _once(found: Many) -> tuple[Ints, Ints]:
    unique = np.unique(found)
    return (unique >> 32).astype(np.int32), (unique & 0xFFFFFFFF).astype(np.int32)


def grouped(columns: Columns) -> tuple[Many, Ints]:
    """For each sign where its rows begin (and, last, where all end), and the rows."""
    ends, signs = columns.signs_by_row()
    rows = np.repeat(np.arange(len(columns), dtype=np.int32), np.diff(ends))
    order = np.argsort(signs, kind="stable")
    sizes = np.bincount(signs, minlength=len(columns.signs))
    return np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64), rows[order]


def possible(columns: Columns, row: int, others: Ints) -> NDArray[np.bool_]:
    """Which of `others` may be the same person as `row` at all."""
    network, kind = columns.column("network"), columns.column("organisation")
    free = bool(several_of(columns)[network[row]])
    return np.asarray(((network[others] != network[row]) | free) & (kind[others] == kind[row]), np.bool_)


def _too_many(columns: Columns, sizes: Many) -> tuple[TooMany, ...]:
    large = set(np.flatnonzero(sizes > MOST).tolist())
    found = [TooMany(said(name), int(sizes[n])) for name, n in columns.signs.items() if n in large] if large else []
    return tuple(sorted(found, key=lambda one: (-one.n, one.what)))


def several_of(columns: Columns) -> NDArray[np.bool_]:
    """For each network by its number: whether people usually are there more than once."""
    return np.array([name in SEVERAL for name in columns.networks], np.bool_)


def said(sign: str) -> str:
    """What a sign says of those who share it.

    >>> said("k:annek"), said("norrvik ann")
    ('annek', 'norrvik ann')
    """
    return sign.partition(":")[2] if sign[1:2] == ":" else sign


@compiled
def _pair(
    starts: Many,
    sizes: Many,
    rows: Ints,
    network: Ints,
    kind: Ints,
    several: NDArray[np.bool_],
    apart: bool,
    found: Many,
) -> int:
    """Put the pairs of each block that may be one person (or, where `apart`, cannot) into `found`; how many."""
    n = 0
    for block in range(len(starts)):
        for a in range(starts[block], starts[block] + sizes[block]):
            for b in range(starts[block], a):
                i, j = min(rows[a], rows[b]), max(rows[a], rows[b])
                one_network = network[i] == network[j] and not several[network[i]]
                if one_network == apart and i != j and kind[i] == kind[j]:
                    found[n] = (np.int64(i) << 32) | np.int64(j)
                    n += 1
    return n
