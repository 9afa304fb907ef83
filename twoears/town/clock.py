"""When people speak: by the hours and days of where they live."""

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from twoears.town.chance import Luck

DAY: Final = 86_400
MONTHS: Final = 18
SPAN: Final = 548 * DAY
"""Seconds that a town lasts: eighteen months."""
MONTH: Final = SPAN / MONTHS
_WEIGHTS: Final = {
    6: 1,
    7: 3,
    8: 7,
    9: 10,
    10: 9,
    11: 8,
    12: 5,
    13: 7,
    14: 8,
    15: 8,
    16: 7,
    17: 5,
    18: 3,
    19: 3,
    20: 4,
    21: 4,
    22: 2,
    23: 1,
}
_HOURS: Final = tuple(hour for hour, weight in _WEIGHTS.items() for _ in range(weight))


@lru_cache(maxsize=4096)
def _offset(zone: str, week: int) -> float:
    moment = datetime.fromtimestamp(week * 7 * DAY, UTC).astimezone(ZoneInfo(zone))
    return (moment.utcoffset() or timedelta()).total_seconds()


def local_hour(at: float, zone: str) -> float:
    """The hour of the day (0 to 24) in `zone` at `at` (seconds, UTC); in the week of a clock change it may be one off.

    >>> local_hour(1_767_225_600, "Asia/Tokyo")
    9.0
    """
    return (at + _offset(zone, int(at) // (7 * DAY))) % DAY / 3600


def moment(luck: Luck, low: float, high: float, zone: str) -> float:
    """A time between `low` and `high` (seconds, UTC) at which somebody in `zone` would speak; seldom at the weekend."""
    day = luck.between(low, high) // DAY * DAY
    weekday = (day // DAY + 3) % 7
    if weekday >= 5 and luck.chance(0.75):
        day -= DAY * (1 + luck.below(5))
    at = day + (luck.pick(_HOURS) + luck()) * 3600 - _offset(zone, int(day) // (7 * DAY))
    while at >= high:
        at -= DAY
    return at if at >= low else luck.between(low, high)


def awake(at: float, latest: float, zone: str) -> float:
    """`at`, or seven in the morning after it where it falls into the night in `zone`, but never after `latest`."""
    hour = local_hour(at, zone)
    wait = 7.2 - hour if hour < 7 else 31.2 - hour if hour >= 22 else 0.0
    return min(at + wait * 3600, latest) if wait else at


def utc(at: float) -> datetime:
    """The moment as an aware datetime, to the second.

    >>> utc(0.7)
    datetime.datetime(1970, 1, 1, 0, 0, tzinfo=datetime.timezone.utc)
    """
    return datetime.fromtimestamp(int(at), UTC)
