"""Texts as rows of numbers: the runs of words and letters that all readers share, the rarer a run the heavier."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from twoears.understanding.grams import BITS, Page, grams, open_page
from twoears.understanding.tones import LISTS, in_lists

Floats = NDArray[np.float64]
Longs = NDArray[np.int64]

RUNS: Final = 1 << BITS
KEYS: Final = RUNS + 2 * len(LISTS)  # behind the runs each list of words of feeling, plain and denied
FELT: Final = 4.0  # what a word of such a list weighs against a run: there are few of them, and many runs
READ: Final = 1000  # characters of a text; what it is about is told in the first of them
_BATCH: Final = 500


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Text i has `key[first[i]:first[i + 1]]`, in rising order, each as often as `times` says.

    Weighed rows have length 1, or 0 where nothing is known of a text.
    """

    first: Longs
    key: Longs
    times: Floats

    def __len__(self) -> int:
        return len(self.first) - 1

    def owner(self) -> Longs:
        """The text of each entry."""
        return np.repeat(np.arange(len(self)), np.diff(self.first))

    def some(self, texts: Longs) -> "Rows":
        """The rows of some of the texts, in the order that is asked for."""
        lengths = np.diff(self.first)[texts]
        first = np.concatenate((np.zeros(1, np.int64), np.cumsum(lengths)))
        at = np.repeat(self.first[texts] - first[:-1], lengths) + np.arange(first[-1])
        return Rows(first, self.key[at], self.times[at])

    def spread(self) -> Longs:
        """In how many of the texts each key stands."""
        return np.bincount(self.key, minlength=KEYS)

    def weighed(self, rarity: Floats) -> "Rows":
        """The same by how rare each key is; what comes again in a text counts less each time."""
        value = (1 + np.log(self.times)) * rarity[self.key] * np.where(self.key >= RUNS, FELT, 1.0)
        owner = self.owner()
        length = np.sqrt(np.bincount(owner, value * value, len(self)))
        return Rows(self.first, self.key, value / np.maximum(length, 1e-12)[owner])


def rows_of(texts: Sequence[str], *, feelings: bool = False) -> Rows:
    """How often each run comes in each of `texts`; with `feelings` also words of our lists of them, plain and denied.

    >>> made = rows_of(["no signal", "", "no signal"])
    >>> len(made), int(made.first[1]) > 10, bool((made.some([0]).key == made.some([2]).key).all())
    (3, True, True)
    """
    parts = [_of(texts[start : start + _BATCH], feelings) for start in range(0, len(texts), _BATCH)]
    lengths = [length for part in parts for length in part[0].tolist()]
    first = np.concatenate((np.zeros(1, np.int64), np.cumsum(np.array(lengths, np.int64))))
    none = np.zeros(0, np.int64)
    key = np.concatenate([none, *(part[1] for part in parts)])
    return Rows(first, key, np.concatenate([none, *(part[2] for part in parts)]).astype(np.float64))


def rarity_of(rows: Rows) -> Floats:
    """What a key weighs by the texts that were learnt from; one that none of them has weighs as much as can be.

    A run that was never seen says nothing for a label, but it does say that a text is of another kind.
    """
    found: Floats = np.log((1 + len(rows)) / (1 + rows.spread())) + 1
    return found


def felt(page: Page) -> tuple[Longs, Longs]:
    """Which words of a page are in a list, and the keys of the lists; a word may be in several."""
    bits, denied = in_lists(page)
    some = [np.flatnonzero(bits >> np.uint32(at) & np.uint32(1)) for at in range(len(LISTS))]
    keys = [RUNS + 2 * at + denied[words].astype(np.int64) for at, words in enumerate(some)]
    return np.concatenate(some), np.concatenate(keys)


def _of(texts: Sequence[str], feelings: bool) -> tuple[Longs, Longs, Longs]:
    page = open_page([text[:READ] for text in texts])
    found = [(places, keys.astype(np.int64)) for places, keys in grams(page)]
    if feelings:
        words, keys = felt(page)
        found.append((page.words.start[words], keys))
    owned = [(np.searchsorted(page.first, places, side="right") - 1, keys) for places, keys in found]
    cells = np.concatenate([owner * KEYS + keys for owner, keys in owned])
    cells.sort()
    starts = np.flatnonzero(np.concatenate((np.ones(1, np.bool_), cells[1:] != cells[:-1])))
    times = np.diff(np.concatenate((starts, [len(cells)])))
    owner, key = np.divmod(cells[starts], KEYS)
    return np.bincount(owner, minlength=len(texts)), key, times
