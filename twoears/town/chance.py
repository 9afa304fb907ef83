"""Chance that can be repeated: a stream of numbers for each thing, so that a larger town leaves the others alone."""

from collections.abc import Sequence
from math import exp
from threading import local
from typing import TypeVar

import numpy as np

T = TypeVar("T")
_POOL = 64  # one call of numpy gives this many numbers: alone they would cost ten times as much each
_STEP = 0x5851F42D4C957F2D14057B7EF767814F  # any odd number does: it says which of PCG64's sequences all streams walk


class _Drawn(local):
    """One generator a thread, set to where a stream is whenever that stream needs numbers.

    To make one costs six times as much as to set one, and a conversation has a stream of its own. Two threads that
    shared one would draw each other's numbers.
    """

    def __init__(self) -> None:
        self.bits = np.random.PCG64(0)
        self.generator = np.random.Generator(self.bits)

    def numbers(self, key: int, turn: int) -> list[float]:
        """The pool number `turn` of the stream `key`."""
        place = mixed(key, turn, 1) << 64 | mixed(key, turn, 2)
        self.bits.state = {
            "bit_generator": "PCG64",
            "state": {"state": place, "inc": _STEP},
            "has_uint32": 0,
            "uinteger": 0,
        }
        pool: list[float] = self.generator.random(_POOL).tolist()
        return pool


class Luck:
    """Numbers from 0 to 1, the same ones for the same `key` on every machine.

    >>> Luck(1, 7).below(1000) == Luck(1, 7).below(1000)
    True
    """

    __slots__ = ("_key", "_pool", "_turn")

    def __init__(self, *key: int) -> None:
        self._key = mixed(*key)
        self._turn = 0
        self._pool: list[float] = []

    def __call__(self) -> float:
        """A number from 0 up to but not including 1."""
        pool = self._pool
        if not pool:
            pool = self._pool = _drawn.numbers(self._key, self._turn)
            self._turn += 1
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


_drawn = _Drawn()
