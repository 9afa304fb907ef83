"""The terms of all queries, each with a number, so that the noting finds them by their letters."""

import re
from typing import Final

import numpy as np

from twoears.listening import noting
from twoears.listening.ledger import Ledger
from twoears.listening.rows import GROUP, Bytes, Ints, Row
from twoears.listening.tree import ZONES, Fact, Followers, is_pattern

_SIGNS: Final = {"*": noting.STAR, "?": noting.ONE}
_WILD: Final = re.compile(r"[*?]")
_NOWHERE: Final = -1  # the zone of a fact: no word is looked up there


class Shelf:
    """Terms are only added, as `rows.Index` describes them."""

    def __init__(self) -> None:
        self.terms = Row(columns=6)
        self.pool = Row()
        self.links = Row(columns=3)
        self.slots: Ints = np.full(1 << 12, -1, dtype=np.int32)
        self.sieve: Bytes = np.zeros((2, noting.SIEVE + 1), dtype=np.uint8)
        self.ledger = Ledger()
        self.has_patterns = False
        self._numbers: dict[object, int] = {}
        self._term(0, _NOWHERE, [])  # the term ALWAYS

    @property
    def count(self) -> int:
        """How many terms there are."""
        return self.terms.count

    def word(self, zone: str, word: str) -> int:
        """The number of a word or pattern in a zone."""
        key = (zone, word)
        if key not in self._numbers:
            place = ZONES.index(zone)
            self._numbers[key] = self._pattern(place, word) if is_pattern(word) else self._exact(place, word)
        return self._numbers[key]

    def fact(self, leaf: Fact | Followers) -> int:
        """The number of a fact."""
        if leaf not in self._numbers:
            self._numbers[leaf] = self._term(0, _NOWHERE, [])
            self.ledger.add(leaf, self._numbers[leaf])
        return self._numbers[leaf]

    def _term(self, hashed: int, zone: int, codes: list[int]) -> int:
        return self.terms.add(hashed, zone, self.pool.add(*codes), len(codes), -1, -1)

    def _exact(self, zone: int, word: str) -> int:
        codes = [ord(letter) for letter in word]
        term = self._term(_hash(codes), zone, codes)
        if 4 * self.count > len(self.slots):
            self.slots = np.full(2 * len(self.slots), -1, dtype=np.int32)
            noting.seat(self.slots, self.terms.array, self.count)
            return term
        mask = len(self.slots) - 1
        at = noting.slot_of(_hash(codes), zone, mask)
        while self.slots[at] >= 0:
            at = (at + 1) & mask
        self.slots[at] = term
        return term

    def _pattern(self, zone: int, word: str) -> int:
        self.has_patterns = True
        term = self._term(0, -2 - zone, [_SIGNS.get(letter) or ord(letter) for letter in word])
        parts = _WILD.split(word)
        group = self._group(noting.BEGINNING, parts[0]) if parts[0] else self._group(noting.ENDING, parts[-1][::-1])
        self.chain(GROUP, group, term)
        return term

    def _group(self, zone: int, letters: str) -> int:
        key = (zone, letters)
        if key not in self._numbers:
            hashed = _hash([ord(letter) for letter in letters])
            self.sieve[int(zone == noting.ENDING), hashed & noting.SIEVE] = 1
            self._numbers[key] = self._exact(zone, letters)
        return self._numbers[key]

    def chain(self, column: int, term: int, value: int, guard: int = noting.ALWAYS) -> None:
        """Put `value` at the head of a chain of `term`, GROUP or ANCHOR."""
        self.terms.array[term, column] = self.links.add(int(self.terms.array[term, column]), value, guard)


def _hash(codes: list[int]) -> int:
    hashed = noting.BASIS
    for code in codes:
        hashed = ((hashed ^ code) * noting.PRIME) & noting.MASK
    return hashed
