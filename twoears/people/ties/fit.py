"""Fit the strength of ties on a workspace's own past, and say on people it was not fitted on how good it is."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from twoears.people.ties.exchanges import SHARE, US, Exchanges
from twoears.people.ties.strength import AHEAD, Model, features, fitted, likely
from twoears.people.ties.tell import Floats, tell

WEIGHTS: Final = (1.0, 10.0, 100.0, 1000.0, 1e9)
"""How much the shipped model may count for; the last is the shipped one itself."""
BANDS: Final = (0.0, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
"""Where the bands of probability begin by which is shown how often it held."""
_ENOUGH: Final = 40  # exchanges that came, in each half, from which on a workspace is asked
_MOST: Final = 60_000  # pairs looked at
_HALVES: Final = 2


@dataclass(frozen=True, slots=True)
class Past:
    """Pairs as they stood on cut-off days: `rows` (pairs, FEATURES), whether an exchange `came`, and whose they are.

    `person` is the side that is not us, or the lower number.
    """

    rows: Floats
    came: NDArray[np.bool_]
    low: NDArray[np.int64]
    person: NDArray[np.int64]

    def where(self, mask: NDArray[np.bool_] | NDArray[np.int64]) -> "Past":
        """Those of `mask`."""
        return Past(self.rows[mask], self.came[mask], self.low[mask], self.person[mask])


@dataclass(frozen=True, slots=True)
class Fit:
    """A model, how much the shipped one counts in it, and what it says of people that it was not fitted on.

    `bands`: for each of BANDS how many pairs stood there and in how many an exchange came. `right` is how often of two
    pairs the one with an exchange stood higher, `by_silence` the same by the silence alone; None where nobody can tell.
    """

    model: Model
    weight: float
    pairs: int
    came: int
    bands: tuple[tuple[int, int], ...]
    right: float | None
    by_silence: float | None


def past_of(heard: Exchanges, months: int = 12) -> Past:
    """What was known on days a month apart before the end, and what came of it; at most `months` of them."""
    end, first = (float(heard.at.max()), float(heard.at.min())) if len(heard) else (0.0, 0.0)
    cuts = [end - AHEAD * back for back in range(1, months + 1) if end - AHEAD * back > first + AHEAD]
    parts = [_at(heard, cut) for cut in cuts]
    if not parts:
        return _at(heard.where(heard.at < -np.inf), 0.0)
    columns = ("rows", "came", "low", "person")
    return Past(*(np.concatenate([getattr(part, name) for part in parts]) for name in columns))


def _at(heard: Exchanges, cut: float) -> Past:
    told = tell(heard.where(heard.at <= cut))
    next_ones = heard.where((heard.at > cut) & (heard.at <= cut + AHEAD) & (heard.kind >= SHARE))
    size = int(max(heard.left.max(initial=0), heard.right.max(initial=0))) + 1
    low, high = np.minimum(next_ones.left, next_ones.right), np.maximum(next_ones.left, next_ones.right)
    came = np.isin(told.low * size + told.high, np.unique(low * size + high))
    person = np.where(told.low == US, told.high, told.low)
    return Past(features(told, cut), came, told.low, person)


def fit(past: Past, prior: Model) -> Fit:
    """The model of this past; how near it stays to `prior` is what says most of people it was not fitted on.

    Half of the people are held out, then the other half: a pair is known by the person in it.
    """
    past = _thinned(past)
    start = np.array([prior.bias, *prior.weights])
    even = prior.even(past.rows)
    half = _half(past.person)
    enough = min(int(past.came[half == one].sum()) for one in range(_HALVES))
    said = {
        held: _held_out(even, past.came, half, start, held) for held in (WEIGHTS if enough >= _ENOUGH else WEIGHTS[-1:])
    }
    weight = min(said, key=lambda held: _lost(said[held], past.came))
    made = start if weight == WEIGHTS[-1] else fitted(even, past.came, start, weight)
    return Fit(
        model=Model(float(made[0]), tuple(made[1:].tolist()), prior.middle, prior.scale),
        weight=weight,
        pairs=int(past.came.size),
        came=int(past.came.sum()),
        bands=bands_of(said[weight], past.came),
        right=_or_none(ordered_right(past.came, said[weight])),
        by_silence=_or_none(ordered_right(past.came, -past.rows[:, 0])),
    )


def bands_of(said: Floats, came: NDArray[np.bool_]) -> tuple[tuple[int, int], ...]:
    """For each of BANDS: in how many an exchange came, and how many stood there.

    >>> bands_of(np.array([0.01, 0.02, 0.95]), np.array([False, True, True]))[:2]
    ((1, 2), (0, 0))
    """
    place = band_of(said)
    many = np.bincount(place, minlength=len(BANDS))
    some = np.bincount(place, came.astype(float), len(BANDS)).astype(int)
    return tuple(zip(some.tolist(), many.tolist(), strict=True))


def band_of(said: Floats) -> NDArray[np.int64]:
    """The place in BANDS of each probability."""
    return np.searchsorted(np.array(BANDS[1:]), said, side="right").astype(np.int64)


def _or_none(value: float) -> float | None:
    return None if np.isnan(value) else value


def _thinned(past: Past) -> Past:
    step = -(-past.came.size // _MOST)
    return past.where(np.arange(0, past.came.size, step)) if step > 1 else past


def _half(person: NDArray[np.int64]) -> NDArray[np.int64]:
    """Which half a person is in: by their number, stirred, so that the order of arrival does not decide."""
    return ((person.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(40)).astype(np.int64) % _HALVES


def _held_out(even: Floats, came: NDArray[np.bool_], half: NDArray[np.int64], start: Floats, weight: float) -> Floats:
    """The probability of each pair by a model that was fitted on the other half of the people."""
    said = np.zeros(came.size)
    for out in range(_HALVES):
        kept = half != out
        made = start if weight == WEIGHTS[-1] else fitted(even[kept], came[kept], start, weight)
        said[~kept] = likely(made[0] + even[~kept] @ made[1:])
    return said


def _lost(said: Floats, came: NDArray[np.bool_]) -> float:
    chance = np.clip(said, 1e-9, 1 - 1e-9)
    return -float(np.log(np.where(came, chance, 1 - chance)).sum())


def ordered_right(came: NDArray[np.bool_], by: Floats) -> float:
    """How often of two pairs the one with an exchange stands higher (area under the ROC curve); NaN with one kind only.

    >>> ordered_right(np.array([True, False, True, False]), np.array([0.9, 0.1, 0.4, 0.4]))
    0.875
    """
    yes = int(came.sum())
    no = came.size - yes
    if not yes or not no:
        return float("nan")
    _, place, many = np.unique(by, return_inverse=True, return_counts=True)
    rank = np.cumsum(many) - (many - 1) / 2
    return float((rank[place][came].sum() - yes * (yes + 1) / 2) / (yes * no))
