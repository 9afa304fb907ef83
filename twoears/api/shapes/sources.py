"""What we listen to, what was set aside, and who is us."""

import datetime as dt

from ninja import Schema

from twoears.api.shapes.measures import Number


class Beat(Schema):
    """One look at a source: well, failed or none."""

    at: dt.datetime
    state: str
    new: int


class Hole(Schema):
    """A stretch of time in which a source did not reach us; `since` is null where nobody can tell from when on."""

    since: dt.datetime | None
    until: dt.datetime
    why: str
    filled: bool


class Source(Schema):
    """Something that we listen to, and how it goes.

    `state` is waiting, reading, heard, listening, cut, failed or paused. `delay` is in seconds. `ends_in` is in days.
    `gaps` are those of the last 30 days. `advice` says what to do, or what happens by itself, where something is wrong.
    `unread` of what was brought is not read yet; none of it is before it is `ready`: see its mapping.
    """

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
    state_words: str
    advice: str
    gaps: list[Hole]
    delay: float | None
    limit_most: int | None
    limit_left: int | None
    limit_resets_at: dt.datetime | None
    renews_on: dt.date | None
    ends_in: int | None
    streams: bool
    takes: bool
    unread: int
    ready: bool
    speaks: bool


class Asked(Schema):
    """Something that a source asks for. A secret is never shown, only that it was given."""

    name: str
    label: str
    help: str
    secret: bool
    required: bool
    value: str
    given: bool


class Access(Schema):
    """What a source asks for."""

    fields: list[Asked]


class Address(Schema):
    """Where others bring a source its things; empty where nothing can be brought, or nobody can reach us."""

    address: str


class Meaning(Schema):
    """What a path is taken for: `field`, empty for nothing. `value` is how it looked in what came, shortened."""

    path: str
    value: str
    field: str


class Meanings(Schema):
    """What the fields of a webhook mean: what a member has `accepted`, or a proposal.

    `waiting` calls are not read yet; of `records` in the first of them, `readable` can be read by this mapping. `same`
    are fields that are one for all records, with the words in `value`. `more` paths are not listed.
    """

    accepted: bool
    waiting: int
    records: int
    readable: int
    meanings: list[Meaning]
    same: list[Meaning]
    more: int


class Speaking(Schema):
    """When somebody speaks: `n` posts as `shares` of seven days of 24 hours, Monday first; empty where too few.

    `good` are hours of that week, 0 to 167, in which they are likely there. `told` says whether a good hour to speak
    can be told: whether more of the newer half fell into hours that the older half would choose (`proof`) than an
    `even` week would put there.
    """

    n: int
    shares: list[list[float]]
    good: list[int]
    words: str
    told: bool
    proof: Number | None
    even: float
    sentence: str


class Spoken(Schema):
    """A language in which they speak, of all whose language could be told; `members` are those who answer in it."""

    language: str
    name: str
    number: Number
    members: list[str]


class Voices(Schema):
    """Those behind a source, in the year up to the last thing heard there, from `since` to `until`, in `zone`.

    `speak` counts all that others said, `to_us` what they said to us. Of the languages `others` are those not listed;
    `aside` of each number counts posts whose language cannot be told.
    """

    zone: str
    since: dt.datetime | None
    until: dt.datetime | None
    speak: Speaking
    to_us: Speaking
    languages: list[Spoken]
    others: Number


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
    """Records that were set aside, the latest first; `total` of them in all."""

    items: list[Aside]
    next: str | None
    total: int


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
