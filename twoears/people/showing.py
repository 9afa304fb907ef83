"""A person, and people, as they are shown by every door."""

from dataclasses import dataclass
from datetime import datetime

from twoears.lib.intervals import Number
from twoears.people.ties.showing import TiesPage


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownAs:
    """One actor of a person: where, by which rule we know, and whether a member can split it off."""

    actor: int
    network: str
    handle: str
    name: str
    url: str
    rule: str
    evidence: str
    splittable: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Stood:
    """From `at` on they stood at `stage`, because `evidence` (a sentence with its date)."""

    stage: str
    at: datetime
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One mark on the line of a year: `side` is "theirs" or "ours"; `effort` 1 (like, follow) to 3 (a long answer)."""

    at: datetime
    side: str
    kind: str
    effort: int
    words: str
    network: str
    conversation: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityChange:
    """A merge or a split that a member decided."""

    id: int
    kind: str
    who: str
    member: str
    at: datetime
    undone: bool
    overruled: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonCard:
    """A person in a list; `why` says why they stand in it, where the list itself does not."""

    id: str
    name: str
    stage: str
    since: datetime | None
    about: str
    networks: tuple[str, ...]
    last_at: datetime | None
    words: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """When somebody is likely there, learned from `n` posts of their own and from `network`, where they speak most.

    `offset` is how many hours east of UTC their day likely lies, with the `probability` that this is right within an
    hour, told by `offset_n` hours in which they spoke. `shares` are seven days of 24 hours, Monday first, in local time
    where we are `sure` and in UTC where not; empty where too little was heard. `good` are hours of that week, 0 to 167.
    """

    n: int
    network: str
    offset: int | None
    probability: float | None
    offset_n: int
    sure: bool
    shares: tuple[tuple[float, ...], ...]
    good: tuple[int, ...]
    words: str
    leave_alone: bool | None  # now; None: cannot tell
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonPage:
    """Everything that is shown of one person. `year` covers the twelve months up to the last thing heard."""

    id: str
    name: str
    about: str
    organisation: str
    stage: str
    since: datetime | None
    finding: str
    sentence: str
    stages: tuple[Stood, ...]
    year: tuple[Moment, ...]
    moments: tuple[Moment, ...]  # newest first, at most 100
    more: int
    give_and_take: tuple[Number, ...]
    known_as: tuple[KnownAs, ...]
    changes: tuple[IdentityChange, ...]
    held: tuple[tuple[str, str], ...]  # what we hold, and why we may
    waiting_conversation: str
    ties: TiesPage
    hours: Hours
