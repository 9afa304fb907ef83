"""How good the readers of feelings are on what they have not learnt from, and what the method reaches with more."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import f1_score  # type: ignore[import-untyped]

from twoears.lib.intervals import wilson
from twoears.understanding.evidence import Floats
from twoears.understanding.feeling_weights import FEELINGS, SILENT, FeelingWeights
from twoears.understanding.feelings import FeelingReader, probabilities
from twoears.understanding.recipe.evaluate import calibration_gap
from twoears.understanding.recipe.examples import Example
from twoears.understanding.recipe.feelings import Seen, fit_labels, shares_of, told

_LEVEL: Final = 0.95
_DRAWS: Final = 400
# By how the origin begins; the first kind held out of what was learnt from, the second never learnt from.
_HELD: Final = {
    "our own posts, English": "own feelings, en", "posts in German": "posts, de", "posts in French": "posts, fr",
    "posts in Spanish": "posts, es", "posts in Italian": "posts, it", "posts that name a product": "brands",
    "our posts for the other readers": "from ", "companies' posts (calm)": "corporate",
    "queries, prose, companies' answers (calm)": "calm, ", "titles (calm)": "titles",
}  # fmt: skip
_RESEARCH: Final = {
    "SemEval 2013 to 2016, for research": ("SemEval", False), "TweetEval, training part, for research":
    ("TweetEval", False), "TweetEval, validation part, for research": ("TweetEval", True),
}  # fmt: skip
_RESEARCH_STRENGTH: Final = (3.0, 0.1)  # more texts, less caution
FIGURES: Final = {"sentiment": 0.629, "emotion": 0.66, "offence": 0.734}  # best of three published methods


@dataclass(frozen=True, slots=True)
class FeltRow:
    """`right` of `told`, where `told` of `n` were not "cannot tell"; `f1` is the macro-F1 of the likeliest labels of
    all `n` with its interval, None where they have one label only; `gap` is the expected calibration error.
    """

    reader: str
    group: str
    n: int
    told: int
    right: int
    f1: tuple[float, float, float] | None
    gap: float

    @property
    def interval(self) -> tuple[float, float]:
        """Where the share of right notes among those told lies, 95 % (Wilson)."""
        return wilson(self.right, self.told, _LEVEL) if self.told else (0.0, 1.0)


def macro(truth: NDArray[np.int64], found: NDArray[np.int64], labels: Sequence[int]) -> tuple[float, float, float]:
    """Macro-F1 over `labels`, and where it lies for other texts of the kind: 95 %, by drawing texts anew."""
    draw = np.random.default_rng(7)
    draws = [_f1(truth[some], found[some], labels) for some in (draw.integers(len(truth), size=(_DRAWS, len(truth))))]
    low, high = np.quantile(draws, [0.025, 0.975])
    return _f1(truth, found, labels), float(low), float(high)


def _f1(truth: NDArray[np.int64], found: NDArray[np.int64], labels: Sequence[int]) -> float:
    return float(f1_score(truth, found, labels=labels, average="macro", zero_division=0))


def _row(reader: FeelingReader, group: str, scores: Floats, examples: Sequence[Example]) -> FeltRow:
    labels = FEELINGS[reader.name]
    truth = np.array([labels.index(one.labels[reader.name]) for one in examples])
    shares = probabilities(scores)
    best, sure = shares.argmax(axis=1), shares.max(axis=1)
    enough, right = sure >= reader.enough, shares.argmax(axis=1) == truth
    there = sorted(set(truth.tolist()))
    # Where a set knows no "none", the likeliest of the labels that it knows is compared.
    forced = np.array(there)[scores[:, there].argmax(axis=1)] if _no_none(reader, there) else best
    f1 = macro(truth, forced, there) if len(there) > 1 else None
    return FeltRow(
        reader.name, group, len(truth), int(enough.sum()), int((enough & right).sum()), f1, calibration_gap(sure, right)
    )


def _no_none(reader: FeelingReader, there: Sequence[int]) -> bool:
    return reader.name == "emotion" and FEELINGS["emotion"].index(SILENT["emotion"]) not in there


def _chosen(examples: Sequence[Example], reader: str, begins: str, held: bool) -> NDArray[np.int64]:
    spoken = [reader == "sentiment" or one.language == "en" for one in examples]
    return np.flatnonzero(
        [
            here and reader in one.labels and one.origin.startswith(begins) and one.held == held
            for here, one in zip(spoken, examples, strict=True)
        ]
    )


def rows_of(reader: FeelingReader, seen: Seen, research: Seen | None, weights: FeelingWeights) -> list[FeltRow]:
    """A row for each kind of text that the reader has not learnt from."""
    wanted = [(seen, group, begins, True) for group, begins in _HELD.items()]
    if research:
        wanted += [(research, group, begins, held) for group, (begins, held) in _RESEARCH.items()]
    found = []
    for source, group, begins, held in wanted:
        some = _chosen(source.examples, reader.name, begins, held)
        if len(some):
            scores = shares_of(source, reader.name, weights)[some]
            found.append(_row(reader, group, scores, [source.examples[place] for place in some]))
    return found


@dataclass(frozen=True, slots=True)
class Reached:
    """What the same method reaches when it learns from `n` texts of the research sets. Not shipped."""

    reader: str
    n: int
    on: int
    f1: tuple[float, float, float]


def reached(reader: str, research: Seen) -> Reached | None:
    """Learn from the training part of the research sets, and measure on their validation part."""
    train = _chosen(research.examples, reader, "", False)
    test = _chosen(research.examples, reader, "TweetEval", True)
    if not len(train) or not len(test):
        return None
    scores = told(research, test, *fit_labels(research, reader, train, np.ones(len(train)), _RESEARCH_STRENGTH))
    labels = FEELINGS[reader]
    truth = np.array([labels.index(research.examples[place].labels[reader]) for place in test])
    there = sorted(set(truth.tolist()))
    return Reached(reader, len(train), len(test), macro(truth, np.array(there)[scores[:, there].argmax(axis=1)], there))


def counted(examples: Sequence[Example]) -> Mapping[str, int]:
    """How many texts each reader learns from."""
    return {reader: sum(reader in one.labels and not one.held for one in examples) for reader in FEELINGS}
