"""A hidden Markov model with Poisson counts, learnt by expectation and maximisation from many short histories at once.

Rabiner (1989), A Tutorial on Hidden Markov Models, Proc. IEEE 77:257, for the recursions; Zucchini and MacDonald
(2009), Hidden Markov Models for Time Series, for Poisson emissions. Scaled forward and
backward, all histories side by side.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
_LEAST: Final = 1e-3  # the lowest rate: a count that was never seen is not impossible
_STICKY: Final = 8.0  # weeks' worth of staying that is assumed before anything is seen
_ROUNDS: Final = 60
_ENOUGH: Final = 1e-5  # gain for each week at which learning ends


@dataclass(frozen=True, slots=True)
class Hidden:
    """`start` (states), `moves` (states x states, rows sum to 1), `rates` (states x signs)."""

    start: Array
    moves: Array
    rates: Array

    def filtered(self, counts: Array, first: NDArray[np.int64]) -> Array:
        """P(state | all up to that week), people x weeks x states; before `first` what is assumed of anybody."""
        return _forward(self, _likely(self.rates, counts), first)[0]

    def ordered(self, by: NDArray[np.int64]) -> "Hidden":
        """The same model with its states in another order."""
        return Hidden(self.start[by], self.moves[np.ix_(by, by)], self.rates[by])


def learn(counts: Array, first: NDArray[np.int64], states: int, *, restarts: int = 3, seed: int = 1) -> Hidden:
    """The best of some seeded tries; the same counts give the same model.

    >>> rng = np.random.default_rng(3)
    >>> loud = (np.arange(40) // 10 % 2)[None, :, None] * 4.0 + 0.2
    >>> made = learn(rng.poisson(np.repeat(loud, 30, 0)).astype(float), np.zeros(30, dtype=int), 2)
    >>> sorted(np.round(made.rates[:, 0], 1).tolist())
    [0.2, 4.1]
    """
    rng = np.random.default_rng(seed)
    tries = [_learn(counts, first, _begin(counts, states, rng)) for _ in range(restarts)]
    return max(tries, key=lambda tried: tried[1])[0]


def _begin(counts: Array, states: int, rng: np.random.Generator) -> Hidden:
    mean = counts.mean(axis=(0, 1)) + _LEAST
    scale = np.geomspace(0.1, 8.0, states)[:, None]
    rates = mean * scale * rng.uniform(0.5, 2.0, (states, counts.shape[2]))
    moves = np.full((states, states), 0.1 / max(states - 1, 1)) + np.eye(states) * 0.85
    return Hidden(np.full(states, 1 / states), moves / moves.sum(1, keepdims=True), np.maximum(rates, _LEAST))


def _learn(counts: Array, first: NDArray[np.int64], model: Hidden) -> tuple[Hidden, float]:
    seen = _seen(counts.shape[1], first)
    before = -np.inf
    for _ in range(_ROUNDS):
        model, told = _round(counts, first, seen, model)
        if told - before < _ENOUGH * seen.sum():
            break
        before = told
    return model, told


def _round(counts: Array, first: NDArray[np.int64], seen: Array, model: Hidden) -> tuple[Hidden, float]:
    likely = _likely(model.rates, counts)
    alpha, scale = _forward(model, likely, first)
    beta = _backward(model, likely, scale, first)
    gamma = alpha * beta * seen[:, :, None]
    gamma /= np.maximum(gamma.sum(2, keepdims=True), 1e-300)
    gamma *= seen[:, :, None]
    both = (seen[:, 1:] * seen[:, :-1])[:, :, None]
    after = likely[:, 1:] * beta[:, 1:] / scale[:, 1:, None] * both
    moves = model.moves * np.einsum("nti,ntj->ij", alpha[:, :-1], after)
    moves += np.eye(len(moves)) * _STICKY + 1e-3
    weight = gamma.sum((0, 1))
    rates = (np.einsum("ntk,ntf->kf", gamma, counts) + 0.5 * counts.mean((0, 1))) / (weight + 0.5)[:, None]
    start = gamma[np.arange(len(first)), first].sum(0) + 1.0
    told = float((np.log(scale) * seen).sum() + (_peak(model.rates, counts) * seen).sum())
    return Hidden(start / start.sum(), moves / moves.sum(1, keepdims=True), np.maximum(rates, _LEAST)), told


def _log_likely(rates: Array, counts: Array) -> Array:
    return np.asarray(counts @ np.log(rates).T - rates.sum(1))


def _peak(rates: Array, counts: Array) -> Array:
    return np.asarray(_log_likely(rates, counts).max(2))


def _likely(rates: Array, counts: Array) -> Array:
    logs = _log_likely(rates, counts)
    return np.asarray(np.exp(logs - logs.max(2, keepdims=True)))


def _forward(model: Hidden, likely: Array, first: NDArray[np.int64]) -> tuple[Array, Array]:
    people, weeks, states = likely.shape
    alpha, scale = np.empty((people, weeks, states)), np.ones((people, weeks))
    now = np.tile(model.start, (people, 1))
    for week in range(weeks):
        begun = (first <= week)[:, None]
        came = np.where((first < week)[:, None], now @ model.moves, model.start)
        now = np.where(begun, came * likely[:, week], came)
        scale[:, week] = np.maximum(now.sum(1), 1e-300)
        now = now / scale[:, week, None]
        alpha[:, week] = now
    return alpha, scale


def _backward(model: Hidden, likely: Array, scale: Array, first: NDArray[np.int64]) -> Array:
    beta = np.ones(likely.shape)
    for week in range(likely.shape[1] - 2, -1, -1):
        ahead = (likely[:, week + 1] * beta[:, week + 1] / scale[:, week + 1, None]) @ model.moves.T
        beta[:, week] = np.where((first <= week)[:, None], ahead, 1.0)
    return beta


def _seen(weeks: int, first: NDArray[np.int64]) -> Array:
    return (np.arange(weeks)[None, :] >= first[:, None]).astype(float)
