"""What may be asked of subjects: the bodies that this door takes."""

from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field

from twoears.api.asked import Key
from twoears.api.asked_of_needs import Name, QueryWords

_NO_NUL = r"^[^\u0000]*$"
StatementWords = Annotated[str, Field(min_length=1, max_length=280, pattern=_NO_NUL)]


class NewSubject(Schema):
    """One of a kept query (its name or id), of the words of a query, or of a need of the codebook."""

    name: Name
    query: Annotated[str, Field(max_length=120, pattern=_NO_NUL)] = ""
    text: QueryWords = ""
    code: Key | None = None


class ChangedSubject(Schema):
    """Whether likes count for those who took no side in words."""

    likes_count: bool


class NewStatement(Schema):
    """A statement; `post` is where its words were taken from, if they were."""

    text: StatementWords
    post: Key | None = None


class MarkStance(Schema):
    """What a post makes of the statement."""

    post: Key
    side: Literal["agree", "disagree", "neither"]


class HeardOnce(Schema):
    """A query over all that was heard, and statements; nothing of it is kept."""

    query: Annotated[str, Field(min_length=1, max_length=2000, pattern=_NO_NUL)]
    statements: Annotated[list[StatementWords], Field(min_length=1, max_length=60)]
