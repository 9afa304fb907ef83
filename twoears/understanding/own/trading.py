"""What a threshold costs: the surer a reader must be, the more of what it tells is right, and the less it tells."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from twoears.lib.intervals import Number, share
from twoears.understanding.notes import CANNOT_TELL, Note

THRESHOLDS: Final = tuple(round(0.3 + 0.05 * step, 2) for step in range(14))
"""From 0.3 to 0.95; below, of two labels, everything is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trade:
    """With this threshold so many of all texts are told, and so many of those are right."""

    enough: float
    told: Number
    right: Number


def counted(said: Sequence[tuple[str, Note]]) -> tuple[tuple[int, int], ...]:
    """For each of THRESHOLDS how many texts are told and how many right, from pairs of what is true and what a reader
    noted that need not be sure at all.

    >>> pairs = [("yes", Note("r", "1", "yes", 0.9)), ("yes", Note("r", "1", "none", 0.5))]
    >>> counted(pairs)[0], counted(pairs)[-2], counted(pairs)[-1]
    ((2, 1), (1, 1), (0, 0))
    """
    known = [(note.probability, note.label == truth) for truth, note in said if note.label != CANNOT_TELL]
    return tuple(
        (sum(sure >= least for sure, _ in known), sum(right for sure, right in known if sure >= least))
        for least in THRESHOLDS
    )


def traded(counts: Sequence[tuple[int, int]], n: int) -> tuple[Trade, ...]:
    """The counts of `n` texts as numbers that can be shown.

    >>> traded([(8, 6)], 10)[0].right.estimate
    0.75
    """
    return tuple(
        Trade(
            enough=enough,
            told=share(told, n, of="texts that are told", question="How much is told?", key="told"),
            right=share(right, told, of="of those, right", question="How much of what is told is so?", key="right"),
        )
        for enough, (told, right) in zip(THRESHOLDS, counts, strict=False)
    )


def nearest(trades: Sequence[Trade], enough: float) -> Trade:
    """The threshold that was measured nearest to `enough`."""
    return min(trades, key=lambda one: abs(one.enough - enough))


def cost(one: Trade) -> str:
    """A threshold in a sentence.

    >>> cost(traded([(8, 6)], 10)[0])
    '30% sure: tells 80% of texts, and 75% of that is right'
    """
    if one.right.estimate is None:
        return f"{one.enough:.0%} sure: tells nothing"
    told = f"{one.enough:.0%} sure: tells {one.told.estimate or 0:.0%} of texts"
    return f"{told}, and {one.right.estimate:.0%} of that is right"
