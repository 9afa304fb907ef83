"""Criticism by the need behind it, improvements, and who heard back."""

import datetime as dt

from ninja import Schema

from twoears.api.shapes.measures import Number
from twoears.api.shapes.needs import NeedItem


class Criticism(Schema):
    """A post that criticises, and `why` it is taken for that. `mark` is that of a member, 0 where there is none."""

    item: NeedItem
    why: list[str]
    person: str
    conversation: str
    mark: int


class CriticismGroup(Schema):
    """Criticism behind which one need lies, that nothing takes up yet; `need` is 0 where none was coded."""

    need: int
    name: str
    posts: Number
    people: Number
    quotes: list[Criticism]


class FoundCriticism(Schema):
    """How much of all criticism is taken up, and the rest by need."""

    taken_up: Number
    people: int
    groups: list[CriticismGroup]


class CriticismPosts(Schema):
    """The latest first; `in_all` is how many there are."""

    items: list[Criticism]
    in_all: int
    next: str | None


class Days(Schema):
    """The middle of so many waits in days, and where it likely lies; null where that cannot be told."""

    days: float | None
    low: float | None
    high: float | None
    told: int
    waiting: int


class CriticFigures(Schema):
    """What came of it, over critics of what is done or declined. Afterwards, not because."""

    heard: Number
    days: Days
    warmer: Number
    colder: Number
    stage: Number


class Improvement(Schema):
    """`state` is open, decided, done or declined; `words` what was done, or why not."""

    id: int
    title: str
    need: int
    need_name: str
    owner: str
    state: str
    words: str
    link: str
    member: str
    made_at: dt.datetime
    settled_at: dt.datetime | None
    posts: int
    heard: Number


class Improvements(Schema):
    """All that stand, open ones first."""

    improvements: list[Improvement]
    figures: CriticFigures


class Critic(Schema):
    """Somebody who said what an improvement is about.

    `way` is here, there (at the original), or empty with `why_not`. `heard_by` is answer, delivery or member. `words`
    is a draft. `tone` is how they sound since, `stage` where they stand since, if it changed.
    """

    who: str
    name: str
    person: str
    network: str
    said: list[NeedItem]
    deleted: int
    first_at: dt.datetime
    conversation: str
    original: str
    way: str
    why_not: str
    left_alone: int
    heard_at: dt.datetime | None
    heard_by: str
    heard_in: str
    drafted_by: str
    words: str
    framed: str
    tone: str
    stage: str


class ImprovementChange(Schema):
    """What a member did to an improvement; `undone` where it was taken back."""

    id: int
    what: str
    was: str
    now: str
    member: str
    at: dt.datetime
    undone: bool


class WholeImprovement(Schema):
    """An improvement with its critics, and what was done to it, the latest first."""

    improvement: Improvement
    critics: list[Critic]
    figures: CriticFigures
    changes: list[ImprovementChange]


class DraftsLaid(Schema):
    """For whom a draft lies ready; and for whom not, with the reason. Nothing was sent."""

    ready: list[str]
    left_out: list[tuple[str, str]]


class CriticismMark(Schema):
    """A member's word on a post."""

    id: int
    post: int
    says: bool


class LeftAlone(Schema):
    """An account that is left alone."""

    id: int
    actor: int
    reason: str
