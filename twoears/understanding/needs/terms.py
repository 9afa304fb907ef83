"""The words of many texts as a table: which text has which word or pair of words, by the hashes of the shared pass."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from twoears.lib.text import SPACE
from twoears.understanding.grams import Page, is_letter, is_mark, open_page
from twoears.understanding.needs.stops import STOPS, TURNING

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Hashes = NDArray[np.uint64]

READ: Final = 1000  # characters of a text; a need is told in the first of them
_CHUNK: Final = 2000
_ASKED: Final = 60  # places that say how a term is written
_SHORTEST: Final = 2  # letters of a word
_STEM: Final = 7  # letters by which a word is told: payment and payments are one, internet and internal are not
_PRIME: Final = np.uint64(0x9E3779B97F4A7C15)
_PAIR: Final = np.uint64(0xC2B2AE3D27D4EB4F)


@dataclass(frozen=True, slots=True, eq=False)
class Terms:
    """Text `row[i]` has term `column[i]` `times[i]` times, first at `where[i]` (from, to). Sorted by row.

    `pair` says which terms are of two words, `keys` are the hashes of terms.
    """

    texts: int
    row: Ints
    column: Ints
    times: Floats
    where: Ints
    pair: NDArray[np.bool_]
    keys: Hashes

    def spread(self) -> Ints:
        """In how many texts each term stands."""
        return np.bincount(self.column, minlength=len(self.keys))

    def only(self, kept: NDArray[np.bool_]) -> "Terms":
        """The same with some of the terms."""
        to = np.cumsum(kept) - 1
        here = kept[self.column]
        return Terms(
            self.texts, self.row[here], to[self.column[here]], self.times[here], self.where[here], self.pair[kept],
            self.keys[kept],
        )  # fmt: skip

    def name(self, term: int, texts: Sequence[str]) -> str:
        """The term as most of them write it, small."""
        here = np.flatnonzero(self.column == term)[:_ASKED]
        found = zip(self.row[here].tolist(), self.where[here].tolist(), strict=True)
        written = Counter(" ".join(texts[text][start:end].lower().split()) for text, (start, end) in found)
        return min(written, key=lambda one: (-written[one], one))


def terms_of(texts: Sequence[str]) -> Terms:
    """Words that say something, and pairs of neighbours that do, in each of `texts`.

    >>> texts = ["The cable broke again!", "My cable has no signal"]
    >>> found = terms_of(texts)
    >>> sorted(found.name(term, texts) for term in range(len(found.keys)))
    ['broke', 'cable', 'cable broke', 'no signal', 'signal']
    """
    parts = [_of_page(texts[start : start + _CHUNK], start) for start in range(0, len(texts), _CHUNK)]
    if not parts:
        parts = [_of_page([""], 0)]
    keys, rows, places, pairs = (np.concatenate([part[at] for part in parts]) for at in range(4))
    known, first, column = np.unique(keys, return_index=True, return_inverse=True)
    cell, at, times = np.unique(rows * max(len(known), 1) + column, return_index=True, return_counts=True)
    row, column = np.divmod(cell, max(len(known), 1))
    return Terms(len(texts), row, column, times.astype(np.float64), places[at], pairs[first], known)


def _of_page(texts: Sequence[str], start: int) -> tuple[Hashes, Ints, Ints, NDArray[np.bool_]]:
    """key, text, place and whether it is a pair, of each term in some texts."""
    page = open_page([text[:READ] for text in texts])
    words = page.words
    row = np.searchsorted(page.first, words.start, side="right") - 1
    bare = _bare(page)
    telling = bare & ~np.isin(words.one, _hashes(STOPS))
    turning = bare & np.isin(words.one, _hashes(TURNING))
    ones = np.flatnonzero(telling)
    stem = _stems(page)
    begins = (telling | turning)[:-1] & telling[1:] & _beside(page) & (stem[:-1] != stem[1:])
    twos = np.flatnonzero(begins)
    both = np.concatenate((stem[ones], stem[twos] * _PAIR + stem[twos + 1]))
    first = np.concatenate((ones, twos))
    last = np.concatenate((ones, twos + 1))
    place = np.stack((page.at[words.start[first]], page.until[words.end[last] - 1]), axis=1)
    return both, row[first] + start, place, np.arange(len(first)) >= len(ones)


def _bare(page: Page) -> NDArray[np.bool_]:
    """Words that begin with a letter, and are long enough to be one."""
    head = page.codes[page.words.start]
    figures = (head >= ord("0")) & (head <= ord("9"))
    long = page.words.end - page.words.start >= _SHORTEST
    return is_letter(head) & ~figures & ~is_mark(head) & long


def _stems(page: Page) -> Hashes:
    """A hash of the first letters of each word: its forms mostly differ behind them, in many languages."""
    start, long = page.words.start, page.words.end - page.words.start
    found = np.zeros(len(start), np.uint64)
    for at in range(_STEM):
        there = long > at
        found[there] = (found[there] + page.codes[start[there] + at] + np.uint64(1)) * _PRIME
    return found


def _beside(page: Page) -> NDArray[np.bool_]:
    """Whether the next word stands beside each word, with nothing but a space between."""
    end, start = page.words.end[:-1], page.words.start[1:]
    found: NDArray[np.bool_] = (start == end + 1) & (page.codes[np.minimum(end, len(page.codes) - 1)] == SPACE)
    return found


@cache
def _hashes(words: frozenset[str]) -> Hashes:
    return np.unique(open_page(sorted(words)).words.one)
