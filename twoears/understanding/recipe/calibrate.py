"""Probabilities that keep their promise: one slope and one shift a label, for each reader and group of languages.

This is Platt's scaling (1999), for more than two labels: the scores of texts that the fit had not seen are stretched
and shifted until the log-loss is least. As scores are sums, slope and shift are worked into the weights themselves.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize  # type: ignore[import-untyped]

from twoears.understanding.evidence import Floats

# Pulls slope to 1 and shifts to 0, in units of texts: with few texts in a group nothing is stretched far.
_CAUTION: Final = 2.0


def _loss(found: Floats, scores: Floats, truth: NDArray[np.int64], trust: Floats) -> float:
    new = scores * np.exp(found[0]) + found[1:]
    new = new - new.max(axis=1, keepdims=True)
    logs = new[np.arange(len(truth)), truth] - np.log(np.exp(new).sum(axis=1))
    return float(_CAUTION * (found**2).sum() - (logs * trust).sum())


def scaling(scores: Floats, truth: NDArray[np.int64], trust: Floats) -> tuple[float, Floats]:
    """The slope and the shift of each label that fit `truth` (places of labels) best; texts count by `trust`."""
    start = np.zeros(scores.shape[1] + 1)
    found = minimize(_loss, start, args=(scores, truth, trust), method="L-BFGS-B").x
    return float(np.exp(found[0])), found[1:]


def scaled(weights: Floats, slope: float, shift: Floats) -> Floats:
    """Weights (labels x signs and start value) whose scores are `slope` times as large, moved by `shift`.

    >>> scaled(np.array([[1.0, 2.0]]), 2.0, np.array([0.5])).tolist()
    [[2.0, 4.5]]
    """
    new = weights * slope
    new[:, -1] += shift
    return new
