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
class Month:
    """Of whom we spoke in one month."""

    start: date
    number: Number


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """The page Measure: the five ratios of a time, the same before it, the trend; of whom we speak; who sends whom."""

    since: datetime | None
    until: datetime | None
    as_of: datetime | None
    finding: str
    numbers: tuple[Number, ...]
    before: tuple[Number, ...]
    weeks: tuple[Week, ...]
    us: tuple[str, ...]
    spoken_of: Number | None = None
    months: tuple[Month, ...] = ()
    referring: tuple[Number, ...] = ()


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaking:
    """When somebody speaks: `n` posts as `shares` of seven days of 24 hours, Monday first; empty where too few.

    `good` are the hours of that week, 0 to 167, in which they are likely there. `told` says whether a good hour to
    speak can be told: whether more of the newer half fell into hours that the older half would choose (`proof`) than
    an `even` week would put there.
    """

    n: int
    shares: tuple[tuple[float, ...], ...]
    good: tuple[int, ...]
    words: str
    told: bool
    proof: Number | None
    even: float
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """A language in which they speak, of all whose language could be told; `members` are those who answer in it."""

    language: str
    name: str
    number: Number
    members: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Voices:
    """Those behind a source, in the year up to the last thing heard there, from `since` to `until`, in `zone`.

    `speak` counts all that others said, `to_us` what they said to us. Of the languages `others` are those not listed;
    each says how many posts it leaves aside, because their language cannot be told.
    """

    zone: str
    since: datetime | None
    until: datetime | None
    speak: Speaking
    to_us: Speaking
    languages: tuple[Spoken, ...]
    others: Number
