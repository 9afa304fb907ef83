"""What members' answers taught of who is who."""

import datetime as dt
from typing import Literal

from ninja import Schema

from twoears.api.shapes.measures import Number


class MatchMoved(Schema):
    """A weight that was moved, in bits (below nought it speaks against) and in words."""

    what: str
    before: float
    after: float
    was: str
    now: str


class MatchTenth(Schema):
    """Answers whose pair was put between `low` and `high` before it was answered, and what share was yes."""

    low: float
    high: float
    said: float
    yes: Number


class MatchForetelling(Schema):
    """How well answers were foretold by a model that was not taught them: `bits` an answer, the fewer the better."""

    bits: float | None
    right: Number
    tenths: list[MatchTenth]


class MatchTaught(Schema):
    """What was learnt, from how many answers, and whether it is used."""

    standing: Literal["too few", "soon", "no better", "in use", "as shipped"]
    answers: int
    yes: int
    learnt_from: int
    next_at: int
    each: int
    sure: int
    at: float
    made_at: dt.datetime | None
    gain: float | None
    error: float | None
    moved: list[MatchMoved]
    learnt: MatchForetelling | None
    shipped: MatchForetelling | None
    proposed: Number
    found: Number
