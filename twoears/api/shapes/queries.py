"""Queries: what is listened for, what it heard, and what members said of that."""

import datetime as dt

from ninja import Schema

from twoears.api.shapes.measures import Number


class Advised(Schema):
    """Something to look at in a query, at which character and over how many; `mended` is the query with it changed."""

    message: str
    at: int
    length: int
    suggestion: str
    mended: str


class Mistake(Schema):
    """Why a text is no query, at which character and over how many; `mended` is what could be meant."""

    message: str
    at: int
    length: int
    suggestion: str
    mended: str


class Read(Schema):
    """A text read as a query: `mistake` where it is none, else `advice` and its `tidy` form."""

    text: str
    mistake: Mistake | None
    advice: list[Advised]
    tidy: str


class QueryShown(Schema):
    """A query: `hits` are posts of others that it found and nobody left out, `days` the thirty up to `last_day`, the
    last one on which anything was heard, the oldest first. `ours` and `hidden` are in no other number."""

    id: str
    name: str
    text: str
    team: str
    made_at: dt.datetime
    hits: int
    ours: int
    hidden: int
    last_at: dt.datetime | None
    caught_up: bool
    removed: bool
    on_today: bool
    in_mail: bool
    alerts: bool
    days: list[int]
    last_day: dt.date
    precision: Number


class Queries(Schema):
    """A page of queries, by name."""

    items: list[QueryShown]
    next: str | None
    total: int


class HitShown(Schema):
    """A post that was found, one of `ours` or not; `marks` are the words that matched in `words`, as [start, end]."""

    post: int
    conversation: str
    person_id: str
    author: str
    handle: str
    network: str
    language: str
    url: str
    at: dt.datetime
    words: str
    marks: list[tuple[int, int]]
    private: bool
    ours: bool
    right: bool | None
    copies: int


class Hits(Schema):
    """A page of hits, the latest first."""

    items: list[HitShown]
    next: str | None


class Preview(Schema):
    """What a query would hear: of `said` posts of others in the `days` up to `last_day` it found `found` among
    `looked_at`; the last of them was said at `until`. Where that is little to judge, the last `earlier` of the sample
    are older: the latest among `looked_back` posts before those days. They count in no other number."""

    text: str
    days: int
    last_day: dt.date
    until: dt.datetime | None
    found: int
    looked_at: int
    said: int
    volume: Number
    a_day: float
    advice: list[Advised]
    sample: list[HitShown]
    earlier: int
    looked_back: int
    precision: Number


class Count(Schema):
    """How often something came."""

    of: str
    n: int


class Burst(Schema):
    """An hour in which it was said unusually often, and how unlikely that was."""

    at: dt.datetime
    n: int
    expected: float
    probability: float


class Volume(Schema):
    """What a query heard: `days` are [day, posts]; a post and its copies are one of `stories`. Posts that we wrote
    ourselves (`ours`) and those that members left out (`hidden`) are in no other number."""

    query: str
    posts: int
    stories: int
    voices: int
    ours: int
    hidden: int
    days: list[tuple[dt.date, int]]
    networks: list[Count]
    languages: list[Count]
    loudest: list[Count]
    bursts: list[Burst]


class Share(Schema):
    """For each query its share of all stories that any of them heard."""

    items: list[Number]


class ExclusionShown(Schema):
    """What a member left out, and how many hits that hides."""

    id: int
    text: str
    member: str
    at: dt.datetime
    hides: int


class Exclusions(Schema):
    """All that is left out of a query, the latest first."""

    items: list[ExclusionShown]


class Delivered(Schema):
    """Where hits go; `feed_key` opens the feed to whoever has it, `trouble` is why the webhook could not be told."""

    on_today: bool
    in_mail: bool
    alerts: bool
    with_words: bool
    webhook: str
    trouble: str
    next_at: dt.datetime | None
    feed_key: str


class OnToday(Schema):
    """What a query heard since yesterday: posts, and stories that they tell."""

    id: str
    name: str
    n: int
    stories: int


class Loud(Schema):
    """A query that was said unusually often, and when."""

    id: str
    name: str
    burst: Burst
