"""Criticism, improvements and critics, as they are shown by every door."""

from dataclasses import dataclass
from datetime import datetime

from twoears.conversations.criticism.reckoning import Figures
from twoears.lib.intervals import Number
from twoears.understanding.needs.pages import ItemShown

NO_NEED = "not tied to a need yet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Criticism:
    """A post that criticises, and why it is taken for that: complaint, negative, by hand. `mark` is that of a member.

    `person` is empty for a stranger, who is shown by their account.
    """

    item: ItemShown
    why: tuple[str, ...]
    person: str
    conversation: str
    mark: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Criticism behind which lies one need, that no improvement takes up yet. `need` is 0 where no code was given."""

    need: int
    name: str
    posts: Number
    people: Number
    quotes: tuple[Criticism, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """All criticism: how much of it is taken up by improvements, and the rest by need, most people first."""

    taken_up: Number
    people: int
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImprovementShown:
    """An improvement as it stands. `words` is what was done, or why it was declined. `heard` is of its critics."""

    id: int
    title: str
    need: int
    need_name: str
    owner: str
    state: str
    words: str
    link: str
    member: str
    made_at: datetime
    settled_at: datetime | None
    posts: int
    heard: Number


@dataclass(frozen=True, slots=True, kw_only=True)
class Critic:
    """Somebody who said what an improvement is about, and whether they have heard back.

    `who` names them in commands. `way` is "here" where one of our sources can answer them, "there" where a member can
    at the original, else empty with `why_not`. `words` is a draft, empty until it is done or declined; `framed` its
    language. `heard_by` says by what we know that they heard back: an answer, a delivery, a member's word. `tone` is
    warmer, colder, the same, or that it cannot be told; `stage` where they stand since, if it changed.
    """

    who: str
    name: str
    person: str
    network: str
    said: tuple[ItemShown, ...]
    deleted: int
    first_at: datetime
    conversation: str
    original: str
    way: str
    why_not: str
    left_alone: int
    heard_at: datetime | None
    heard_by: str
    heard_in: str
    drafted_by: str
    words: str
    framed: str
    tone: str
    stage: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeShown:
    """What a member did to an improvement; `undone` where it was taken back."""

    id: int
    what: str
    was: str
    now: str
    member: str
    at: datetime
    undone: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeImprovement:
    """An improvement with its critics, its figures and what was done to it, the latest first."""

    improvement: ImprovementShown
    critics: tuple[Critic, ...]
    figures: Figures
    changes: tuple[ChangeShown, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Laid:
    """Drafts that were laid ready, by the names of critics; and who got none, with the reason."""

    ready: tuple[str, ...]
    left_out: tuple[tuple[str, str], ...]
