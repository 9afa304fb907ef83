"""What may be asked: the words, moments and bodies that this door takes. Fields it does not know are ignored."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime
from typing import Annotated, Final, Literal
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from ninja import Schema
from pydantic import AfterValidator, Field

from twoears.api.problems import Problem
from twoears.team.keeping import LONGEST

_NO_NUL: Final = r"^[^\u0000]*$"  # PostgreSQL keeps every character but this one
_YEARS: Final = (1990, 2199)  # beyond these a zone could move a moment out of the calendar
_CURSOR: Final = "after:"


def in_utc(moment: datetime) -> datetime:
    """A moment in UTC; one without a zone is taken for UTC.

    >>> in_utc(datetime.fromisoformat("2026-03-01T09:00:00+02:00")).isoformat()
    '2026-03-01T07:00:00+00:00'
    """
    if not _YEARS[0] <= moment.year <= _YEARS[1]:
        raise ValueError(f"lies outside the years {_YEARS[0]} to {_YEARS[1]}")
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


Moment = Annotated[datetime, AfterValidator(in_utc)]
Words = Annotated[str, Field(max_length=200, pattern=_NO_NUL)]
Word = Annotated[str, Field(min_length=1, max_length=200, pattern=_NO_NUL)]
Text = Annotated[str, Field(max_length=20_000, pattern=_NO_NUL)]
Handle = Annotated[str, Field(min_length=1, max_length=300, pattern=_NO_NUL)]
Given = Annotated[
    dict[Annotated[str, Field(max_length=40)], Annotated[str, Field(max_length=4000, pattern=_NO_NUL)]],
    Field(max_length=40),
]
Act = Literal["reply", "like", "share", "post"]
QueryText = Annotated[str, Field(min_length=1, max_length=20_000, pattern=_NO_NUL)]
Key = Annotated[int, Field(ge=1, le=2**63 - 1)]
Limit = Annotated[int, Field(ge=1, le=100)]
Days = Annotated[int, Field(ge=1, le=3660)]
Tab = Literal["waiting", "mine", "nobody", "later", "long ago", "all"]
Kind = Literal["person", "conversation", "post"]
Which = Literal["heard", "ours", "hidden"]
View = Literal["everyone", "friends", "customers", "evangelists", "turned to us first", "cooling", "carry us", "near"]


class AboutStranger(Schema):
    """A stranger by the number of their account, and what is decided about them."""

    actor: Key
    says: Literal["meet", "leave", "later"]


class Texts(Schema):
    """Texts to be understood, each at most 20,000 characters; nothing of them is kept."""

    texts: Annotated[list[Text], Field(min_length=1, max_length=100)]


class MeantFor(Schema):
    """A draft, and for whom it is meant: a view of People, or what they said that reads as `label`."""

    text: Text
    view: View = "everyone"
    label: Words = ""


class Vote(Schema):
    """A vote: 1 for agree, 0 for pass, -1 for disagree."""

    person: Word
    statement: Word
    vote: Literal[1, 0, -1]


class Votes(Schema):
    """Votes on statements; of one that was cast twice the last counts. Nothing of them is kept.

    `words` are those of the statements, `organisations` says who belongs to which.
    """

    votes: Annotated[list[Vote], Field(min_length=1, max_length=200_000)]
    words: dict[Word, Text] = {}
    organisations: dict[Word, Word] = {}


class Teach(Schema):
    """What a reader should make of a post (its number, as in a conversation's messages)."""

    post: Key
    reader: Words
    label: Words


class ChooseReader(Schema):
    """One choice of a reader: how sure it must be (0.3 to 0.99), or whether it reads with what was taught."""

    enough: float | None = None
    layer: bool | None = None


class Later(Schema):
    """Leave it until then; a moment without a zone is UTC."""

    until: Moment


class HandOver(Schema):
    """To whom: a username or the name of a team. Neither takes it back."""

    to_member: Words | None = None
    to_team: Words | None = None
    reason: Annotated[str, Field(max_length=500, pattern=_NO_NUL)] = ""


class Written(Schema):
    """Words of a member."""

    text: Text


class Merge(Schema):
    """The other id of the same person."""

    other: Annotated[str, Field(min_length=1, max_length=40, pattern=_NO_NUL)]


class Split(Schema):
    """The account that is somebody else: `actor` as in `known_as`."""

    actor: Key


class Typed(Schema):
    """The name as it stands, typed by whoever forgets them. In the body, so that it stands in no log."""

    typed: Words


class NewSource(Schema):
    """An address or a handle to listen to; `us` are accounts of ours in it, where it cannot tell by itself.

    `given` is what the source asks for, by the names of its fields; `kind` says what it is, where we guess wrong.
    """

    text: Annotated[str, Field(min_length=1, max_length=2000, pattern=_NO_NUL)]
    us: Annotated[list[Handle], Field(max_length=50)] = []
    kind: Words = ""
    given: Given = {}


class Give(Schema):
    """What the source asks for, by the names of its fields. Secrets are sealed; an empty one stays as it is."""

    given: Given


class Means(Schema):
    """path -> field. A path that begins with `=` is words that are one for all, as `=shop` for the `network`."""

    mapping: Annotated[
        dict[Words, Annotated[str, Field(max_length=40, pattern=_NO_NUL)]], Field(min_length=1, max_length=300)
    ]


class LookBack(Schema):
    """From when on it is read again; without, all there is."""

    since: Moment | None = None


class Send(Schema):
    """What to do: reply, like or share in a `conversation`, or post. `post` is the number of a post in it.

    `source` is the one to speak through; it may be left out where there is only one.
    """

    act: Act
    conversation: Words = ""
    post: Key | None = None
    source: Key | None = None
    text: Text = ""


class SayUs(Schema):
    """Accounts of ours: handles, ids, or `@domain` for every mailbox of a domain."""

    handles: Annotated[list[Handle], Field(min_length=1, max_length=200)]


class NewQuery(Schema):
    """What to listen for; without a name it is called by its own words."""

    text: QueryText
    name: Annotated[str, Field(max_length=120, pattern=_NO_NUL)] = ""
    on_today: bool = False
    in_mail: bool = False


class ChangedQuery(Schema):
    """Another name, other words, or both."""

    text: QueryText | None = None
    name: Annotated[str, Field(min_length=1, max_length=120, pattern=_NO_NUL)] | None = None


class Judged(Schema):
    """Whether a post is what a query is after."""

    post: Key
    right: bool


class LeftOut(Schema):
    """A query for what is to be hidden, such as `author:spammer`."""

    text: QueryText


class WhereHitsGo(Schema):
    """Where hits go. A webhook is told of hits from now on, names and words leave the house only `with_words`.

    Without `in_mail` the morning mail stays as it is.
    """

    webhook: Annotated[str, Field(max_length=2000, pattern=_NO_NUL)] = ""
    on_today: bool = False
    in_mail: bool | None = None
    alerts: bool = True
    with_words: bool = False
    feed: bool = False


class RuleOfKeeping(Schema):
    """For how many days words are kept after their author edited them."""

    edits_days: Annotated[int, Field(ge=0, le=LONGEST)]


class WishForMail(Schema):
    """Where, when and with which words the morning mail comes; what is left out stays as it is."""

    mail: Annotated[str, Field(max_length=254, pattern=_NO_NUL)] | None = None
    when: Literal["work days", "mondays", "never"] | None = None
    words: Literal["public words", "all words", "no words"] | None = None


def turned(after: str) -> str:
    """Where the page behind a cursor starts; empty for the first page.

    >>> turned(cursor("30") or "")
    '30'
    """
    if not after:
        return ""
    try:
        words = urlsafe_b64decode(after.encode("ascii") + b"=" * (-len(after) % 4)).decode("ascii")
    except ValueError as error:
        raise _lost() from error
    place = words.removeprefix(_CURSOR)
    if place == words or not place.isdecimal() or len(place) > 9:
        raise _lost()
    return place


def cursor(place: str) -> str | None:
    """What asks for the page that starts at `place`; None where there is none. Its content may change: it is opaque."""
    return urlsafe_b64encode(f"{_CURSOR}{place}".encode()).decode().rstrip("=") if place else None


def link_next(request: HttpRequest, response: HttpResponse, onward: str | None) -> None:
    """The `Link` header that leads to the next page."""
    if onward:
        query = urlencode({**request.GET.dict(), "after": onward})
        response["Link"] = f'<{request.path}?{query}>; rel="next"'


def _lost() -> Problem:
    return Problem(
        422, "This cursor is none of ours. Begin again without `after`.", [("query.after", "unknown cursor")]
    )
