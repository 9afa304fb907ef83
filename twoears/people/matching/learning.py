"""A model from the workspace's own data: from pairs that nobody judged, then from those that members decided.

What agrees by chance is seen in pairs that are two people for certain: pairs at random, and namesakes on one network.
What agrees in one person is seen in the pairs themselves, each counted by how likely it is one person, over and over
(expectation and maximisation: Dempster, Laird and Rubin 1977; for linking records Winkler 1988). What members decided
moves the weights so far as to explain it (logistic regression drawn towards what was there before). Only answers to
proposals do: which pairs were proposed hangs on what is seen of them, and so leaves the odds of what is seen as they
are; whom somebody joined unasked was picked because they are one.
"""

from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from typing import Final

import numpy as np
from numpy.typing import NDArray

from twoears.people.matching.blocks import namesakes, pairs
from twoears.people.matching.columns import Columns
from twoears.people.matching.finding import by_key
from twoears.people.matching.levels import (
    COMPARISONS,
    EQUAL,
    EQUAL_TOO,
    FROM_NAME,
    HANDLE,
    LINK,
    MAIL,
    MORE,
    NAME,
    PART,
    PLACE,
    REST,
    REST_DIFFERS,
    SAME,
    SAME_DOMAIN,
    SAME_HOUSE,
    SAME_PLACE,
    SHARED_LINK,
    UNNAMED,
    WIDEST,
    WORK,
)
from twoears.people.matching.model import SHIPPED, Model
from twoears.people.matching.scoring import Compared, beforehand, compared, probabilities, weights
from twoears.people.matching.values import Decided, Profile

Ints = NDArray[np.int32]
Reals = NDArray[np.float64]
_COUNTED: Final = {
    NAME: list(range(SAME, PART + 1)),
    HANDLE: [EQUAL, EQUAL_TOO, REST],
    WORK: [SAME_DOMAIN, SAME_HOUSE],
    LINK: [SHARED_LINK],
    PLACE: [SAME_PLACE],
}
"""Outcomes for which how rare the thing itself is stands beside them."""
_BESIDE: Final = [FROM_NAME, MORE, REST_DIFFERS]
_HALF: Final = 0.5  # of a pair, which every outcome is met in before any is
_FAR: Final = 2.0  # bits by which a weight moves for pairs that nobody judged; certain links and addresses do not
_ROUNDS: Final = 20
_HELD: Final = 200.0  # pairs of one person that a start is worth
_PAIRS: Final = 200_000  # pairs that nobody judged, evenly picked where there are more
_CHANCE: Final = 100_000  # pairs at random
_LOOSE: Final = 1.5  # bits by which a weight may be expected to move for what members decided
_DECIDED: Final = 4  # decisions below which nothing moves
_LN2: Final = float(np.log(2))


def learn(profiles: Sequence[Profile], decided: Sequence[Decided], *, start: Model = SHIPPED) -> Model:
    """`start`, moved by the workspace's own accounts and by what its members decided.

    The same data give the same model. Decisions about accounts that are not among `profiles` are passed over; so are
    those about two accounts that cannot be one person anyhow.
    """
    return Lesson(profiles, decided, start=start).model()


class Lesson:
    """What there is to learn from: all pairs that share a sign, and those of which it is `known` what they are."""

    def __init__(self, profiles: Sequence[Profile], decided: Sequence[Decided], *, start: Model = SHIPPED) -> None:
        self.start = start
        self._columns, ordered = Columns(), by_key(profiles)
        self._columns.put(ordered)
        row = {one.key: at for at, one in enumerate(ordered)}
        self.known = [one for one in decided if one.left in row and one.right in row and one.left != one.right]
        self.asked = np.array([one.asked for one in self.known], np.bool_)
        self.same = np.array([one.same for one in self.known], np.bool_)
        ends = [sorted((row[one.left], row[one.right])) for one in self.known]
        self._ends = np.array(ends, np.int32).reshape(-1, 2)
        self._told = compared(self._columns, self._ends[:, 0].copy(), self._ends[:, 1].copy(), start)
        left, right, _ = pairs(self._columns)
        step = max(len(left) // _PAIRS, 1)
        named = np.isin(_both(left, right), _both(self._ends[:, 0], self._ends[:, 1]))
        kept = named | (np.arange(len(left)) % step == 0)
        self._open = compared(self._columns, left[kept].copy(), right[kept].copy(), start)
        self._by_chance = _by_chance(self._columns, start) if len(left) else None

    def model(self, without: NDArray[np.bool_] | None = None) -> Model:
        """What is learnt from all of it; from all but those known pairs that are `without`."""
        use = np.ones(len(self.known), np.bool_) if without is None else ~without
        model, asked = self._unsaid(use), use & self.asked
        if asked.sum() >= _DECIDED:
            some, before = self._some(asked), beforehand(self._columns, model)
            model = taught(some, self.same[asked], before, model)
        return replace(model, version=_version(model)) if model != self.start else self.start

    def chances(self, model: Model) -> Reals:
        """How likely each known pair is one person, as `model` says."""
        return probabilities(self._columns, self._told, model)

    def _some(self, use: NDArray[np.bool_]) -> Compared:
        told = self._told
        return Compared(told.left[use], told.right[use], told.levels[use], told.bits[use])

    def _unsaid(self, use: NDArray[np.bool_]) -> Model:
        """By expectation and maximisation over the pairs that share a sign; what is known of one is not guessed."""
        model = self.start
        if self._by_chance is None:
            return model
        at, same = self._places(use)
        for _ in range(_ROUNDS):
            likely = probabilities(self._columns, self._open, model)
            likely[at] = same
            before, model = model, _moved(self._open.levels, likely, *self._by_chance, self.start)
            if np.abs(before.bits() - model.bits()).max() < 1e-3:
                break
        return model

    def _places(self, use: NDArray[np.bool_]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
        """Where the known pairs stand among the open ones, and what they are."""
        every, these = _both(self._open.left, self._open.right), _both(*self._ends[use].T)
        at = np.searchsorted(every, these)
        there = at < len(every)
        there[there] = every[at[there]] == these[there]
        return at[there], self.same[use][there]


def _both(left: Ints, right: Ints) -> NDArray[np.int64]:
    """Two rows as one number, the lower in its high bits."""
    return (left.astype(np.int64) << 32) | right


def taught(
    some: Compared, same: NDArray[np.bool_], before: float | Reals, model: Model, share: Reals | None = None
) -> Model:
    """`model`, its weights moved so that they explain which pairs are the same; each pair counts for its `share`."""
    seen = _seen(some.levels)
    offset = (weights(some, model).sum(axis=1) + before) * model.slope
    count = np.ones(len(same)) if share is None else share
    moved = np.zeros(seen.shape[1])
    for _ in range(_ROUNDS):
        chance = 1 / (1 + np.exp2(-np.clip(offset + seen @ moved, -60, 60)))
        slope = _LN2 * seen.T @ (count * (same - chance)) - moved / _LOOSE**2
        bend = _LN2**2 * (seen * (count * chance * (1 - chance))[:, None]).T @ seen + np.eye(len(moved)) / _LOOSE**2
        step = np.linalg.solve(bend, slope)
        moved += np.clip(step, -2, 2)
        if np.abs(step).max() < 1e-6:
            break
    return replace(model, weights=Model.named(model.bits() + moved.reshape(len(COMPARISONS), WIDEST) / model.slope))


def _moved(levels: NDArray[np.int8], likely: Reals, chance: Reals, n: Reals, start: Model) -> Model:
    """Weights from how often an outcome is met in one person and by chance (`n` pairs), drawn towards the start."""
    met, m = _shares(levels, likely)
    bits, seen = start.bits(), np.minimum(m, n)
    seen[[MAIL, LINK]] = 0
    drawn = (seen * (np.log2(met) - np.log2(chance)) + _HELD * bits) / (seen + _HELD)
    most = np.full(bits.shape, _FAR)
    # A name or a handle alone never gets over the bar, unless members say so.
    most[NAME, SAME] = 0
    most[HANDLE, [EQUAL, FROM_NAME]] = 0
    return replace(start, weights=Model.named(bits + np.clip(drawn - bits, -_FAR, most)))


def _by_chance(columns: Columns, model: Model) -> tuple[Reals, Reals]:
    """How often each outcome is met in two people, and in how many pairs that was seen.

    It is nought to reckon with where how rare the thing itself is was counted already. What handles have beside a name
    is seen in namesakes only.
    """
    at_random, n = _shares_of(columns, *_random(columns), model)
    apart = compared(columns, *namesakes(columns), model)
    names = apart.levels[:, NAME]
    alike, k = _shares(apart.levels[(names != UNNAMED) & (names < PART)], None)
    at_random[HANDLE, _BESIDE], n = alike[HANDLE, _BESIDE], n + np.zeros((1, WIDEST))
    n[HANDLE, _BESIDE] = k[HANDLE]
    for comparison, outcomes in _COUNTED.items():
        at_random[comparison, outcomes], n[comparison, outcomes] = 1.0, np.inf
    return at_random, n


def _shares_of(columns: Columns, left: Ints, right: Ints, model: Model) -> tuple[Reals, Reals]:
    return _shares(compared(columns, left, right, model).levels, None)


def _shares(levels: NDArray[np.int8], count: Reals | None) -> tuple[Reals, Reals]:
    """The share of each outcome among those of its comparison (8 x outcomes), and in how many pairs (8 x 1)."""
    found, n = np.zeros((len(COMPARISONS), WIDEST)), np.zeros((len(COMPARISONS), 1))
    for comparison, outcomes in enumerate(levels.T):
        found[comparison] = np.bincount(outcomes, count, minlength=WIDEST)
        n[comparison] = found[comparison, 1:].sum()
    return (found + _HALF) / (n + 2 * _HALF), n


def _random(columns: Columns) -> tuple[Ints, Ints]:
    """Rows of pairs at random, the same at each call."""
    lot = np.random.default_rng(1)
    left, right = lot.integers(0, len(columns), (2, _CHANCE)).astype(np.int32)
    apart = left != right
    return np.minimum(left, right)[apart], np.maximum(left, right)[apart]


def _seen(levels: NDArray[np.int8]) -> Reals:
    """Outcomes as columns of noughts and ones, but of those of which nothing can be said."""
    seen = np.zeros((len(levels), len(COMPARISONS), WIDEST))
    rows, comparisons = np.nonzero(levels)
    seen[rows, comparisons, levels[rows, comparisons]] = 1
    return seen.reshape(len(levels), -1)


def _version(model: Model) -> str:
    """One that says from which model it was learnt, and that changes with any weight."""
    return f"{model.version.partition('+')[0]}+{sha256(repr(sorted(model.weights.items())).encode()).hexdigest()[:8]}"
