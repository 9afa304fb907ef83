"""Chance that can be repeated: a stream of numbers for each thing, so that a larger town leaves the others alone."""

from collections.abc import Sequence
from math import exp
from typing import TypeVar

import numpy as np

T = TypeVar("T")
_POOL = 64  # one call of numpy gives this many numbers: alone they would cost ten times as much each


class Luck:
    """Numbers from 0 to 1, the same ones for the same `key` on every machine.

    >>> Luck(1, 7).below(1000) == Luck(1, 7).below(1000)
    True
    """

    __slots__ = ("_generator", "_pool")

    def __init__(self, *key: int) -> None:
        self._generator = np.random.Generator(np.random.PCG64(np.random.SeedSequence(key)))
        self._pool: list[float] = []

    def __call__(self) -> float:
        """A number from 0 up to but not including 1."""
        pool = self._pool
        if not pool:
            pool = self._pool = self._generator.random(_POOL).tolist()
        return pool.pop()

    def below(self, limit: int) -> int:
        """A whole number from 0 to `limit` - 1."""
        return int(self() * limit)

    def between(self, low: float, high: float) -> float:
        """A number from `low` up to `high`."""
        return low + (high - low) * self()

    def pick(self, things: Sequence[T]) -> T:
        """One of `things`, each as likely as the next."""
        return things[int(self() * len(things))]

    def chance(self, probability: float) -> bool:
        """True in this share of cases."""
        return self() < probability

    def times(self, rate: float) -> int:
        """How often something happens that happens `rate` times on average: Poisson, by Knuth's product of uniforms."""
        limit, product, count = exp(-rate), self(), 0
        while product > limit:
            product *= self()
            count += 1
        return count


def mixed(*numbers: int) -> int:
    """64 bits that look random, from whole numbers, without a stream (the finaliser of SplitMix64).

    >>> mixed(1, 2) == mixed(1, 2), mixed(1, 2) == mixed(2, 1)
    (True, False)
    """
    state = 0x9E3779B97F4A7C15
    for number in numbers:
        state = (state ^ number) * 0xBF58476D1CE4E5B9 & 0xFFFFFFFFFFFFFFFF
        state = (state ^ (state >> 27)) * 0x94D049BB133111EB & 0xFFFFFFFFFFFFFFFF
        state ^= state >> 31
    return state
