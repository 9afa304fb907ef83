"""Teach a layer from corrections, and tell by corrections that it has not seen whether it reads better than without.

Logistic regression on top of the shipped reader: its logarithms stay as they are, words and pairs of words are added.
As members correct what seems wrong, corrections alone would say that the reader is always wrong. So posts nearby that
nobody corrected hold it where it is, each as loudly as a correction unless it is like one (Li and Hoiem 2018, Learning
without Forgetting, IEEE TPAMI 40:2935).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from twoears.understanding.evidence import Floats
from twoears.understanding.grams import Places
from twoears.understanding.learning.calibrating import softmax
from twoears.understanding.own.layer import FLOOR, Layer, centred
from twoears.understanding.own.terms import Terms, terms

FEWEST: Final = 20  # corrections of a reader, below which no layer is taught
FEWEST_EACH: Final = 5  # of two labels at least
GAIN: Final = 3  # more corrections, not seen before, that a layer must read right than the shipped reader
MOST: Final = 1000  # the latest; more of them take longer than somebody waits
AROUND: Final = 500  # posts that nobody corrected
_FOLDS: Final = 5
_START_RIDGE: Final = 0.1
_STEPS: Final = 150
_POWER: Final = 20


@dataclass(frozen=True, slots=True)
class Manner:
    """How freely a layer learns: `ridge` holds its words back, `turns` is how easily it turns from what the shipped
    reader says as a whole (0: it only adds to it)."""

    ridge: float
    turns: float


MANNERS: Final = (Manner(1.0, 0.0), Manner(0.3, 0.1))
"""Where the shipped reader is mostly right words are added to it; where it is not, it is listened to less."""


@dataclass(frozen=True, slots=True)
class Taught:
    """Texts with what the shipped reader makes of each: a column for each label. `truth` is the label of each that a
    member gave, by its place; of posts around there is none."""

    texts: Sequence[str]
    shares: Floats
    truth: Places


@dataclass(frozen=True, slots=True)
class Fitted:
    """A layer with how many of `n` corrections that it had not seen it read right, and how many the shipped reader.

    `loss` and `shipped_loss` are the mean logarithms of what the true label was given: less is better.
    """

    layer: Layer
    n: int
    right: int
    shipped_right: int
    loss: float
    shipped_loss: float

    @property
    def helps(self) -> bool:
        """Whether more is right with it, and by more than one or two that might be chance."""
        return self.right >= self.shipped_right + GAIN and self.loss < self.shipped_loss


@dataclass(frozen=True, slots=True)
class _Rows:
    """Texts as rows of unit length, a column for each key."""

    keys: Places
    rarity: Floats
    rows: NDArray[np.float32]


def can_be_taught(truth: Sequence[str]) -> bool:
    """Whether corrections with these labels are enough to learn from.

    >>> can_be_taught(["yes"] * 20), can_be_taught(["yes"] * 15 + ["no"] * 5)
    (False, True)
    """
    counts = sorted((truth.count(label) for label in set(truth)), reverse=True)
    return len(truth) >= FEWEST and len(counts) > 1 and counts[1] >= FEWEST_EACH


def fit(given: Taught, around: Taught, *, reader: str, labels: tuple[str, ...], version: int) -> Fitted:
    """A layer taught by all that was given, with figures from layers that were taught by four fifths of it.

    Of `MANNERS` the one is taken that tells the corrections which it had not seen with the least loss.
    """
    rows = _rows(terms(given.texts), terms(around.texts))
    shares = np.concatenate((given.shares, around.shares))
    lesson = _Lesson(
        alike=(rows.rows @ rows.rows.T).astype(np.float64),
        offset=np.log(np.maximum(shares, FLOOR)),
        goal=np.concatenate((np.eye(len(labels))[given.truth], _whole(around.shares))),
        given=given,
    )
    tried = [(manner, lesson.unseen(manner)) for manner in MANNERS]
    manner, unseen = min(tried, key=lambda one: _loss(one[1], given.truth))
    pull, start = lesson.solved(manner, np.arange(len(lesson.goal)))
    layer = Layer(
        reader=reader,
        version=version,
        labels=labels,
        keys=rows.keys,
        rarity=rows.rarity,
        weights=rows.rows.T.astype(np.float64) @ pull,
        start=start,
        turn=manner.turns * centred(shares).T @ pull,
    )
    plain = softmax(lesson.offset[: len(given.texts)])
    return Fitted(
        layer,
        len(given.texts),
        int((unseen.argmax(axis=1) == given.truth).sum()),
        int((plain.argmax(axis=1) == given.truth).sum()),
        _loss(unseen, given.truth),
        _loss(plain, given.truth),
    )


@dataclass(frozen=True, slots=True)
class _Lesson:
    """What there is to learn from: corrections first, then posts around. `alike` are their words, row by row, `offset`
    what the shipped reader says of them, as logarithms, `goal` what is to be said."""

    alike: Floats
    offset: Floats
    goal: Floats
    given: Taught

    def unseen(self, manner: Manner) -> Floats:
        """What is told of each correction by layers that had not seen it."""
        n = len(self.given.texts)
        found = np.zeros((n, self.goal.shape[1]))
        fold = _folds(self.given.truth)
        alike = self.all_alike(manner)
        for held in range(_FOLDS):
            out = np.flatnonzero(fold == held)
            seen = np.concatenate((np.flatnonzero(fold != held), np.arange(n, len(self.goal))))
            pull, start = self.solved(manner, seen)
            found[out] = softmax(self.offset[out] + alike[np.ix_(out, seen)] @ pull + start)
        return found

    def solved(self, manner: Manner, seen: Places) -> tuple[Floats, Floats]:
        """How much each of `seen` pulls to each label, and the start values."""
        weight = _weights(self.alike, self.given)
        alike = self.all_alike(manner)[np.ix_(seen, seen)]
        return _solve(alike, self.offset[seen], self.goal[seen], weight[seen], manner.ridge)

    def all_alike(self, manner: Manner) -> Floats:
        """How alike posts are by their words and by what the shipped reader says of them."""
        said = self.offset - self.offset.mean(axis=1, keepdims=True)
        found: Floats = self.alike + manner.turns * said @ said.T
        return found


def _rows(given: Terms, around: Terms) -> _Rows:
    """Of the terms in two corrections or more, weighed by how rare they are around (idf)."""
    own = _once(given)
    keys, counts = np.unique(own[1], return_counts=True)
    keys = keys[counts > 1]
    near = _once(around)
    held = near[1][np.isin(near[1], keys)]
    common = np.bincount(np.searchsorted(keys, held), minlength=len(keys))
    rarity = np.log((around.n + 1) / (common + 1)) if around.n else np.ones(len(keys))
    parts = [_unit(*some, n, keys, rarity) for some, n in ((own, given.n), (near, around.n))]
    return _Rows(keys, rarity, np.concatenate(parts))


def _once(seen: Terms) -> tuple[Places, Places]:
    """Text and key of each term, once a text."""
    pairs = np.unique(np.stack((seen.owner, seen.key), axis=1), axis=0)
    return pairs[:, 0], pairs[:, 1]


def _unit(owner: Places, key: Places, n: int, keys: Places, rarity: Floats) -> NDArray[np.float32]:
    rows = np.zeros((n, len(keys)), dtype=np.float32)
    kept = np.isin(key, keys)
    seat = np.searchsorted(keys, key[kept])
    rows[owner[kept], seat] = rarity[seat]
    size = np.sqrt((rows * rows).sum(axis=1, keepdims=True))
    rows /= np.maximum(size, np.float32(1e-9))
    return rows


def _folds(truth: Places) -> Places:
    """Dealt label by label, so that each fold has its share of every label."""
    fold = np.zeros(len(truth), dtype=np.int64)
    fold[np.argsort(truth, kind="stable")] = np.arange(len(truth)) % _FOLDS
    return fold


def _weights(alike: Floats, given: Taught) -> Floats:
    """Corrections count in full; what nobody corrected counts less, the more it is like something that was corrected to
    another label: it would have been, had a member come by."""
    n = len(given.texts)
    other = np.flatnonzero(given.shares.argmax(axis=1) != given.truth)
    weight = np.ones(len(alike))
    if len(other):
        weight[n:] -= alike[n:, other].max(axis=1)
    return np.maximum(weight, 0.0)


def _solve(alike: Floats, offset: Floats, goal: Floats, weight: Floats, ridge: float) -> tuple[Floats, Floats]:
    """How much each row pulls to each label, and the start values: accelerated gradient steps (Nesterov 1983).

    The weights are sums of rows (representer theorem), so all is reckoned with how alike rows are to each other.
    """
    n, labels = goal.shape
    pull, start = np.zeros((n, labels)), np.zeros(labels)
    before, start_before, pace = pull, start, 1.0
    step = 0.7 / (0.5 * _largest(alike) + ridge)
    start_step = 0.35 / (0.5 * n + _START_RIDGE)
    for _ in range(_STEPS):
        faster = (1 + np.sqrt(1 + 4 * pace * pace)) / 2
        ahead, start_ahead = (
            now + (pace - 1) / faster * (now - last) for now, last in ((pull, before), (start, start_before))
        )
        wrong = weight[:, None] * (softmax(offset + alike @ ahead + start_ahead) - goal)
        before, start_before, pace = pull, start, faster
        pull = ahead - step * (wrong + ridge * ahead)
        start = start_ahead - start_step * (wrong.sum(axis=0) + _START_RIDGE * start_ahead)
    return pull, start


def _largest(alike: Floats) -> float:
    """The largest eigenvalue, by the power method."""
    vector = np.ones(len(alike)) / np.sqrt(len(alike))
    for _ in range(_POWER):
        vector = alike @ vector
        vector /= max(float(np.linalg.norm(vector)), 1e-12)
    return float(vector @ (alike @ vector))


def _whole(shares: Floats) -> Floats:
    found: Floats = shares / np.maximum(shares.sum(axis=1, keepdims=True), FLOOR)
    return found


def _loss(shares: Floats, truth: Places) -> float:
    return float(-np.log(np.maximum(shares[np.arange(len(truth)), truth], FLOOR)).mean())
