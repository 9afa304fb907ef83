"""Whether what was learnt is better than what is shipped: told by answers that it was not taught.

Answers are dealt into five heaps; each heap is foretold by a model that was taught by the other four (cross-validation:
Stone 1974). What is learnt is used only where it foretells better by more than chance would make of it.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from twoears.people.matching.learning import Lesson, Reals
from twoears.people.matching.model import Model

FIRST: Final = 16
"""Answers below which nothing is learnt."""
EACH: Final = 4
"""Answers of either kind below which nothing is learnt: from yes alone nobody learns what a no looks like."""
MOST: Final = 4096
"""Answers that are learnt from at most."""
_HEAPS: Final = 5
_LEAST: Final = 1e-4  # a chance that is put as nought may still be wrong


@dataclass(frozen=True, slots=True)
class Foretold:
    """One answer: what was said of it by a model that was not taught it, and by the shipped one; and what it is."""

    learnt: float
    shipped: float
    same: bool


@dataclass(frozen=True, slots=True)
class Tried:
    """A model, and how it foretells: better by `gain` bits an answer, give or take `error`."""

    model: Model
    foretold: tuple[Foretold, ...]
    gain: float
    error: float

    @property
    def better(self) -> bool:
        """Whether it is better than the shipped one by more than its error."""
        return self.gain > self.error


def mark(answers: int) -> int:
    """How many of `answers` are learnt from: a power of two, so it is learnt anew whenever there are twice as many.

    >>> [mark(n) for n in (15, 16, 31, 32, 1_000_000)]
    [0, 16, 16, 32, 4096]
    """
    return min(1 << (answers.bit_length() - 1), MOST) if answers >= FIRST else 0


def tried(lesson: Lesson) -> Tried:
    """What is learnt from a lesson, and how well that foretells its answers."""
    asked = np.flatnonzero(lesson.asked)
    learnt, shipped = np.zeros(len(lesson.known)), lesson.chances(lesson.start)
    for heap in range(_HEAPS):
        out = np.zeros(len(lesson.known), np.bool_)
        out[asked[heap::_HEAPS]] = True
        learnt[out] = lesson.chances(lesson.model(out))[out]
    same = lesson.same[asked]
    gains = _bits(shipped[asked], same) - _bits(learnt[asked], same)
    error = float(gains.std(ddof=1) / np.sqrt(len(gains))) if len(gains) > 1 else np.inf
    rows = zip(learnt[asked], shipped[asked], same, strict=True)
    told = tuple(Foretold(round(float(a), 6), round(float(b), 6), bool(c)) for a, b, c in rows)
    return Tried(lesson.model(), told, float(gains.mean()) if len(gains) else 0.0, float(error))


def _bits(chances: Reals, same: NDArray[np.bool_]) -> Reals:
    """How surprised each answer leaves who foretold it."""
    sure = np.clip(np.where(same, chances, 1 - chances), _LEAST, 1)
    return np.asarray(-np.log2(sure), np.float64)
