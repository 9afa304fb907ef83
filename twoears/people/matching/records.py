"""Lists of people or organisations with fields of any name: which records are the same, learnt from the list itself.

The same method as for accounts, for tables that are brought along: of a customer list, of contacts. Fields are compared
by their kind, what they weigh is learnt by expectation and maximisation (Fellegi and Sunter 1969, Winkler 1988), and a
rare value that agrees weighs more than a common one.

| kind | agrees | nearly | somewhat |
| --- | --- | --- | --- |
| name, text | the same letters | other forms of a name, or Jaro and Winkler's 0.92 | 0.8 |
| exact, date | the same letters | one letter other, missing or swapped | two |
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from twoears.lib.compiled import compiled, inner
from twoears.people.matching.blocks import pair_up
from twoears.people.matching.growing import Numbers
from twoears.people.matching.names import plain, root
from twoears.people.matching.strings import alike

Ints = NDArray[np.int32]
Reals = NDArray[np.float64]
_MISSING, _SAME, _NEARLY, _SOMEWHAT, _OTHER = range(5)
_LEVELS: Final = 5
_ROUNDS: Final = 40
_CHANCE: Final = 200_000
_FEW: Final = 200
"""Records that share two values above which these bring nobody together."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field by its name, and what kind of thing stands in it."""

    name: str
    kind: Literal["name", "text", "exact", "date"] = "text"


@dataclass(frozen=True, slots=True)
class Same:
    """Records number `left` and `right` (from nought) are the same with `probability`."""

    left: int
    right: int
    probability: float


@dataclass(slots=True)
class _Column:
    values: Ints
    roots: Ints
    counts: NDArray[np.int64]
    letters: Ints
    at: NDArray[np.int64]
    size: Ints
    slips: bool


def same(
    records: Sequence[Mapping[str, str]],
    fields: Sequence[Field],
    *,
    lists: Sequence[int] | None = None,
    least: float = 0.5,
) -> list[Same]:
    """The pairs of records that are the same with a probability of `least` or more, likeliest first.

    `lists` says for each record which list it is of, where none holds anybody twice: only records of two lists are
    compared then. A field that a record lacks says nothing. ValueError where there is no field.

    >>> ann = {"name": "Ann", "family": "Ek", "born": "1971-03-02"}
    >>> others = [{"name": f"N{n}", "family": f"F{n}", "born": f"19{n}-01-01"} for n in range(10, 60)]
    >>> fields = [Field("name", "name"), Field("family", "name"), Field("born", "date")]
    >>> found = same([ann, {**ann, "name": "Anne"}, *others], fields)
    >>> [(one.left, one.right) for one in found]
    [(0, 1)]
    """
    if not fields:
        raise ValueError("There is no field to compare. Name one at least.")
    columns = [_column([str(record.get(one.name) or "") for record in records], one.kind) for one in fields]
    left, right = _pairs(columns, len(records), lists)
    if not len(left):
        return []
    levels = _levels(columns, left, right)
    chance = _probabilities(columns, levels, left, right, len(records), lists)
    kept = np.flatnonzero(chance >= least)
    kept = kept[np.lexsort((right[kept], left[kept], -chance[kept]))]
    return [Same(int(left[p]), int(right[p]), float(chance[p])) for p in kept]


def _column(texts: Sequence[str], kind: str) -> _Column:
    numbers, roots = Numbers(), Numbers()
    folded = ["".join(c for c in plain(text) if c.isalnum()) for text in texts]
    values = np.array([numbers[text] if text else -1 for text in folded], np.int32)
    rooted = [roots[root(word) if kind == "name" else word] for word in numbers.words]
    sizes = np.array([len(word) for word in numbers.words], np.int64)
    return _Column(
        values=values,
        roots=np.array(rooted, np.int32),
        counts=np.bincount(values[values >= 0], minlength=len(numbers)),
        letters=np.frombuffer("".join(numbers.words).encode("utf-32-le", "surrogatepass"), np.int32),
        at=np.cumsum(sizes) - sizes,
        size=sizes.astype(np.int32),
        slips=kind in ("exact", "date"),
    )


def _pairs(columns: Sequence[_Column], n: int, lists: Sequence[int] | None) -> tuple[Ints, Ints]:
    """Records that share the value of one field that few have, or those of two fields."""
    apart = np.array(lists, np.int32) if lists is not None else np.arange(n, dtype=np.int32)
    found = []
    for one in [(column,) for column in columns] + list(combinations(columns, 2)):
        there = np.all([column.values >= 0 for column in one], axis=0)
        rows = np.flatnonzero(there).astype(np.int32)
        keys = np.zeros(len(rows), np.int64)
        for column in one:
            keys = keys * (len(column.roots) + 1) + column.roots[column.values[rows]]
        found.append(pair_up(rows, keys, apart, _FEW))
    unique = np.unique(np.concatenate(found))
    return (unique >> 32).astype(np.int32), (unique & 0xFFFFFFFF).astype(np.int32)


def _levels(columns: Sequence[_Column], left: Ints, right: Ints) -> NDArray[np.int8]:
    levels = np.zeros((len(left), len(columns)), np.int8)
    for at, c in enumerate(columns):
        _compare(c.values[left], c.values[right], c.roots, c.letters, c.at, c.size, c.slips, levels, at)
    return levels


def _probabilities(
    columns: Sequence[_Column], levels: NDArray[np.int8], left: Ints, right: Ints, n: int, lists: Sequence[int] | None
) -> Reals:
    """Expectation and maximisation; what agrees by chance is seen in pairs at random and in how common values are."""
    lot = np.random.default_rng(1)
    one, two = lot.integers(0, n, (2, _CHANCE)).astype(np.int32)
    by_chance = _shares(_levels(columns, one[one != two], two[one != two]), None)
    rare = np.stack([_rarity(c, left) for c in columns], axis=1)
    whole = n * (n - 1) / 2
    if lists is not None:
        sizes = np.bincount(np.unique(np.array(lists), return_inverse=True)[1])
        whole = (n**2 - float((sizes**2).sum())) / 2
    agree = np.tile(np.array([1.0, 0.85, 0.08, 0.04, 0.03]), (len(columns), 1))
    share = min(0.5, n / 2 / whole)
    chance = np.zeros(len(levels))
    for _ in range(_ROUNDS):
        bits = np.log2(agree) - np.log2(by_chance)
        bits[:, _MISSING] = 0
        each = bits[np.arange(len(columns)), levels]
        each = np.where(levels == _SAME, np.log2(agree[:, _SAME]) - rare, each)
        before, chance = chance, 1 / (1 + np.exp2(-np.clip(np.log2(share) + each.sum(axis=1), -60, 60)))
        agree, share = _shares(levels, chance), max(float(chance.sum()), 1.0) / whole
        if np.abs(before - chance).max() < 1e-4:
            break
    return np.asarray(chance, np.float64)


def _rarity(column: _Column, left: Ints) -> Reals:
    """The logarithm of how many of all have the value that a pair shares; of two who share it one is not counted."""
    n = max(int(column.counts.sum()), 1)
    counts = column.counts[np.maximum(column.values[left], 0)] if len(column.counts) else np.ones(len(left))
    return np.asarray(np.log2(np.maximum(counts - 0.5, 0.5) / n), np.float64)


def _shares(levels: NDArray[np.int8], count: Reals | None) -> Reals:
    """The share of each outcome of each field among pairs that have it on both sides (fields x outcomes)."""
    found = np.stack([np.bincount(column, count, minlength=_LEVELS) for column in levels.T]).astype(np.float64)
    found[:, _MISSING] = 0
    found[:, _SAME:] += 0.5
    return np.where(found > 0, found / found.sum(axis=1, keepdims=True), 1.0)


@inner
def _slips(letters: Ints, one: int, n: int, two: int, m: int) -> int:
    """How many letters differ, two that are swapped counting as one; nine where the lengths differ by more than one."""
    if n > m:
        one, n, two, m = two, m, one, n
    if m - n > 1:
        return 9
    wrong, a, b = 0, 0, 0
    while a < n and b < m:
        if letters[one + a] == letters[two + b]:
            a, b = a + 1, b + 1
            continue
        wrong += 1
        last = a + 1 >= n or b + 1 >= m
        if not last and letters[one + a] == letters[two + b + 1] and letters[one + a + 1] == letters[two + b]:
            a, b = a + 2, b + 2
        elif m - n > b - a:
            b += 1
        else:
            a, b = a + 1, b + 1
    return wrong + (m - b if m - n > b - a else 0)


@compiled
def _compare(
    left: Ints,
    right: Ints,
    roots: Ints,
    letters: Ints,
    at: NDArray[np.int64],
    size: Ints,
    slips: bool,
    levels: NDArray[np.int8],
    column: int,
) -> None:
    """Put the outcome of each pair of values into its place."""
    for p in range(len(left)):
        one, two = left[p], right[p]
        if one < 0 or two < 0:
            level = _MISSING
        elif one == two:
            level = _SAME
        elif roots[one] == roots[two]:
            level = _NEARLY
        elif slips:
            wrong = _slips(letters, at[one], size[one], at[two], size[two])
            level = _NEARLY if wrong < 2 else _SOMEWHAT if wrong < 3 else _OTHER
        else:
            close = alike(letters, at[one], size[one], at[two], size[two])
            level = _NEARLY if close >= 0.92 else _SOMEWHAT if close >= 0.8 else _OTHER
        levels[p, column] = level
