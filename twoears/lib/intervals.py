"""Intervals for shares and for ratios of two flows.

A number is never shown alone: `Number` carries its numerator, denominator, interval and the question it answers.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import sqrt
from statistics import NormalDist

LEVEL = 0.80


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A ratio that can be shown: `k` of `n`, the estimate, and where it likely lies.

    For a ratio of two flows (heard for each said) `k` and `n` are the two flows. `estimate`, `low` and `high`
    are None where there is no denominator: nothing was seen that could answer the question.
    """

    of: str
    k: int
    n: int
    estimate: float | None
    low: float | None
    high: float | None
    level: float
    method: str
    question: str
    key: str = ""
    aside: int = 0


def wilson(k: float, n: float, level: float = LEVEL) -> tuple[float, float]:
    """The score interval for a share (Wilson 1927, JASA 22:209), `k` of `n`, `0 <= k <= n`, `n > 0`.

    >>> low, high = wilson(91, 117)
    >>> round(low, 3), round(high, 3)
    (0.725, 0.823)
    """
    if not 0 <= k <= n or n == 0:
        raise ValueError(f"not a share: {k} of {n}")
    z = NormalDist().inv_cdf((1 + level) / 2)
    p = k / n
    middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return max(0.0, middle - half), min(1.0, middle + half)


def flows(k: int, n: int, level: float = LEVEL) -> tuple[float, float | None]:
    """The interval for the ratio of two Poisson flows, `k` for each one of `n`.

    Given `k + n` events, `k` is binomial (Przyborowski and Wilenski 1940, Biometrika 31:313), so the interval of the
    share is carried over to the odds. The upper end is None where no `n` was seen: it has no bound.

    >>> low, high = flows(50, 20)
    >>> round(low, 2), round(high, 2)
    (1.78, 3.5)
    """
    low, high = wilson(k, k + n, level)
    return low / (1 - low), high / (1 - high) if high < 1 else None


def share(k: int, n: int, *, of: str, question: str, key: str = "", aside: int = 0, level: float = LEVEL) -> Number:
    """`k` of `n` as a Number; `aside` counts the cases that could not be told and are in neither.

    >>> share(9, 12, of="deals", question="Did we know them?").estimate
    0.75
    >>> share(0, 0, of="deals", question="Did we know them?").estimate is None
    True
    """
    low, high = wilson(k, n, level) if n else (None, None)
    estimate = k / n if n else None
    return Number(
        of=of,
        key=key,
        k=k,
        n=n,
        estimate=estimate,
        low=low,
        high=high,
        level=level,
        method="wilson",
        question=question,
        aside=aside,
    )


def share_of_bunches(
    bunches: Iterable[tuple[int, int]], *, of: str, question: str, key: str = "", level: float = LEVEL
) -> Number:
    """The share of `k` of `n`, summed over bunches that are alike within, such as days: the interval is wider for it.

    Where bunches differ more than chance would let them, there are fewer cases in it (Kish 1965, Survey Sampling, 8.2).

    >>> number = share_of_bunches([(10, 10), (10, 10), (10, 40)], of="", question="")
    >>> number.k, number.n, number.low < wilson(30, 60)[0]
    (30, 60, True)
    """
    counted = [(k, n) for k, n in bunches if n]
    k, n = sum(k for k, _ in counted), sum(n for _, n in counted)
    plain = share(k, n, of=of, question=question, key=key, level=level)
    effect = _effect(counted, k, n)
    if effect == 1 or not n:
        return plain
    low, high = wilson(k / effect, n / effect, level)
    return replace(plain, low=low, high=high, method="wilson, bunches as cases")


def _effect(bunches: Sequence[tuple[int, int]], k: int, n: int) -> float:
    """How many times the variance of a share is what it would be if every case stood alone; at least 1."""
    many = len(bunches)
    if many < 2:
        return float(max(n, 1))  # one bunch is one case
    if k in (0, n):
        return max(n / many, 1.0)
    p = k / n
    between = many / (many - 1) * sum((one - p * of) ** 2 for one, of in bunches)
    return max(between / (n * p * (1 - p)), 1.0)


def for_each(k: int, n: int, *, of: str, question: str, key: str = "", level: float = LEVEL) -> Number:
    """`k` for each one of `n`, two flows counted over the same time.

    >>> for_each(5, 2, of="heard for each said", question="Do we listen?").estimate
    2.5
    """
    low, high = flows(k, n, level) if n else (None, None)
    estimate = k / n if n else None
    return Number(
        of=of,
        key=key,
        k=k,
        n=n,
        estimate=estimate,
        low=low,
        high=high,
        level=level,
        method="poisson ratio, wilson on the odds",
        question=question,
    )
