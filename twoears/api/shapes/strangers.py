"""Strangers worth meeting."""

import datetime as dt
from typing import Literal

from ninja import Schema

from twoears.api.shapes.measures import Number
from twoears.api.shapes.needs import NeedItem


class StrangerEvidence(Schema):
    """Their own words, and `why` they show a need; `open` where they asked and nobody answered."""

    item: NeedItem
    why: list[str]
    open: bool


class WhoKnowsThem(Schema):
    """Somebody whom we have met and who talked with them so many `times`; `both` where each answered the other."""

    person: str
    name: str
    times: int
    both: bool


class StandsBetween(Schema):
    """Somebody between us and a stranger; `person` is empty where nobody met them."""

    person: str
    name: str


class StrangerNear(Schema):
    """The strongest of the shortest chains of ties from us to a stranger: so many `steps`, `through` whom, in words."""

    steps: int
    through: list[StandsBetween]
    ties: list[str]
    words: str


class Stranger(Schema):
    """An account that nobody has met. `start` is how one may begin: answer, ask (for an introduction) or join."""

    actor: int
    name: str
    handle: str
    network: str
    url: str
    about: str
    evidence: list[StrangerEvidence]
    said: int
    talks: Number
    known: list[WhoKnowsThem]
    near: StrangerNear | None
    start: Literal["answer", "ask", "join"]
    how: str
    because: list[str]


class StrangerWord(Schema):
    """What a member decided about a stranger; `person` is their page, where they were met."""

    id: int
    actor: int
    name: str
    says: Literal["meet", "leave", "later"]
    until: dt.datetime | None
    member: str
    at: dt.datetime
    person: str


class Strangers(Schema):
    """A page of strangers, and what was decided about others; `next` asks for the next page as `after`."""

    days: int
    found: Number
    items: list[Stranger]
    words: list[StrangerWord]
    next: str | None
