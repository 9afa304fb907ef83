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


class Measured(Schema):
    """The ratios of a time, the same for the time before it, and the trend by weeks."""

    since: dt.datetime | None
    until: dt.datetime | None
    as_of: dt.datetime | None
    finding: str
    items: list[Number]
    before: list[Number]
    weeks: list[Week]
    us: list[str]
