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


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """The share that is answered within so many hours, and where it likely lies at 80 %."""

    hours: float
    share: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Waits:
    """How long `n` turns waited, of which `answered` ended in an answer; the others are counted as waiting until now.

    `median` is in hours, likely between `low` and `high`; null where too many still wait to tell. `aside` counts
    those that nobody can tell. `within` are a few times that are easy to say, `curve` the steps to draw.
    """

    question: str
    n: int
    answered: int
    aside: int
    median: float | None
    low: float | None
    high: float | None
    sentence: str
    within: tuple[Answered, ...]
    curve: tuple[Answered, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerTimes:
    """How long our answers take, and theirs."""

    since: datetime | None
    until: datetime | None
    ours: Waits
    theirs: Waits
