"""A text cut into words, each with its place: what all that look for names share."""

import re
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Final

from twoears.understanding.entities.values import LONGEST, READ, Entity, Known

# Letters, and an apostrophe only between letters: no text makes it go back.
_WORD: Final = re.compile(r"\w+(?:['’]\w+)*")
_FIGURE: Final = re.compile(r"\d")
_SHOUTED: Final = 0.7  # share of words with a capital from which on a capital says nothing
_SHOUTED_IN_GERMAN: Final = 0.85  # where every noun has one
_FEW: Final = 5
_ENDS: Final = frozenset('.!?\n:;•|>)"”»…(')


@dataclass(frozen=True, kw_only=True)
class Page:
    """`words` of `text`, and how each is written small; `capitals` are the places of those with a capital.

    `loud` says that most words have one, so that a capital tells nothing; `figures` that there are any.
    """

    text: str
    words: list[str]
    low: list[str]
    capitals: list[int]
    figures: bool
    loud: bool
    language: str
    said_at: datetime | None
    network: str
    known: Known

    @cached_property
    def spans(self) -> list[tuple[int, int]]:
        """Where each word starts and ends; most texts name nothing, and are not asked."""
        found = [match.span() for match in _WORD.finditer(self.text)]
        if not _owns(self.text):
            return found
        return [(start, start + len(word)) for (start, _), word in zip(found, self.words, strict=True)]

    def between(self, at: int) -> str:
        """What stands between a word and the next."""
        return self.text[self.spans[at][1] : self.spans[at + 1][0]] if at + 1 < len(self.words) else "\n"

    def before(self, at: int) -> str:
        """The word before, written small, if nothing but a blank is between; else nothing."""
        return self.low[at - 1] if at and self.text[self.spans[at - 1][1] : self.spans[at][0]] == " " else ""

    def joined(self, at: int) -> bool:
        """Whether a word is followed by another with a capital, with nothing but a blank or a hyphen between."""
        if at + 1 >= len(self.words) or self.text[self.spans[at][1] : self.spans[at + 1][0]] not in (" ", "-", " & "):
            return False
        return self.words[at + 1][0].isupper()

    def opens(self, at: int) -> bool:
        """Whether a word is the first of a sentence, where a capital says nothing."""
        return at == 0 or any(sign in _ENDS for sign in self.text[self.spans[at - 1][1] : self.spans[at][0]])

    def key(self, first: int, last: int) -> str:
        """The words from `first` to `last`, written small, with one blank where there are several."""
        return " ".join(self.text[self.spans[first][0] : self.spans[last][1]].casefold().split())[:LONGEST]

    def entity(self, kind: str, first: int, last: int, key: str, sure: float, reason: str) -> Entity:
        """The words from `first` to `last` as an entity."""
        start, end = self.spans[first][0], self.spans[last][1]
        return Entity(kind, self.text[start:end], key, start, end, sure, reason)


def _owns(text: str) -> bool:
    return "'s" in text or "’s" in text


def page_of(text: str, *, language: str, said_at: datetime | None, network: str, known: Known) -> Page:
    """The beginning of `text`, cut into words."""
    text = text[:READ]
    words = _WORD.findall(text)
    if _owns(text):  # whose it is does not belong to the name
        words = [word.removesuffix("'s").removesuffix("’s") for word in words]
    capitals = [at for at, word in enumerate(words) if word[0].isupper()]
    return Page(
        text=text,
        words=words,
        low=" ".join(words).lower().split(" ") if words else [],  # ten times as quick as one by one
        capitals=capitals,
        figures=_FIGURE.search(text) is not None,
        loud=len(words) >= _FEW and len(capitals) > (_SHOUTED_IN_GERMAN if language == "de" else _SHOUTED) * len(words),
        language=language,
        said_at=said_at,
        network=network,
        known=known,
    )
