"""Needs: themes, the codebook, what was coded by it, talks, and who speaks of what."""

import datetime as dt

from ninja import Schema

from twoears.api.shapes.measures import Number


class NeedItem(Schema):
    """A post (`post:12`) or a passage of a talk (`passage:5`). `kind` is post, interview or call.

    `actor` is the account that said it or that the talk was with, 0 where nobody knows.
    """

    id: str
    kind: str
    text: str
    who: str
    actor: int
    at: dt.datetime
    network: str
    url: str
    talk: int


class Theme(Schema):
    """What some of them speak of. `again` is how much of it comes again by the other half of the posts, 0 to 1.

    `holds` is false where it cannot be told that other posts would give it.
    """

    name: str
    words: list[str]
    posts: Number
    people: Number
    again: float
    holds: bool
    quotes: list[NeedItem]


class Themes(Schema):
    """Themes as they were last proposed for a choice of posts; `made_at` is null where nobody has looked yet.

    `alike` is how alike the themes of two halves of the posts are: 1 for the same, 0 by chance.
    """

    made_at: dt.datetime | None
    texts: int
    people: int
    left_out: int
    themes: list[Theme]
    none: Number | None
    alike: float | None
    why_none: str


class NeedCode(Schema):
    """A code of the book. `state` is standing, merged (`into` another one) or retired."""

    id: int
    name: str
    meaning: str
    use: str
    state: str
    into: str
    split_from: str
    examples: list[NeedItem]
    counter_examples: list[NeedItem]


class Agreement(Schema):
    """How far members agree on a code, on all for null: Krippendorff's alpha, null where it cannot be told."""

    code: int | None
    alpha: float | None
    same: Number


class NeedCoverage(Schema):
    """A code, how much of what was looked at speaks of it, how far members agree, and how proposals fared."""

    code: NeedCode
    items: Number
    agreement: Agreement
    accepted: Number


class Saturation(Schema):
    """`curve` is (texts coded, codes met by then); `last` the share of the last texts that brought a new one."""

    items: int
    codes: int
    curve: list[tuple[int, int]]
    last: Number
    enough: bool


class Codebook(Schema):
    """Each code with its figures, agreement on all of them, and whether new needs still come, also as a sentence."""

    codes: list[NeedCoverage]
    agreement: Agreement
    saturation: Saturation
    sentence: str


class CodeChange(Schema):
    """What a member did to a code; `undone` where it was taken back."""

    id: int
    code: int
    name: str
    what: str
    was: str
    now: str
    member: str
    at: dt.datetime
    undone: bool


class CodeChanges(Schema):
    """What was done to codes, the latest first."""

    items: list[CodeChange]
    next: str | None


class NeedCoding(Schema):
    """One word of a member on an item; `code` is empty where none of the codes fits, `says` is false for "not"."""

    id: int
    item: str
    code: str
    says: bool
    how: str
    member: str
    at: dt.datetime


class ToCode(Schema):
    """A post that was not coded yet; `spans` are the places of the words for which it is proposed.

    `code` and `name` are what it likely speaks of, 0 and empty where nothing was learnt; `told` is false where that
    cannot be told. `probability` is that it does speak of it.
    """

    item: NeedItem
    spans: list[tuple[int, int]]
    code: int
    name: str
    told: bool
    probability: float | None


class HowGood(Schema):
    """What was learnt from all codings, by texts left out in turn: how often right, of how many it could not tell."""

    texts: int
    codes: int
    right: Number
    abstained: Number


class Proposals(Schema):
    """What to code next. `precision` is over coded posts, left out in turn; null where no code was asked for.

    `learnt` is null where too little was coded to learn from; `why_not_learnt` says what it takes.
    """

    posts: list[ToCode]
    precision: Number | None
    looked_at: int
    why_none: str
    learnt: HowGood | None
    why_not_learnt: str


class InSegment(Schema):
    """Somebody, and what they said. `person` is empty for a stranger, who is shown by their account."""

    person: str
    name: str
    network: str
    quotes: list[NeedItem]
    said: int


class Segment(Schema):
    """Those who spoke of a need, of all whose words were looked at."""

    code: int
    name: str
    people: Number
    who: list[InSegment]


class Segments(Schema):
    """The largest first. `aside` is how much was coded that is in nobody's own words."""

    people: int
    aside: int
    segments: list[Segment]


class Talk(Schema):
    """An interview or a call, and how much of it was looked at."""

    id: int
    title: str
    kind: str
    day: dt.date
    about: str
    actor: int
    member: str
    coded: Number


class Talks(Schema):
    """The latest first."""

    items: list[Talk]


class Passage(Schema):
    """A paragraph, and what members said of it."""

    item: NeedItem
    codings: list[NeedCoding]


class WholeTalk(Talk):
    """A talk with its paragraphs."""

    passages: list[Passage]
