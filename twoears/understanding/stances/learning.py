"""What is learnt from members' marks on a statement: a ridge regression over the shared runs of letters and words.

How good it is, is told by marks that it has not seen: all marks of one person are left out together, which a ridge
regression tells without fitting anew (Cook and Weisberg 1982, 2.2; the kernel form as in Pahikkala et al. 2006).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from twoears.understanding.grams import BITS, Page, grams, is_mark, open_page
from twoears.understanding.stances.stance import Side, Span

Floats = NDArray[np.floating[Any]]
Ints = NDArray[np.int64]

SIDES: Final[tuple[Side, ...]] = ("agree", "disagree", "cannot tell")
_RIDGE: Final = 0.3
_CHUNK: Final = 1_000
_COLUMNS: Final = 4_096
_WORDS: Final = 3
_HALF: Final = 0.5


@dataclass(frozen=True, slots=True)
class Marked:
    """A text, who said it, and what members say that it makes of the statement."""

    text: str
    who: str
    side: Side


class Learnt(Protocol):
    """What was learnt. `held_out` has a row of scores for each mark, told by those of other people."""

    @property
    def held_out(self) -> Floats: ...
    def scores(self, texts: Sequence[str]) -> Floats: ...
    def deciding(self, text: str, side: Side) -> tuple[Span, ...]: ...


class Learner(Protocol):
    """Learns to take sides: one statement at a time, from at least one mark of two sides."""

    def __call__(self, marks: Sequence[Marked], /) -> Learnt: ...


@dataclass(frozen=True, slots=True, eq=False)
class Ridge:
    """A weight for each run and side, above the share of that side among the marks."""

    weights: Floats
    start: Floats
    held_out: Floats

    def scores(self, texts: Sequence[str]) -> Floats:
        """A row for each text, a column for each side: about 1 where it takes it, 0 where not."""
        rows = [self._scored(texts[at : at + _CHUNK]) for at in range(0, len(texts), _CHUNK)]
        return np.vstack(rows) if rows else np.zeros((0, len(SIDES)))

    def deciding(self, text: str, side: Side) -> tuple[Span, ...]:
        """The words that carry half of what speaks for a side, the weightiest first."""
        page = open_page([text])
        pull = np.zeros(len(page.codes) + 1)
        for places, keys in grams(page):
            np.add.at(pull, places, self.weights[keys, SIDES.index(side)])
        return _spans(page, np.concatenate(([0.0], np.cumsum(pull))))

    def _scored(self, texts: Sequence[str]) -> Floats:
        page = open_page(texts)
        found, many = np.zeros((len(texts), len(SIDES))), np.zeros(len(texts))
        for row, keys in _entries(page):
            many += np.bincount(row, minlength=len(texts))
            for side, column in enumerate(self.weights.T):
                found[:, side] += np.bincount(row, column[keys], len(texts))
        return found / np.sqrt(np.maximum(many, 1))[:, None] + self.start


def learn(marks: Sequence[Marked]) -> Ridge:
    """Learn from marks.

    >>> marks = [Marked(f"it is {'too slow' if n % 2 else 'fast enough'}, I say {n}", f"p{n}",
    ...                 "agree" if n % 2 else "disagree") for n in range(12)]
    >>> found = learn(marks)
    >>> [SIDES[at] for at in found.scores(["so slow, too slow", "fast"]).argmax(axis=1)]
    ['agree', 'disagree']
    """
    row, key, value = _table([mark.text for mark in marks])
    kernel = _kernel(row, key, value, len(marks))
    truth = np.array([[mark.side == side for side in SIDES] for mark in marks], dtype=np.float64)
    start = truth.mean(axis=0)
    inverse = np.linalg.inv(kernel + _RIDGE * np.eye(len(marks)))
    dual = inverse @ (truth - start)
    weights = np.zeros((1 << BITS, len(SIDES)))
    for side in range(len(SIDES)):
        weights[:, side] = np.bincount(key, value * dual[row, side], 1 << BITS)
    return Ridge(weights, start, truth - _left_out(inverse, dual, [mark.who for mark in marks]))


def _left_out(inverse: Floats, dual: Floats, who: Sequence[str]) -> Floats:
    """How far each mark lies from what all marks of other people foretell."""
    far = np.empty_like(dual)
    for person in dict.fromkeys(who):
        mine = np.flatnonzero([one == person for one in who])
        far[mine] = np.linalg.solve(inverse[np.ix_(mine, mine)], dual[mine])
    return far


def _entries(page: Page) -> list[tuple[Ints, NDArray[np.uint32]]]:
    """For each kind of run: in which text each stands, and its key."""
    return [(np.searchsorted(page.first, places, side="right") - 1, keys) for places, keys in grams(page)]


def _table(texts: Sequence[str]) -> tuple[Ints, Ints, Floats]:
    """Text, key and weight of each run; how often it comes over the root of how many there are."""
    page = open_page(texts)
    row, key = (np.concatenate(parts).astype(np.int64) for parts in zip(*_entries(page), strict=True))
    cell, times = np.unique(row << BITS | key, return_counts=True)
    row, key = cell >> BITS, cell & ((1 << BITS) - 1)
    many = np.bincount(row, times, len(texts))
    return row, key, times / np.sqrt(np.maximum(many, 1))[row]


def _kernel(row: Ints, key: Ints, value: Floats, n: int) -> Floats:
    """How alike each two texts are: by the runs that they share."""
    kernel = np.zeros((n, n))
    known, column = np.unique(key, return_inverse=True)
    order = np.argsort(column, kind="stable")
    row, column, value = row[order], column[order], value[order]
    for start in range(0, len(known), _COLUMNS):
        low, high = np.searchsorted(column, (start, start + _COLUMNS))
        part = np.zeros((n, min(_COLUMNS, len(known) - start)), dtype=np.float32)
        part[row[low:high], column[low:high] - start] = value[low:high]
        kernel += part @ part.T
    return kernel


def _spans(page: Page, sums: Floats) -> tuple[Span, ...]:
    start, end = page.words.start, page.words.end
    weight = np.where(is_mark(page.codes[start]), 0.0, sums[end] - sums[start])
    order = np.argsort(-weight, kind="stable")
    enough = int(np.searchsorted(np.cumsum(weight[order]), _HALF * float(weight[weight > 0].sum()))) + 1
    chosen = [int(place) for place in order[: min(enough, _WORDS)] if weight[place] > 0]
    return tuple((int(page.at[start[at]]), int(page.until[end[at] - 1])) for at in chosen)
