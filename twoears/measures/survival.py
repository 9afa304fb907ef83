"""How long answers take, where some have not come yet: the survival curve of Kaplan and Meier (1958, JASA 53:457).

Those who still wait are not left out, which would flatter us, and not counted as if the answer had come now, which
would too: each is counted as waiting for as long as it has waited. The interval is Greenwood's on the log-minus-log
scale (Kalbfleisch and Prentice, The Statistical Analysis of Failure Time Data, 1.4), which stays within 0 and 1.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from statistics import NormalDist
from typing import Final

import numpy as np
import numpy.typing as npt

from twoears.lib.intervals import LEVEL

Floats = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Step:
    """From `at` on, `share` still wait (between `low` and `high`); `left` waited until then, `came` were answered."""

    at: float
    share: float
    low: float
    high: float
    left: int
    came: int


@dataclass(frozen=True, slots=True)
class Curve:
    """The steps of a curve, each of the arrays as long as there are steps; in order of time."""

    at: Floats
    share: Floats
    low: Floats
    high: Floats
    left: Counts
    came: Counts

    def __len__(self) -> int:
        return len(self.at)

    def __getitem__(self, number: int) -> Step:
        return Step(
            float(self.at[number]),
            float(self.share[number]),
            float(self.low[number]),
            float(self.high[number]),
            int(self.left[number]),
            int(self.came[number]),
        )

    def __iter__(self) -> Iterator[Step]:
        return (self[number] for number in range(len(self)))


_CLOSE: Final = 1e-12  # shares are products of fractions: a half may come out a hair above it


def survival(waits: npt.ArrayLike, level: float = LEVEL) -> Curve:
    """The curve of `waits`: rows of how long (in any unit of time) and whether it was answered then.

    >>> [(step.at, round(step.share, 2)) for step in survival([(1, True), (2, False), (3, True), (4, True)])]
    [(1.0, 0.75), (3.0, 0.38), (4.0, 0.0)]
    """
    rows = np.asarray(waits, dtype=np.float64).reshape(-1, 2)
    at, place = np.unique(rows[:, 0], return_inverse=True)
    gone = np.bincount(place, minlength=len(at))
    came = np.bincount(place, weights=rows[:, 1], minlength=len(at)).astype(np.int64)
    left = len(rows) - np.cumsum(gone) + gone
    at, came, left = at[came > 0], came[came > 0], left[came > 0]
    share = np.cumprod(1 - came / left)
    # Where all that were left are answered, the curve is at its end and has no variance.
    variance = np.cumsum(np.divide(came, left * (left - came), where=left > came, out=np.zeros(len(at))))
    low, high = _around(share, variance, NormalDist().inv_cdf((1 + level) / 2))
    return Curve(at, share, low, high, left, came)


def _around(share: Floats, variance: Floats, z: float) -> tuple[Floats, Floats]:
    inside = (share > 0) & (share < 1)
    spread = z * np.sqrt(variance[inside]) / np.log(share[inside])
    low, high = share.copy(), share.copy()
    low[inside] = share[inside] ** np.exp(-spread)
    high[inside] = share[inside] ** np.exp(spread)
    return low, high


def until(curve: Curve, share: float = 0.5) -> float | None:
    """When `share` of all were answered; None where the curve does not come so far, because too many still wait.

    >>> until(survival([(1, True), (2, True), (3, False)]))
    2.0
    """
    return _first(curve.at, curve.share, 1 - share)


def between(curve: Curve, share: float = 0.5) -> tuple[float | None, float | None]:
    """Where `until` likely lies: when the lower and the upper end of the curve come down to it (Brookmeyer 1982)."""
    return _first(curve.at, curve.low, 1 - share), _first(curve.at, curve.high, 1 - share)


def _first(at: Floats, shares: Floats, rest: float) -> float | None:
    """The first moment at which no more than `rest` still wait."""
    down = shares <= rest + _CLOSE
    return float(at[down.argmax()]) if down.any() else None


def answered_by(curve: Curve, at: float) -> tuple[float, float, float]:
    """The share that is answered by `at`, and where it likely lies; nothing at all before the first answer.

    >>> answered_by(survival([(1, True), (2, True)]), 1.5)[0]
    0.5
    """
    before = int(np.searchsorted(curve.at, at, side="right"))
    if not before:
        return 0.0, 0.0, 0.0
    last = curve[before - 1]
    return 1 - last.share, 1 - last.high, 1 - last.low
