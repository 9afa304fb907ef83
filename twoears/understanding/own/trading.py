"""What a threshold costs: the surer a reader must be, the more of what it tells is right, and the less of it is found.

What says nothing of a post ("none", "neutral") is left out: most posts are so, and a reader is right there for nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from twoears.lib.intervals import Number, share
from twoears.understanding.notes import CANNOT_TELL, SILENT, Note

THRESHOLDS: Final = tuple(round(0.3 + 0.05 * step, 2) for step in range(14))
"""From 0.3 to 0.95; below, of two labels, everything is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trade:
    """With this threshold so much of what is there is found, and so much of what is told is right."""

    enough: float
    found: Number
    right: Number


def counted(said: Sequence[tuple[str, Note]]) -> tuple[tuple[int, int], ...]:
    """For each of THRESHOLDS how many texts are told to be something and how many of these rightly, from pairs of what
    is true and what a reader noted that need not be sure at all.

    >>> pairs = [("yes", Note("r", "1", "yes", 0.9)), ("none", Note("r", "1", "yes", 0.5)),
    ...          ("none", Note("r", "1", "none", 0.9))]
    >>> counted(pairs)[0], counted(pairs)[-2], counted(pairs)[-1]
    ((2, 1), (1, 1), (0, 0))
    """
    known = [
        (note.probability, note.label == truth) for truth, note in said if note.label not in (*SILENT, CANNOT_TELL)
    ]
    return tuple(
        (sum(sure >= least for sure, _ in known), sum(right for sure, right in known if sure >= least))
        for least in THRESHOLDS
    )


def there_are(truth: Sequence[str]) -> int:
    """How many texts are something.

    >>> there_are(["yes", "none", "yes"])
    2
    """
    return sum(label not in SILENT for label in truth)


def traded(counts: Sequence[tuple[int, int]], there: int) -> tuple[Trade, ...]:
    """The counts as numbers that can be shown, where so many texts are something.

    >>> traded([(8, 6)], 10)[0].right.estimate, traded([(8, 6)], 10)[0].found.estimate
    (0.75, 0.6)
    """
    return tuple(
        Trade(
            enough=enough,
            found=share(right, there, of="found of what is there", question="How much of it is found?", key="found"),
            right=share(right, told, of="right of what is told", question="How much of it is so?", key="right"),
        )
        for enough, (told, right) in zip(THRESHOLDS, counts, strict=False)
    )


def nearest(trades: Sequence[Trade], enough: float) -> Trade:
    """The threshold that was measured nearest to `enough`."""
    return min(trades, key=lambda one: abs(one.enough - enough))


def cost(one: Trade) -> str:
    """A threshold in a sentence.

    >>> cost(traded([(8, 6)], 10)[0])
    '30% sure: finds 60% of what is there, and 75% of what it tells is right'
    """
    if one.right.estimate is None:
        return f"{one.enough:.0%} sure: tells nothing"
    found = "" if one.found.estimate is None else f"finds {one.found.estimate:.0%} of what is there, and "
    return f"{one.enough:.0%} sure: {found}{one.right.estimate:.0%} of what it tells is right"
