"""Numbers, each with what it was made of."""

import datetime as dt

from ninja import Schema


class Number(Schema):
    """A ratio with what it was made of: `k` of `n` (or `k` for each `n`), and where it likely lies at `level`.

    `estimate`, `low` and `high` are null where nothing was seen that could answer the question; `high` alone is null
    where there is no bound. `aside` counts cases that could not be told.
    """

    of: str
    k: int
    n: int
    estimate: float | None
    low: float | None
    high: float | None
    level: float
    method: str
    question: str
    key: str
    aside: int


class Week(Schema):
    """Heard for each said in one week."""

    start: dt.date
    number: Number


class Month(Schema):
    """Of whom we spoke in one month."""

    start: dt.date
    number: Number


class Measured(Schema):
    """The ratios of a time, the same for the time before it, and the trend by weeks; and of whom we spoke: of our words
    that say we, I or you, the share that says you, in all (null before anything was heard) and by months; `referring`
    are new customers who were sent, and customers who send."""

    since: dt.datetime | None
    until: dt.datetime | None
    as_of: dt.datetime | None
    finding: str
    items: list[Number]
    before: list[Number]
    weeks: list[Week]
    us: list[str]
    spoken_of: Number | None
    months: list[Month]
    referring: list[Number]


class Answered(Schema):
    """The share that is answered within so many hours, and where it likely lies at 80 %."""

    hours: float
    share: float
    low: float
    high: float


class Waits(Schema):
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
    within: list[Answered]
    curve: list[Answered]


class AnswerTimes(Schema):
    """How long our answers take, and theirs."""

    since: dt.datetime | None
    until: dt.datetime | None
    ours: Waits
    theirs: Waits
