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


class Entity(Schema):
    """Something that a text names, at `start` to `end` of it (of title and text of a post, with a line break between).

    `kind` is person, company, product, place, price, date, handle, link or mail; `key` makes two the same, and
    `kind:key` is what lists are narrowed by. `reason` says why it was taken for one.
    """

    kind: str
    name: str
    key: str
    start: int
    end: int
    probability: float
    reason: str


class Side(Schema):
    """Of whom a text speaks: `we` (of its author's own side), `you`, `both`, `none`, or `cannot tell`, with the words
    that say so, and how many of them say we or I, and you."""

    label: str
    we: int
    you: int
    words: list[str]


class Understood(Schema):
    """One text, a note by each reader, what the text names, and of whom it speaks."""

    text: str
    notes: list[Reading]
    entities: list[Entity]
    side: Side


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
    """What a member said of a post that begins with `words`: `label`, where the reader said `was`."""

    id: int
    post: int
    reader: str
    label: str
    was: str
    member: str
    at: dt.datetime
    undone: bool
    words: str


class Corrections(Schema):
    """What was taught, the latest first; `total` of them stand."""

    items: list[Correction]
    next: str | None
    total: int


class ReaderChoice(Schema):
    """What a member chose of a reader: `what` is enough (how sure it must be) or layer (1: it reads, 0: not)."""

    id: int
    reader: str
    what: str
    value: float
    member: str
    at: dt.datetime


class ThresholdCost(Schema):
    """With the threshold `enough` so much of what is there is found, and so much of what is told is right."""

    enough: float
    found: Number
    right: Number


class ReaderSetting(Schema):
    """How sure a reader must be, as it came (`shipped`) and here. `trade` says what thresholds cost on texts that it
    had not learnt from, `here` on what members corrected; `aside` is who set its layer aside."""

    name: str
    enough: float
    shipped: float
    chosen: ReaderChoice | None
    aside: ReaderChoice | None
    trade: list[ThresholdCost]
    here: list[ThresholdCost]


class ReaderLayer(Schema):
    """What corrections taught a reader, each read by a layer that had not seen it; `why_not` says why it does not read.

    `changed` are of the last posts those that it reads otherwise, with some of them quoted.
    """

    reader: str
    taught: int
    reads: bool
    why_not: str
    right: Number
    shipped_right: Number
    changed: Number
    examples: list[tuple[int, str]]
    made_at: dt.datetime | None


class ReadersSet(Schema):
    """How the readers are set here, and what they learnt."""

    items: list[ReaderSetting]
    layers: list[ReaderLayer]


class Readers(Schema):
    """All readers, in the order in which they read."""

    items: list[ReaderShown]


class FitQuestion(Schema):
    """A question of theirs, how often it was asked, and the share of its own words that the draft takes up."""

    post: int
    words: str
    times: int
    taken_up: float


class Fit(Schema):
    """How a draft fits an audience, of whom `n` things were looked at; nothing is told of words where not `enough`.

    `shared` and `missing` are words that are theirs rather than others', with how many of their texts have them; `jars`
    are words of the draft that none of them says. `reads` is Lix of the draft, `they_read` the quartiles of theirs.
    """

    n: int
    enough: bool
    language: str
    same_language: Number
    shared: list[tuple[str, int]]
    missing: list[tuple[str, int]]
    jars: list[str]
    reads: float | None
    they_read: tuple[float, float, float] | None
    taken_up: Number
    left_out: list[FitQuestion]
    we: int
    you: int
