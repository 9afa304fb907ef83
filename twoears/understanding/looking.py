"""A batch of texts made ready for all readers that weigh: by numpy, or by machine code, with the same result."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from twoears.understanding import swift
from twoears.understanding.evidence import Floats, weigh
from twoears.understanding.grams import Page, Places, is_letter, open_page
from twoears.understanding.notes import Text
from twoears.understanding.places import ByEvidence, Span
from twoears.understanding.tones import FOREIGN
from twoears.understanding.weights import ENGLISH, FORM, OTHER, Weights

FIVE: Final = frozenset({"en", "de", "fr", "es", "it", ""})
_AS_ENGLISH: Final = frozenset({"en", ""})  # too short to tell counts as English: most such posts are "thx", "price?"
_LATIN: Final = 0x250
_LETTERS: Final = 6  # fewest in a question of a language that was not taught
_KNOWN: Final = 1024  # languages, as sources declare them


class Spoken(NamedTuple):
    """Of each text of a batch: whether its language counts as English, whether it was taught, and which of FOREIGN it
    is (-1 for none)."""

    english: NDArray[np.bool_]
    five: NDArray[np.bool_]
    foreign: Places


class Pointing(Protocol):
    """Tells which places decided, for some texts of the batch."""

    def asking(self, texts: Sequence[int], questions: Sequence[bool]) -> list[tuple[Span, ...]]: ...
    def deciding(self, texts: Sequence[int], label: str) -> list[tuple[Span, ...]]: ...


@dataclass(frozen=True, slots=True)
class Look:
    """A batch that all readers judge: its signs, and which places are of which group of languages.

    `taught` are the texts in Latin words of a language that was learnt from, `spoken` those with words of any kind.
    `score` sums rows of signs by rows of weights, whose last is the start value.
    """

    signs: Floats
    taught: NDArray[np.bool_]
    spoken: NDArray[np.bool_]
    groups: dict[str, Places]
    places: Pointing
    score: Callable[[Floats, Floats], Floats]


def look(texts: Sequence[Text], weights: Weights) -> Look:
    """The evidence in `texts`, gathered once for all readers, by numpy."""
    page = open_page([text.words for text in texts])
    english, five, _ = spoken_in([text.language for text in texts])
    evidence = weigh(page, english, weights.table)
    taught = five & _worded(page)
    return Look(evidence.signs, taught, _spoken(page), _groups(english, taught), ByEvidence(evidence), scores)


def look_swiftly(weighed: swift.Weighed, spoken: Spoken) -> Look:
    """The same of a batch that was weighed by machine code."""
    found = weighed.found
    taught = spoken.five & (found.facts[:, 0] > 0)
    wordy = found.facts[:, 1] >= _LETTERS
    return Look(found.signs, taught, wordy, _groups(spoken.english, taught), weighed, swift.scores)


def scores(signs: Floats, weights: Floats) -> Floats:
    """A row for each row of signs, a column for each row of weights."""
    found: Floats = (signs[:, None, :] * weights[None, :, :-1]).sum(axis=2) + weights[:, -1]
    return found


def _groups(english: NDArray[np.bool_], taught: NDArray[np.bool_]) -> dict[str, Places]:
    return {
        ENGLISH: np.flatnonzero(taught & english), OTHER: np.flatnonzero(taught & ~english),
        FORM: np.flatnonzero(~taught),
    }  # fmt: skip


def spoken_in(languages: Sequence[str]) -> Spoken:
    """What is to be known of some languages.

    >>> [flags.tolist() for flags in spoken_in(["en-GB", "", "fr", "nl"])]
    [[True, True, False, False], [True, True, True, False], [-1, -1, 1, -1]]
    """
    told = np.array([_told(language) for language in languages], dtype=np.int64).reshape(-1, 3)
    return Spoken(told[:, 0] > 0, told[:, 1] > 0, told[:, 2].copy())


@lru_cache(maxsize=_KNOWN)
def _told(language: str) -> tuple[bool, bool, int]:
    short = plain(language)
    return short in _AS_ENGLISH, short in FIVE, FOREIGN.index(short) if short in FOREIGN else -1


@lru_cache(maxsize=_KNOWN)
def plain(language: str) -> str:
    """A language without its country.

    >>> plain("de_AT")
    'de'
    """
    return language.replace("_", "-").split("-")[0].lower()


def _spoken(page: Page) -> NDArray[np.bool_]:
    """Texts with some letters, of whatever writing."""
    sums = np.concatenate((np.zeros(1, np.int64), np.cumsum(is_letter(page.codes))))
    return (np.diff(sums[page.first]) >= _LETTERS).astype(np.bool_)


def _worded(page: Page) -> NDArray[np.bool_]:
    """Texts of which most words begin with a Latin letter: in other writing no run of letters was learnt."""
    head = page.codes[page.words.start]
    latin = ((head >= ord("a")) & (head <= ord("z"))) | ((head > 0xBF) & (head < _LATIN))
    other = head >= _LATIN
    written = other & ((head < 0x2000) | ((head >= 0x2E80) & (head < 0xFE00)))
    balance = np.concatenate((np.zeros(1, np.int64), np.cumsum(latin.astype(np.int64) - written)))
    return (np.diff(balance[np.searchsorted(page.words.start, page.first)]) > 0).astype(np.bool_)
