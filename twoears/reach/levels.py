"""Rates on three levels: of kinds of tie, of those who hear, and of single ties; each lends to the one below."""

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


_ALIKE = 1e6  # posts that a hearer's mean weighs against those of one tie, where ties do not differ at all


@dataclass(frozen=True, slots=True)
class Levels:
    """For each tie its `mean` and `variance`, and what a draw needs.

    A tie's rate is Beta about `rate` (that of its kinds) times its hearer's ratio, and weighs as `weight` posts. A
    hearer's ratio is Gamma, with this `shape` and `pace` for each. `sure` is the standard error of how often all
    together pass on, as a share of it. `between_ties` and `between_hearers` are how much ties of one hearer, and
    hearers, are seen to differ: variances as shares of the mean squared.
    """

    mean: Floats
    variance: Floats
    rate: Floats
    shape: Floats
    pace: Floats
    weight: float
    n: Floats
    k: Floats
    sure: float
    between_ties: float
    between_hearers: float

    def draw(self, rng: np.random.Generator, hearers: NDArray[np.int32]) -> Floats:
        """One draw of each tie's rate."""
        ratio = rng.standard_gamma(self.shape) / self.pace
        middle = np.clip(self.rate * ratio[hearers] * max(rng.normal(1, self.sure), 0.0), 1e-9, 1 - 1e-9)
        if self.weight == _ALIKE:
            return middle
        return rng.beta(self.weight * middle + self.k, self.weight * (1 - middle) + self.n - self.k)


def levels_of(n: Floats, k: Floats, hearers: NDArray[np.int32], kinds: NDArray[np.uint8], people: int) -> Levels:
    """From `k` of `n` for each tie; `n` is above 0 somewhere."""
    rate = _of_kinds(n, k, kinds)
    expected = n * rate
    every = (k.sum() + 0.5) / (n.sum() + 1)
    noise = 1 - every  # of one post that is expected to be passed on
    times = np.divide(k, expected, out=np.ones_like(k), where=expected > 0)
    of_hearer, size, ties, uneven = _summed(times, expected, hearers, people)
    a = _between_ties(times, expected, hearers, of_hearer, size, ties, uneven, noise)
    b = _between_hearers(of_hearer, size, uneven, a, noise)
    weight = max((1 / every - 1 - b) / a - 1, 0.1) if a > 0 else _ALIKE
    shape, pace = _hearers(n, k, rate, hearers, people, weight, max(b, 1e-9))
    mean, variance = _ties(n, k, rate, (shape / pace)[hearers], (shape / pace**2)[hearers], weight)
    sure = _sure(size, uneven, a, b, noise)
    return Levels(mean, variance + (mean * sure) ** 2, rate, shape, pace, weight, n, k, sure, a, b)


def _hearers(
    n: Floats, k: Floats, rate: Floats, hearers: NDArray[np.int32], people: int, weight: float, b: float
) -> tuple[Floats, Floats]:
    """The Gamma of each hearer's ratio. Posts along one tie are alike, so they count as fewer."""
    alike = (weight + 1) / (weight + np.maximum(n, 1))
    shape: Floats = 1 / b + _sums(hearers, alike * k, people)
    pace: Floats = 1 / b + _sums(hearers, alike * n * rate, people)
    return shape, pace


def _ties(n: Floats, k: Floats, rate: Floats, ratio: Floats, unsure: Floats, weight: float) -> tuple[Floats, Floats]:
    """Mean and variance of each tie's rate: its own posts, and its hearer's as far as that is known."""
    middle = np.clip(rate * ratio, 1e-9, 1 - 1e-9)
    mean = (weight * middle + k) / (weight + n)
    own = mean * (1 - mean) / (weight + n + 1)
    variance: Floats = own + (weight / (weight + n) * rate) ** 2 * unsure
    return mean, variance


def _of_kinds(n: Floats, k: Floats, kinds: NDArray[np.uint8]) -> Floats:
    """The rate of the kinds of each tie, drawn to that of all by as much as kinds are alike."""
    heard, passed = np.bincount(kinds, n, 256), np.bincount(kinds, k, 256)
    every = (passed.sum() + 0.5) / (heard.sum() + 1)
    there = heard > 0
    rates = np.divide(passed, heard, out=np.full(256, every), where=there)
    weight = heard[there]
    excess = (weight * (rates[there] - every) ** 2).sum() - (there.sum() - 1) * every * (1 - every)
    between = max(excess / max(weight.sum() - (weight**2).sum() / weight.sum(), 1e-9), 0.0)
    z = heard * between / (heard * between + every * (1 - every))
    each: Floats = np.maximum(z * rates + (1 - z) * every, 1e-9)[kinds]
    return each


def _summed(
    times: Floats, expected: Floats, hearers: NDArray[np.int32], people: int
) -> tuple[Floats, Floats, Floats, Floats]:
    """For each hearer: how many times the expected they passed on, the expected, their ties, how uneven these are."""
    size = _sums(hearers, expected, people)
    total = _sums(hearers, expected * times, people)
    ties = _sums(hearers, expected > 0, people)
    square = _sums(hearers, expected**2, people)
    some = size > 0
    of_hearer = np.divide(total, size, out=np.ones(people), where=some)
    return of_hearer, size, ties, np.divide(square, size, out=np.zeros(people), where=some)


def _between_ties(
    times: Floats, expected: Floats, hearers: NDArray[np.int32],
    of_hearer: Floats, size: Floats, ties: Floats, uneven: Floats, noise: float,
) -> float:  # fmt: skip
    within = (expected * (times - of_hearer[hearers]) ** 2).sum() - np.maximum(ties - 1, 0).sum() * noise
    room = (size - uneven).sum()
    return max(float(within / room), 0.0) if room > 1e-9 else 0.0


def _between_hearers(of_hearer: Floats, size: Floats, uneven: Floats, a: float, noise: float) -> float:
    some = size > 0
    of, w, u = of_hearer[some], size[some], uneven[some]
    mean = (w * of).sum() / w.sum()
    part = 1 - w / w.sum()
    room = (w * part).sum()
    left = (w * (of - mean) ** 2).sum() - (part * (noise + a * u)).sum()
    return max(float(left / room), 0.0) if room > 1e-9 else 0.0


def _sure(size: Floats, uneven: Floats, a: float, b: float, noise: float) -> float:
    """The standard error of the rate of all, as a share of it: hearers are the cases, not posts."""
    return float(sqrt((size * noise + a * size * uneven + b * size**2).sum()) / size.sum())


def _sums(hearers: NDArray[np.int32], values: ArrayLike, people: int) -> Floats:
    return np.bincount(hearers, values, people).astype(np.float64, copy=False)
