"""Linear weights for each label against all others, by dual coordinate descent.

Least squared hinge loss with a penalty on the length of the weights: Hsieh, Chang, Lin, Keerthi and Sundararajan (2008,
ICML 25:408), algorithm 1. All labels go through the texts side by side, so that the same sums are made by machine code
and by numpy, in the same order.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from twoears.lib.compiled import compiled, is_there
from twoears.understanding.learning.rows import Floats, Longs, Rows

ROUNDS: Final = 6
BIAS: Final = 0.3  # what every text has besides its runs
Signs = NDArray[np.float64]


@compiled
def _rounds(
    first: Longs, key: Longs, value: Floats, sign: Signs, cost: Floats, order: Longs, weights: Floats, pulls: Floats
) -> None:
    """`order` has a row of texts for each round; `weights` (key x label) and `pulls` (text x label) are written."""
    labels = weights.shape[1]
    said = np.zeros(labels)
    for turn in range(order.shape[0]):
        for at in range(order.shape[1]):
            text = order[turn, at]
            said[:] = 0.0
            length = 0.0
            for one in range(first[text], first[text + 1]):
                weight, row = value[one], key[one]
                length += weight * weight
                for label in range(labels):
                    said[label] += weight * weights[row, label]
            moved = False
            for label in range(labels):
                loose = 0.5 / cost[label]
                old, side = pulls[text, label], sign[text, label]
                slope = side * said[label] - 1.0 + loose * old
                new = max(old - slope / (length + loose), 0.0)
                said[label] = (new - old) * side
                pulls[text, label] = new
                moved = moved or new != old
            if moved:
                for one in range(first[text], first[text + 1]):
                    weight, row = value[one], key[one]
                    for label in range(labels):
                        weights[row, label] += weight * said[label]


def _plain_rounds(rows: Rows, sign: Signs, cost: Floats, order: Longs, weights: Floats, pulls: Floats) -> None:
    """The same by numpy, a text at a time."""
    loose = 0.5 / cost
    for text in order.ravel().tolist():
        here = slice(int(rows.first[text]), int(rows.first[text + 1]))
        value, key = rows.times[here], rows.key[here]
        said = np.add.reduce(value[:, None] * weights[key], axis=0)
        length = float(np.cumsum(value * value)[-1])
        old, side = pulls[text], sign[text]
        new = np.maximum(old - (side * said - 1.0 + loose * old) / (length + loose), 0.0)
        weights[key] += value[:, None] * ((new - old) * side)
        pulls[text] = new


def descend(rows: Rows, sign: Signs, *, keys: int, cost: Floats, seed: int = 0) -> Floats:
    """Weights for each key and label. `sign` (text x label) is 1 where a text is of a label, -1 where not.

    `cost` is what an error costs, for each label. The same seed gives the same weights.
    """
    draw = np.random.default_rng(seed)
    order = np.array([draw.permutation(len(rows)) for _ in range(ROUNDS)], dtype=np.int64)
    weights, pulls = np.zeros((keys, sign.shape[1])), np.zeros(sign.shape)
    if is_there():
        _rounds(rows.first, rows.key, rows.times, sign, cost, order, weights, pulls)
    else:
        _plain_rounds(rows, sign, cost, order, weights, pulls)
    return weights


def with_bias(rows: Rows, at: int) -> Rows:
    """The same with one more key, which all texts have: labels differ in how often they come."""
    first = rows.first + np.arange(len(rows.first))
    key, value = np.full(int(first[-1]), at, np.int64), np.full(int(first[-1]), BIAS)
    inside = np.ones(len(key), np.bool_)
    inside[first[1:] - 1] = False
    key[inside], value[inside] = rows.key, rows.times
    return Rows(first, key, value)


@compiled
def _scores(first: Longs, key: Longs, value: Floats, weights: Floats, found: Floats) -> None:
    for text in range(len(first) - 1):
        for one in range(first[text], first[text + 1]):
            weight, row = value[one], key[one]
            for label in range(weights.shape[1]):
                found[text, label] += weight * weights[row, label]


def score(rows: Rows, weights: Floats) -> Floats:
    """A row for each text, a column for each label."""
    found = np.zeros((len(rows), weights.shape[1]))
    if is_there():
        _scores(rows.first, rows.key, rows.times, weights, found)
        return found
    return plain_score(rows, weights)


def plain_score(rows: Rows, weights: Floats) -> Floats:
    """The same by numpy, a text at a time."""
    found = np.zeros((len(rows), weights.shape[1]))
    for text in range(len(rows)):
        here = slice(int(rows.first[text]), int(rows.first[text + 1]))
        found[text] = np.add.reduce(rows.times[here][:, None] * weights[rows.key[here]], axis=0)
    return found


def signs(places: Sequence[int] | Longs, labels: int) -> Signs:
    """1 for the label of a text, -1 for the others; a text whose place is -1 is of none."""
    found = np.full((len(places), labels), -1.0)
    at = np.asarray(places)
    found[np.flatnonzero(at >= 0), at[at >= 0]] = 1.0
    return found
