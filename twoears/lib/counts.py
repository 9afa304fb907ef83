"""Counts and lengths of time as people write them."""

from datetime import datetime, timedelta
from typing import Final

_SPELLED: Final = (
    *("no", "one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)


def spelled(n: int) -> str:
    """A count in words up to twelve, in figures above.

    >>> spelled(7), spelled(1208)
    ('seven', '1,208')
    """
    return _SPELLED[n] if 0 <= n < len(_SPELLED) else f"{n:,}"


def times(n: int) -> str:
    """How often.

    >>> times(0), times(1), times(2), times(5)
    ('never', 'once', 'twice', 'five times')
    """
    return {0: "never", 1: "once", 2: "twice"}.get(n, f"{spelled(n)} times")


def counted(n: int, one: str, many: str = "") -> str:
    """A count with its noun; the plural takes an s unless it is given.

    >>> counted(1, "account"), counted(1208, "post"), counted(2, "activity", "activities")
    ('1 account', '1,208 posts', '2 activities')
    """
    return f"{n:,} {one if n == 1 else many or f'{one}s'}"


def roughly(n: float) -> str:
    """A number to two figures: all that an estimate of how many times tells.

    >>> roughly(5752.6), roughly(64.0), roughly(1.52), roughly(3.0), roughly(9.97)
    ('5,800', '64', '1.5', '3', '10')
    """
    rounded = float(f"{n:.2g}")
    return f"{rounded:,.0f}" if rounded >= 10 else f"{rounded:g}"


def on_day(moment: datetime) -> str:
    """The day of a moment, as it is written everywhere.

    >>> on_day(datetime(2026, 9, 4))
    '4 Sep 2026'
    """
    return f"{moment.day} {moment:%b %Y}"


def lasting(length: timedelta) -> str:
    """How long, in a sentence: minutes, hours up to two days, then days.

    >>> lasting(timedelta(hours=1)), lasting(timedelta(hours=19)), lasting(timedelta(days=9))
    ('1 hour', '19 hours', '9 days')
    """
    minutes = max(0, int(length.total_seconds() // 60))
    if minutes < 60:
        return counted(minutes, "minute")
    return counted(minutes // 60, "hour") if minutes < 48 * 60 else counted(minutes // 1440, "day")
