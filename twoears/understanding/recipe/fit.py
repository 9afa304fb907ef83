"""Two steps of logistic regression: first the runs of words and letters, then their sums together with the signs.

The second step is fitted on what the first says of texts that it has not seen (five parts in turn), so that the
probabilities are those of new texts. scikit-learn is needed here only.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, vstack  # type: ignore[import-untyped]
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

from twoears.understanding.complaint_words import COMPLAINT_CUES
from twoears.understanding.evidence import COLUMNS, NEUTRAL, SIGNS, Floats, weigh
from twoears.understanding.grams import BITS, Places, grams, open_page
from twoears.understanding.recipe.calibrate import scaled, scaling
from twoears.understanding.recipe.compose import composed
from twoears.understanding.recipe.examples import Example
from twoears.understanding.weights import ENGLISH, FORM, OTHER, READERS, named

_FOLDS: Final = 5
_BATCH: Final = 500
_STRENGTH: Final = 6.0  # inverse of the penalty on the runs, set by hand
# The same for the signs, by hand. Four-fold log-loss of `asks` on posts said to companies hardly differed around these.
_SECOND: Final = {"asks": 0.03, "thanks": 0.03, "complaint": 0.1, "promotion": 0.05}
# Which sums of runs a reader may look at besides the signs. More of them only fit the accidents of few coded posts.
_USES: Final = {
    "asks": ("asks", "request", "answers", "promotion", "complaint"), "thanks": ("thanks", "complaint"),
    "complaint": ("complaint", "dry", "thanks", "promotion", "asks", "request"),
    "promotion": ("promotion", "complaint", "answers"),
}  # fmt: skip
# Columns in which rare runs count for more, by how much (a power of their idf), and the inverse of their penalty.
_RARE: Final = {"dry": (1.5, 0.05)}
_UNKNOWN: Final = -1
_DRY: Final = ("dry", "trouble")  # how the origin of posts begins from which complaints are learnt, and nothing else
_OURS: Final = ("own", "dry", "trouble", "care, coded")  # how the origin of what we wrote or coded ourselves begins


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
        return _UNKNOWN if example.origin.startswith(_DRY) else _voice(example)
    if column == "asks" and _voice(example) == 1 and ("?" in example.text or "lease" in example.text):
        return _UNKNOWN  # it does ask, but not a company: that it is not meant is for the second step to learn
    if column == "dry":
        return _dry(example)
    if column == "complaint" and example.origin.startswith((*_DRY, "own short")):
        return _UNKNOWN
    label = example.labels.get("asks" if column == "request" else column, "")
    if column == "request":
        return {"request": 1, "question": 0}.get(label, _UNKNOWN)
    if not label:
        return _UNKNOWN
    return int(label != "none")


def _dry(example: Example) -> int:
    label = example.labels.get("complaint", "")
    return int(label != "none") if label and example.origin.startswith(_OURS) else _UNKNOWN


def targets(examples: Sequence[Example]) -> NDArray[np.int8]:
    """For each example and each of COLUMNS 1, 0, or -1 where nothing is known."""
    return np.array([[_target(example, column) for column in COLUMNS] for example in examples], dtype=np.int8)


def _column(matrix: csr_matrix, known: NDArray[np.int8], weight: Floats, column: str) -> Floats:
    some = np.flatnonzero(known != _UNKNOWN)
    rows, strength, stress = matrix[some], _STRENGTH, np.ones(matrix.shape[1])
    if column in _RARE:
        (power, strength), texts = _RARE[column], np.asarray((rows > 0).sum(axis=0)).ravel()
        stress = np.log((1 + len(some)) / (1 + texts)) ** power
        rows = rows.multiply(stress).tocsr()
    model = LogisticRegression(C=strength, max_iter=60, tol=1e-3, class_weight="balanced")
    model.fit(rows, known[some], sample_weight=weight[some])
    weights: Floats = model.coef_[0] * stress
    return weights


def table(matrix: csr_matrix, known: NDArray[np.int8], weight: Floats) -> NDArray[np.uint64]:
    """The first step: a row of small whole numbers for each key. The largest hundredth of a per mille is cut off."""
    packed = np.zeros((1 << BITS, 8), dtype=np.int8)
    for index in range(len(COLUMNS)):
        weights = _column(matrix, known[:, index], weight, COLUMNS[index])
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


@dataclass(frozen=True, slots=True)
class Seen:
    """Examples with their signs, made from a table that had not seen them, and the part that each is of."""

    examples: list[Example]
    signs: Floats
    part: Places


def unseen(examples: Sequence[Example], matrix: csr_matrix, known: NDArray[np.int8], weight: Floats) -> Seen:
    """The signs of each example, and of longer posts put together from them, with a table made without their part."""
    folds = _folds(examples)
    parts = []
    for fold, out in enumerate(folds):
        rest = np.setdiff1d(np.arange(len(examples)), out)
        parts.append(_part([examples[place] for place in out], table(matrix[rest], known[rest], weight[rest]), fold))
    return _together(parts)


def _folds(examples: Sequence[Example]) -> list[Places]:
    """The places of each fold. What only teaches complaints is drawn apart, so that no other reader notices it."""
    dry = np.array([example.origin.startswith(_DRY) for example in examples])
    orders = [np.random.default_rng(20).permutation(np.flatnonzero(some)) for some in (~dry, dry)]
    return [np.concatenate([order[fold::_FOLDS] for order in orders]) for fold in range(_FOLDS)]


def _part(examples: Sequence[Example], weights: NDArray[np.uint64], fold: int) -> Seen:
    some = [*examples, *composed(examples, fold)]
    return Seen(some, signs(some, weights), np.full(len(some), fold))


def _together(parts: Sequence[Seen]) -> Seen:
    examples = [example for part in parts for example in part.examples]
    rows = np.concatenate([part.signs for part in parts])
    return Seen(examples, rows, np.concatenate([part.part for part in parts]))


def _used(reader: str, group: str) -> NDArray[np.bool_]:
    """Which of SIGNS the reader weighs; the others get no weight."""
    if group == FORM:
        return np.array([sign in NEUTRAL for sign in SIGNS])
    sums = {sign: sign.split(",")[0] for sign in SIGNS if sign.count(", ") == 2}
    others = COMPLAINT_CUES if reader != "complaint" else {}
    return np.array([sign not in others and (sign not in sums or sums[sign] in _USES[reader]) for sign in SIGNS])


def decision(found: Floats, place: Places, trust: Floats, used: NDArray[np.bool_], strength: float) -> Floats:
    """The second step: a row for each label (`place` is the right one), a column for each sign and the start value."""
    middle, spread = found.mean(axis=0), np.maximum(found.std(axis=0), 1e-6)
    model = LogisticRegression(C=strength, max_iter=200, solver="newton-cholesky")
    model.fit((found - middle) / spread * used, place, sample_weight=trust)
    two = len(model.classes_) == 2
    rows = np.concatenate((-model.coef_ / 2, model.coef_ / 2)) if two else model.coef_
    start = np.concatenate((-model.intercept_ / 2, model.intercept_ / 2)) if two else model.intercept_
    rows = rows / spread
    return np.concatenate((rows, (start - rows @ middle)[:, None]), axis=1)


def _scores(found: Floats, weights: Floats) -> Floats:
    scores: Floats = found @ weights[:, :-1].T + weights[:, -1]
    return scores


def decisions(seen: Seen, reader: str) -> dict[str, Floats]:
    """The second step of one reader, calibrated for each group of languages on parts that it was not fitted on."""
    labels = READERS[reader]
    known = np.flatnonzero([example.labels.get(reader, "") in labels for example in seen.examples])
    examples = [seen.examples[index] for index in known]
    found, part = seen.signs[known], seen.part[known]
    place = np.array([labels.index(example.labels[reader]) for example in examples])
    trust, used, strength = trusts(examples, reader), _used(reader, ""), _SECOND[reader]
    scores = np.zeros((len(known), len(labels)))
    for fold in range(_FOLDS):
        out, rest = part == fold, part != fold
        scores[out] = _scores(found[out], decision(found[rest], place[rest], trust[rest], used, strength))
    whole = decision(found, place, trust, used, strength)
    english = np.array([example.language == "en" for example in examples])
    share = {**_PROMISE, "corporate": 0.6} if reader == "promotion" else _PROMISE
    promise = np.array([share.get(one.origin, 1.0) * _rarity(one, reader) for one in examples])
    return {
        group: scaled(whole, *scaling(scores[some], place[some], promise[some]))
        for group, some in ((ENGLISH, english), (OTHER, ~english))
    }


def by_form(seen: Seen) -> Floats:
    """What the mere form tells of whether a post asks, learnt from our own posts in all five languages."""
    own = [place for place, one in enumerate(seen.examples) if one.origin.startswith("own") and one.labels.get("asks")]
    labels = READERS["asks"]
    place = np.array([labels.index(seen.examples[index].labels["asks"]) for index in own])
    return decision(seen.signs[own], place, np.ones(len(own)), _used("asks", FORM), 1.0)


_TRUST: Final = {
    "clinc": 0.05, "banking77": 0.05, "nlupp": 0.1, "persuasion": 0.15, "brands": 0.2, "prose": 0.5, "comments": 0.5,
    "corporate": 0.5, "care, companies": 1.0, "care, customers": 1.0, "care, coded": 4.0, "own, composed": 1.0,
    **{f"trouble, {language}": 2.0 for language in ("en", "de", "fr", "es", "it")},
}  # fmt: skip
# How much each counts when probabilities are held against the truth: what the readers are made for, and little else.
_PROMISE: Final = {
    "clinc": 0.01, "banking77": 0.01, "nlupp": 0.01, "persuasion": 0.02, "brands": 0.1, "prose": 0.1, "comments": 0.1,
    "corporate": 0.15, "care, companies": 0.5, "care, customers": 0.5, "care, coded": 1.5, "own, composed": 0.3,
}  # fmt: skip
# Public sets with hardly a question, and those with complaints of another kind, count less.
_OTHERWISE: Final = {
    "asks": {"brands": 0.05, "corporate": 0.3, "own, composed": 1.5},
    "complaint": {
        "banking77": 0.01, "nlupp": 0.01, "clinc": 0.01, "brands": 0.03, "persuasion": 0.05,
        "corporate": 0.1, "care, companies": 0.5, "care, coded": 6.0,
    },
}  # fmt: skip


def trusts(examples: Sequence[Example], reader: str) -> Floats:
    """How much each example counts in the second step, by where it comes from: posts said to a company count most."""
    trust = {**_TRUST, **_OTHERWISE.get(reader, {})}
    return np.array([trust.get(one.origin, 4.0) * _rarity(one, reader) for one in examples])


def _rarity(example: Example, reader: str) -> float:
    """Questions that do not ask are over-represented among our hard cases; in a stream they are the exception."""
    mark = reader == "asks" and example.origin.startswith("own") and example.text.rstrip().endswith("?")
    return 0.25 if mark and example.labels.get("asks") == "none" else 1.0


def fit(examples: Sequence[Example]) -> tuple[NDArray[np.uint64], dict[str, Floats]]:
    """The table of runs and the weights of the signs by name, from the examples that are not held out."""
    some = [example for example in examples if not example.held]
    matrix, known = runs([example.text for example in some]), targets(some)
    weight = np.array([one.weight * (3 if one.origin.startswith(("own", "care, coded")) else 1) for one in some])
    return table(matrix, known, weight), second(unseen(some, matrix, known, weight))


def second(seen: Seen) -> dict[str, Floats]:
    """The weights of the signs by reader and group of languages, as `weights.named` calls them."""
    found = {named(reader, group): rows for reader in READERS for group, rows in decisions(seen, reader).items()}
    return {**found, named("asks", FORM): by_form(seen)}
