"""People, and one person."""

import datetime as dt

from ninja import Schema

from twoears.api.shapes.measures import Number
from twoears.api.shapes.ties import Ties


class PersonCard(Schema):
    """A person in a list; `why` says why they stand in it, where the list itself does not."""

    id: str
    name: str
    stage: str
    since: dt.datetime | None
    about: str
    networks: list[str]
    last_at: dt.datetime | None
    words: str
    why: str


class People(Schema):
    """A page of people; `next` asks for the next one as `after`, null at the end."""

    items: list[PersonCard]
    next: str | None
    total: int


class KnownAs(Schema):
    """One account of a person: where, and by which rule we know."""

    actor: int
    network: str
    handle: str
    name: str
    url: str
    rule: str
    evidence: str
    splittable: bool


class Stood(Schema):
    """From `at` on they stood at `stage`, because of `evidence`."""

    stage: str
    at: dt.datetime
    evidence: str


class Moment(Schema):
    """Something that one of us did: `side` is theirs or ours, `effort` 1 (a like) to 3 (a long answer)."""

    at: dt.datetime
    side: str
    kind: str
    effort: int
    words: str
    network: str
    conversation: str
    url: str


class IdentityChange(Schema):
    """A merge or a split that a member decided, or put off; `overruled` by a newer one that says otherwise."""

    id: int
    kind: str
    who: str
    member: str
    at: dt.datetime
    undone: bool
    overruled: bool


class Held(Schema):
    """What we hold of them, and why we may."""

    what: str
    why: str


class Hours(Schema):
    """When somebody is likely there, learned from `n` posts of theirs and from `network`, where they speak most.

    `offset`: hours east of UTC, right within an hour with this `probability`, told by `offset_n` hours in which they
    spoke. `shares`: seven days of 24 hours, Monday first, in their time where we are `sure` and in UTC where not; empty
    where too little was heard. `good`: the better hours of that week, 0 to 167. `leave_alone` is about now.
    """

    n: int
    network: str
    offset: int | None
    probability: float | None
    offset_n: int
    sure: bool
    shares: list[list[float]]
    good: list[int]
    words: str
    leave_alone: bool | None
    sentence: str


class PersonPage(Schema):
    """Everything that is shown of one person. `year` covers the twelve months up to the last thing heard."""

    id: str
    name: str
    about: str
    organisation: str
    stage: str
    since: dt.datetime | None
    finding: str
    sentence: str
    stages: list[Stood]
    year: list[Moment]
    moments: list[Moment]
    more: int
    give_and_take: list[Number]
    known_as: list[KnownAs]
    changes: list[IdentityChange]
    held: list[Held]
    waiting_conversation: str
    ties: Ties
    hours: Hours

    @staticmethod
    def resolve_held(obj: object) -> list[dict[str, str]]:
        return [{"what": what, "why": why} for what, why in getattr(obj, "held", ())]


class Identified(Schema):
    """A merge or a split as it was just decided; `id` takes it back."""

    id: int
    kind: str
    at: dt.datetime
    undone: bool


class Gone(Schema):
    """How much went when somebody was forgotten."""

    accounts: int
    posts: int
    activities: int
