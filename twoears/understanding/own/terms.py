"""The words and pairs of neighbouring words of a batch, as numbers, each with its place."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from twoears.understanding.grams import Places, grams, open_page


@dataclass(frozen=True, slots=True)
class Terms:
    """Of a batch of `n` texts: in which text each term stands, its key below 2 ** 17, and where, in characters."""

    n: int
    owner: Places
    key: Places
    low: Places
    high: Places

    def where(self, kept: NDArray[np.bool_] | Places) -> "Terms":
        """Only some of them."""
        return Terms(self.n, self.owner[kept], self.key[kept], self.low[kept], self.high[kept])


def terms(texts: Sequence[str]) -> Terms:
    """What stands in `texts`, by the same rules as for all readers: folded, an address or a handle as one sign.

    A text begins and ends with a sign of its own, which is part of a pair and no word.

    >>> found = terms(["Ship it", "it"])
    >>> [(owner, low, high) for owner, low, high in zip(found.owner.tolist(), found.low.tolist(), found.high.tolist())]
    [(0, 0, 4), (0, 5, 7), (1, 0, 2), (0, 0, 4), (0, 0, 7), (0, 5, 7), (1, 0, 2), (1, 0, 2)]
    """
    page = open_page(texts)
    one, two = list(grams(page))[-2:]
    words = page.words
    low, high = page.at[words.start], page.until[words.end - 1]
    owner = np.searchsorted(page.first, words.start[:-1], side="right") - 1
    said = low[:-1] >= 0
    return Terms(
        len(texts),
        np.concatenate((owner[said], owner)),
        np.concatenate((one[1][said], two[1])).astype(np.int64),
        np.concatenate((low[:-1][said], np.maximum(low[:-1], 0))),
        np.concatenate((high[:-1][said], np.maximum(high[1:], high[:-1]))),
    )
