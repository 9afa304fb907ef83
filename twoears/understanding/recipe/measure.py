"""What any reader makes of examples, with the weights that are to be measured, and the figures of that."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from twoears.lib.intervals import wilson
from twoears.understanding.evidence import Floats
from twoears.understanding.linear import LinearReader
from twoears.understanding.looking import look
from twoears.understanding.notes import CANNOT_TELL, SILENT, Note, Text
from twoears.understanding.onestep import OneStepReader, feel
from twoears.understanding.onestep_weights import FEELINGS, INTENTS, OneStepWeights, shipped_with
from twoears.understanding.own.ways import AS_SHIPPED, Ways
from twoears.understanding.recipe.examples import Example
from twoears.understanding.weights import Weights, shipped

_BINS: Final = 10
_LEVEL: Final = 0.95
_BATCH: Final = 256
_DRAWS: Final = 400

Weighing = LinearReader | OneStepReader


@dataclass(frozen=True, slots=True)
class AllWeights:
    """The weights of all readers, by name of their family where they have one."""

    first: Weights
    families: Mapping[str, OneStepWeights]


def all_shipped() -> AllWeights:
    """Those that come with the package."""
    return AllWeights(shipped(), {one.name: shipped_with(one) for one in (FEELINGS, INTENTS)})


@dataclass(frozen=True, slots=True)
class Row:
    """`right` of `told`, where `told` of `n` were not "cannot tell".

    `found` of `there` texts with a label that says something were told so; `named` of them all. `gap` is the expected
    calibration error of the likeliest labels over all `n` in ten bins, `f1` their macro-F1 with where it lies for other
    texts of the kind; None where there is one label only.
    """

    reader: str
    group: str
    n: int
    told: int
    right: int
    there: int
    found: int
    named: int
    gap: float
    f1: tuple[float, float, float] | None = None

    @property
    def interval(self) -> tuple[float, float]:
        """Where the share of right notes among those told lies, 95 % (Wilson)."""
        return wilson(self.right, self.told, _LEVEL) if self.told else (0.0, 1.0)


def calibration_gap(sure: NDArray[np.float64], right: NDArray[np.bool_]) -> float:
    """Expected calibration error: mean distance of probability and share of right ones, over ten bins by probability.

    >>> calibration_gap(np.array([0.8, 0.8, 0.8, 0.8, 0.8]), np.array([True, True, True, True, False]))
    0.0
    """
    place = np.minimum((sure * _BINS).astype(int), _BINS - 1)
    bins = [place == one for one in np.unique(place)]
    return round(float(sum(abs(sure[some].mean() - right[some].mean()) * some.mean() for some in bins)), 4)


def macro(truth: NDArray[np.int64], found: NDArray[np.int64], labels: Sequence[int]) -> tuple[float, float, float]:
    """Macro-F1 over `labels`, and where it lies for other texts of the kind: 95 %, by drawing texts anew.

    >>> macro(np.array([0, 1] * 50), np.array([0, 1] * 50), [0, 1])
    (1.0, 1.0, 1.0)
    """
    draw = np.random.default_rng(7)
    draws = [_f1(truth[some], found[some], labels) for some in (draw.integers(len(truth), size=(_DRAWS, len(truth))))]
    low, high = np.quantile(draws, [0.025, 0.975])
    return _f1(truth, found, labels), float(low), float(high)


def _f1(truth: NDArray[np.int64], found: NDArray[np.int64], labels: Sequence[int]) -> float:
    """Where a label neither is nor was found its F1 counts as 0."""
    size = int(max(truth.max(), found.max(), *labels)) + 1
    right = np.bincount(truth[truth == found], minlength=size)
    both = np.bincount(truth, minlength=size) + np.bincount(found, minlength=size)
    return float(np.mean((2 * right / np.maximum(both, 1))[list(labels)]))


def _batches(examples: Sequence[Example]) -> list[list[Text]]:
    texts = [Text(example.text, example.language) for example in examples]
    return [texts[start : start + _BATCH] for start in range(0, len(texts), _BATCH)]


def made_of(
    reader: Weighing, examples: Sequence[Example], weights: AllWeights, ways: Ways = AS_SHIPPED
) -> tuple[list[Note], Floats]:
    """The note of each example, its language being known, and the probability of each label."""
    notes: list[Note] = []
    shares = [np.zeros((0, len(reader.labels) - 1))]
    for batch in _batches(examples):
        seen = look(batch, weights.first)
        if isinstance(reader, LinearReader):
            notes += reader.judge(seen, weights.first, ways.over(batch))
            shares.append(reader.shares(seen, weights.first))
        else:
            mine = weights.families[reader.family.name]
            (felt,) = feel(batch, seen, mine)
            notes += reader.judge(felt, mine, ways.over(batch))
            shares.append(reader.shares(felt, mine))
    return notes, np.concatenate(shares)


def notes_of(reader: Weighing, examples: Sequence[Example], weights: AllWeights) -> list[Note]:
    """What the reader makes of each example, its language being known."""
    return made_of(reader, examples, weights)[0]


def row(reader: Weighing, group: str, examples: Sequence[Example], weights: AllWeights) -> Row | None:
    """The figures of one reader on the examples whose label is known; None where there are none or none is told."""
    labels = reader.labels[:-1]
    known = [example for example in examples if example.labels.get(reader.name, "") in labels]
    if not known:
        return None
    notes, shares = made_of(reader, known, weights)
    truth = np.array([labels.index(one.labels[reader.name]) for one in known])
    said = [note.label for note in notes]
    told = sum(label != CANNOT_TELL for label in said)
    if not told:
        return None
    speaks = np.array([labels[place] not in SILENT for place in truth])
    given = np.array([label not in SILENT and label != CANNOT_TELL for label in said])
    best = shares.argmax(axis=1)
    return Row(
        reader=reader.name,
        group=group,
        n=len(known),
        told=told,
        right=sum(label == labels[place] for label, place in zip(said, truth.tolist(), strict=True)),
        there=int(speaks.sum()),
        found=int((speaks & given).sum()),
        named=int(given.sum()),
        gap=calibration_gap(shares.max(axis=1), best == truth),
        f1=_macro_of(truth, shares, labels),
    )


def _macro_of(truth: NDArray[np.int64], shares: Floats, labels: Sequence[str]) -> tuple[float, float, float] | None:
    """Where a set of several labels knows no "none", the likeliest of the labels that it knows is compared."""
    there = sorted(set(truth.tolist()))
    if len(there) < 2:
        return None
    best = shares.argmax(axis=1)
    if "none" in labels and labels.index("none") not in there:
        best = np.array(there)[shares[:, there].argmax(axis=1)]
    return macro(truth, best, there)


def table(
    readers: Sequence[Weighing], examples: Sequence[Example], groups: Mapping[str, Callable[[Example], bool]],
    weights: AllWeights,
) -> list[Row]:  # fmt: skip
    """A row for each reader and each group of examples."""
    chosen = {group: [example for example in examples if inside(example)] for group, inside in groups.items()}
    rows = [row(reader, group, some, weights) for reader in readers for group, some in chosen.items()]
    return [one for one in rows if one]
