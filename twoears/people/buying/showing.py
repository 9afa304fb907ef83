"""Where somebody stands in their buying cycle, as every door shows it."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StateShown:
    """A state with its probability; `here` where it is the one that is told."""

    name: str
    probability: float
    here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BuyingShown:
    """Of a person (`person`, `name`) or an organisation (its domain is the `name`). Without `state`: `why` it has none.

    `order_soon` is the chance of an order within thirty days. `usual` is that of anybody, to set it beside.
    """

    person: str
    name: str
    state: str
    states: tuple[StateShown, ...]
    order_soon: float | None
    usual: float | None
    reasons: tuple[str, ...]
    why: str
    as_of: datetime | None
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BuyingList:
    """Who is nearest first: people and organisations; `why` where nothing can be told of anybody."""

    people: tuple[BuyingShown, ...]
    organisations: tuple[BuyingShown, ...]
    why: str
    taught: str
    total: int
