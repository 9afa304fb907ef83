"""What readers make of texts."""

import datetime as dt

from ninja import Schema

from twoears.api.shapes.measures import Number


class Reading(Schema):
    """A label with a calibrated probability, and the words that decided it, the weightiest first.

    `cannot tell` is a label; its probability is that of the best one, which was not enough.
    """

    reader: str
    version: str
    label: str
    probability: float
    words: list[str]


class Understood(Schema):
    """One text, and a note by each reader."""

    text: str
    notes: list[Reading]


class AllUnderstood(Schema):
    """The texts in the order in which they were given."""

    items: list[Understood]


class ReaderShown(Schema):
    """A reader: the question that it answers, and with what."""

    name: str
    version: str
    question: str
    labels: list[str]


class ReaderTaught(ReaderShown):
    """A reader, and how it fared with what members looked at: no measure of all posts.

    `agreement` is Krippendorff's alpha of members over the `twice` posts that two of them coded; null where that cannot
    be told.
    """

    right: Number
    agreement: float | None
    twice: int


class ReadersTaught(Schema):
    """Every reader that can be taught."""

    items: list[ReaderTaught]


class Correction(Schema):
    """What a member said of a post: `label`, where the reader said `was`."""

    id: int
    post: int
    reader: str
    label: str
    was: str
    member: str
    at: dt.datetime
    undone: bool


class Corrections(Schema):
    """What was taught, the latest first; `total` of them stand."""

    items: list[Correction]
    next: str | None
    total: int


class Readers(Schema):
    """All readers, in the order in which they read."""

    items: list[ReaderShown]
