"""Who may be whom, and what is joined without a look."""

import datetime as dt

from ninja import Schema

from twoears.api.shapes.measures import Number


class MatchSide(Schema):
    """One of two: an account and who is behind it; `person` is empty where it is a stranger's."""

    actor: int
    person: str
    name: str
    stage: str
    network: str
    handle: str
    url: str
    also: list[str]
    last_at: dt.datetime | None
    words: str
    conversation: str


class MatchSign(Schema):
    """A reason and its weight: `bits`, below nought where it speaks against; `part` is its share of the heaviest."""

    text: str
    bits: float
    times: float
    part: float


class MatchBeside(Schema):
    """What both say under one name, and from where to where (characters) one says what the other does not."""

    name: str
    left: str
    right: str
    left_spans: list[tuple[int, int]]
    right_spans: list[tuple[int, int]]
    same: bool


class MatchProposal(Schema):
    """Two accounts that may be one person."""

    id: str
    probability: float
    left: MatchSide
    right: MatchSide
    signs_for: list[MatchSign]
    signs_against: list[MatchSign]
    beside: list[MatchBeside]


class MatchSaid(Schema):
    """What a member said of two; `id` takes it back, as that of a merge does."""

    id: int
    kind: str
    left: str
    right: str
    member: str
    at: dt.datetime
    until: dt.datetime | None


class Joining(Schema):
    """What is joined by itself (`least`, null: nothing), and how right that is from `at` on; `now` pairs."""

    least: float | None
    at: float
    now: int
    accepted: Number
    precision: Number
    recall: Number


class Unsure(Schema):
    """Whom members are asked about, the likeliest first: `left` in all, and `later` put off."""

    proposals: list[MatchProposal]
    left: int
    later: int
    said: list[MatchSaid]
    joining: Joining


class MatchPair(Schema):
    """Two accounts that are, or would be, joined by themselves."""

    id: str
    left: str
    right: str
    probability: float


class WouldJoin(Schema):
    """What is joined from `least` on: how many pairs, and the first of them, the least likely first."""

    least: float
    total: int
    pairs: list[MatchPair]
