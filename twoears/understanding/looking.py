"""A batch of texts made ready for all readers that weigh: by numpy, or by machine code, with the same result."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from twoears.understanding import swift
from twoears.understanding.evidence import Floats, weigh
from twoears.understanding.grams import Page, Places, is_letter, open_page
from twoears.understanding.notes import Text
from twoears.understanding.places import ByEvidence, Span
from twoears.understanding.weights import ENGLISH, FORM, OTHER, Weights

FIVE: Final = frozenset({"en", "de", "fr", "es", "it", ""})
_AS_ENGLISH: Final = frozenset({"en", ""})  # too short to tell counts as English: most such posts are "thx", "price?"
_LATIN: Final = 0x250
_LETTERS: Final = 6  # fewest in a question of a language that was not taught
_KNOWN: Final = 1024  # languages, as sources declare them


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
    english, five = spoken_in([text.language for text in texts])
    evidence = weigh(page, english, weights.table)
    taught = five & _worded(page)
    return Look(evidence.signs, taught, _spoken(page), _groups(english, taught), ByEvidence(evidence), scores)


def look_swiftly(batch: swift.Batch, languages: Sequence[str], weights: Weights) -> Look:
    """The same by machine code."""
    english, five = spoken_in(languages)
    weighed = swift.weigh(batch, english, weights.table)
    taught = five & (weighed.found.facts[:, 0] > 0)
    spoken = weighed.found.facts[:, 1] >= _LETTERS
    return Look(weighed.found.signs, taught, spoken, _groups(english, taught), weighed, swift.scores)


def scores(signs: Floats, weights: Floats) -> Floats:
    """A row for each row of signs, a column for each row of weights."""
    found: Floats = (signs[:, None, :] * weights[None, :, :-1]).sum(axis=2) + weights[:, -1]
    return found


def _groups(english: NDArray[np.bool_], taught: NDArray[np.bool_]) -> dict[str, Places]:
    return {
        ENGLISH: np.flatnonzero(taught & english), OTHER: np.flatnonzero(taught & ~english),
        FORM: np.flatnonzero(~taught),
    }  # fmt: skip


def spoken_in(languages: Sequence[str]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which of some languages count as English, and which were taught.

    >>> [flags.tolist() for flags in spoken_in(["en-GB", "", "fr", "nl"])]
    [[True, True, False, False], [True, True, True, False]]
    """
    flags = np.array([_flags(language) for language in languages], dtype=np.bool_).reshape(-1, 2)
    return flags[:, 0], flags[:, 1]


@lru_cache(maxsize=_KNOWN)
def _flags(language: str) -> tuple[bool, bool]:
    short = language.replace("_", "-").split("-")[0].lower()
    return short in _AS_ENGLISH, short in FIVE


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
