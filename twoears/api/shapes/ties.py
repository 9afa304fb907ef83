"""Ties of a person, and how they are told."""

import datetime as dt

from ninja import Schema

from twoears.api.shapes.measures import Number


class TieStrength(Schema):
    """The probability of an exchange within the next 30 days, the three things that moved it most, and how often it
    came for pairs that stood as high (`held`; of nothing where this workspace has no past yet)."""

    probability: float
    chance: str
    why: list[str]
    held: Number


class TieQuiet(Schema):
    """How many days it is quiet: `cooling` from `longest` days on, longer than 19 of 20 of their own `pauses`; null
    where nobody can tell."""

    cooling: bool | None
    days: float | None
    longest: float | None
    pauses: int
    sentence: str


class Tie(Schema):
    """A tie to somebody; `id` is empty where they are no person here, `ours` says that it is a colleague."""

    id: str
    name: str
    network: str
    ours: bool
    strength: TieStrength
    together: int
    common: int
    first_at: dt.datetime
    last_at: dt.datetime
    sentence: str


class TieWithUs(Schema):
    """Where somebody and we stand with each other; each of `numbers` is of both sides together."""

    strength: TieStrength
    numbers: list[Number]
    quiet: TieQuiet
    turned_first: str
    first_at: dt.datetime
    last_at: dt.datetime
    sentence: str


class Ties(Schema):
    """The ties of one person as of `as_of`: with us (null where there was nothing), with colleagues, with others, the
    strongest first; `more` counts others that are not listed."""

    id: str
    name: str
    as_of: dt.datetime
    with_us: TieWithUs | None
    colleagues: list[Tie]
    others: list[Tie]
    more: int
    told_by: str
