"""How many people have a word: never fewer than the accounts of one network that have it."""

import numpy as np
from numpy.typing import NDArray

from twoears.people.matching.growing import Growing
from twoears.people.matching.table import Crowd

NETWORKS = 16  # counted apart; further ones are counted together, which makes words look more common, never rarer
OTHER, FULL, GIVEN, FAMILY = range(4)
Many = NDArray[np.int64]


def crowd_of(squares: Many, accounts: Many, named: Many, floor: float) -> Crowd:
    """Among how many people we look, and how far names go together.

    By chance alone two people have one full name as often as one given name times as often as one family name.
    How often it is so on one network, where two accounts are two people, says how far that can be trusted. `squares`
    are the sums of squares of how many have each word (kinds x networks), `accounts` and `named` are by network.
    """
    n = named.astype(np.float64)
    pairs = np.maximum(n * (n - 1), 1)
    full, given, family = ((squares[kind] - n) / pairs for kind in (FULL, GIVEN, FAMILY))
    met, expected = float((full * pairs).sum()) / 2, float((given * family * pairs).sum()) / 2
    return Crowd(float(max(accounts.max(), 2)), (met + 0.5) / (expected + 0.5), floor)


class Counts:
    """Words by network. `people` is for each word the most accounts of one network that have it."""

    def __init__(self) -> None:
        self._counts = Growing(np.int32, NETWORKS)
        self._people = Growing(np.int32)
        self._kinds = Growing(np.int8)
        self._squares = np.zeros((4, NETWORKS), np.int64)
        self._accounts = np.zeros(NETWORKS, np.int64)
        self._named = np.zeros(NETWORKS, np.int64)
        self._lent: Crowd | None = None

    def lend(self, people: Many, crowd: Crowd) -> None:
        """What was counted elsewhere of all accounts, for each word met here, in place of what these few tell."""
        self._people.values[:], self._lent = people, crowd

    @property
    def people(self) -> NDArray[np.int32]:
        return self._people.values

    def meet(self, kinds: list[int]) -> None:
        """New words, each of its kind."""
        self._kinds.extend(kinds)
        self._people.extend(np.zeros(len(kinds), np.int32))
        self._counts.extend(np.zeros((len(kinds), NETWORKS), np.int32))

    def forget(self, n: int) -> None:
        """Keep the first `n` words."""
        for held in (self._counts, self._people, self._kinds):
            held.cut(n)

    def count(self, words: Many, networks: Many, *, step: int = 1) -> None:
        """Each of `words` once more (or, by a `step` of -1, once less) on the network beside it."""
        places = np.minimum(networks, NETWORKS - 1)
        touched = np.unique(words)
        counts = self._counts.values
        self._square(touched, -1)
        np.add.at(counts, (words, places), step)
        self._square(touched, 1)
        self._people.values[touched] = counts[touched].max(axis=1) if len(touched) else 0

    def accounts(self, networks: Many, named: NDArray[np.bool_], *, step: int = 1) -> None:
        """The accounts themselves, and which of them give a full name."""
        places = np.minimum(networks, NETWORKS - 1)
        np.add.at(self._accounts, places, step)
        np.add.at(self._named, places[named], step)

    def crowd(self, floor: float) -> Crowd:
        """Among how many people we look, and how far names go together."""
        return self._lent or crowd_of(self._squares, self._accounts, self._named, floor)

    def _square(self, words: Many, sign: int) -> None:
        kinds, counts = self._kinds.values[words], self._counts.values
        for kind in (FULL, GIVEN, FAMILY):
            self._squares[kind] += sign * (counts[words[kinds == kind]].astype(np.int64) ** 2).sum(axis=0)
