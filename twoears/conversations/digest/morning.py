"""What the morning mail of a member is about, as values."""

from dataclasses import dataclass
from datetime import date, datetime

from twoears.lib.intervals import Number
from twoears.queries.shown import Burst

PUBLIC, ALL, NONE = "public words", "all words", "no words"


@dataclass(frozen=True, slots=True, kw_only=True)
class Needs:
    """Somebody who needs the member: their words (empty where they stay in the house), why, since when, what to do."""

    person: str
    about: str
    words: str
    why: tuple[str, ...]
    since: datetime
    waits: bool
    act: str
    conversation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """A sentence that a query heard, by whom, and where it stands."""

    words: str
    author: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What a query heard since the last mail."""

    id: str
    name: str
    n: int
    stories: int
    burst: Burst | None
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Morning:
    """Everything that one mail says. `at` is in the time zone of whoever reads it; `waiting` of them wait in all."""

    at: datetime
    since: datetime
    needs: tuple[Needs, ...]
    waiting: int
    heard: tuple[Heard, ...]
    yesterday: date
    ratio: Number | None

    @property
    def empty(self) -> bool:
        """Whether nobody needs the member and nothing was heard: then there is no mail. Thanks alone can wait."""
        return not self.waiting and not self.heard


@dataclass(frozen=True, slots=True, kw_only=True)
class MailShown:
    """A mail that was sent, or was to be: that of the morning, or one that was `asked` for."""

    day: date
    asked: bool
    state: str
    state_words: str
    said: str
    sent_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MailSettings:
    """How a member has the morning mail. `trouble` is why none comes, in words; `next_on` the day of the next one.

    `not_on` is a coming day that they leave out; `last` are the latest mails.
    """

    ready: bool
    trouble: str
    mail: str
    when: str
    words: str
    zone: str
    next_on: date | None
    not_on: date | None
    last: tuple[MailShown, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MailPreview:
    """What a mail would say now: both of its parts; empty where there is nothing to say."""

    subject: str
    text: str
    html: str
