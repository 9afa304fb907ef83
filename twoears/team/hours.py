"""Business hours: when a promise is due, and how long somebody has waited in hours that count."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY = timedelta(days=1)
_LONGEST = 366 * 5  # days looked ahead; a team that never opens would never answer


@dataclass(frozen=True, slots=True)
class Hours:
    """When a team is at work: for each day from Monday the opening and closing time in `zone`, or None.

    No days at all means around the clock.
    """

    zone: str = "UTC"
    days: tuple[tuple[time, time] | None, ...] = ()

    @property
    def always(self) -> bool:
        return not any(self.days)


def weekdays(opens: str, closes: str, zone: str) -> Hours:
    """Monday to Friday, the same hours each day.

    >>> weekdays("09:00", "17:00", "Europe/Oslo").days[4]
    (datetime.time(9, 0), datetime.time(17, 0))
    """
    day = (time.fromisoformat(opens), time.fromisoformat(closes))
    return Hours(zone, (day,) * 5 + (None, None))


def due(since: datetime, minutes: int, hours: Hours) -> datetime:
    """The moment by which an answer is promised: `minutes` of working time after `since`, in UTC.

    >>> office = weekdays("09:00", "17:00", "UTC")
    >>> due(datetime(2026, 11, 20, 16, 45, tzinfo=UTC), 30, office)  # a Friday
    datetime.datetime(2026, 11, 23, 9, 15, tzinfo=datetime.timezone.utc)
    """
    left = timedelta(minutes=minutes)
    if hours.always:
        return since + left
    day = since.astimezone(ZoneInfo(hours.zone)).date()
    for _ in range(_LONGEST):
        opens, closes = _open(day, hours)
        start = max(opens, since)
        if start < closes:
            if closes - start >= left:
                return start + left
            left -= closes - start
        day += _DAY
    return since + timedelta(days=_LONGEST)


def worked(since: datetime, until: datetime, hours: Hours) -> timedelta:
    """The working time between two moments.

    >>> office = weekdays("09:00", "17:00", "UTC")
    >>> worked(datetime(2026, 11, 20, 16, tzinfo=UTC), datetime(2026, 11, 23, 10, tzinfo=UTC), office)
    datetime.timedelta(seconds=7200)
    """
    if hours.always or until <= since:
        return max(until - since, timedelta())
    total = timedelta()
    day = since.astimezone(ZoneInfo(hours.zone)).date()
    last = until.astimezone(ZoneInfo(hours.zone)).date()
    while day <= last:
        opens, closes = _open(day, hours)
        total += max(min(closes, until) - max(opens, since), timedelta())
        day += _DAY
    return total


def in_words(minutes: int) -> str:
    """A promise as people say it.

    >>> [in_words(m) for m in (720, 60, 90, 1440, 2880)]
    ['half a day', 'an hour', '90 minutes', 'a day', '2 days']
    """
    named = {12 * 60: "half a day", 60: "an hour", 24 * 60: "a day"}
    if minutes in named:
        return named[minutes]
    for size, unit in ((24 * 60, "days"), (60, "hours")):
        if minutes % size == 0:
            return f"{minutes // size} {unit}"
    return f"{minutes} minutes"


def _open(day: date, hours: Hours) -> tuple[datetime, datetime]:
    """Opening and closing on `day` in UTC; the same moment twice where the team is closed."""
    zone = ZoneInfo(hours.zone)
    times = hours.days[day.weekday()]
    if times is None:
        midnight = datetime.combine(day, time(), zone).astimezone(UTC)
        return midnight, midnight
    # Compared in UTC: on the days when clocks change, local times would be an hour off.
    return datetime.combine(day, times[0], zone).astimezone(UTC), datetime.combine(day, times[1], zone).astimezone(UTC)
