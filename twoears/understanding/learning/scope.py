"""Whether a text is of any label at all: a score of its own, learnt from texts of labels that were left out.

What nobody gave an example of cannot be learnt from examples. But each label can play the stranger: weights are fitted
without it, and its texts are what a text of no label looks like. Where texts were given as being of none, they count,
and where there are enough of them, they alone.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from twoears.understanding.learning.calibrating import logistic, odds_of
from twoears.understanding.learning.parts import groups_of
from twoears.understanding.learning.rows import Floats, Longs, Rows
from twoears.understanding.learning.weighing import NEAR, weigh

GIVEN_ALONE: Final = 30  # texts of no label, from which on nobody has to play the stranger
STRANGE: Final = 0.1  # of the texts to come are of no label, as long as nobody gave some: an assumption
_NEARNESS: Final = (2, 3)  # signs that need no second label to be told apart from


@dataclass(frozen=True, slots=True, eq=False)
class Scope:
    """How signs are put on one scale, which are looked at, and what they weigh, the start value first."""

    middle: Floats
    spread: Floats
    used: Longs
    weights: Floats

    def inside(self, near: Floats) -> Floats:
        """The probability that texts with these signs (see NEAR) are of any label."""
        signs = ((near - self.middle) / self.spread)[:, self.used]
        return logistic(self.weights[0] + signs @ self.weights[1:])


def everywhere() -> Scope:
    """Where nothing can be learnt of it: all is taken to be inside."""
    signs = len(NEAR)
    return Scope(np.zeros(signs), np.ones(signs), np.zeros(0, np.int64), np.array([20.0]))


def scope_of(near: Floats, places: Longs, strangers: Floats) -> Scope:
    """From the signs of texts that were left out (`places` is -1 for those of no label), and of strangers.

    As long as strangers play along, nobody knows how many are to come: STRANGE of all. Where texts that were given as
    being of none stand alone, each counts once.
    """
    given = near[places < 0]
    inside = near[places >= 0]
    alone = len(given) >= GIVEN_ALONE or not len(strangers)
    outside = given if alone else np.concatenate((given, strangers))
    if not len(inside) or not len(outside):
        return everywhere()
    both = np.concatenate((inside, outside))
    is_so = np.arange(len(both)) < len(inside)
    few = not alone and (strangers[:, 0] == 0).all()
    used = np.array(_NEARNESS if few else range(len(NEAR)), np.int64)
    middle, spread = both.mean(axis=0), np.maximum(both.std(axis=0), 1e-6)
    weight = (
        np.ones(len(both))
        if alone
        else np.where(is_so, (1 - STRANGE) / len(inside), STRANGE / len(outside)) * len(both)
    )
    signs = ((both - middle) / spread)[:, used]
    return Scope(middle, spread, used, odds_of(signs, is_so.astype(np.float64), weight))


def strangers_among(texts: Rows, places: Longs, labels: int, *, cost: float, seed: int) -> Floats:
    """The signs of each text when its label had been left out; of two labels, only how near the other one is."""
    found = [np.zeros((0, len(NEAR)))]
    for group in groups_of(labels):
        stays = np.setdiff1d(np.arange(labels), group)
        to = np.full(labels + 1, -1, np.int64)
        to[stays] = np.arange(len(stays))
        out = np.isin(places, group)
        known = np.flatnonzero(~out)
        weighed = weigh(texts.some(known), to[places[known]], len(stays), cost=cost, seed=seed)
        signs = weighed.see(texts.some(np.flatnonzero(out)))[1]
        signs[:, : len(NEAR) - len(_NEARNESS)] *= len(stays) > 1
        found.append(signs)
    return np.concatenate(found)
