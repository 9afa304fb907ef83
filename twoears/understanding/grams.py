"""One pass over a batch of texts: words and short runs of letters, as numbers, each with its place.

All readers share it. A text's numbers depend on that text alone, so a note is the same in any batch and order: each
text begins and ends with a separator, no run reaches over one, and sums are of whole numbers.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from twoears.lib.text import DROPPED, SPACE, TAG, folding, letters, marks

LIMIT: Final = 4000  # characters that are read of one text; what a post asks stands in its first screens
BITS: Final = 17
SEPARATOR: Final = 30
_RUNS: Final = (2, 3, 4, 5)
_PRIME: Final = np.uint64(0x9E3779B97F4A7C15)
_INVERSE: Final = np.uint64(pow(0x9E3779B97F4A7C15, -1, 1 << 64))
_PAIR: Final = np.uint64(0xC2B2AE3D27D4EB4F)
_RUN: Final = np.uint32(0x01000193)
_SPREAD: Final = np.uint32(0x9E3779B1)

Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a page: where each starts and ends in `codes`, its hash, and that of it with the next word.

    A word is a run of letters and digits; a separator, a sign, an address and a handle are a word each.
    """

    start: Places
    end: Places
    one: NDArray[np.uint64]
    two: NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Page:
    """A batch of texts as folded code points. Text i is `codes[first[i]:first[i + 1]]` and begins with a separator.

    `at` and `until` say where each code stands in its own text, in characters (an address is one code of many).
    `breaks` is true where a line ended before the code.
    """

    codes: NDArray[np.uint32]
    at: Places
    until: Places
    breaks: NDArray[np.bool_]
    first: Places
    words: Words


def _powers(base: np.uint64, count: int) -> NDArray[np.uint64]:
    terms = np.full(count, base, dtype=np.uint64)
    terms[0] = 1
    return np.cumprod(terms, dtype=np.uint64)


@cache
def _tables() -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """Powers for hashing; long enough for a usual chunk, longer ones are made when they come."""
    return _powers(_PRIME, 1 << 17), _powers(_INVERSE, 1 << 17)


def _hash_powers(count: int) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    up, down = _tables()
    if count <= len(up):
        return up[:count], down[:count]
    return _powers(_PRIME, count), _powers(_INVERSE, count)


def _fold(codes: NDArray[np.uint32]) -> NDArray[np.uint32]:
    if not len(codes) or codes.max() < len(folding()):
        return folding()[codes]
    basic = codes < len(folding())
    return np.where(basic, folding()[np.where(basic, codes, 0)], codes)


def is_letter(codes: NDArray[np.uint32]) -> NDArray[np.bool_]:
    """Whether each code is a letter or a digit of any writing."""
    return letters()[np.minimum(codes, 0xFFFF)]


def _words(codes: NDArray[np.uint32]) -> Words:
    letter = is_letter(codes)
    solid = codes != SPACE
    before = np.concatenate(([False], letter[:-1]))
    start = np.flatnonzero(solid & ~(letter & before))
    stop = ~np.concatenate((letter[1:] & letter[:-1], [False])) & solid
    end = np.flatnonzero(stop) + 1
    up, down = _hash_powers(len(codes) + 1)
    sums = np.concatenate((np.zeros(1, np.uint64), np.cumsum(codes.astype(np.uint64) * up[:-1], dtype=np.uint64)))
    one = (sums[end] - sums[start]) * down[start]
    after = np.concatenate((one[1:], one[-1:]))
    return Words(start, end, one, one * _PAIR + after)


def open_page(texts: Sequence[str]) -> Page:
    """The first 4,000 characters of each of `texts`, folded and cut into words.

    >>> page = open_page(["Hiiii @acme", ""])
    >>> "".join(map(chr, page.codes)), page.first.tolist()
    ('\\x1ehi \\x02\\x1e\\x1e', [0, 5, 6])
    """
    cut = [text[:LIMIT] for text in texts]
    joined = "\n" + "".join(text + "\n" for text in cut)
    raw = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    lengths = np.fromiter((len(text) + 1 for text in cut), dtype=np.int64, count=len(cut))
    seams = np.concatenate((np.zeros(1, np.int64), np.cumsum(lengths)))
    codes = _fold(raw)
    until = np.arange(1, len(codes) + 1, dtype=np.int64)
    for start, end, kind in marks(joined):
        codes[start] = kind
        codes[start + 1 : end] = DROPPED
        until[start] = end
    codes[seams] = SEPARATOR
    kept = _kept(codes)
    line = np.cumsum(raw == 10)[kept]
    breaks = np.concatenate(([False], line[1:] != line[:-1]))
    owner = np.repeat(np.arange(len(cut)), lengths)
    offset = np.concatenate((seams[:-1][owner] + 1, seams[-1:] + 1))[kept]
    first = np.searchsorted(kept, seams)
    return Page(codes[kept], kept - offset, until[kept] - offset, breaks, first, _words(codes[kept]))


def _kept(codes: NDArray[np.uint32]) -> Places:
    """Places of the codes that are read: of several spaces one, and of a letter drawn out its first."""
    some = np.flatnonzero(codes != DROPPED)
    read = codes[some]
    same = np.concatenate(([False], read[1:] == read[:-1]))
    longer = np.concatenate((same[1:], [False])) | np.concatenate(([False], same[:-1]))
    again = same & ((read == SPACE) | (longer & is_letter(read)))
    kept: Places = some[~again]
    return kept


def _spread(hashes: NDArray[np.uint32]) -> NDArray[np.uint32]:
    mixed = hashes ^ (hashes >> np.uint32(15))
    return (mixed * _SPREAD) >> np.uint32(32 - BITS)


def grams(page: Page) -> Iterator[tuple[Places, NDArray[np.uint32]]]:
    """Kind by kind: where (in `page.codes`) the runs of 2 to 5 codes and of one or two words start, and their keys.

    A key is a whole number below 2 ** 17. Within one kind no place comes twice.
    """
    codes = page.codes
    inner = codes == SEPARATOR
    hashes = codes * _RUN
    free = np.ones(len(codes), dtype=np.bool_)
    for size in _RUNS:
        hashes = (hashes[:-1] + codes[size - 1 :]) * _RUN
        if size > 2:
            free = free[: len(hashes)] & ~inner[size - 2 : size - 2 + len(hashes)]
        places = np.flatnonzero(free[: len(hashes)])
        yield places, _spread(hashes[places] + np.uint32(size))
    for keys in (page.words.one, page.words.two):
        yield page.words.start[:-1], _spread((keys[:-1] >> np.uint64(32)).astype(np.uint32))


def is_mark(codes: NDArray[np.uint32]) -> NDArray[np.bool_]:
    """Whether each code is an address, a handle, a hashtag's sign, a separator or a space: nothing that was said."""
    marked: NDArray[np.bool_] = (codes <= TAG) | (codes == SEPARATOR) | (codes == SPACE)
    return marked
