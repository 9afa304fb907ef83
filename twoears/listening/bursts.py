"""When is something said unusually often? Counts an hour against the rhythm that this very thing has had so far.

For each hour the weeks before it tell what to expect: the mean, times how loud this hour of the day is, times how loud
this day of the week is, each factor pulled towards 1 as far as little was seen (a Gamma prior on a Poisson rate, Gelman
et al., Bayesian Data Analysis, 2.6). How far counts fell from what was expected of them (Pearson's statistic) says how
much more than a Poisson it scatters, errors of the expectation included. How unlikely as much as was counted is under a
negative binomial decides. The threshold lets a steady stream be called a burst less than once a month.
"""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import exp, lgamma, log, log1p

DAY, WEEK = 24, 168  # hours
_BEHIND = 8 * WEEK  # hours that are looked back to
_LEAST = 2 * WEEK  # hours that must have been heard before anything is called unusual
_PRIOR = 5.0  # what was expected of a factor before anything was seen weighs as much as so many posts
UNLIKELY = 1 / 4000  # a month has 720 hours; the scatter is itself a guess, and so is the rhythm
_FEW = 4  # less is never a burst, however quiet it was before


@dataclass(frozen=True, slots=True)
class Hour:
    """Hour `at` of the counts had `n` where `expected` were to be; `probability` is that of `n` or more."""

    at: int
    n: int
    expected: float
    probability: float


def bursts(counts: Sequence[int]) -> list[Hour]:
    """The hours at which a burst begins, from `counts`, one an hour and the oldest first.

    >>> quiet = [2, 3, 1, 2] * 126
    >>> bursts(quiet)
    []
    >>> [(hour.at, hour.n) for hour in bursts([*quiet, 30, 28, 2])]
    [(504, 30)]
    """
    found: list[Hour] = []
    rhythm, loud = _Rhythm(), False
    for at, n in enumerate(counts):
        expected = rhythm.expected(at)
        unusual = False
        if at >= _LEAST and n >= _FEW and n > expected:
            probability = at_least(n, expected, rhythm.scatter())
            unusual = probability < UNLIKELY
            if unusual and not loud:
                found.append(Hour(at, n, expected, probability))
        # What a burst brought is not the rhythm: it must not hide the next one.
        rhythm.hear(at, round(expected) if unusual else n, expected)
        loud = unusual
    return found


@dataclass(slots=True)
class _Rhythm:
    """Sums over the last weeks, moved on hour by hour."""

    window: deque[tuple[int, int, float]] = field(default_factory=deque)
    total: int = 0
    missed: float = 0.0
    by_hour: list[int] = field(default_factory=lambda: [0] * DAY)
    by_day: list[int] = field(default_factory=lambda: [0] * 7)

    def expected(self, at: int) -> float:
        """How many hour `at` should bring, from the hours before it; 0 before there were any."""
        if not self.window:
            return 0.0
        mean = self.total / len(self.window)
        hour, day = at % DAY, at // DAY % 7
        return mean * self._factor(self.by_hour[hour], DAY) * self._factor(self.by_day[day], 7)

    def _factor(self, seen: int, kinds: int) -> float:
        """How loud one of `kinds` hours or days is beside the others."""
        usual = self.total / kinds
        return (seen + _PRIOR) / (usual + _PRIOR)

    def scatter(self) -> float:
        """Variance over mean, as far as the rhythm does not explain it; at least that of a Poisson."""
        return max(1.0, self.missed / len(self.window))

    def hear(self, at: int, n: int, expected: float) -> None:
        missed = (n - expected) ** 2 / max(expected, 0.05) if len(self.window) >= WEEK else 1.0
        self._count(at, n, missed, 1)
        self.window.append((at, n, missed))
        if len(self.window) > _BEHIND:
            self._count(*self.window.popleft(), -1)

    def _count(self, at: int, n: int, missed: float, sign: int) -> None:
        self.total += sign * n
        self.missed += sign * missed
        self.by_hour[at % DAY] += sign * n
        self.by_day[at // DAY % 7] += sign * n


def at_least(n: int, mean: float, scatter: float = 1.0) -> float:
    """P(X >= n), X negative binomial with `mean` and variance `scatter` × mean (Poisson where `scatter` is 1).

    >>> round(at_least(3, 1.0), 4), round(at_least(3, 1.0, 2.0), 4), at_least(0, 1.0)
    (0.0803, 0.125, 1.0)
    """
    if n <= 0:
        return 1.0
    if mean <= 0:
        return 0.0
    below = sum(exp(_log_mass(k, mean, scatter)) for k in range(n))
    return min(1.0, max(0.0, 1.0 - below))


def _log_mass(k: int, mean: float, scatter: float) -> float:
    if scatter <= 1.0 + 1e-9:
        return k * log(mean) - mean - lgamma(k + 1)
    size = mean / (scatter - 1.0)
    return lgamma(k + size) - lgamma(size) - lgamma(k + 1) - size * log(scatter) + k * (log1p(-1.0 / scatter))
