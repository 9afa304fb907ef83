"""Voices from posts: subjects, statements that members choose, and who agrees with which."""

import datetime as dt

from ninja import Schema

from twoears.api.shapes.measures import Number
from twoears.api.shapes.needs import NeedItem
from twoears.api.shapes.voices import Opinions


class ChosenStatement(Schema):
    """What one can agree with or not. `post` is the one that its words were taken from, 0 where a member wrote them."""

    id: int
    words: str
    member: str
    post: int
    marks: int


class VoiceSubject(Schema):
    """What posts are about. `kind` is query (a kept one, its id in `query`), words (of a query), or need (`code`)."""

    id: int
    name: str
    kind: str
    of: str
    query: str
    code: int
    likes_count: bool
    removed: bool
    statements: list[ChosenStatement]


class VoiceSubjects(Schema):
    """Subjects, by name."""

    items: list[VoiceSubject]


class Speaker(Schema):
    """Who spoke. `person` is empty for a stranger; `conversation` where they did not speak to us."""

    name: str
    person: str
    network: str
    conversation: str
    original: str


class StanceQuote(Schema):
    """A post that takes a side. `by` is mark, words, reply or learnt; `spans` are the words that decided (from, to).

    `reasons` say why it is shown before others: there is no score.
    """

    item: NeedItem
    speaker: Speaker
    side: str
    probability: float
    by: str
    spans: list[tuple[int, int]]
    reasons: list[str]


class StanceSides(Schema):
    """Of the people heard how many agree, disagree, cannot be told; and of those who take a side how many agree."""

    agree: Number
    disagree: Number
    cannot_tell: Number
    of_sides: Number


class StatementVoices(Schema):
    """Who holds what of a statement. `why_not` says why nothing was learnt from marks; `fewer` is the smaller side."""

    statement: ChosenStatement
    sides: StanceSides
    fewer: str
    agreeing: list[StanceQuote]
    disagreeing: list[StanceQuote]
    words_right: Number
    learnt_right: Number
    why_not: str


class SpokenDissent(Schema):
    """Against what most of a group or of everybody hold, with the words of some who do not."""

    statement: int
    words: str
    side: str
    against: str
    quietly: Number
    quotes: list[StanceQuote]


class SpokenOpening(Schema):
    """Somebody to ask, and why."""

    speaker: Speaker
    posts: int
    why: str


class VoicesFromPosts(Schema):
    """What posts tell of a subject. `voices` is null where nobody takes a side; its `person` and `names` are names.

    Of `posts` and `answers` all were read; `left_out` older ones were not.
    """

    subject: VoiceSubject
    posts: int
    answers: int
    left_out: int
    people: int
    statements: list[StatementVoices]
    voices: Opinions | None
    why_none: str
    dissent: list[SpokenDissent]
    openings: list[SpokenOpening]


class ProposedStatement(Schema):
    """A sentence of somebody that many others are near to in words."""

    words: str
    near: Number
    item: NeedItem


class ProposedStatements(Schema):
    """Those that most are near to first."""

    items: list[ProposedStatement]


class PostToMark(Schema):
    """A post, what is told of it so far, and why it is asked about."""

    item: NeedItem
    side: str
    probability: float
    by: str
    spans: list[tuple[int, int]]
    why: str


class StanceMarkShown(Schema):
    """What a member said of a post: agree, disagree or neither."""

    id: int
    side: str
    member: str
    at: dt.datetime
    item: NeedItem


class StatementMarking(Schema):
    """What to mark on a statement, what was marked last, and how often it would be right so far."""

    subject: VoiceSubject
    statement: ChosenStatement
    posts: list[PostToMark]
    marks: list[StanceMarkShown]
    words_right: Number
    learnt_right: Number
    why_not: str
    looked_at: int


class StanceMarked(Schema):
    """A mark as it was kept."""

    id: int
    statement: int
    post: int
    side: str
