"""Readers that an owner brings."""

import datetime as dt

from ninja import Schema

from twoears.api.shapes.measures import Number


class OptionalReader(Schema):
    """One optional reader: what it is, what it may, how it goes.

    `by` is the model and where it is; `switch` what was agreed to, empty while it is off; `given` how many posts it was
    given today (UTC), of `most_a_day`; `aside` how many it answered so that nothing could be made of it. `right` is of
    what members looked at: nothing else is known of how good it is.
    """

    name: str
    kind: str
    gives: str
    by: str
    near: bool
    question: str
    labels: list[str]
    reads: str
    counts: bool
    together: int
    has_key: bool
    switch: str
    switched_by: str
    whose: str
    most_a_day: int
    given: int
    answered: int
    aside: int
    aside_why: str
    trouble: str
    next_at: dt.datetime | None
    answered_at: dt.datetime | None
    right: Number


class OptionalReaders(Schema):
    """All of them, in the order in which they came."""

    items: list[OptionalReader]


class Consent(Schema):
    """What would be agreed to, in plain words."""

    words: str


class SeenOfReader(Schema):
    """What it made of a sentence of ours."""

    seen: str


class ReadAgain(Schema):
    """How many posts it is given again."""

    posts: int
