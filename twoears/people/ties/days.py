"""Moments as days since 1970 and back."""

from datetime import UTC, datetime, timedelta
from math import isnan
from typing import Final

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_LAST: Final = 2_500_000.0  # days: no calendar goes further


def day(at: datetime) -> float:
    """Days since 1970.

    >>> day(datetime(1970, 1, 2, 12, tzinfo=UTC))
    1.5
    """
    return (at - EPOCH) / timedelta(days=1)


def moment(days: float) -> datetime | None:
    """The same as a moment to the second; None for no day."""
    return None if isnan(days) else EPOCH + timedelta(seconds=round(max(-_LAST / 4, min(days, _LAST)) * 86_400))


def later(at: datetime | None, days: float) -> datetime | None:
    """`days` after `at`; None where either is not known."""
    return None if at is None or isnan(days) else moment(day(at) + days)
