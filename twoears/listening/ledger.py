"""Facts that queries ask for: which of them a thing bears, remembered by what it holds."""

from collections.abc import Sequence
from operator import attrgetter
from typing import Final

import numpy as np

from twoears.listening.facts import HELD, fits, values
from twoears.listening.rows import Ints, Row
from twoears.listening.said import Said
from twoears.listening.tree import Fact, Followers, is_pattern

_REMEMBERED: Final = 500_000  # facts; then all is forgotten, as no two authors need have the same number of followers
_FOLLOWERS: Final = "followers"
_followers_of = attrgetter("followers")


class Ledger:
    """`facts` holds rows: a count, and that many terms that are true together. The row at 0 has none."""

    def __init__(self) -> None:
        self.facts = Row()
        self._whole: dict[str, dict[str, int]] = {}
        self._wild: dict[str, list[tuple[str, int]]] = {}
        self._between: list[tuple[Followers, int]] = []
        self._known: dict[str, dict[object, int]] = {}
        self._forget()

    def add(self, leaf: Fact | Followers, term: int) -> None:
        """From now on tell of `leaf` as `term`."""
        if isinstance(leaf, Followers):
            self._between.append((leaf, term))
            self._known.setdefault(_FOLLOWERS, {})
        else:
            if is_pattern(leaf.value):
                self._wild.setdefault(leaf.name, []).append((leaf.value, term))
            else:
                self._whole.setdefault(leaf.name, {})[leaf.value] = term
            self._known.setdefault(leaf.name, {})
        self._forget()

    def _forget(self) -> None:
        for known in self._known.values():
            known.clear()
        self.facts.clear()
        self.facts.add(0)

    def told(self, batch: Sequence[Said]) -> Ints:
        """For each field that is asked for and each of `batch` where the row of its facts begins."""
        if self.facts.count > _REMEMBERED:
            self._forget()
        found = np.zeros((len(self._known), len(batch)), dtype=np.int32)
        for at, (field, known) in enumerate(self._known.items()):
            held = list(map(HELD.get(field, _followers_of), batch))
            for one in set(held).difference(known):
                known[one] = self._row(field, one)
            found[at] = [known[one] for one in held]
        return found

    def _row(self, field: str, held: object) -> int:
        terms = self._numbers(held) if field == _FOLLOWERS else self._terms(field, values(field, held))
        if not terms:
            return 0
        return self.facts.add(len(terms), *terms)

    def _numbers(self, held: object) -> list[int]:
        return [term for leaf, term in self._between if isinstance(held, int) and leaf.holds(held)]

    def _terms(self, field: str, held: tuple[str, ...]) -> list[int]:
        whole, wild = self._whole.get(field, {}), self._wild.get(field, [])
        terms = [whole[value] for value in held if value in whole]
        terms += [term for wanted, term in wild if any(fits(wanted, value) for value in held)]
        return terms
