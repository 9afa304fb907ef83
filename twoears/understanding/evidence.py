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

# Signs that need no word of any language.
NEUTRAL: Final = (
    "a sentence ends with a question mark", "the last sentence does", "the first does and the last does not",
    "a question in quotation marks", "has an address", "has a hashtag", "has an exclamation mark",
    "has a per cent or money sign", "one sentence",
)  # fmt: skip
# Cues that beg or report: a post without any of them, and without a question, hardly waits for an answer.
ASKING: Final = ("please", "help", "need or want", "does not work")
# What the runs are weighed for. "answers" is the voice of a company that answers, which must not count as asking.
# "dry" are complaints as a few dry words tell them, learnt from our own posts alone.
COLUMNS: Final = ("asks", "request", "thanks", "complaint", "promotion", "answers", "dry")
_LANES: Final = 8  # columns that are read at once
_MARKS: Final = (
    "a sentence ends with a question mark", "the last sentence does", "the first does and the last does not",
    "a question with a question word in front", "a question that begins with its verb", "a question to you",
    "a question with I or we", "a question word in front without a mark", "a verb in front without a mark",
    "a question in quotation marks", "begins with a handle", "has an address", "has a hashtag",
    "has an exclamation mark",
    "has a per cent or money sign", "fewer than four words", "more than forty words", "one sentence",
    "cries for help", "nothing asks",
)  # fmt: skip
_PLAIN: Final = ("not English", "nothing asks, not in English", "words, logarithm")
_QUESTIONS: Final = ("pull of the questions, English", "pull of the questions, other")
SIGNS: Final = (*_MARKS, *KINDS, *_PLAIN, *_QUESTIONS, *(
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

    `strength` is the pull of each sentence, a row each; `said` its first and last character, handles and addresses at
    its ends left out (0, 0 where nothing is left); `marked` whether it has a question mark.
    """

    page: Page
    sentences: Sentences
    pull: NDArray[np.int64]
    strength: Floats
    signs: Floats
    said: Places
    marked: NDArray[np.bool_]


def sentences(page: Page) -> Sentences:
    """Sentences end with a full stop, a question or exclamation mark before a space, or with the line.

    >>> from twoears.understanding.grams import open_page
    >>> found = sentences(open_page(["It is late. Is it? Yes", "no"]))
    >>> found.owner.tolist(), len(found.start)
    ([0, 0, 0, 1], 4)
    """
    codes = page.codes
    stop = np.isin(codes, tuple(map(ord, ".!?")))
    close = np.isin(codes, tuple(map(ord, '")]')))
    stop[1:] |= close[1:] & stop[:-1]
    starts = page.breaks.copy()
    starts[1:] |= (codes[1:] == SPACE) & stop[:-1]
    starts |= codes == SEPARATOR
    place = np.flatnonzero(starts)
    owner = np.searchsorted(page.first, place[:-1], side="right") - 1
    return Sentences(place[:-1], place[1:], owner)


def pulls(page: Page, table: NDArray[np.uint64]) -> tuple[NDArray[np.int64], Places]:
    """The pull of the runs that start at each code, and how many they are, both summed from the left (one row more).

    The table may have one or several 64-bit words for each key, each with the weights for eight columns.
    """
    table = table.reshape(len(table), -1)
    lanes = _LANES * table.shape[1]
    pull = np.zeros((len(page.codes) + 1, lanes), dtype=np.int64)
    count = np.zeros(len(page.codes) + 1, dtype=np.int64)
    step = np.zeros((len(page.codes), lanes), dtype=np.int16)
    for places, keys in grams(page):
        step[places] += table[keys].view(np.int8).reshape(-1, lanes)
        count[places + 1] += 1
    np.cumsum(step, axis=0, dtype=np.int64, out=pull[1:])
    return pull, np.cumsum(count)


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


def _asks(page: Page, found: Sentences) -> NDArray[np.bool_]:
    """Which sentences have a question mark that is not within quotation marks."""
    mark = (page.codes == ord("?")) & ~_quoted(page)
    sums = np.concatenate((np.zeros(1, np.int64), np.cumsum(mark)))
    some: NDArray[np.bool_] = np.greater(sums[found.end], sums[found.start])
    return some


def _said(page: Page, found: Sentences) -> Places:
    """The characters of each sentence without marks at its ends, a row each; 0, 0 where there are only marks."""
    inner = np.append(np.flatnonzero(~is_mark(page.codes)), len(page.codes) - 1)
    low, high = np.searchsorted(inner, found.start), np.searchsorted(inner, found.end)
    last = np.searchsorted(inner, len(page.codes) - 1)  # the separator that ends the page
    full = np.minimum(high, last) > low
    span = np.stack((page.at[inner[np.minimum(low, last)]], page.until[inner[np.minimum(high, last) - 1]]), axis=1)
    return np.where(full[:, None], span, 0)


def _worded(page: Page) -> Places:
    """How many words each text has, signs counted too."""
    edge = np.searchsorted(page.words.start, page.first)
    counts: Places = np.diff(edge)
    return counts


def _form(page: Page, found: Sentences, asks: NDArray[np.bool_], bits: NDArray[np.uint32]) -> list[NDArray[np.bool_]]:
    """How the sentences of each text ask: which of them, and in which words."""
    texts, owner = len(page.first) - 1, found.owner
    who = _bit(_opening(page, found, bits, 5), "asks who or what")
    verb = _bit(_opening(page, found, bits, 2), "turns the verb round")
    inside = _in_sentences(page, found, bits)
    first = np.searchsorted(owner, np.arange(texts))
    last = np.searchsorted(owner, np.arange(texts), side="right") - 1
    quoted = _within((page.codes == ord("?")) & _quoted(page), page.first)
    some = (
        asks, asks & who, asks & verb, asks & _bit(inside, "you"), asks & _bit(inside, "I or we"), who & ~asks,
        verb & ~asks,
    )  # fmt: skip
    one, *others = [_any(flags, owner, texts) for flags in some]
    return [one, asks[last], asks[first] & ~asks[last], *others, quoted]


def _shape(page: Page, found: Sentences, words: Places) -> list[NDArray[np.bool_]]:
    """What else is seen at a glance: handle, address, tag, signs, length."""
    handle = page.codes[np.minimum(page.first[:-1] + 1, len(page.codes) - 1)] == HANDLE
    one = np.bincount(found.owner, minlength=len(words)) == 1
    has = [_has(page, letters) for letters in (chr(ADDRESS), chr(TAG), "!", "%$€£")]
    return [handle, *has, words < 5, words > 41, one]


def _cries(page: Page, found: Sentences, bits: NDArray[np.uint32]) -> NDArray[np.bool_]:
    """Texts with a very short sentence that is a word of help and an exclamation mark."""
    length = np.diff(np.searchsorted(page.words.start, np.append(found.start, found.end[-1:])))
    sums = np.concatenate((np.zeros(1, np.int64), np.cumsum(page.codes == ord("!"))))
    loud = sums[found.end] > sums[found.start]
    short = loud & (length < 9) & _bit(_in_sentences(page, found, bits), "help")
    return _any(short, found.owner, len(page.first) - 1)


def _of_questions(strength: Floats, asks: NDArray[np.bool_], found: Sentences, texts: int) -> Floats:
    """How strongly the strongest sentence with a question mark asks; 0 where there is none."""
    pull = np.where(asks, strength, -np.inf)
    best = np.maximum.reduceat(pull, np.searchsorted(found.owner, np.arange(texts)))
    return np.where(np.isfinite(best), best, 0.0)


def _strengths(pull: NDArray[np.int64], count: Places, start: Places, end: Places) -> Floats:
    runs = np.maximum(count[end] - count[start], 1)
    strength: Floats = (pull[end] - pull[start]) / np.sqrt(runs)[:, None]
    return strength


def _sums(whole: Floats, best: Floats, english: NDArray[np.bool_]) -> list[Floats]:
    other = ~english
    return [
        part[:, column] * some for part in (whole, best) for column in range(len(COLUMNS)) for some in (english, other)
    ]


def weigh(page: Page, english: NDArray[np.bool_], table: NDArray[np.uint64]) -> Evidence:
    """All that speaks for any label in the texts of `page`, one or more; `english` says which of them are."""
    texts, other = len(english), ~english
    found, bits = sentences(page), cued(page.words)
    every, count = pulls(page, table)
    pull = every[:, : len(COLUMNS)]
    whole = _strengths(pull, count, page.first[:-1], page.first[1:])
    strength = _strengths(pull, count, found.start, found.end)
    best = np.maximum.reduceat(strength, np.searchsorted(found.owner, np.arange(texts)))
    owner = np.searchsorted(page.first, page.words.start[:-1], side="right") - 1
    kinds = [_any(_bit(bits[:-1], kind), owner, texts) for kind in KINDS]
    asks, words = _asks(page, found), _worded(page)
    silent = ~np.logical_or.reduce([_any(asks, found.owner, texts), *(kinds[KINDS.index(one)] for one in ASKING)])
    questions = _of_questions(strength[:, 0], asks, found, texts)
    columns: list[NDArray[np.bool_] | Floats] = [
        *_form(page, found, asks, bits), *_shape(page, found, words), _cries(page, found, bits), silent, *kinds,
        other, silent & other, np.log1p(words), questions * english, questions * other, *_sums(whole, best, english),
    ]  # fmt: skip
    signs = np.stack([np.asarray(column, dtype=np.float64) for column in columns], axis=1)
    marked = np.add.reduceat(page.codes == ord("?"), found.start, dtype=np.int64) > 0
    return Evidence(page, found, every, strength, signs, _said(page, found), marked)
