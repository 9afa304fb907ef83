"""Reach: who can hear us, by audience, and through whom."""

import datetime as dt

from ninja import Schema

from twoears.api.shapes.measures import Number


class ReachAudience(Schema):
    """People of one kind: how many hear us at one, two and three steps (`at`), and how many of all do (`reached`).

    `outside` are not reached; `reached.aside` are on networks that do not tell. `sharing` passed on something of ours.
    """

    name: str
    at: tuple[int, int, int]
    outside: int
    sharing: int
    reached: Number


class ReachSomebody(Schema):
    """Somebody by name. `person` is empty for a stranger, `conversation` where there is none with them."""

    name: str
    person: str
    network: str
    conversation: str


class ReachCarrier(Schema):
    """One of us (`ours`), or somebody who passes our words on: how many of their hearers hear no one else of us."""

    id: int
    who: ReachSomebody
    ours: bool
    alone: Number


class ReachWay(Schema):
    """The nearest way into the audience that is reached least: who stands on it, from one of us on."""

    audience: str
    through: list[ReachSomebody]


class WantedList(Schema):
    """Whom members want to reach; `unheard` are its lines that nobody heard here answers to."""

    id: int
    name: str
    things: list[str]
    unheard: list[str]
    member: str
    made_at: dt.datetime


class WantedLists(Schema):
    """Lists, by name."""

    items: list[WantedList]


class ReachList(Schema):
    """A list of who follows whom, by whom it was brought and when; `new` of its lines told what nobody had told before.

    `source` is its number among the sources, where it can be removed.
    """

    source: int
    name: str
    member: str
    brought_at: dt.datetime
    read: int
    new: int
    known: int
    set_aside: int


class IntroductionStep(Schema):
    """Who hears the one before: by what (`why`), how often and when last; `strength` goes by how often, from 0 to 1.

    `account` is what leaves them out. The first step is one of us (`ours`), with nothing of the rest.
    """

    who: ReachSomebody
    account: int
    ours: bool
    why: str
    times: float
    last: dt.date | None
    strength: float | None


class Introduction(Schema):
    """A way from one of us to whom we want to know."""

    steps: list[IntroductionStep]


class LeftOutOfIntroductions(Schema):
    """Somebody whom we do not ask, who said so and when."""

    id: int
    who: ReachSomebody
    member: str
    made_at: dt.datetime


class Introductions(Schema):
    """The best ways to somebody, no two through the same people. `hear` says that they hear us without anybody.

    `version` names the graph, empty where nothing of them or of us was heard.
    """

    name: str
    sentence: str
    hear: bool
    ways: list[Introduction]
    left_out: list[LeftOutOfIntroductions]
    version: str


class AllLeftOut(Schema):
    """Those whom nobody asks, the latest first."""

    items: list[LeftOutOfIntroductions]


class Hop(Schema):
    """Somebody who said it, answered or passed it on (`how`), `step` steps from the first.

    `known`: that they had it from the one above is told, and not only likely. `words` are theirs.
    """

    who: ReachSomebody
    ours: bool
    how: str
    at: dt.datetime
    step: int
    known: bool
    words: str


class ExpectedToPass(Schema):
    """How many were expected to pass it on, on average, learnt from `passed` of `heard` chances to do so."""

    people: float
    low: float
    high: float
    heard: int
    passed: int


class Travelled(Schema):
    """A post, who passed it on after whom (each after the one it hangs on), and what was expected.

    `passed` is how many of those who follow the author passed it on; `expected` is null where nobody can tell.
    """

    post: int
    author: ReachSomebody
    words: str
    url: str
    at: dt.datetime
    sentence: str
    size: int
    depth: int
    answered: int
    passed_on: int
    last_at: dt.datetime
    hops: list[Hop]
    passed: Number
    expected: ExpectedToPass | None
    compared: str


class Reach(Schema):
    """Who can hear us. `by` is how people are told apart, `offered` the ways that say something.

    Ties count that were told in the last `days` (0: all); `behind` says that something new is still being counted.
    `unnamed` are people of whom nobody tells it. `version` names the graph, empty where there is none yet.
    """

    finding: str
    by: str
    offered: list[str]
    days: int
    speaker: str
    all: ReachAudience
    audiences: list[ReachAudience]
    unnamed: int
    carriers: list[ReachCarrier]
    way: ReachWay | None
    wanted: list[WantedList]
    lists: list[ReachList]
    people: int
    ties: int
    version: str
    as_of: dt.datetime | None
    behind: bool
    us: list[str]
