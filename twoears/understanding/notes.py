"""What a reader makes of a text: a label, how sure it is, and the words that decided it.

A note is an opinion: it can be thrown away and made again. A reader that does not know says so.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from twoears.understanding.intents import INTENTS

CANNOT_TELL: Final = "cannot tell"
SILENT: Final = frozenset({"none", "neutral"})  # labels that say of a post what holds for most
_SHARES: Final = 10_001  # different probabilities


@dataclass(frozen=True, slots=True)
class Text:
    """What is read: the words (title and body), and the language that was declared or found before."""

    words: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """`label` by `reader` at `version`, with a calibrated `probability` that it is right.

    `spans` are the places in the words that decided it, as (start, end) in characters, first the weightiest.
    For "cannot tell" the probability is that of the best label, which was not enough.
    """

    reader: str
    version: str
    label: str
    probability: float
    spans: tuple[tuple[int, int], ...] = ()

    def words(self, text: str) -> tuple[str, ...]:
        """The words that decided it.

        >>> Note("thanks", "1", "thanks", 0.97, ((0, 9),)).words("Thank you for that.")
        ('Thank you',)
        """
        return tuple(text[start:end] for start, end in self.spans)


def says(note: Note) -> bool:
    """Whether a note says something, or that it cannot tell; of the others nothing is kept.

    That an intent cannot be told is not kept either: it holds for most posts, and hangs on nothing.

    >>> says(Note("emotion", "1", "joy", 0.8)), says(Note("emotion", "1", "none", 0.8))
    (True, False)
    """
    return note.label not in SILENT and not (note.label == CANNOT_TELL and note.reader in INTENTS)


def language_in(notes: Iterable[Note]) -> str:
    """The language that was read, empty where it could not be told.

    >>> language_in([Note("asks", "1", "question", 0.9), Note("language", "1", "de", 0.99)])
    'de'
    """
    return next((n.label for n in notes if n.reader == "language" and n.label != CANNOT_TELL), "")


class Placeless:
    """The notes of a reader that have no places, each made once: as shares have four digits, there are few of them."""

    def __init__(self, reader: str, version: str, labels: Sequence[str]) -> None:
        self._reader, self._version, self._labels = reader, version, labels
        self._notes = np.empty(len(labels) * _SHARES, dtype=np.object_)
        self._made = np.zeros(len(self._notes), dtype=np.bool_)

    def notes(self, labels: NDArray[np.int64], shares: NDArray[np.float64]) -> list[Note]:
        """A note for each pair of a label's place and its share."""
        seats = labels * _SHARES + np.rint(shares * (_SHARES - 1)).astype(np.int64)
        for seat in set(seats[~self._made[seats]].tolist()):
            label, share = divmod(seat, _SHARES)
            self._notes[seat] = Note(self._reader, self._version, self._labels[label], share / (_SHARES - 1))
            self._made[seat] = True  # only now, as other threads may ask
        found: list[Note] = self._notes[seats].tolist()
        return found


class Reader(Protocol):
    """Reads texts in batches. `name` and `labels` stay; `version` changes when the same text may read differently."""

    name: str
    version: str
    question: str
    labels: tuple[str, ...]

    def read(self, texts: Sequence[Text]) -> list[Note]: ...
