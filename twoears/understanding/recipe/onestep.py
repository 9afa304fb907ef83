"""One step of logistic regression for each label of the readers of one step: runs and signs together, then calibrated.

Each label is told from all others; how surely is found on five parts in turn that the fit had not seen, for English
apart from the other languages. scikit-learn is needed here only.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack  # type: ignore[import-untyped]
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

from twoears.understanding.evidence import Floats
from twoears.understanding.grams import BITS, grams, open_page
from twoears.understanding.looking import look
from twoears.understanding.notes import Text
from twoears.understanding.onestep import scores
from twoears.understanding.onestep_weights import INTENTS, Family, OneStepWeights
from twoears.understanding.recipe.calibrate import scaling
from twoears.understanding.recipe.examples import Example
from twoears.understanding.recipe.fit import runs
from twoears.understanding.recipe.hints import HINTS, hints
from twoears.understanding.tones import TONES, tones
from twoears.understanding.weights import ENGLISH, OTHER, Weights, named

_FOLDS: Final = 5
_BATCH: Final = 256
# Inverse of the penalty, and how much a sign weighs in it against a run: with 1 the signs would drown the runs.
STRENGTH: Final = {
    "sentiment": (1.0, 0.2), "emotion": (1.0, 0.05), "offence": (1.0, 0.05), "praise": (2.0, 0.2),
}  # fmt: skip
_OTHERS: Final = (2.0, 0.05)
_LOUD_HINTS: Final = 0.07  # how much a list of hints weighs in the penalty; chosen on parts held out in turn
_LEAST: Final = 0.02  # least spread of a sign, so that one seen once does not decide
# How much each origin counts in the fit, by how it begins. What we wrote for these readers counts most.
_TRUST: Final = {"own feelings": 4.0, "brands": 0.5, "titles": 0.1, "corporate": 0.1, "calm": 0.05, "from": 0.3}
_TRUST_INTENTS: Final = {
    "own intents": 4.0,
    "coded": 4.0,
    "purchases": 0.6,
    "companies": 0.3,
    "named": 0.3,
    "care": 0.1,
}
_CALMER: Final = {"brands": 0.1}  # for emotion and offence, of which these sets know only that there is none
# The same where probabilities are held against the truth: sets that are all of one label would only teach that label.
_PROMISE: Final = {"own feelings": 2.0, "brands": 0.3, "from": 0.3, "calm": 0.05, "posts": 2.0}
_CALMEST: Final = {"own feelings": 2.0}
_PROMISE_INTENTS: Final = {"own intents": 1.0, "coded": 3.0, "purchases": 0.5, "named": 0.3}
_FEW: Final = 0.02
# Our posts have more of some labels than posts that are worth a look; these are counted as if they were this often.
_SHARE: Final = {("emotion", "none"): 0.5, ("offence", "offensive"): 2.0}


def _reads_intents(reader: str) -> bool:
    return reader in INTENTS.labels


def _of_origin(origin: str, table: Mapping[str, float], other: float) -> float:
    return next((count for begins, count in table.items() if origin.startswith(begins)), other)


def trusts(examples: Sequence[Example], reader: str) -> Floats:
    """How much each example counts in the fit."""
    table = _TRUST if reader == "sentiment" else {**_TRUST, **_CALMER}
    table = _TRUST_INTENTS if _reads_intents(reader) else table
    return np.array([_of_origin(one.origin, table, 1.0) for one in examples])


def promises(examples: Sequence[Example], reader: str) -> Floats:
    """How much each example counts when probabilities are held against the truth."""
    table = _PROMISE if reader == "sentiment" else _CALMEST
    table = _PROMISE_INTENTS if _reads_intents(reader) else table
    return np.array(
        [_of_origin(one.origin, table, _FEW) * _SHARE.get((reader, one.labels[reader]), 1.0) for one in examples]
    )


class Seen:
    """Examples with the runs and the signs of each."""

    def __init__(self, examples: Sequence[Example], first: Weights) -> None:
        self.examples = list(examples)
        self.runs: csr_matrix = runs([one.text for one in examples])
        self.signs: Floats = np.concatenate(
            [_signs(self.examples[start : start + _BATCH], first) for start in range(0, len(examples), _BATCH)]
        )
        self.english = np.array([one.language == "en" for one in examples], dtype=np.bool_)
        self.hinted: Floats = (self.runs @ hinting()).toarray()


@cache
def hinting() -> csr_matrix:
    """Which keys are hints, a row for each key and a column for each list."""
    found = csr_matrix((1 << BITS, len(HINTS)), dtype=np.float32).tolil()
    for column, name in enumerate(HINTS):
        found[keys_of(hints(name)), column] = 1
    return found.tocsr()


def keys_of(phrases: Sequence[str]) -> list[int]:
    """The keys of some words and pairs of words, as `grams` makes them.

    >>> keys_of(["looking for"]) == keys_of(["Looking for"])
    True
    """
    found = set()
    for phrase in phrases:
        *_, (_, one), (_, two) = grams(open_page([phrase]))
        found.add(int(two[1]) if " " in phrase else int(one[1]))
    return sorted(found)


def _signs(examples: Sequence[Example], first: Weights) -> Floats:
    seen = look([Text(one.text, one.language) for one in examples], first)
    page = open_page([one.text for one in examples])
    return tones([one.text for one in examples], [one.language for one in examples], page, seen.signs).signs


def _fit_one(
    wide: csr_matrix, right: NDArray[np.bool_], trust: Floats, strength: float
) -> tuple[NDArray[np.float64], float]:
    model = LogisticRegression(C=strength, max_iter=100, tol=1e-3, class_weight="balanced")
    model.fit(wide, right, sample_weight=trust)
    return model.coef_[0], float(model.intercept_[0])


def fit_labels(
    seen: Seen, family: Family, reader: str, some: NDArray[np.int64], trust: Floats, how: tuple[float, float]
) -> tuple[Floats, Floats]:
    """For each label of a reader weights of the runs (a column each), and of signs and start value (a row each).

    What a list of hints weighs is added to the weights of its words.
    """
    labels, (strength, loud) = family.labels[reader], how
    spread = np.maximum(seen.signs[some].std(axis=0), _LEAST)
    wide = [seen.runs[some], csr_matrix(seen.signs[some] / spread * loud)]
    hint = _LOUD_HINTS / np.maximum(seen.hinted[some].std(axis=0), _LEAST)
    if _reads_intents(reader):
        wide.append(csr_matrix(seen.hinted[some] * hint))
    matrix = hstack(wide).tocsr()
    truth = [seen.examples[place].labels[reader] for place in some]
    table, rows = np.zeros((1 << BITS, len(labels))), np.zeros((len(labels), len(TONES) + 1))
    for place, label in enumerate(labels):
        if label == "none" or label not in truth:
            continue  # what no other label speaks for
        weights, start = _fit_one(matrix, np.array([one == label for one in truth]), trust, strength)
        runs_of, signs_of, hints_of = np.split(weights, [1 << BITS, (1 << BITS) + len(TONES)])
        table[:, place] = runs_of + (hinting() @ (hints_of * hint) if len(hints_of) else 0)
        rows[place] = np.append(signs_of / spread * loud, start)
    return table, rows


def told(seen: Seen, some: NDArray[np.int64], table: Floats, rows: Floats) -> Floats:
    """The scores of some examples, a column for each label."""
    found: Floats = seen.runs[some] @ table + seen.signs[some] @ rows[:, :-1].T + rows[:, -1]
    return found


def _parts(count: int) -> list[NDArray[np.int64]]:
    order = np.random.default_rng(20).permutation(count)
    return [np.sort(order[fold::_FOLDS]) for fold in range(_FOLDS)]


def taught(seen: Seen, family: Family, reader: str) -> NDArray[np.int64]:
    """The places of the examples that a reader may learn from."""
    labels, groups = family.labels[reader], family.taught[reader]
    return np.flatnonzero(
        [
            one.labels.get(reader, "") in labels and not one.held and (ENGLISH, OTHER)[one.language != "en"] in groups
            for one in seen.examples
        ]
    )


def fit_reader(seen: Seen, family: Family, reader: str) -> tuple[Floats, dict[str, Floats]]:
    """The weights of the runs, and for each group of languages those of lane, signs and start value, calibrated."""
    some, labels = taught(seen, family, reader), family.labels[reader]
    examples = [seen.examples[place] for place in some]
    trust, how = trusts(examples, reader), STRENGTH.get(reader, _OTHERS)
    found = np.zeros((len(some), len(labels)))
    for out in _parts(len(some)):
        rest = np.setdiff1d(np.arange(len(some)), out)
        found[out] = told(seen, some[out], *fit_labels(seen, family, reader, some[rest], trust[rest], how))
    table, rows = fit_labels(seen, family, reader, some, trust, how)
    truth = np.array([labels.index(one.labels[reader]) for one in examples])
    promise = promises(examples, reader)
    groups = {}
    for group in family.taught[reader]:
        inside = seen.english[some] == (group == ENGLISH)
        slope, shift = scaling(found[inside], truth[inside], promise[inside])
        groups[group] = np.concatenate((np.full((len(labels), 1), slope), rows * slope), axis=1)
        groups[group][:, -1] += shift
    return table, groups


def packed(family: Family, tables: Mapping[str, Floats]) -> tuple[NDArray[np.int8], Floats]:
    """All weights of runs as small whole numbers, and what one of each lane weighs."""
    table, unit = np.zeros((1 << BITS, len(family.lanes)), dtype=np.int8), np.ones(len(family.lanes))
    for (reader, label), lane in family.lanes.items():
        weights = tables[reader][:, family.labels[reader].index(label)]
        top = float(np.quantile(np.abs(weights[weights != 0]), 0.9999)) if weights.any() else 1.0
        unit[lane] = top / 127
        table[:, lane] = np.round(np.clip(weights / top, -1, 1) * 127).astype(np.int8)
    return table, unit


def fit_family(seen: Seen, family: Family) -> tuple[NDArray[np.int8], dict[str, Floats]]:
    """What the file of weights holds: the table, and the rows by reader and group of languages."""
    fitted = {reader: fit_reader(seen, family, reader) for reader in family.labels}
    table, unit = packed(family, {reader: runs_of for reader, (runs_of, _) in fitted.items()})
    rows = {}
    for reader, (_, groups) in fitted.items():
        lanes = [family.lanes.get((reader, label)) for label in family.labels[reader]]
        units = np.array([0.0 if lane is None else unit[lane] for lane in lanes])
        for group, weights in groups.items():
            weights[:, 0] *= units
            rows[named(reader, group)] = weights
    return table, rows


def shares_of(seen: Seen, reader: str, weights: OneStepWeights) -> Floats:
    """The scores of every example with the weights as they are shipped, by the group that its language is of."""
    family = weights.family
    strength = seen.runs @ weights.table.astype(np.float64)
    found = np.zeros((len(seen.examples), len(family.labels[reader])))
    for group in family.taught[reader]:
        some = seen.english == (group == ENGLISH)
        found[some] = scores(strength[some], seen.signs[some], weights.ready[named(reader, group)])
    return found
