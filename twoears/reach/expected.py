"""`Expected`: how many people on average, of how many, and where that likely lies."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike

from twoears.lib.intervals import LEVEL, wilson


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """`people` of `of` on average, likely between `low` and `high` (80 % where `level` is 0.8), from `tries`."""

    people: float
    low: float
    high: float
    of: int
    tries: int
    level: float = LEVEL

    @property
    def words(self) -> str:
        """In words, as all doors say it.

        >>> Expected.of_share(20, 100, of=1000).words
        'likely 154 to 256 of 1,000'
        """
        return f"likely {_round(self.low)} to {_round(self.high)} of {self.of:,}"

    @classmethod
    def of_share(cls, k: int, n: int, *, of: int) -> "Expected":
        """From `k` of `n` people of the audience, drawn by chance: the Wilson interval of their share."""
        low, high = wilson(k, n)
        return cls(people=of * k / n, low=of * low, high=of * high, of=of, tries=n)

    @classmethod
    def of_runs(cls, counts: ArrayLike, *, of: int) -> "Expected":
        """From how many it were in each of several runs: their mean and its interval by the normal law.

        >>> Expected.of_runs([2, 4, 6, 8], of=10).people
        5.0
        """
        each = np.asarray(counts, float)
        mean = float(each.mean())
        spread = float(each.std(ddof=1)) if each.size > 1 else float(of)
        half = NormalDist().inv_cdf((1 + LEVEL) / 2) * spread / sqrt(each.size)
        return cls(people=mean, low=max(mean - half, 0.0), high=min(mean + half, of), of=of, tries=each.size)

    @classmethod
    def of_draws(cls, draws: Sequence[ArrayLike], *, of: int) -> "Expected":
        """From several runs under each draw of chances that are not known exactly: the means of all draws, and where
        eight of ten lie. What chance alone adds to each mean is left in, so the range is rather too wide.

        >>> round(Expected.of_draws([[1, 3], [2, 4], [9, 9]], of=10).high, 1)
        7.8
        """
        means = np.array([np.mean(np.asarray(each, float)) for each in draws])
        low, high = np.quantile(means, ((1 - LEVEL) / 2, (1 + LEVEL) / 2))
        tries = sum(np.size(each) for each in draws)
        return cls(people=float(means.mean()), low=float(low), high=float(high), of=of, tries=tries)


def _round(people: float) -> str:
    return f"{people:,.1f}" if people < 10 else f"{people:,.0f}"
