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
    them, as (start, end).
    """

    kind: str
    id: str
    title: str
    words: str
    at: datetime | None
    network: str = ""
    author: str = ""
    marks: tuple[tuple[int, int], ...] = ()
