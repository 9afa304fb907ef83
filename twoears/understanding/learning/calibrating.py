"""Probabilities that keep their promise, fitted on texts that were left out: one slope, or a few weights."""

from typing import Final

import numpy as np

from twoears.understanding.learning.rows import Floats, Longs

_LEAST, _MOST = -2.0, 4.0  # of the logarithm of a slope
_STEPS: Final = 40
_GOLDEN: Final = (5**0.5 - 1) / 2
_CAUTION: Final = 1.0  # pulls the slope to 1, in texts: with few of them nothing is stretched far
_ROUNDS: Final = 25
_RIDGE: Final = 0.5


def softmax(scores: Floats) -> Floats:
    """Each row as shares of 1.

    >>> softmax(np.array([[0.0, 0.0]])).tolist()
    [[0.5, 0.5]]
    """
    odds = np.exp(scores - scores.max(axis=1, keepdims=True))
    found: Floats = odds / odds.sum(axis=1, keepdims=True)
    return found


def slope_of(scores: Floats, truth: Longs) -> float:
    """By how much scores are to be stretched so that the log-loss of their shares is least (Guo et al. 2017, ICML).

    `truth` are columns of `scores`. Without a text it is 1.

    >>> far = np.array([[1.0, 0.0]] * 9 + [[0.0, 1.0]])
    >>> slope_of(far, np.array([0] * 9 + [0])) > 1
    True
    """
    if not len(truth):
        return 1.0
    here = np.arange(len(truth))

    def loss(log: float) -> float:
        shares = softmax(scores * np.exp(log))[here, truth]
        return float(-np.log(np.maximum(shares, 1e-12)).sum() + _CAUTION * log * log)

    low, high = _LEAST, _MOST
    for _ in range(_STEPS):
        one, two = high - _GOLDEN * (high - low), low + _GOLDEN * (high - low)
        low, high = (low, two) if loss(one) < loss(two) else (one, high)
    return float(np.exp((low + high) / 2))


def loss_of(scores: Floats, truth: Longs, slope: float) -> float:
    """The mean log-loss of their shares; 0 without a text."""
    if not len(truth):
        return 0.0
    shares = softmax(scores * slope)[np.arange(len(truth)), truth]
    return float(-np.log(np.maximum(shares, 1e-12)).mean())


def odds_of(signs: Floats, is_so: Floats, weight: Floats) -> Floats:
    """Weights for a start value and each sign, by logistic regression with a light penalty (Newton's method).

    `is_so` is 1 or 0, `weight` what each text counts. Signs should have about the same spread.
    """
    full = np.concatenate((np.ones((len(signs), 1)), signs), axis=1)
    penalty = np.full(full.shape[1], _RIDGE)
    penalty[0] = 1e-6
    found: Floats = np.zeros(full.shape[1])
    for _ in range(_ROUNDS):
        share = logistic(full @ found)
        slope = full.T @ (weight * (share - is_so)) + penalty * found
        bend = (full * (weight * share * (1 - share))[:, None]).T @ full + np.diag(penalty)
        step = np.linalg.solve(bend, slope)
        found = found - np.clip(step, -2.0, 2.0)
        if np.abs(step).max() < 1e-9:
            break
    return found


def logistic(scores: Floats) -> Floats:
    """Probabilities for scores."""
    found: Floats = 1 / (1 + np.exp(-np.clip(scores, -40, 40)))
    return found
