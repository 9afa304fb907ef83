"""The beta law: where a share lies of which something is known. Continued fraction, and halving."""

from math import exp, lgamma, log, log1p

import numpy as np
from numpy.typing import NDArray

from twoears.lib.compiled import compiled, inner

Floats = NDArray[np.float64]
_TINY = 1e-300


@inner
def _fraction(a: float, b: float, x: float) -> float:
    """The continued fraction of the incomplete beta function (Lentz 1976; DLMF 8.17.22)."""
    down = 1.0 - (a + b) * x / (a + 1.0)
    down = 1.0 / (down if abs(down) > _TINY else _TINY)
    up, value = 1.0, down
    for step in range(1, 1000):
        for part in range(2):
            if part == 0:
                term = step * (b - step) * x / ((a + 2 * step - 1) * (a + 2 * step))
            else:
                term = -(a + step) * (a + b + step) * x / ((a + 2 * step) * (a + 2 * step + 1))
            down = 1.0 + term * down
            down = 1.0 / (down if abs(down) > _TINY else _TINY)
            up = 1.0 + term / up
            up = up if abs(up) > _TINY else _TINY
            value *= down * up
        if abs(down * up - 1.0) < 1e-10:
            break
    return value


@inner
def _below(a: float, b: float, x: float) -> float:
    """How likely a share is below `x`."""
    if x <= 0.0:
        return 0.0
    if x >= 1.0:
        return 1.0
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x))
    if x < (a + 1.0) / (a + b + 2.0):
        return front * _fraction(a, b, x) / a
    return 1.0 - front * _fraction(b, a, 1.0 - x) / b


@compiled
def _quantiles(a: Floats, b: Floats, share: float, out: Floats) -> None:
    for at in range(a.size):
        low, high = 0.0, 1.0
        for _ in range(60):
            middle = (low + high) / 2
            if _below(a[at], b[at], middle) < share:
                low = middle
            else:
                high = middle
            if high - low < 1e-9 * high:
                break
        out[at] = (low + high) / 2


def beta_quantiles(a: Floats, b: Floats, share: float) -> Floats:
    """Below what a Beta(a, b) stays with probability `share`, for each pair of `a` and `b`, all above 0.

    >>> beta_quantiles(np.array([1.0, 3.0]), np.array([1.0, 17.0]), 0.9).round(3).tolist()
    [0.9, 0.257]
    """
    pairs, back = np.unique(np.stack((a, b)), axis=1, return_inverse=True)
    found = np.empty(pairs.shape[1])
    _quantiles(np.ascontiguousarray(pairs[0]), np.ascontiguousarray(pairs[1]), share, found)
    each: Floats = found[back.reshape(-1)]
    return each
