"""Shares of answered pairs: as they were foretold, and as they would be if every kind had been answered alike.

Members answer the likeliest first, so what they answered is not like what is proposed. Each tenth of probability is
therefore counted as often as it is proposed (post-stratification: Holt and Smith 1979). Below a half nothing is
proposed: nothing can be told of it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from twoears.lib.intervals import Number, share, wilson
from twoears.people.taught.showing import Tenth

EDGES: Final = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 1.0)
Answer = tuple[float, bool]
"""How likely a pair was put before it was answered, and whether it is one person."""


def tenths(answers: Sequence[Answer]) -> tuple[Tenth, ...]:
    """Answers by how likely their pair was put; bands without any are left out.

    >>> [(one.low, one.yes.k, one.yes.n) for one in tenths([(0.55, True), (0.58, False), (0.97, True)])]
    [(0.5, 1, 2), (0.95, 1, 1)]
    """
    found = []
    for band, (low, high) in enumerate(zip(EDGES, EDGES[1:], strict=False)):
        here = [(p, same) for p, same in answers if _band(p) == band]
        if here:
            of = f"pairs put between {low:.0%} and {high:.0%}"
            yes = share(sum(same for _, same in here), len(here), of=of, question="Is it as sure as it says?")
            found.append(Tenth(low=low, high=high, said=sum(p for p, _ in here) / len(here), yes=yes))
    return tuple(found)


def as_proposed(answers: Sequence[Answer], proposed: Iterable[float], *, of: str, question: str, key: str) -> Number:
    """What share of `proposed` pairs is right, as far as `answers` to pairs as likely as they tell.

    `k` of `n` are the answers themselves; `aside` counts the proposed pairs of whose likes none was answered.

    >>> said = [(0.55, False), (0.55, False), (0.97, True)]
    >>> number = as_proposed(said, [0.55, 0.97, 0.97, 0.97], of="", question="", key="")
    >>> number.k, number.n, round(number.estimate, 2)
    (1, 3, 0.75)
    """
    rates, many = _rates(answers), _many(proposed)
    told = {band: n for band, n in many.items() if band in rates}
    plain = share(sum(same for _, same in answers), len(answers), of=of, question=question, key=key)
    aside = sum(many.values()) - sum(told.values())
    if not told:
        return replace(plain, estimate=None, low=None, high=None, aside=aside)
    total = sum(told.values())
    estimate = sum(n * rates[band][0] / rates[band][1] for band, n in told.items()) / total
    return _as_sure(plain, estimate, _worth(estimate, {b: n / total for b, n in told.items()}, rates), aside)


def found_from(
    answers: Sequence[Answer], proposed: Sequence[float], at: float, *, of: str, question: str, key: str
) -> Number:
    """What share of the right ones among `proposed` pairs is as likely as `at` or more.

    `k` of `n`: of the answers that are yes, those put as likely as `at`.
    """
    yes = [p for p, same in answers if same]
    plain = share(sum(p >= at for p in yes), len(yes), of=of, question=question, key=key)
    rates = _rates(answers)
    right = [(p, rates[_band(p)][0] / rates[_band(p)][1]) for p in proposed if _band(p) in rates]
    every = sum(rate for _, rate in right)
    if not every:
        return replace(plain, estimate=None, low=None, high=None, aside=len(proposed) - len(right))
    estimate = sum(rate for p, rate in right if p >= at) / every
    return _as_sure(plain, estimate, float(len(yes)), len(proposed) - len(right))


def _as_sure(plain: Number, estimate: float, n: float, aside: int) -> Number:
    low, high = wilson(min(estimate * n, n), n)
    return replace(plain, estimate=estimate, low=low, high=high, aside=aside, method="wilson, by how likely")


def _worth(estimate: float, parts: dict[int, float], rates: dict[int, tuple[int, int]]) -> float:
    """How many answers picked evenly would tell as much: the variance of the sum over bands, turned about."""
    smooth = {band: (k + 0.5) / (n + 1) for band, (k, n) in rates.items()}
    middle = sum(part * smooth[band] for band, part in parts.items())
    spread = sum(part**2 * smooth[band] * (1 - smooth[band]) / rates[band][1] for band, part in parts.items())
    return max(min(middle * (1 - middle) / spread, float(sum(n for _, n in rates.values()))), 1.0)


def _rates(answers: Sequence[Answer]) -> dict[int, tuple[int, int]]:
    found: dict[int, tuple[int, int]] = {}
    for p, same in answers:
        k, n = found.get(_band(p), (0, 0))
        found[_band(p)] = k + same, n + 1
    return found


def _many(proposed: Iterable[float]) -> dict[int, int]:
    found: dict[int, int] = {}
    for p in proposed:
        found[_band(p)] = found.get(_band(p), 0) + 1
    return found


def _band(p: float) -> int:
    """Which of the bands holds it; the last holds its upper end too."""
    return sum(p >= edge for edge in EDGES[1:-1])
