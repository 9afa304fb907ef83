"""How many voices there really are behind what was said: a few may say most of it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist
from typing import Final

from twoears.lib.intervals import LEVEL, Number, share

_LOUDEST: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Loudness:
    """So many voices, and organisations behind them, as would say as much if all said the same; and the loudest five.

    `organisations` is None where nobody said who belongs to which.
    """

    turns: int
    authors: int
    voices: Number
    organisations: Number | None
    loudest: Number
    names: tuple[str, ...]


def loudness(authors: Iterable[str], organisations: Mapping[str, str] | None = None) -> Loudness:
    """Told from the author of each turn; who is in no organisation stands for themselves.

    >>> heard = loudness(["ann"] * 4 + ["bob", "cid", "dan", "eve"])
    >>> heard.voices.estimate, heard.voices.k, heard.voices.n, heard.loudest.k
    (3.2, 64, 20, 8)
    """
    counts = Counter(authors)
    loudest = sorted(counts, key=lambda name: (-counts[name], name))[:_LOUDEST]
    total = counts.total()
    said = sum(counts[name] for name in loudest)
    behind: Counter[str] = Counter()
    for name, n in counts.items():
        behind[(organisations or {}).get(name) or f"\0{name}"] += n
    return Loudness(
        turns=total,
        authors=len(counts),
        voices=effective(counts, "voices"),
        organisations=effective(behind, "organisations") if organisations else None,
        loudest=share(said, total, of="said by the five loudest", question="Do a few say most?", key="loudest"),
        names=tuple(loudest),
    )


def in_effect(number: Number) -> str:
    """How many there are in effect, in words.

    >>> in_effect(effective({"ann": 50, "bob": 50}, "voices"))
    '2.0 voices, in effect · likely 2.0 to 2.0'
    """
    if number.estimate is None or number.low is None or number.high is None:
        return f"{number.of}: cannot tell"
    return f"{number.estimate:.1f} {number.of} · likely {number.low:.1f} to {number.high:.1f}"


def effective(counts: Mapping[str, int], what: str) -> Number:
    """How many there are in effect: the inverse of Simpson's index (Simpson 1949, Nature 163:688; Hill 1973).

    Of all pairs of turns (`k`), each with itself too, so many (`n`) come from the same one; the estimate is `k / n`.
    """
    total = sum(counts.values())
    same = sum(n * n for n in counts.values())
    estimate = total * total / same if same else None
    low, high = _range(counts, total) if same else (None, None)
    return Number(
        of=f"{what}, in effect",
        key=f"effective_{what}",
        k=total * total,
        n=same,
        estimate=estimate,
        low=low,
        high=high,
        level=LEVEL,
        method="inverse simpson, delta method",
        question=f"How many {what} do we really hear?",
    )


def _range(counts: Mapping[str, int], total: int) -> tuple[float, float]:
    """Turns are drawn from the shares: the variance of the sum of their squares, turned around."""
    shares = [n / total for n in counts.values()]
    squares, cubes = sum(p**2 for p in shares), sum(p**3 for p in shares)
    half = NormalDist().inv_cdf((1 + LEVEL) / 2) * sqrt(max(4 * (cubes - squares**2) / total, 0.0))
    return 1 / min(squares + half, 1.0), 1 / max(squares - half, 1 / total)
