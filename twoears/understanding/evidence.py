"""What speaks for a label, text by text: the pull of its word and letter runs, and some thirty signs that can be read.

The runs are weighed by a table that was learnt (`weights.py`). The signs (does a sentence end with a question mark, is
somebody thanked, is it said to "you") are weighed in a second step together with the sums of the first.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from twoears.lib.text import ADDRESS, HANDLE, SPACE, TAG
from twoears.understanding.cues import KINDS, cued
from twoears.understanding.grams import SEPARATOR, Page, Places, grams, is_mark

# What the runs are weighed for. "answers" is the voice of a company that answers, which must not count as asking.
COLUMNS: Final = ("asks", "request", "thanks", "complaint", "promotion", "answers")
_LANES: Final = 8  # the columns, padded so that one row is read at once
_MARKS: Final = (
    "a sentence ends with a question mark", "the last sentence does", "the first does and the last does not",
    "a question with a question word in front", "a question that begins with its verb", "a question to you",
    "a question with I or we", "a question word in front without a mark", "a verb in front without a mark",
    "a question in quotation marks", "begins with a handle", "has an address", "has a hashtag",
    "has an exclamation mark",
    "has a per cent or money sign", "fewer than four words", "more than forty words", "one sentence",
)  # fmt: skip
SIGNS: Final = (*_MARKS, *KINDS, "not English", *(
    f"{column}, {part}, {language}" for part in ("all words", "strongest sentence") for column in COLUMNS
    for language in ("English", "other"))
)  # fmt: skip

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Sentences:
    """Where sentences start and end in the codes of a page, and the text that each is of."""

    start: Places
    end: Places
    owner: Places


@dataclass(frozen=True, slots=True)
class Evidence:
    """`pull` are whole numbers, a row for each code and one more, summed from the left; `signs` a row for each text.

    `strength` is the pull of each sentence, a row each.
    """

    page: Page
    sentences: Sentences
    pull: NDArray[np.int64]
    strength: Floats
    signs: Floats


def sentences(page: Page) -> Sentences:
    """Sentences end with a full stop, a question or exclamation mark before a space, or with the line.

    >>> from twoears.understanding.grams import open_page
    >>> found = sentences(open_page(["It is late. Is it? Yes", "no"]))
    >>> found.owner.tolist(), len(found.start)
    ([0, 0, 0, 1], 4)
    """
    codes = page.codes
    stop = np.isin(codes, tuple(map(ord, ".!?")))
    close = np.isin(codes, tuple(map(ord, "\")]")))
    stop[1:] |= close[1:] & stop[:-1]
    starts = page.breaks.copy()
    starts[1:] |= (codes[1:] == SPACE) & stop[:-1]
    starts |= codes == SEPARATOR
    place = np.flatnonzero(starts)
    owner = np.searchsorted(page.first, place[:-1], side="right") - 1
    return Sentences(place[:-1], place[1:], owner)


def pulls(page: Page, table: NDArray[np.uint64]) -> tuple[NDArray[np.int64], Places]:
    """The pull of the runs that start at each code, and how many they are, both summed from the left (one row more)."""
    pull = np.zeros((len(page.codes) + 1, _LANES), dtype=np.int64)
    count = np.zeros(len(page.codes) + 1, dtype=np.int64)
    step = np.zeros((len(page.codes), _LANES), dtype=np.int16)
    for places, keys in grams(page):
        step[places] += table[keys].view(np.int8).reshape(-1, _LANES)
        count[places + 1] += 1
    np.cumsum(step, axis=0, dtype=np.int64, out=pull[1:])
    return pull[:, : len(COLUMNS)], np.cumsum(count)


def _any(flags: NDArray[np.bool_], owner: Places, texts: int) -> NDArray[np.bool_]:
    return np.bincount(owner[flags], minlength=texts).astype(np.bool_)


def _has(page: Page, letters: str) -> NDArray[np.bool_]:
    return _within(np.isin(page.codes, tuple(map(ord, letters))), page.first)


def _within(flags: NDArray[np.bool_], first: Places) -> NDArray[np.bool_]:
    sums = np.concatenate((np.zeros(1, np.int64), np.cumsum(flags)))
    some: NDArray[np.bool_] = np.greater(sums[first[1:]], sums[first[:-1]])
    return some


def _quoted(page: Page) -> NDArray[np.bool_]:
    """Which codes stand between quotation marks. Where their number is odd none do: it may mean inches."""
    sums = np.concatenate((np.zeros(1, np.int64), np.cumsum(page.codes == ord('"'))))
    owner = np.repeat(np.arange(len(page.first) - 1), np.diff(page.first))
    even = (sums[page.first[1:]] - sums[page.first[:-1]]) % 2 == 0
    quoted = np.zeros(len(page.codes), dtype=np.bool_)
    inside = sums[1 : page.first[-1] + 1] - sums[page.first[:-1]][owner]
    quoted[: page.first[-1]] = (inside % 2 == 1) & even[owner]
    return quoted


def _bit(bits: NDArray[np.uint32], kind: str) -> NDArray[np.bool_]:
    return (bits >> np.uint32(KINDS.index(kind)) & np.uint32(1)).astype(np.bool_)


def _opening(page: Page, found: Sentences, bits: NDArray[np.uint32], words: int) -> NDArray[np.uint32]:
    """The cues among the first `words` words of each sentence, handles and addresses not counted."""
    said = np.flatnonzero(~is_mark(page.codes[page.words.start]))
    start = np.concatenate((page.words.start[said], np.full(words, len(page.codes))))
    cues = np.concatenate((bits[said], np.zeros(words, np.uint32)))
    index = np.searchsorted(start, found.start)
    opening = np.zeros(len(found.start), np.uint32)
    for step in range(words):
        place = np.minimum(index + step, len(start) - 1)
        opening |= np.where(start[place] < found.end, cues[place], np.uint32(0))
    return opening


def _in_sentences(page: Page, found: Sentences, bits: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """All cues of each sentence."""
    first = np.searchsorted(page.words.start, found.start)
    padded = np.concatenate((bits, np.zeros(1, np.uint32)))
    some = np.bitwise_or.reduceat(padded, first)
    empty = first == np.searchsorted(page.words.start, found.end)
    return np.where(empty, np.uint32(0), some)


def _marks(page: Page, found: Sentences, bits: NDArray[np.uint32]) -> list[NDArray[np.bool_]]:
    texts, owner = len(page.first) - 1, found.owner
    mark = page.codes == ord("?")
    quoted = _quoted(page)
    sums = np.concatenate((np.zeros(1, np.int64), np.cumsum(mark & ~quoted)))
    asks = sums[found.end] > sums[found.start]
    opening = _opening(page, found, bits, 5)
    who = _bit(opening, "asks who or what")
    verb = _bit(_opening(page, found, bits, 2), "turns the verb round")
    inside = _in_sentences(page, found, bits)
    first = np.searchsorted(owner, np.arange(texts))
    last = np.searchsorted(owner, np.arange(texts), side="right") - 1
    words = np.bincount(np.searchsorted(page.first, page.words.start[:-1], side="right") - 1, minlength=texts)
    handle = page.codes[np.minimum(page.first[:-1] + 1, len(page.codes) - 1)] == HANDLE
    return [
        _any(asks, owner, texts), asks[last], asks[first] & ~asks[last], _any(asks & who, owner, texts),
        _any(asks & verb, owner, texts), _any(asks & _bit(inside, "you"), owner, texts),
        _any(asks & _bit(inside, "I or we"), owner, texts), _any(who & ~asks, owner, texts),
        _any(verb & ~asks, owner, texts), _within(mark & quoted, page.first), handle,
        _has(page, chr(ADDRESS)), _has(page, chr(TAG)), _has(page, "!"), _has(page, "%$€£"), words < 5, words > 41,
        first == last,
    ]  # fmt: skip


def _strengths(pull: NDArray[np.int64], count: Places, start: Places, end: Places) -> Floats:
    runs = np.maximum(count[end] - count[start], 1)
    strength: Floats = (pull[end] - pull[start]) / np.sqrt(runs)[:, None]
    return strength


def weigh(page: Page, english: NDArray[np.bool_], table: NDArray[np.uint64]) -> Evidence:
    """All that speaks for any label in the texts of `page`, one or more; `english` says which of them are."""
    found = sentences(page)
    bits = cued(page.words)
    pull, count = pulls(page, table)
    whole = _strengths(pull, count, page.first[:-1], page.first[1:])
    strength = _strengths(pull, count, found.start, found.end)
    best = np.maximum.reduceat(strength, np.searchsorted(found.owner, np.arange(len(english))))
    owner = np.searchsorted(page.first, page.words.start[:-1], side="right") - 1
    kinds = [_any(_bit(bits[:-1], kind), owner, len(english)) for kind in KINDS]
    columns: list[NDArray[np.bool_] | Floats] = [*_marks(page, found, bits), *kinds, ~english]
    for part in (whole, best):
        for column in range(len(COLUMNS)):
            columns += [part[:, column] * english, part[:, column] * ~english]
    signs = np.stack([np.asarray(column, dtype=np.float64) for column in columns], axis=1)
    return Evidence(page, found, pull, strength, signs)
