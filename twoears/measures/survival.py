"""How long answers take, where some have not come yet: the survival curve of Kaplan and Meier (1958, JASA 53:457).

Those who still wait are not left out, which would flatter us, and not counted as if the answer had come now, which
would too: each is counted as waiting for as long as it has waited. The interval is Greenwood's on the log-minus-log
scale (Kalbfleisch and Prentice, The Statistical Analysis of Failure Time Data, 1.4), which stays within 0 and 1.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log, sqrt
from statistics import NormalDist

from twoears.lib.intervals import LEVEL


@dataclass(frozen=True, slots=True)
class Step:
    """From `at` on, `share` still wait (between `low` and `high`); `left` waited until then, `came` were answered."""

    at: float
    share: float
    low: float
    high: float
    left: int
    came: int


def survival(waits: Sequence[tuple[float, bool]], level: float = LEVEL) -> tuple[Step, ...]:
    """The curve of `waits`: (how long, whether it was answered then), in any unit of time.

    >>> [(step.at, round(step.share, 2)) for step in survival([(1, True), (2, False), (3, True), (4, True)])]
    [(1, 0.75), (3, 0.38), (4, 0.0)]
    """
    z = NormalDist().inv_cdf((1 + level) / 2)
    came = Counter(at for at, answered in waits if answered)
    gone = Counter(at for at, _ in waits)
    left, share, variance = len(waits), 1.0, 0.0
    steps: list[Step] = []
    for at in sorted(gone):
        if events := came[at]:
            share *= 1 - events / left
            # Where all that were left are answered, the curve is at its end and has no variance.
            variance += events / (left * (left - events)) if left > events else 0.0
            steps.append(Step(at, share, *_around(share, variance, z), left, events))
        left -= gone[at]
    return tuple(steps)


def _around(share: float, variance: float, z: float) -> tuple[float, float]:
    if share in (0.0, 1.0):
        return share, share
    spread = z * sqrt(variance) / log(share)
    ends = share ** exp(spread), share ** exp(-spread)
    return min(ends), max(ends)


def until(curve: Sequence[Step], share: float = 0.5) -> float | None:
    """When `share` of all were answered; None where the curve does not come so far, because too many still wait.

    >>> until(survival([(1, True), (2, True), (3, False)]))
    2
    """
    return next((step.at for step in curve if step.share <= 1 - share + 1e-12), None)


def between(curve: Sequence[Step], share: float = 0.5) -> tuple[float | None, float | None]:
    """Where `until` likely lies: when the lower and the upper end of the curve come down to it (Brookmeyer 1982)."""
    rest = 1 - share + 1e-12
    early = next((step.at for step in curve if step.low <= rest), None)
    late = next((step.at for step in curve if step.high <= rest), None)
    return early, late


def answered_by(curve: Sequence[Step], at: float) -> tuple[float, float, float]:
    """The share that is answered by `at`, and where it likely lies; nothing at all before the first answer.

    >>> answered_by(survival([(1, True), (2, True)]), 1.5)[0]
    0.5
    """
    before = [step for step in curve if step.at <= at]
    if not before:
        return 0.0, 0.0, 0.0
    last = before[-1]
    return 1 - last.share, 1 - last.high, 1 - last.low
