"""When somebody speaks: a table of the hours of the week, drawn towards those of their network and of everybody.

Counts of an hour are Poisson, its rate is Gamma; given how much was said in all, that is a Dirichlet over the hours
(Gelman et al., Bayesian Data Analysis, 3.4). What a whole network does is the prior of each who speaks there, and
weighs as much as `WEIGHT` posts of their own: who was heard seldom keeps the rhythm of the others. Nobody is heard
often enough for 168 hours of their own: hours of the day and days of the week are learned apart, as factors on it.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import log
from typing import Final

DAY, WEEK = 24, 168
WEIGHT: Final = 40.0
ENOUGH: Final = 20  # posts, below which nothing is said of somebody's hours
_ACTIVE: Final = 1.5  # times as loud as an even week: an hour in which they are likely there
_QUIET: Final = 0.25


@dataclass(frozen=True, slots=True)
class Rhythm:
    """The share of each hour of the week, Monday 00:00 first, local to whose table it is; `n` posts of their own."""

    shares: tuple[float, ...]
    n: int

    def loudness(self, hour: int) -> float:
        """How loud an hour of the week is beside an even week, 1 being even."""
        return self.shares[hour % WEEK] * WEEK

    def by_hour(self) -> tuple[float, ...]:
        """The share of each hour of the day."""
        return tuple(sum(self.shares[hour::DAY]) for hour in range(DAY))

    def by_day(self) -> tuple[float, ...]:
        """The share of each day of the week, Monday first."""
        return tuple(sum(self.shares[day * DAY : (day + 1) * DAY]) for day in range(7))


EVEN: Final = Rhythm((1 / WEEK,) * WEEK, 0)


def hour_of_week(at: datetime, offset: float = 0.0) -> int:
    """The hour of the week of `at`, `offset` hours east of UTC.

    >>> from datetime import UTC
    >>> hour_of_week(datetime(2026, 3, 2, 0, 30, tzinfo=UTC)), hour_of_week(datetime(2026, 3, 2, 0, 30, tzinfo=UTC), -1)
    (0, 167)
    """
    local = at + timedelta(hours=offset)
    return local.weekday() * DAY + local.hour


def rhythm(hours: Iterable[int], prior: Rhythm = EVEN, weight: float = WEIGHT) -> Rhythm:
    """The table of posts in these `hours` of the week, drawn towards `prior`.

    >>> early = rhythm([9] * 60 + [33] * 60)
    >>> early.n, early.loudness(9) > 10, early.loudness(50) < 0.5
    (120, True, True)
    """
    seen = Counter(hour % WEEK for hour in hours)
    return rhythm_of([seen[hour] for hour in range(WEEK)], prior, weight)


def rhythm_of(counts: Sequence[int], prior: Rhythm = EVEN, weight: float = WEIGHT) -> Rhythm:
    """The same from how many posts there were in each hour of the week.

    >>> rhythm_of([1] * WEEK) == rhythm(range(WEEK))
    True
    """
    by_hour = _factors([sum(counts[hour::DAY]) for hour in range(DAY)], prior.by_hour(), weight)
    by_day = _factors([sum(counts[day * DAY : (day + 1) * DAY]) for day in range(7)], prior.by_day(), weight)
    raw = [share * by_hour[hour % DAY] * by_day[hour // DAY] for hour, share in enumerate(prior.shares)]
    whole = sum(raw)
    return Rhythm(tuple(share / whole for share in raw), sum(counts))


def _factors(counts: Sequence[int], prior: Sequence[float], weight: float) -> list[float]:
    """How much louder each is than `prior` says, as far as `counts` tell."""
    n = sum(counts)
    return [(count / share + weight) / (n + weight) for count, share in zip(counts, prior, strict=True)]


def fit(table: Rhythm, hours: Sequence[int]) -> float:
    """The mean log-likelihood of posts in `hours`, above that of an even week; larger is better.

    >>> fit(EVEN, [3, 4, 5])
    0.0
    """
    return sum(log(table.loudness(hour)) for hour in hours) / len(hours) if hours else 0.0


def good_hours(table: Rhythm) -> tuple[int, ...] | None:
    """Hours of the week in which they are likely there, the loudest first; None where too little was heard."""
    if table.n < ENOUGH:
        return None
    loud = [hour for hour in range(WEEK) if table.loudness(hour) >= _ACTIVE]
    return tuple(sorted(loud, key=lambda hour: -table.shares[hour]))


def leave_alone(table: Rhythm, hour: int) -> bool | None:
    """Whether this hour is one in which they hardly ever speak; None where too little was heard."""
    return table.loudness(hour) <= _QUIET if table.n >= ENOUGH else None
