"""What readers make of texts."""

from ninja import Schema


class Note(Schema):
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
    notes: list[Note]


class AllUnderstood(Schema):
    """The texts in the order in which they were given."""

    items: list[Understood]


class ReaderShown(Schema):
    """A reader: the question that it answers, and with what."""

    name: str
    version: str
    question: str
    labels: list[str]


class Readers(Schema):
    """All readers, in the order in which they read."""

    items: list[ReaderShown]
