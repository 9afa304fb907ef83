"""Measures as they are shown by every door."""

from dataclasses import dataclass
from datetime import date, datetime

from twoears.lib.intervals import Number


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """Heard for each said in one week, for the trend."""

    start: date
    number: Number


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """The page Measure: the five ratios of a time, the same before it, and the trend."""

    since: datetime | None
    until: datetime | None
    as_of: datetime | None
    finding: str
    numbers: tuple[Number, ...]
    before: tuple[Number, ...]
    weeks: tuple[Week, ...]
    us: tuple[str, ...]
