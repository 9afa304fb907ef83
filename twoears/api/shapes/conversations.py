"""Conversations: today, a list, one, and what was found."""

import datetime as dt

from ninja import Schema

from twoears.api.shapes.measures import Number
from twoears.api.shapes.queries import Loud, OnToday
from twoears.api.shapes.understanding import Entity


class Why(Schema):
    """A reason, and how many hours earlier it lets a conversation come (0: it only explains)."""

    reason: str
    hours: float
    late: bool


class Row(Schema):
    """A conversation in a list: who, their words, why, since when, and what to do next; `post` where it stands for one
    turn of many."""

    conversation: str
    person: str
    person_id: str
    stage: str
    about: str
    network: str
    words: str
    language: str
    why: list[Why]
    waiting_since: dt.datetime | None
    due_at: dt.datetime | None
    overdue: bool
    suggested_act: str
    owner: str
    needs: str
    last_at: dt.datetime | None
    long_ago: bool
    post: int | None


class Day(Schema):
    """What was heard and said on one day."""

    day: dt.date
    heard: int
    said: int


class Today(Schema):
    """Who needs us, the most urgent first; `others` wait as well, and `long_ago` for more than the last thirty days."""

    now: dt.datetime
    waiting: list[Row]
    thank: list[Row]
    waiting_total: int
    overdue_total: int
    thank_total: int
    others: int
    long_ago: int
    done: int
    promise_minutes: int
    heard_for_each_said: Number | None
    days: list[Day]
    queries: list[OnToday]
    bursts: list[Loud]


class Conversations(Schema):
    """A page of conversations; `next` asks for the next one as `after`, null at the end."""

    items: list[Row]
    next: str | None
    total: int
    networks: list[str]
    languages: list[str]


class Label(Schema):
    """An opinion on a message, with the words that decided it; `by` is the member who said it in a reader's place.

    `model` is the model that an owner brought and where it is, such as "small at llm.example"; its probability is by
    its own word.
    """

    reader: str
    label: str
    probability: float
    words: list[str]
    by: str
    model: str = ""


class Message(Schema):
    """One post in its place; `marked` are the open questions in `text`, as [start, end]."""

    post: int
    uid: str
    author: str
    handle: str
    person_id: str
    stage: str
    ours: bool
    to_us: bool
    at: dt.datetime
    title: str
    text: str
    language: str
    url: str
    withdrawn: bool
    marked: list[tuple[int, int]]
    waits: str
    open: bool
    answered_at: dt.datetime | None
    parent: str
    missing_parent: bool
    labels: list[Label]
    entities: list[Entity]


class Note(Schema):
    """A note for the team only."""

    id: int
    member: str
    text: str
    at: dt.datetime


class Decided(Schema):
    """A decision about a conversation; `kind` is done, answered, later or hand over."""

    id: int
    kind: str
    member: str
    at: dt.datetime
    until: dt.datetime | None
    to: str
    undone: bool


class Other(Schema):
    """Another conversation of the same person."""

    id: str
    words: str


class Conversation(Schema):
    """One conversation. `state` is waiting, thanks, later, done or quiet; `draft` is that of whoever asks."""

    id: str
    title: str
    network: str
    private: bool
    person: str
    person_id: str
    stage: str
    about: str
    state: str
    messages: list[Message]
    earlier: int
    notes: list[Note]
    decisions: list[Decided]
    why: list[Why]
    waiting_since: dt.datetime | None
    due_at: dt.datetime | None
    overdue: bool
    promise_minutes: int
    owner: str
    team: str
    original: str
    draft: str
    etag: str
    others: list[Other]

    @staticmethod
    def resolve_others(obj: object) -> list[dict[str, str]]:
        return [{"id": key, "words": words} for key, words in getattr(obj, "others", ())]


class Draft(Schema):
    """A reply in the making, seen by its member only; empty when it was thrown away."""

    text: str


class Hit(Schema):
    """Something that was found; `kind` is person, conversation or post. `marks` are in `words`, as (start, end); `url`
    is where they were said."""

    kind: str
    id: str
    title: str
    words: str
    at: dt.datetime | None
    network: str
    author: str
    marks: list[tuple[int, int]]
    url: str


class FoundOf(Schema):
    """How many of each kind there are in all."""

    person: int
    conversation: int
    post: int


class Found(Schema):
    """What was found, people first: the latest of each kind, and how many there are (`total`)."""

    items: list[Hit]
    total: FoundOf
    next: str | None
