"""What the doors show of queries, as values."""

from dataclasses import dataclass
from datetime import date, datetime

from twoears.lib.intervals import Number


@dataclass(frozen=True, slots=True, kw_only=True)
class Advised:
    """Something to look at in a query, at which character and over how many, and what to write instead."""

    message: str
    at: int
    length: int
    suggestion: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryShown:
    """A kept query in the list: how much it found, how far it has come, what members think of it."""

    id: str
    name: str
    text: str
    team: str
    made_at: datetime
    hits: int
    hidden: int
    last_at: datetime | None
    caught_up: bool
    on_today: bool
    alerts: bool
    webhook: str
    precision: Number


@dataclass(frozen=True, slots=True, kw_only=True)
class HitShown:
    """A post that was found. `marks` is where the words stand in `words`, as (start, end); `copies` says how often the
    same was said elsewhere."""

    post: int
    conversation: str
    person_id: str
    author: str
    network: str
    language: str
    url: str
    at: datetime
    words: str
    marks: tuple[tuple[int, int], ...]
    right: bool | None
    copies: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What a query would hear: over `days` up to `until`, `found` posts, a day on average, and twenty to judge."""

    text: str
    days: int
    until: datetime | None
    found: int
    looked_at: int
    a_day: float
    advice: tuple[Advised, ...]
    sample: tuple[HitShown, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How often something came: a day, a network, a language, a voice."""

    of: str
    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Burst:
    """An hour in which it was said unusually often: how often, how often was to be expected, how unlikely that was."""

    at: datetime
    n: int
    expected: float
    probability: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Volume:
    """What a query heard: posts by day, copies counted once, and who said it, where, in which language."""

    query: str
    posts: int
    stories: int
    voices: int
    days: tuple[tuple[date, int], ...]
    networks: tuple[Count, ...]
    languages: tuple[Count, ...]
    loudest: tuple[Count, ...]
    bursts: tuple[Burst, ...]
