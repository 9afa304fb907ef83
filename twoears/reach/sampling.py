"""Two pools of reverse-reachable sets, and what can be proven from them."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from math import ceil, lgamma, log, log2, sqrt

import numpy as np
from numpy.typing import NDArray

from twoears.reach.waves import Heard, backwards

_FIRST, _BUNCH, _PLACES = 256, 1 << 16, 1 << 22  # sets, and places, between two looks at whether to stop
_LONGEST = 1 << 24  # sets in a pool


class Pool:
    """Sets of those from whom a message reaches somebody of the audience, drawn by chance; more can be drawn."""

    def __init__(
        self,
        heard: Heard,
        audience: NDArray[np.int64],
        number: NDArray[np.int32],
        sees: bool,
        seed: np.random.SeedSequence,
    ) -> None:
        self.heard, self.audience, self.places, self.sees = heard, audience, number, sees
        self.rng = np.random.default_rng(seed)
        self.mark = np.full(heard.offsets.size - 1, -1, np.int32)
        self.sets = np.empty(1 << 16, np.int32)
        self.ends = np.zeros(1, np.int64)

    @property
    def number(self) -> int:
        """How many sets there are."""
        return self.ends.size - 1

    def draw(self, wanted: int, most: int, stop: Callable[[], bool]) -> None:
        """Draw sets until there are `wanted`, or they take `most` places, or until `stop`; though never none at all."""
        while self.number < wanted and self.ends[-1] < most and not (self.number and stop()):
            average = max(int(self.ends[-1]) // max(self.number, 1), 1)
            self._bunch(min(_BUNCH, wanted - self.number, _PLACES // average + 1 if self.number else _FIRST))

    def _bunch(self, more: int) -> None:
        roots = self.audience[self.rng.integers(0, self.audience.size, more)]
        ends = np.empty(more + 1, np.int64)
        ends[0] = self.ends[-1]
        heard, chances = self.heard, self.heard.chances
        self.sets = backwards(
            self.rng, heard.offsets, heard.speakers, chances.values, chances.by, self.sees,
            roots, self.places, self.mark, self.number, self.sets, ends,
        )  # fmt: skip
        self.ends = np.concatenate((self.ends, ends[1:]))


class Sampler:
    """One pool to choose by and one to tell by, each with dice of its own, drawn side by side."""

    def __init__(
        self, heard: Heard, audience: NDArray[np.int64], number: NDArray[np.int32], sees: bool, seed: int
    ) -> None:
        seeds = np.random.SeedSequence(seed).spawn(2)
        self.pools = [Pool(heard, audience, number, sees, one) for one in seeds]

    @property
    def size(self) -> int:
        """How many places all sets take."""
        return sum(int(pool.ends[-1]) for pool in self.pools)

    def draw(self, wanted: int, most: int, stop: Callable[[], bool]) -> None:
        """Draw sets until each pool has `wanted`, or takes half of `most` places."""
        with ThreadPoolExecutor(2) as two:
            list(two.map(lambda pool: pool.draw(wanted, most // 2, stop), self.pools))


@dataclass(frozen=True, slots=True)
class Bounds:
    """What OPIM-C (Tang, Tang, Xiao and Yuan 2018) needs: `first` sets, doubled in up to `rounds` rounds.

    In all rounds together both bounds hold with probability `1 - delta`: `slack` is the logarithm of what each may err.
    """

    people: int
    wanted: float
    delta: float
    first: int
    rounds: int
    slack: float

    @classmethod
    def of(cls, people: int, may: int, few: int, least: float, epsilon: float, delta: float) -> "Bounds":
        """For an audience of `people`, `few` chosen of `may`, where greedy choice reaches the share `least` of the
        best.

        >>> Bounds.of(1000, 1000, 5, 0.632, 0.1, 0.01).rounds > 1
        True
        """
        choices = lgamma(may + 1) - lgamma(few + 1) - lgamma(may - few + 1)
        err = log(6 / delta)
        longest = 2 * people * (least * sqrt(err) + sqrt(least * (choices + err))) ** 2 / (epsilon**2 * few)
        first = max(ceil(longest * epsilon**2 * few / people), 1000)
        rounds = max(ceil(log2(max(min(longest, _LONGEST) / first, 1))), 0) + 1
        return cls(people, least - epsilon, delta, first, rounds, log(3 * rounds / delta))

    def low(self, covered: int, sets: int) -> float:
        """What those chosen reach at least, who were not chosen by these `sets`."""
        root = sqrt(covered + 2 * self.slack / 9) - sqrt(self.slack / 2)
        return max(0.0, max(root, 0.0) ** 2 - self.slack / 18) * self.people / sets

    def high(self, covered: int, sets: int) -> float:
        """What the best would reach at most, who are in `covered` of these `sets` at most."""
        return (sqrt(covered + self.slack / 2) + sqrt(self.slack / 2)) ** 2 * self.people / sets
