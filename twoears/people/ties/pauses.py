"""Whether a pair has gone quiet, by their own rhythm: the silence now beside the pauses that they have had.

Pauses are taken for lognormal, a pair's mean and spread drawn towards those of the workspace (normal with unknown mean
and variance: Gelman and others, Bayesian Data Analysis, 3rd ed., 3.3). How far out 19 of 20 lie is not taken from a
table but counted: from how far the pauses of the workspace lay out, each beside those before it. So it holds for
pauses that are not lognormal too.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from twoears.people.ties.exchanges import SHARE, Exchanges
from twoears.people.ties.tell import Floats, Told, pauses_of

FEW: Final = 5
"""Pauses under which nobody can tell."""
OF_TWENTY: Final = 19
_LEVELS: Final = (0.5, 0.8, 0.9, OF_TWENTY / 20, 0.99)
_LIKE: Final = 3.0  # pauses that the workspace counts for, beside those of the pair
_ENOUGH: Final = 200  # pauses from which on a workspace has its own rhythm
_WIDEST: Final = 20_000.0  # days: what lies further off is not said


@dataclass(frozen=True, slots=True)
class Rhythm:
    """The pauses of a workspace: mean and variance of the logarithm of their days, and how far out the LEVELS lie."""

    log_mean: float
    variance: float
    out: tuple[float, ...]
    pauses: int = 0

    def longest(self, told: Told, of_twenty: int = OF_TWENTY) -> Floats:
        """Days of silence that are longer than `of_twenty` of 20 of each pair's own pauses; NaN where nobody can tell.

        >>> from twoears.people.ties.tell import tell
        >>> weekly = tell(Exchanges.of([(1, 2, 2, 7.0 * week) for week in range(12)]))
        >>> bool(7 < SHIPPED.longest(weekly)[0] < 90)
        True
        """
        return self.longest_of(told.pauses.astype(float), told.log_mean, told.log_sum2, of_twenty)

    def longest_of(self, pauses: Floats, log_mean: Floats, log_sum2: Floats, of_twenty: int = OF_TWENTY) -> Floats:
        """The same from the columns of `Told`."""
        middle, spread = _pair(self, pauses, log_mean, log_sum2)
        out = float(np.interp(of_twenty / 20, _LEVELS, self.out))
        days = np.exp(np.minimum(middle + out * spread, np.log(_WIDEST)))
        return np.where(pauses >= FEW, days, np.nan)


SHIPPED: Final = Rhythm(log_mean=2.783, variance=3.873, out=(0.183, 0.865, 1.1, 1.275, 1.629))
"""Before anything was heard: as in a town that was made up."""


def _pair(rhythm: Rhythm, n: Floats, mean: Floats, squares: Floats) -> tuple[Floats, Floats]:
    """Mean and spread of the logarithm of the next pause of pairs that had `n`."""
    middle = (n * mean + _LIKE * rhythm.log_mean) / (n + _LIKE)
    apart = n * _LIKE / (n + _LIKE) * (mean - rhythm.log_mean) ** 2
    variance = (squares + apart + _LIKE * rhythm.variance) / (n + _LIKE)
    return middle, np.sqrt(variance * (1 + 1 / (n + _LIKE)))


def rhythm_of(heard: Exchanges) -> Rhythm:
    """The rhythm of a workspace; SHIPPED where it has too few pauses."""
    spoken = heard.where((heard.kind >= SHARE) & (heard.left != heard.right))
    pair, gap = pauses_of(spoken)
    log = np.log(gap)
    if log.size < _ENOUGH:
        return SHIPPED
    plain = Rhythm(float(log.mean()), float(log.var()), SHIPPED.out, int(log.size))
    far, before = how_far_out(plain, pair, log)
    known = far[before >= FEW]
    if known.size < _ENOUGH:
        return plain
    return Rhythm(plain.log_mean, plain.variance, tuple(np.quantile(known, _LEVELS).tolist()), int(log.size))


def how_far_out(rhythm: Rhythm, pair: NDArray[np.int64], log: Floats) -> tuple[Floats, NDArray[np.int64]]:
    """For each pause, in order within its pair: how far out it lay beside those before it, and how many these were."""
    start = np.flatnonzero(np.diff(pair, prepend=-1) != 0)
    size = np.diff(np.append(start, pair.size))
    before = np.arange(pair.size) - np.repeat(start, size)
    total, squares = np.cumsum(log) - log, np.cumsum(log**2) - log**2
    total, squares = total - np.repeat(total[start], size), squares - np.repeat(squares[start], size)
    n = before.astype(float)
    mean = total / np.maximum(n, 1)
    middle, spread = _pair(rhythm, n, mean, np.maximum(squares - n * mean**2, 0))
    return (log - middle) / spread, before
