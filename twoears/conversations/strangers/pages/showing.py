"""A stranger worth meeting, as they are shown by every door."""

from dataclasses import dataclass
from datetime import datetime

from twoears.conversations.strangers.worth import Known
from twoears.lib.intervals import Number
from twoears.reach.near.showing import Near
from twoears.understanding.needs.pages import ItemShown


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Their own words, and why they show a need."""

    item: ItemShown
    why: tuple[str, ...]
    open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Stranger:
    """An account that nobody has met, what they said, and how one may begin. `said` is how often they spoke of it.

    `near` is the strongest chain of ties from us to them; None where none of three steps or fewer is known.
    """

    actor: int
    name: str
    handle: str
    network: str
    url: str
    about: str
    evidence: tuple[Evidence, ...]
    said: int
    talks: Number
    known: tuple[Known, ...]
    near: Near | None
    start: str
    how: str
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WordShown:
    """What a member decided about a stranger; `person` is their page, where they were met."""

    id: int
    actor: int
    name: str
    says: str
    until: datetime | None
    member: str
    at: datetime
    person: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Strangers:
    """A page of strangers. `found` is how many there are, of all strangers who were heard in these `days`."""

    days: int
    found: Number
    strangers: tuple[Stranger, ...]
    words: tuple[WordShown, ...]
    after: str
