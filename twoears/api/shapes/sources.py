"""What we listen to, what was set aside, and who is us."""

import datetime as dt

from ninja import Schema


class Beat(Schema):
    """One look at a source: well, failed or none."""

    at: dt.datetime
    state: str
    new: int


class Source(Schema):
    """Something that we listen to, and how it goes. `state` is waiting, reading, heard, listening, failed or paused."""

    id: int
    name: str
    kind: str
    title: str
    mark: str
    text: str
    live: bool
    state: str
    beats: list[Beat]
    heard_at: dt.datetime | None
    first_heard: dt.datetime | None
    last_heard: dt.datetime | None
    next_at: dt.datetime | None
    total: int | None
    read: int
    new: int
    known: int
    set_aside: int
    error: str
    sees: str
    blind: str
    silent: bool


class Sources(Schema):
    """Every source, in the order they were added."""

    items: list[Source]
    total: int


class Tested(Schema):
    """What a first look at a source gave, in a sentence; nothing was recorded."""

    seen: str


class Aside(Schema):
    """A record that could not be read: where it stands, why, and what to do. `raw` holds its first characters."""

    id: int
    source: str
    name: str
    line: int
    reason: str
    advice: str
    raw: str
    at: dt.datetime
    settled: bool


class Asides(Schema):
    """Records that were set aside, the latest first."""

    items: list[Aside]


class Retried(Schema):
    """Whether a record that was set aside could be read now."""

    settled: bool


class Candidate(Schema):
    """An account that may be ours, and why we think so."""

    handle: str
    network: str
    name: str
    posts: int
    named: int
    preselected: bool
    why: str


class Us(Schema):
    """The accounts that members named as ours, and others that may be."""

    us: list[str]
    candidates: list[Candidate]
