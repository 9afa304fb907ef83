"""When the morning mail of a member is due: at half past seven where they are, on the days their team works."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from twoears.team.hours import DAYS

WORK_DAYS, MONDAYS, NEVER = "work days", "mondays", "never"
AT: Final = time(7, 30)
UNTIL: Final = time(12)  # a worker that starts later leaves the day out: what comes in the evening is no morning mail
WEEK: Final = frozenset(range(5))
_DAY, _AHEAD = timedelta(days=1), 15


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """What is asked of a member: where they are, which mornings they want, the days of their team (Monday is 0).

    `not_on` is a day that they leave out.
    """

    zone: str
    when: str = WORK_DAYS
    days: frozenset[int] = WEEK
    not_on: date | None = None


def due(member: Reader, now: datetime) -> date | None:
    """The day, where they are, whose mail is due at `now`; None when none is. It is due all morning: ask who had it.

    >>> due(Reader(zone="Europe/Oslo"), datetime(2026, 11, 23, 6, 30, tzinfo=UTC))
    datetime.date(2026, 11, 23)
    >>> due(Reader(zone="Europe/Oslo"), datetime(2026, 11, 23, 6, 29, 59, tzinfo=UTC)) is None
    True
    """
    # Asked of the clock on their wall, not of a moment made from it: where clocks change there is no such trap.
    local = now.astimezone(ZoneInfo(member.zone))
    return local.date() if AT <= local.time() < UNTIL and _wanted(member, local.date()) else None


def next_day(member: Reader, now: datetime, *, had: date | None = None) -> date | None:
    """The day of the next mail; `had` is that of the last one. None for those who want none.

    >>> saturday = datetime(2026, 11, 21, 9, tzinfo=UTC)
    >>> next_day(Reader(zone="UTC"), saturday), next_day(Reader(zone="UTC", when=NEVER), saturday)
    (datetime.date(2026, 11, 23), None)
    """
    local = now.astimezone(ZoneInfo(member.zone))
    first = local.date() if local.time() < UNTIL and had != local.date() else local.date() + _DAY
    days = (first + _DAY * ahead for ahead in range(_AHEAD))
    return next((day for day in days if _wanted(member, day) and _is_there(day, member.zone)), None)


def work_days(teams: Iterable[Mapping[str, Sequence[str]]]) -> frozenset[int]:
    """The days on which any of the teams says that it works; Monday to Friday where none has said its hours.

    >>> sorted(work_days([{"sun": ["09:00", "17:00"], "mon": ["09:00", "17:00"]}, {}])), sorted(work_days([{}]))
    ([0, 6], [0, 1, 2, 3, 4])
    """
    return frozenset(DAYS.index(day) for hours in teams for day, span in hours.items() if day in DAYS and span) or WEEK


def _is_there(day: date, zone: str) -> bool:
    """Whether the calendar of a place has a day: those that moved across the date line have skipped one."""
    noon = datetime.combine(day, UNTIL, ZoneInfo(zone))
    return noon.astimezone(UTC).astimezone(noon.tzinfo).date() == day


def _wanted(member: Reader, day: date) -> bool:
    wanted = {WORK_DAYS: member.days, MONDAYS: frozenset({0})}.get(member.when, frozenset())
    return day.weekday() in wanted and day != member.not_on
