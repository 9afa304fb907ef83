"""What the doors show of queries, as values."""

from dataclasses import dataclass
from datetime import date, datetime

from twoears.lib.intervals import Number


@dataclass(frozen=True, slots=True, kw_only=True)
class Advised:
    """Something to look at in a query, at which character and over how many, and what to write instead.

    `mended` is the whole query with that changed; empty where nobody but its writer can tell how.
    """

    message: str
    at: int
    length: int
    suggestion: str
    mended: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """Why a text is no query: where it stops making sense, over how many characters, and what to write instead.

    `mended` is the whole query as it could be meant; empty where one change does not do.
    """

    message: str
    at: int
    length: int
    suggestion: str
    mended: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A text read as a query: with a mistake, or with advice and in its tidy form."""

    text: str
    mistake: Mistake | None
    advice: tuple[Advised, ...]
    tidy: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryShown:
    """A query in the list: in how many posts it was heard (`hits`), what members think of it.

    `ours` are posts that we wrote ourselves, `hidden` those that members left out; neither is in another number.
    `days` are the thirty up to `last_day`, the last one on which anything at all was heard; `last_at` is the beginning
    of the hour in which something it found was said last.
    """

    id: str
    name: str
    text: str
    team: str
    made_at: datetime
    hits: int
    ours: int
    hidden: int
    last_at: datetime | None
    caught_up: bool
    removed: bool
    on_today: bool
    in_mail: bool
    alerts: bool
    days: tuple[int, ...]
    last_day: date
    precision: Number


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """Where the hits of a query go, and why the webhook could not be told; `next_at` is when it is tried again."""

    on_today: bool
    in_mail: bool
    alerts: bool
    with_words: bool
    webhook: str
    trouble: str
    next_at: datetime | None
    feed_key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExclusionShown:
    """What a member left out of a query, and how many hits that hides."""

    id: int
    text: str
    member: str
    at: datetime
    hides: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OnToday:
    """What a query heard since yesterday: posts, and stories that they tell."""

    id: str
    name: str
    n: int
    stories: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HitShown:
    """A post that was found, one of `ours` or not. `marks` is where the words stand in `words`, as (start, end);
    `copies` says how often the same was said elsewhere in what is listed."""

    post: int
    conversation: str
    person_id: str
    author: str
    handle: str
    network: str
    language: str
    url: str
    at: datetime
    words: str
    marks: tuple[tuple[int, int], ...]
    private: bool
    ours: bool
    right: bool | None
    copies: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What a query would hear: over `days` up to `last_day`, of `said` posts of others `looked_at` were looked at and
    `found` found. `until` is when the last of them was said.

    `volume` is the share of posts that it finds, `a_day` how many that likely are on a day; `sample` are up to twenty
    to judge, `precision` what the judgement says so far. Where those days hold fewer, `earlier` of the sample, its
    last ones, are older: the latest among `looked_back` posts before. They count in no other number.
    """

    text: str
    days: int
    last_day: date
    until: datetime | None
    found: int
    looked_at: int
    said: int
    volume: Number
    a_day: float
    advice: tuple[Advised, ...]
    sample: tuple[HitShown, ...]
    earlier: int
    looked_back: int
    precision: Number


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
    """What a query heard: posts by day, the stories that they tell (a post and its copies are one), and who said it,
    where, in which language. `ours` and `hidden` are posts that are not counted: we said them, members left them out.
    """

    query: str
    posts: int
    stories: int
    voices: int
    ours: int
    hidden: int
    days: tuple[tuple[date, int], ...]
    networks: tuple[Count, ...]
    languages: tuple[Count, ...]
    loudest: tuple[Count, ...]
    bursts: tuple[Burst, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Loud:
    """A query that was said unusually often, and when."""

    id: str
    name: str
    burst: Burst


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What a query in the morning mail heard since the last one, and up to which post it had been asked (`reached`).

    `hits` are of the latest stories, one each; `burst` is the last hour in which it was said unusually often.
    """

    key: int
    reached: int
    id: str
    name: str
    n: int
    stories: int
    hits: tuple[HitShown, ...]
    burst: Burst | None
