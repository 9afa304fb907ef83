"""How good what was learnt is, by texts that were left out in turn."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from twoears.lib.intervals import Number, share
from twoears.understanding.learning.rows import Floats, Longs

_QUESTION = "How often is it right?"


@dataclass(frozen=True, slots=True, eq=False)
class Proof:
    """Of each text its label (`places`, -1 for none), and what was said of it when it had been left out."""

    labels: tuple[str, ...]
    places: Longs
    shares: Floats
    inside: Floats

    def sure(self) -> Floats:
        """The probability of the likeliest label of each text."""
        found: Floats = self.shares.max(axis=1) * self.inside
        return found

    def right(self, enough: float, label: str = "") -> Number:
        """Of the texts of which a label (or this one) was told, those that have it; `aside` are those not told."""
        best, told = self.shares.argmax(axis=1), self.sure() >= enough
        some = told & (best == self.labels.index(label)) if label else told
        return share(
            int((best[some] == self.places[some]).sum()),
            int(some.sum()),
            key="right",
            of="of what was told of coded texts, each left out, is so",
            question=_QUESTION,
            aside=int((~told).sum()),
        )

    def abstained(self, enough: float) -> Number:
        """Of all texts, those of which it could not tell."""
        unsure: NDArray[np.bool_] = self.sure() < enough
        return share(
            int(unsure.sum()),
            len(unsure),
            key="abstained",
            of="of coded texts, each left out, cannot be told",
            question="How often can it not tell?",
        )
