"""How sure what was learnt may be, told by marks that it had not seen; below a least number of them nothing is."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from twoears.lib.counts import counted
from twoears.lib.intervals import Number, share
from twoears.understanding.stances.learning import SIDES, Floats, Learner, Learnt, Marked, learn
from twoears.understanding.stances.stance import ENOUGH, Side

FEWEST: Final = 30  # marks on a statement, below which nothing is learnt from them
FEWEST_OF_SIDE: Final = 8  # of them that agree, and that disagree
MOST: Final = 1_000  # marks that are learnt from, the latest
GOOD: Final = 0.7  # the lower end of how often it is right on marks held out, below which nothing is told
QUESTION: Final = "Of the marks held out on which it took a side, how many are as members say?"
_FOLDS: Final = 5
_TAKEN: Final = SIDES.index("cannot tell")  # places below it are sides that are taken


@dataclass(frozen=True, slots=True, eq=False)
class Surety:
    """How often marks with such a lead of the first side before the second were right: steps that only rise."""

    leads: Floats
    shares: Floats

    def of(self, leads: Floats) -> Floats:
        """The share at each lead; 0 below the first step."""
        at = np.searchsorted(self.leads, leads, side="right") - 1
        return np.where(at >= 0, self.shares[np.maximum(at, 0)], 0.0) if len(self.leads) else np.zeros(len(leads))


@dataclass(frozen=True, slots=True, eq=False)
class Taught:
    """What was learnt for a statement, how sure it may be, and how often it is right on marks held out.

    `learnt` is None where it is not used; `why_not` says why.
    """

    right: Number
    learnt: Learnt | None = None
    surety: Surety | None = None
    why_not: str = ""


def taught(marks: Sequence[Marked], learner: Learner = learn) -> Taught:
    """Learn from marks, if they are enough and it is right often enough."""
    some = marks[-MOST:]
    if why := _too_few(some):
        return Taught(_right(0, 0, 0), why_not=why)
    learnt = learner(some)
    side, lead = taken(learnt.held_out)
    right = np.array([SIDES[at] == mark.side for at, mark in zip(side, some, strict=True)])
    number = _held_out(side, lead, right, [mark.who for mark in some])
    if (number.low or 0.0) < GOOD:
        return Taught(number, why_not=f"what was learnt from {counted(len(some), 'mark')} is right too seldom")
    sides = side < _TAKEN
    return Taught(number, learnt, surety(lead[sides], right[sides]))


def taken(scores: Floats) -> tuple[NDArray[np.int64], Floats]:
    """The side with the highest score, and how far it leads the second."""
    order = np.sort(scores, axis=1)
    return scores.argmax(axis=1), order[:, -1] - order[:, -2]


def surety(leads: Floats, right: NDArray[np.bool_]) -> Surety:
    """Shares that rise with the lead, each with one right and one wrong more than was seen (Laplace).

    Pool adjacent violators: Ayer et al. (1955, Ann Math Statist 26:641).

    >>> found = surety(np.array([0.1, 0.2, 0.3, 0.4]), np.array([False, True, False, True]))
    >>> found.of(np.array([0.0, 0.1, 0.25, 0.5])).round(2).tolist()
    [0.0, 0.33, 0.5, 0.67]
    """
    order = np.argsort(leads, kind="stable")
    blocks: list[list[float]] = []  # the first lead, how many right, how many
    for lead, good in zip(leads[order].tolist(), right[order].tolist(), strict=True):
        blocks.append([lead, float(good), 1.0])
        while len(blocks) > 1 and blocks[-2][1] * blocks[-1][2] >= blocks[-1][1] * blocks[-2][2]:
            _, more, many = blocks.pop()
            blocks[-1][1] += more
            blocks[-1][2] += many
    shares = np.array([(good + 1) / (many + 2) for _, good, many in blocks])
    # A long step before a short one may come to lie above it when both are drawn to the middle.
    return Surety(np.array([lead for lead, _, _ in blocks]), np.maximum.accumulate(shares) if blocks else shares)


def _held_out(side: NDArray[np.int64], lead: Floats, right: NDArray[np.bool_], who: Sequence[str]) -> Number:
    """How often it would have been right where it would have told; how sure it may be is told by other folds."""
    fold = np.array([crc32(one.encode("utf8", "replace")) % _FOLDS for one in who])
    told = np.zeros(len(side), np.bool_)
    sides = side < _TAKEN
    for one in range(_FOLDS):
        seen, out = sides & (fold != one), sides & (fold == one)
        told[out] = surety(lead[seen], right[seen]).of(lead[out]) >= ENOUGH
    return _right(int((told & right).sum()), int(told.sum()), int((~told).sum()))


def _right(k: int, n: int, aside: int) -> Number:
    return share(k, n, key="right", of="right on marks held out", question=QUESTION, aside=aside)


def _too_few(marks: Sequence[Marked]) -> str:
    of: dict[Side, int] = {side: sum(mark.side == side for mark in marks) for side in SIDES}
    if len(marks) < FEWEST:
        return f"there {'is' if len(marks) == 1 else 'are'} {counted(len(marks), 'mark')}, and it takes {FEWEST}"
    least: Side = "agree" if of["agree"] < of["disagree"] else "disagree"
    if of[least] < FEWEST_OF_SIDE:
        return f"{counted(of[least], 'mark')} {least}, and it takes {FEWEST_OF_SIDE} of each side"
    return ""
