"""What votes tell."""

from ninja import Schema

from twoears.api.shapes.measures import Number


class Apart(Schema):
    """A statement on which a group votes otherwise than all others: `at_least` so much more often, as a share."""

    statement: str
    words: str
    side: str
    inside: Number
    outside: Number
    at_least: float


class Group(Schema):
    """People whose votes are alike: how many surely belong there, and what sets them apart."""

    name: str
    sure: Number
    apart: list[Apart]


class Bridge(Schema):
    """A statement that most of every group are of one side on; `lowest` is the group that is the least so."""

    statement: str
    words: str
    side: str
    lowest: Number
    groups: list[Number]


class Dissent(Schema):
    """A vote against what most of a group (or of everybody) hold, and how many quietly do alike."""

    statement: str
    words: str
    side: str
    against: str
    quietly: Number
    author: str
    voices: list[str]


class Opening(Schema):
    """Somebody of whom it cannot be told where they stand."""

    person: str
    votes: int
    nearest: str
    probability: float


class Place(Schema):
    """Where somebody stands: as far apart as their votes are expected. `group` is empty where it cannot be told."""

    person: str
    x: float
    y: float
    group: str


class Loudness(Schema):
    """How many there are in effect. For `voices` and `organisations`, `k` are pairs of turns, `n` those of one author.

    `organisations` is null where nobody said who belongs to which.
    """

    turns: int
    authors: int
    voices: Number
    organisations: Number | None
    loudest: Number
    names: list[str]


class Opinions(Schema):
    """The range of opinions. `why_none` says why there are no groups; those not `separate` are parts of a whole.

    `repeated` votes were cast again for the same statement.
    """

    people: int
    statements: int
    votes: int
    repeated: int
    sentence: str
    dimensions: int
    accuracy: list[Number]
    groups: list[Group]
    separate: bool
    alike: float
    why_none: str
    bridges: list[Bridge]
    dissent: list[Dissent]
    unsure: Number
    openings: list[Opening]
    places: list[Place]
    loudness: Loudness
