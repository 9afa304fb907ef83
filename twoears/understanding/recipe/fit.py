"""Two steps of logistic regression: first the runs of words and letters, then their sums together with the signs.

The second step is fitted on what the first says of texts that it has not seen (five parts in turn), so that the
probabilities are those of new texts. scikit-learn is needed here only.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, vstack  # type: ignore[import-untyped]
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

from twoears.understanding.evidence import COLUMNS, SIGNS, Floats, weigh
from twoears.understanding.grams import BITS, grams, open_page
from twoears.understanding.recipe.examples import Example
from twoears.understanding.weights import READERS

_FOLDS: Final = 5
_BATCH: Final = 500
_STRENGTH: Final = 6.0  # inverse of the penalty on the runs, set by hand
# The same for the signs, by hand. Four-fold log-loss of `asks` on posts said to companies hardly differed around these.
_SECOND: Final = {"asks": 0.05, "thanks": 0.03, "complaint": 0.1, "promotion": 0.05}
# Which sums of runs a reader may look at besides the signs. More of them only fit the accidents of few coded posts.
_USES: Final = {
    "asks": ("asks", "request", "answers", "promotion", "complaint"), "thanks": ("thanks", "complaint"),
    "complaint": ("complaint", "thanks", "promotion", "asks", "request"),
    "promotion": ("promotion", "complaint", "answers"),
}  # fmt: skip
_UNKNOWN: Final = -1


def runs(texts: Sequence[str]) -> csr_matrix:
    """A row for each text: how often each key comes, over the root of all. The same as `evidence.pulls` sums."""
    parts = []
    for start in range(0, len(texts), _BATCH):
        page = open_page(texts[start : start + _BATCH])
        found = [(np.searchsorted(page.first, places, side="right") - 1, keys) for places, keys in grams(page)]
        rows = np.concatenate([row for row, _ in found])
        keys = np.concatenate([key for _, key in found])
        size = np.maximum(np.bincount(rows, minlength=len(page.first) - 1), 1)
        shape = (len(size), 1 << BITS)
        parts.append(csr_matrix((1 / np.sqrt(size[rows]), (rows, keys)), shape=shape, dtype=np.float32))
    return vstack(parts).tocsr()


def _voice(example: Example) -> int:
    if example.origin == "care, companies" or example.text.startswith("@user "):
        return 1
    return 0 if example.origin.startswith(("care", "own")) else _UNKNOWN


def _target(example: Example, column: str) -> int:
    if column == "answers":
        return _voice(example)
    if column == "asks" and _voice(example) == 1 and ("?" in example.text or "lease" in example.text):
        return _UNKNOWN  # it does ask, but not a company: that it is not meant is for the second step to learn
    label = example.labels.get("asks" if column == "request" else column, "")
    if column == "request":
        return {"request": 1, "question": 0}.get(label, _UNKNOWN)
    if not label:
        return _UNKNOWN
    return int(label != "none")


def targets(examples: Sequence[Example]) -> NDArray[np.int8]:
    """For each example and each of COLUMNS 1, 0, or -1 where nothing is known."""
    return np.array([[_target(example, column) for column in COLUMNS] for example in examples], dtype=np.int8)


def _column(matrix: csr_matrix, known: NDArray[np.int8], weight: Floats) -> Floats:
    some = np.flatnonzero(known != _UNKNOWN)
    model = LogisticRegression(C=_STRENGTH, max_iter=60, tol=1e-3, class_weight="balanced")
    model.fit(matrix[some], known[some], sample_weight=weight[some])
    weights: Floats = model.coef_[0]
    return weights


def table(matrix: csr_matrix, known: NDArray[np.int8], weight: Floats) -> NDArray[np.uint64]:
    """The first step: a row of small whole numbers for each key. The largest hundredth of a per mille is cut off."""
    packed = np.zeros((1 << BITS, 8), dtype=np.int8)
    for index in range(len(COLUMNS)):
        weights = _column(matrix, known[:, index], weight)
        top = np.quantile(np.abs(weights[weights != 0]), 0.99999)
        packed[:, index] = np.round(np.clip(weights / top, -1, 1) * 127).astype(np.int8)
    return packed.view(np.uint64).reshape(-1)


def signs(examples: Sequence[Example], weights: NDArray[np.uint64]) -> Floats:
    """The signs of each example, a row each, with `weights` as the table of runs."""
    rows = []
    for start in range(0, len(examples), _BATCH):
        part = examples[start : start + _BATCH]
        english = np.array([example.language == "en" for example in part])
        rows.append(weigh(open_page([example.text for example in part]), english, weights).signs)
    return np.concatenate(rows)


def unseen(examples: Sequence[Example], matrix: csr_matrix, known: NDArray[np.int8], weight: Floats) -> Floats:
    """The signs of each example with a table that was made without its part."""
    order = np.random.default_rng(20).permutation(len(examples))
    found = np.zeros((len(examples), len(SIGNS)))
    for fold in range(_FOLDS):
        out = order[fold::_FOLDS]
        rest = np.setdiff1d(order, out)
        found[out] = signs([examples[place] for place in out], table(matrix[rest], known[rest], weight[rest]))
    return found


def _used(reader: str) -> NDArray[np.bool_]:
    """Which of SIGNS the reader weighs; the others get no weight."""
    sums = {sign: sign.split(",")[0] for sign in SIGNS if sign.count(", ") == 2}
    return np.array([sign not in sums or sums[sign] in _USES[reader] for sign in SIGNS])


def decision(examples: Sequence[Example], found: Floats, reader: str, trust: Floats) -> Floats:
    """The second step for one reader: a row for each label, a column for each sign and the start value."""
    labels = READERS[reader]
    known = np.array([example.labels.get(reader, "") in labels for example in examples])
    place = np.array([labels.index(examples[int(index)].labels[reader]) for index in np.flatnonzero(known)])
    middle, spread = found[known].mean(axis=0), np.maximum(found[known].std(axis=0), 1e-6)
    model = LogisticRegression(C=_SECOND[reader], max_iter=2000)
    model.fit((found[known] - middle) / spread * _used(reader), place, sample_weight=trust[known])
    rows = model.coef_ if len(labels) > 2 else np.concatenate((-model.coef_ / 2, model.coef_ / 2))
    start = model.intercept_ if len(labels) > 2 else np.concatenate((-model.intercept_ / 2, model.intercept_ / 2))
    rows = rows / spread
    return np.concatenate((rows, (start - rows @ middle)[:, None]), axis=1)


_TRUST: Final = {
    "clinc": 0.05, "banking77": 0.05, "nlupp": 0.1, "persuasion": 0.15, "brands": 0.2, "prose": 0.5, "comments": 0.5,
    "corporate": 0.5, "care, companies": 1.0, "care, customers": 1.0, "care, coded": 4.0,
}  # fmt: skip
_FEW_COMPLAINTS: Final = {
    "banking77": 0.01, "nlupp": 0.01, "clinc": 0.01, "brands": 0.05, "persuasion": 0.05, "care, coded": 6.0,
}  # fmt: skip


def trusts(examples: Sequence[Example], reader: str) -> Floats:
    """How much each example counts in the second step, by where it comes from: posts said to a company count most."""
    trust = {**_TRUST, **_FEW_COMPLAINTS} if reader == "complaint" else _TRUST
    return np.array([trust.get(one.origin, 4.0) for one in examples])


def fit(examples: Sequence[Example]) -> tuple[NDArray[np.uint64], dict[str, Floats]]:
    """The table of runs and the weights of the signs, from the examples that are not held out."""
    some = [example for example in examples if not example.held]
    matrix, known = runs([example.text for example in some]), targets(some)
    weight = np.array([one.weight * (3 if one.origin.startswith(("own", "care, coded")) else 1) for one in some])
    found = unseen(some, matrix, known, weight)
    second = {reader: decision(some, found, reader, trusts(some, reader)) for reader in READERS}
    return table(matrix, known, weight), second


