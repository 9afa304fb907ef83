"""Where somebody's day lies, guessed from when they speak: nobody posts evenly through their nights.

For each offset from UTC: how likely are these hours of the day, if their day is like a typical one? Posts come in
bunches, so that ten of one evening tell less than ten of ten evenings: only one an hour and day is counted, and what is
left is tempered. Where several offsets remain likely, we cannot tell.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from math import exp, log
from typing import Final

# How much is said in each hour of a day, local time: a long night, a slow morning, an evening. Our own round figures;
# `typical` learns better ones where zones are known.
TYPICAL: Final = (20, 10, 6, 5, 5, 8, 18, 35, 52, 62, 66, 68, 70, 68, 66, 66, 68, 70, 72, 74, 76, 74, 60, 38)
OFFSETS: Final = tuple(range(-11, 13))
SURE: Final = 0.8
_ENOUGH: Final = 15  # hours in which they spoke
_TEMPER: Final = 0.5  # neighbouring hours are not independent


@dataclass(frozen=True, slots=True)
class Zone:
    """The likeliest offset from UTC in hours; `probability` that it is right within an hour; `n` hours tell it."""

    offset: int
    probability: float
    n: int

    @property
    def sure(self) -> bool:
        return self.probability >= SURE


def zone(moments: Iterable[datetime], day: tuple[float, ...] = TYPICAL) -> Zone | None:
    """Where the day of whoever spoke at `moments` (UTC) lies; None where too little was heard to guess.

    >>> from datetime import UTC, timedelta
    >>> first, hours = datetime(2026, 3, 1, tzinfo=UTC), (1, 3, 14, 18, 23)
    >>> spoken = [first + timedelta(days=day, hours=hour) for day in range(20) for hour in hours]
    >>> zone(spoken[:10]) is None, zone(spoken).offset
    (True, -6)
    """
    spoke = {(at.date(), at.hour) for at in moments}
    if len(spoke) < _ENOUGH:
        return None
    counts = Counter(hour for _, hour in spoke)
    chances = _chances(counts, day)
    best = max(chances, key=lambda offset: chances[offset])
    around = sum(chances.get(_within(best + step), 0.0) for step in (-1, 0, 1))
    return Zone(best, min(around, 1.0), len(spoke))


def _chances(counts: Mapping[int, int], day: tuple[float, ...]) -> dict[int, float]:
    whole = sum(day)
    logs = {
        offset: _TEMPER * sum(n * log(day[(hour + offset) % 24] / whole) for hour, n in counts.items())
        for offset in OFFSETS
    }
    top = max(logs.values())
    weights = {offset: exp(value - top) for offset, value in logs.items()}
    total = sum(weights.values())
    return {offset: weight / total for offset, weight in weights.items()}


def _within(offset: int) -> int:
    """The same hour on the other side of the date line."""
    return offset - 24 if offset > 12 else offset + 24 if offset < -11 else offset


def typical(local_hours: Iterable[int], weight: float = 200.0) -> tuple[float, ...]:
    """A typical day, learned from posts whose local hour is known, drawn towards `TYPICAL`.

    >>> max(range(24), key=lambda hour: typical([9] * 1000)[hour])
    9
    """
    counts = Counter(local_hours)
    whole = sum(TYPICAL)
    return tuple(counts[hour] + weight * TYPICAL[hour] / whole for hour in range(24))
