"""All likely pairs among profiles, and those of one profile among many that are kept."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Self

import numpy as np
from numpy.typing import NDArray

from twoears.people.matching.blocks import MOST, grouped, pairs, possible
from twoears.people.matching.columns import Columns
from twoears.people.matching.model import SHIPPED, Model
from twoears.people.matching.reasons import reasons
from twoears.people.matching.scoring import Compared, weights, worth
from twoears.people.matching.values import Found, Likely, Profile

Progress = Callable[[int, int], None]


def likely(
    profiles: Sequence[Profile], *, model: Model = SHIPPED, least: float = 0.05, progress: Progress | None = None
) -> Found:
    """All pairs that are one person with a probability of `least` or more, best first.

    `progress(done, of)` is called now and then; reading the profiles is the first half of the way. Two profiles of one
    key raise ValueError. The order of `profiles` changes nothing.

    >>> ann = Profile(key=1, uid="https://x.com/annek", network="x", handle="annek", name="Ann Ek")
    >>> again = Profile(key=2, uid="https://a.example/@ann_ek", network="fediverse", handle="ann_ek", name="Ann Ek")
    >>> [(pair.left, pair.right, pair.reasons[0].text) for pair in likely([ann, again])]
    [(1, 2, 'both are called Ann Ek')]
    """
    ordered = by_key(profiles)
    said = progress or (lambda done, of: None)
    n = len(ordered)
    columns = Columns()
    columns.put(ordered, lambda done: said(done, 2 * n))
    left, right, left_out = pairs(columns)
    kept, chances = worth(columns, left, right, model, least, lambda done: said(n + n * done // len(left), 2 * n))
    found = Found(told(columns, ordered, kept, chances, model), left_out)
    said(2 * n, 2 * n)
    return found


def by_key(profiles: Sequence[Profile]) -> list[Profile]:
    """Profiles by their keys; ValueError where two have one key."""
    ordered = sorted(profiles, key=lambda one: one.key)
    twice = next((a.key for a, b in zip(ordered, ordered[1:], strict=False) if a.key == b.key), None)
    if twice is not None:
        raise ValueError(f"Two profiles have the key {twice}. Give each account once.")
    return ordered


def told(
    columns: Columns, profiles: Sequence[Profile], kept: Compared, chances: NDArray[np.float64], model: Model
) -> list[Likely]:
    """Pairs of rows as pairs of keys with their reasons, best first."""
    bits = weights(kept, model)
    found = []
    for at, chance in enumerate(chances):
        rows = int(kept.left[at]), int(kept.right[at])
        if profiles[rows[0]].key > profiles[rows[1]].key:
            rows = rows[1], rows[0]
        one, two = profiles[rows[0]], profiles[rows[1]]
        why = reasons(columns, one, two, rows, kept.levels[at], bits[at])
        found.append(Likely(one.key, two.key, float(chance), why))
    return sorted(found, key=lambda pair: (-pair.probability, pair.left, pair.right))


class Index:
    """Profiles kept so that those like one are found at once, as `likely` would find them.

    >>> index = Index.build([Profile(key=1, uid="https://x.com/annek", network="x", handle="annek", name="Ann Ek")])
    >>> again = Profile(key=2, uid="https://a.example/@ann_ek", network="fediverse", handle="ann_ek", name="Ann Ek")
    >>> [pair.left for pair in index.matches(again)]
    [1]
    """

    def __init__(self, model: Model = SHIPPED) -> None:
        self.model = model
        self._columns = Columns()
        self._profiles: list[Profile] = []
        self._rows: dict[int, int] = {}
        self._starts = np.zeros(1, np.int64)
        self._sorted = np.zeros(0, np.int32)
        self._later: defaultdict[int, list[int]] = defaultdict(list)
        self._gone: set[int] = set()

    @classmethod
    def build(cls, profiles: Sequence[Profile], model: Model = SHIPPED) -> Self:
        """An index of `profiles`; ValueError where two have one key."""
        index = cls(model)
        index._profiles = by_key(profiles)
        index._rows = {one.key: row for row, one in enumerate(index._profiles)}
        index._columns.put(index._profiles)
        index._starts, index._sorted = grouped(index._columns)
        return index

    def __len__(self) -> int:
        return len(self._profiles) - len(self._gone)

    def __contains__(self, key: int) -> bool:
        return key in self._rows

    def add(self, profile: Profile) -> None:
        """Take in one more; ValueError where its key is there already."""
        if profile.key in self._rows:
            raise ValueError(f"The index has a profile with the key {profile.key}. Put the new one in its place.")
        row = self._rows[profile.key] = len(self._profiles)
        self._profiles.append(profile)
        self._columns.put([profile])
        for sign in self._columns.signs_of(row):
            self._later[int(sign)].append(row)

    def put(self, profile: Profile) -> None:
        """Take it in, in place of what was held under its key."""
        row = self._rows.pop(profile.key, None)
        if row is not None:
            self._columns.uncount(row)
            self._gone.add(row)
        self.add(profile)

    def matches(self, profile: Profile, least: float = 0.05) -> list[Likely]:
        """Those of the index that are likely the same person as `profile`, best first. It need not be in the index."""
        if profile.key in self._rows:
            return self._of(self._rows[profile.key], least)
        with self._visiting(profile) as row:
            return self._of(row, least)

    def _of(self, row: int, least: float) -> list[Likely]:
        others = np.array(sorted(self._near(row)), np.int32)
        others = others[possible(self._columns, row, others)]
        left, right = np.minimum(others, row), np.maximum(others, row)
        kept, chances = worth(self._columns, left, right, self.model, least)
        return told(self._columns, self._profiles, kept, chances, self.model)

    def _near(self, row: int) -> set[int]:
        found: set[int] = set()
        for sign in self._columns.signs_of(row):
            block = {*self._early(int(sign)), *self._later.get(int(sign), ()), row} - self._gone
            if len(block) <= MOST:
                found |= block
        return found - {row}

    def _early(self, sign: int) -> list[int]:
        """The rows that had the sign when the index was built; no more than tell that there are too many."""
        if sign + 1 >= len(self._starts):
            return []
        start = int(self._starts[sign])
        return [int(row) for row in self._sorted[start : min(int(self._starts[sign + 1]), start + MOST + 1)]]

    @contextmanager
    def _visiting(self, profile: Profile) -> Iterator[int]:
        """The row of a profile that stays for one question."""
        words, signs = len(self._columns.words), len(self._columns.signs)
        self._columns.put([profile])
        self._profiles.append(profile)
        try:
            yield len(self._profiles) - 1
        finally:
            self._profiles.pop()
            self._columns.take(words, signs)
