"""What the method of the readers of feelings reaches when it may learn from sets that are for research only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from twoears.understanding.onestep_weights import FEELINGS, Family
from twoears.understanding.recipe.examples import Example
from twoears.understanding.recipe.measure import macro
from twoears.understanding.recipe.onestep import Seen, fit_labels, told

_STRENGTH: Final = (3.0, 0.1)  # more texts, less caution
FIGURES: Final = {"sentiment": 0.629, "emotion": 0.66, "offence": 0.734}  # best of three published methods


@dataclass(frozen=True, slots=True)
class Reached:
    """What the same method reaches when it learns from `n` texts of the research sets. Not shipped."""

    reader: str
    n: int
    on: int
    f1: tuple[float, float, float]


def reached(reader: str, research: Seen) -> Reached | None:
    """Learn from the training part of the research sets, and measure on their validation part."""
    train, test = _chosen(research.examples, reader, held=False), _chosen(research.examples, reader, held=True)
    if not len(train) or not len(test):
        return None
    scores = told(research, test, *fit_labels(research, FEELINGS, reader, train, np.ones(len(train)), _STRENGTH))
    labels = FEELINGS.labels[reader]
    truth = np.array([labels.index(research.examples[place].labels[reader]) for place in test])
    there = sorted(set(truth.tolist()))
    return Reached(reader, len(train), len(test), macro(truth, np.array(there)[scores[:, there].argmax(axis=1)], there))


def _chosen(examples: Sequence[Example], reader: str, *, held: bool) -> NDArray[np.int64]:
    return np.flatnonzero([reader in one.labels and one.held == held for one in examples])


def counted(family: Family, examples: Sequence[Example]) -> Mapping[str, int]:
    """How many texts each reader learns from."""
    return {reader: sum(reader in one.labels and not one.held for one in examples) for reader in family.labels}
