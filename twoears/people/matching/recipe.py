"""`python -m twoears.people.matching.recipe`: write the weights that are shipped, as learnt from some towns.

A town has namesakes, short forms, handles made of names and accounts that say nothing; it has no nicknames, employers,
places or profiles. What these weigh stays as it was written down. The towns are others than those that the documents
report.
"""

from dataclasses import dataclass, replace
from itertools import product
from typing import Final

import numpy as np
from numpy.typing import NDArray

from twoears.people.matching.blocks import pairs
from twoears.people.matching.columns import Columns
from twoears.people.matching.learning import taught
from twoears.people.matching.levels import EACH_LINKS, LINK, MAIL, SAME_MAIL
from twoears.people.matching.model import START, WEIGHTS, Model
from twoears.people.matching.scoring import Compared, compared, weights
from twoears.people.matching.towns import town

TOWNS: Final = ((100, 11), (400, 12), (400, 13), (2000, 14), (6000, 15))
_SHARE: Final = 60.0
"""Pairs that each town counts for, so that what was written down before is worth something beside them."""
_OVERLAPS: Final = (0.3, 0.4, 0.5, 0.6)
_SLOPES: Final = (0.7, 0.8, 0.9, 1.0, 1.1)
_FROM_NAME: Final = "handle: both from the name"
_MOST_FROM_NAME: Final = 0.5
"""Bits: in a small town nobody has a namesake, and in the world many do whose handles are made of their names."""


@dataclass(frozen=True, slots=True)
class Seen:
    """The pairs of one town that no certain rule joins, whether they are one person, and among how many people."""

    pairs: Compared
    same: NDArray[np.bool_]
    people: float


def main() -> None:
    """Write the weights."""
    WEIGHTS.write_text(learnt([seen(*one) for one in TOWNS]).to_json() + "\n", "utf8")


def seen(people: int, seed: int) -> Seen:
    """The pairs of a town."""
    profiles, who = town(people, seed)
    columns = Columns()
    columns.put(profiles)
    left, right, _ = pairs(columns)
    whose = np.array([who[one.key] for one in profiles])
    some = compared(columns, left, right, START)
    kept = (some.levels[:, MAIL] != SAME_MAIL) & (some.levels[:, LINK] != EACH_LINKS)
    some = Compared(some.left[kept], some.right[kept], some.levels[kept], some.bits[kept])
    return Seen(some, (whose[left] == whose[right])[kept], columns.crowd(START.floor).people)


def learnt(towns: list[Seen]) -> Model:
    """The one of some models that is surprised least, and then taught by the pairs."""
    models = (replace(START, version="1", overlap=o, slope=slope) for o, slope in product(_OVERLAPS, _SLOPES))
    best = min(models, key=lambda model: surprise(towns, model))
    before = np.concatenate([_before(one, best) for one in towns])
    joined = Compared(
        *(np.concatenate([getattr(one.pairs, name) for one in towns]) for name in ("left", "right", "levels", "bits"))
    )
    share = np.concatenate([np.full(len(one.same), _SHARE / len(one.same)) for one in towns])
    model = taught(joined, np.concatenate([one.same for one in towns]), before, best, share)
    most = min(model.weights[_FROM_NAME], _MOST_FROM_NAME)
    return replace(model, weights={**model.weights, _FROM_NAME: most})


def surprise(towns: list[Seen], model: Model) -> float:
    """The mean bits by which the truth of a pair surprises the model, each town counting the same."""
    bits = []
    for one in towns:
        total = (weights(one.pairs, model).sum(axis=1) + _before(one, model)) * model.slope
        chance = 1 / (1 + np.exp2(-np.clip(total, -60, 60)))
        bits.append(float(-np.log2(np.where(one.same, chance, 1 - chance)).mean()))
    return sum(bits) / len(bits)


def _before(one: Seen, model: Model) -> NDArray[np.float64]:
    return np.full(len(one.same), np.log2(model.overlap / one.people))


if __name__ == "__main__":
    main()
