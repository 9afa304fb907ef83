"""The chance of something, by a logistic regression with a ridge, solved by Newton's method; and how good it is."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
_STEPS: Final = 50
_EDGE: Final = 1e-6


@dataclass(frozen=True, slots=True)
class Chance:
    """`weights` of standardised columns (`middle`, `spread`), and of one."""

    weights: Array
    base: float
    middle: Array
    spread: Array

    def of(self, columns: Array) -> Array:
        """The chance of each row."""
        return np.asarray(1 / (1 + np.exp(-(self.base + self.parts(columns).sum(1)))))

    def parts(self, columns: Array) -> Array:
        """What each column adds to the log odds of each row, beside somebody in the middle."""
        return np.asarray((columns - self.middle) / self.spread * self.weights)


def learn(columns: Array, so: Array, ridge: float = 10.0) -> Chance:
    """Weights from rows of which it is known whether it was `so` (0 or 1).

    >>> rng = np.random.default_rng(1)
    >>> x = rng.normal(size=(4000, 2))
    >>> y = (rng.random(4000) < 1 / (1 + np.exp(-(x[:, 0] * 2 - 1)))).astype(float)
    >>> made = learn(x, y)
    >>> bool(abs(made.weights[0] - 2) < 0.2), bool(abs(made.weights[1]) < 0.1)
    (True, True)
    """
    middle, spread = columns.mean(0), columns.std(0)
    spread = np.where(spread < _EDGE, 1.0, spread)
    table = np.column_stack([np.ones(len(columns)), (columns - middle) / spread])
    weights = np.zeros(table.shape[1])
    share = np.clip(so.mean(), _EDGE, 1 - _EDGE)
    weights[0] = np.log(share / (1 - share))
    penalty = np.full(len(weights), ridge)
    penalty[0] = _EDGE
    for _ in range(_STEPS):
        odds = np.clip(table @ weights, -30, 30)
        p = 1 / (1 + np.exp(-odds))
        slope = table.T @ (p - so) + penalty * weights
        bend = (table.T * (p * (1 - p))) @ table + np.diag(penalty)
        step = np.linalg.solve(bend, slope)
        weights = weights - step * min(1.0, 5.0 / max(float(np.abs(step).max()), _EDGE))
        if np.abs(step).max() < 1e-8:
            break
    return Chance(weights[1:], float(weights[0]), middle, spread)


def log_loss(so: Array, told: Array) -> float:
    """The mean of what each told chance cost, in nats; less is better.

    >>> round(log_loss(np.array([1.0, 0.0]), np.array([0.5, 0.5])), 3)
    0.693
    """
    p = np.clip(told, _EDGE, 1 - _EDGE)
    return float(-(so * np.log(p) + (1 - so) * np.log(1 - p)).mean())


def area(so: Array, told: Array) -> float:
    """How often one that was so was told a higher chance than one that was not (area under the curve; Hanley 1982).

    >>> area(np.array([1.0, 0.0, 1.0]), np.array([0.9, 0.1, 0.1]))
    0.75
    """
    ups, downs = told[so == 1], np.sort(told[so == 0])
    below, upto = np.searchsorted(downs, ups, "left"), np.searchsorted(downs, ups, "right")
    return float((below + upto).mean() / 2 / len(downs))
