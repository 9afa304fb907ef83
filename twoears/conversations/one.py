"""One conversation as it is shown: what was said, what is still open, who should answer."""

from dataclasses import dataclass
from datetime import datetime

from twoears.conversations.today import Why


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """An opinion on a message, with the words that decided it; or what a member said that it is, with their name.

    `model` is the model that an owner brought, and where it is; empty where a shipped reader read it.
    """

    reader: str
    label: str
    probability: float
    words: tuple[str, ...]
    by: str = ""
    model: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """Something that a message names, at `start` to `end` of its title and text; `key` makes two the same."""

    kind: str
    name: str
    key: str
    start: int
    end: int
    probability: float
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One post in its place.

    `marked` are the open questions in its words, as (start, end). `parent` is one line of what it answers where that is
    not the message above; `missing_parent` says that what it answers was not heard.
    """

    post: int
    uid: str
    author: str
    handle: str
    person_id: str
    stage: str
    ours: bool
    to_us: bool
    at: datetime
    title: str
    text: str
    language: str
    url: str
    withdrawn: bool
    marked: tuple[tuple[int, int], ...]
    waits: str
    open: bool
    answered_at: datetime | None
    parent: str
    missing_parent: bool
    labels: tuple[Label, ...]
    entities: tuple[Named, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A note for the team only."""

    id: int
    member: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """A decision in the history of the conversation."""

    id: int
    kind: str
    member: str
    at: datetime
    until: datetime | None
    to: str
    undone: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """Everything that the page, the API and the command line show of one conversation."""

    id: str
    title: str
    network: str
    private: bool
    person: str
    person_id: str
    stage: str
    about: str
    state: str  # waiting, thanks, later, done, quiet
    messages: tuple[Message, ...]
    earlier: int
    notes: tuple[Note, ...]
    decisions: tuple[Decided, ...]
    why: tuple[Why, ...]
    waiting_since: datetime | None
    due_at: datetime | None
    overdue: bool
    promise_minutes: int
    owner: str
    team: str
    original: str
    draft: str
    etag: str
    others: tuple[tuple[str, str], ...]  # other conversations of this person: (id, words)
