"""What is shown of a subject: statements with who agrees, groups, dissent with its words, whom to ask, what to mark."""

from dataclasses import dataclass
from datetime import datetime

from twoears.lib.intervals import Number
from twoears.understanding.needs.pages import ItemShown
from twoears.understanding.stances.counting import Sides
from twoears.understanding.voices.hearing import Voices


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementShown:
    """A statement; `post` is the one that its words were taken from, 0 where a member wrote them."""

    id: int
    words: str
    member: str
    post: int
    marks: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectShown:
    """A subject and where its posts come from: `kind` is query, words or need, `of` names it."""

    id: int
    name: str
    kind: str
    of: str
    query: str
    code: int
    likes_count: bool
    removed: bool
    statements: tuple[StatementShown, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Somebody who spoke. `person` is empty for a stranger, who is shown by their account.

    `conversation` is the one with us in which they spoke of it last, empty where they did not speak to us.
    """

    name: str
    person: str
    network: str
    conversation: str
    original: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """A post that takes a side, how surely, by what, the words that decided; and why it is shown before others."""

    item: ItemShown
    speaker: Speaker
    side: str
    probability: float
    by: str
    spans: tuple[tuple[int, int], ...]
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementHeard:
    """How many take which side, quotes on both, how often words and what was learnt were right on marked posts.

    `fewer` is the side of fewer people, the best argued of which come first; empty where it cannot be told.
    """

    statement: StatementShown
    sides: Sides
    fewer: str
    agreeing: tuple[Quoted, ...]
    disagreeing: tuple[Quoted, ...]
    words_right: Number
    learnt_right: Number
    why_not: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DissentHeard:
    """Against what most of a group or of everybody hold: the best argued posts of those who do not."""

    statement: int
    words: str
    side: str
    against: str
    quietly: Number
    quotes: tuple[Quoted, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningHeard:
    """Somebody to ask, and why."""

    speaker: Speaker
    posts: int
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FromPosts:
    """What posts tell of a subject. `left_out` older posts were not read; `answers` were read beside what was found.

    `voices` is the picture of groups, None where nobody takes a side; then `why_none` says so.
    """

    subject: SubjectShown
    posts: int
    answers: int
    left_out: int
    people: int
    statements: tuple[StatementHeard, ...]
    voices: Voices | None
    why_none: str
    dissent: tuple[DissentHeard, ...]
    openings: tuple[OpeningHeard, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementProposed:
    """A sentence of somebody that many others are near to."""

    words: str
    near: Number
    item: ItemShown


@dataclass(frozen=True, slots=True, kw_only=True)
class ToMark:
    """A post to be marked, what is told of it so far, and why it is asked about; `mark` is one that stands."""

    item: ItemShown
    side: str
    probability: float
    by: str
    spans: tuple[tuple[int, int], ...]
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkShown:
    """What a member said of a post."""

    id: int
    side: str
    member: str
    at: datetime
    item: ItemShown


@dataclass(frozen=True, slots=True, kw_only=True)
class Marking:
    """What to mark on a statement, and what was marked last; how often it would be right so far."""

    subject: SubjectShown
    statement: StatementShown
    posts: tuple[ToMark, ...]
    marks: tuple[MarkShown, ...]
    words_right: Number
    learnt_right: Number
    why_not: str
    looked_at: int
