"""Texts as stances are read from them: small letters without accents, each in its place; sentences, and their words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from twoears.lib.text import folding
from twoears.understanding.needs.stops import STOPS
from twoears.understanding.stances.cues import FILLERS, NEGATIONS

READ: Final = 4_000  # characters of a text, as far as readers read
_STEM: Final = 7  # letters by which a word is told, as for themes
_WORD: Final = re.compile(r"[^\W_](?:[^\W_]|\0)*")
_ELIDED: Final = re.compile(r"[ldnscjmtq]\0[^\W_]{2}")
_END: Final = re.compile(r"[.!?…]+(?=\s|$)|\n+")
_NOT_SAID: Final = re.compile(r"https?://\S+|www\.\S+|(?<![\w@])@[\w.@-]+")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a sentence as it is read, with its place in the text."""

    text: str
    start: int
    end: int

    @property
    def stem(self) -> str:
        """Its first letters: the forms of a word mostly differ behind them."""
        return self.text[:_STEM]

    @property
    def states(self) -> bool:
        """Whether a statement is another one without it: "more" and "should" count, "the" does not."""
        return self.text not in FILLERS and self.text not in NEGATIONS

    @property
    def tells(self) -> bool:
        """Whether it says something of a subject by itself."""
        return self.states and self.text not in STOPS


@dataclass(frozen=True, slots=True)
class Sentence:
    """Some words, the sign at their end, and the folded text between `start` and `end`."""

    words: tuple[Word, ...]
    start: int
    end: int
    text: str
    asks: bool


class _Table(dict[int, str]):
    def __missing__(self, code: int) -> str:
        letter = chr(code)
        made = letter if letter.isdigit() or code >= len(folding()) else chr(int(folding()[code]))
        self[code] = " " if letter == "\n" else made
        return self[code]


@cache
def _table() -> _Table:
    return _Table()


def fold(text: str) -> str:
    """Small letters without accents; apostrophes become NUL, so that each place stays.

    >>> fold("Don’t, Élan!").replace(chr(0), "_")
    'don_t, elan!'
    """
    return text[:READ].translate(_table())


def sentences(text: str) -> Iterator[Sentence]:
    """The sentences of a text; addresses and handles are no words.

    >>> [[word.text for word in one.words] for one in sentences("@acme Don't! It costs 7 euros.")]
    [['dont'], ['it', 'costs', '7', 'euros']]
    """
    said = _NOT_SAID.sub(lambda found: " " * len(found[0]), text[:READ])
    flat, start = fold(said), 0
    for end in [*_END.finditer(said), None]:
        stop = end.start() if end else len(said)
        words = tuple(_word(found, start) for found in _WORD.finditer(flat[start:stop]))
        if words:
            asks = end is not None and "?" in end[0]
            yield Sentence(words, words[0].start, words[-1].end, flat[start:stop], asks)
        start = end.end() if end else stop


def _word(found: re.Match[str], start: int) -> Word:
    """A word without its apostrophes, and without the article that is tied to it by one (l'élan, d'accord)."""
    skip = 2 if _ELIDED.match(found[0]) else 0
    return Word(found[0][skip:].replace("\0", ""), start + found.start() + skip, start + found.end())
