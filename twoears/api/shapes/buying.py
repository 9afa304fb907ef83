"""Where people and organisations stand in their own buying cycle."""

import datetime as dt

from ninja import Schema


class BuyingChance(Schema):
    """A state with its probability within thirty days; `here` where it is the one that is told."""

    name: str
    probability: float
    here: bool


class BuyingState(Schema):
    """Of a person, or of an organisation by its domain. Where `state` is empty it cannot be told: `why`.

    `order_soon` is the chance of an order within thirty days, `usual` that of anybody.
    """

    person: str
    name: str
    state: str
    states: list[BuyingChance]
    order_soon: float | None
    usual: float | None
    reasons: list[str]
    why: str
    as_of: dt.datetime | None
    version: str


class BuyingNear(Schema):
    """Who is nearest first; `why` where nothing can be told of anybody. `total` counts the people."""

    people: list[BuyingState]
    organisations: list[BuyingState]
    why: str
    taught: str
    total: int
