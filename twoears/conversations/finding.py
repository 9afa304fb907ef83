"""The first true thing to say about what was heard."""

from dataclasses import dataclass
from datetime import datetime

from twoears.lib.intervals import Number


@dataclass(frozen=True, slots=True)
class Quote:
    """Somebody's words that wait, in the conversation they stand in."""

    words: str
    who: str
    at: datetime
    conversation: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """What we noticed first: a sentence, the strong half of it, the number behind it, and words to see it by.

    `first` and `last` are the days on which somebody waited. `unsure` and `running` cases are in no number. `default`
    is the time it is measured by where nobody has promised one, else empty.
    """

    sentence: str
    strong: str
    number: Number
    quotes: tuple[Quote, ...]
    waiting: int
    first: datetime | None
    last: datetime | None
    unsure: int
    running: int
    default: str


@dataclass(frozen=True, slots=True)
class Hit:
    """Something that was found: `kind` is person, conversation or post; `id` is what `show` takes.

    `author` said the words, where the title names the conversation; `marks` is where what was looked for stands in
    them, as (start, end); `url` is where they were said.
    """

    kind: str
    id: str
    title: str
    words: str
    at: datetime | None
    network: str = ""
    author: str = ""
    marks: tuple[tuple[int, int], ...] = ()
    url: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A page of what was found, and how many people, conversations and posts there are in all."""

    hits: tuple[Hit, ...] = ()
    people: int = 0
    conversations: int = 0
    posts: int = 0

    def of(self, kind: str) -> tuple[Hit, ...]:
        """Those of one kind."""
        return tuple(hit for hit in self.hits if hit.kind == kind)

    def total(self, kind: str) -> int:
        """How many of a kind there are in all."""
        return {PERSON: self.people, CONVERSATION: self.conversations, POST: self.posts}[kind]


PERSON, CONVERSATION, POST = KINDS = ("person", "conversation", "post")
