"""How each source is doing, as it is shown by every door."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Beat:
    """One of the last 24 looks (or hours): "well", "failed" or "none"."""

    at: datetime
    state: str
    new: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """A connection in the table of sources. `state` is a word of State; `sees` and `blind` are sentences."""

    id: int
    name: str
    kind: str
    title: str
    mark: str
    text: str
    live: bool
    state: str
    beats: tuple[Beat, ...]
    heard_at: datetime | None
    first_heard: datetime | None
    last_heard: datetime | None
    next_at: datetime | None
    total: int | None
    read: int
    new: int
    known: int
    set_aside: int
    error: str
    sees: str
    blind: str
    silent: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AsideShown:
    """A record that was set aside."""

    id: int
    source: str
    name: str
    line: int
    reason: str
    advice: str
    raw: str
    at: datetime
    settled: bool
