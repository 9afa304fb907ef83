"""What may be asked of criticism and improvements: the bodies that this door takes."""

from typing import Annotated, Final, Literal

from ninja import Schema
from pydantic import Field

from twoears.api.asked import Key, Words

_NO_NUL: Final = r"^[^\u0000]*$"
Title = Annotated[str, Field(min_length=1, max_length=120, pattern=_NO_NUL)]
Told = Annotated[str, Field(min_length=1, max_length=2000, pattern=_NO_NUL)]
Link = Annotated[str, Field(max_length=2000, pattern=_NO_NUL)]
Posts = Annotated[list[Key], Field(max_length=500)]
SomePosts = Annotated[list[Key], Field(min_length=1, max_length=500)]


class NewImprovement(Schema):
    """What to make better: for a `need` of the codebook, owned by a username, about these posts (their numbers)."""

    title: Title
    need: Key | None = None
    owner: Words | None = None
    posts: Posts = []


class ChangedImprovement(Schema):
    """Another title and need; without a need it is for none."""

    title: Title
    need: Key | None = None


class Owner(Schema):
    """Whose it is: a username, nobody's for null."""

    owner: Words | None = None


class AboutPosts(Schema):
    """The numbers of posts, as in `post:12`."""

    posts: SomePosts


class WhatBecomes(Schema):
    """What becomes of it. `words` are for critics: the reason with declined, what was done with done."""

    state: Literal["decided", "declined", "done"]
    words: Annotated[str, Field(max_length=2000, pattern=_NO_NUL)] = ""
    link: Link = ""


class ForWhom(Schema):
    """For which critics (`who`) a draft is laid; for each who waits, where none is named."""

    who: Annotated[list[Words], Field(max_length=500)] = []


class MarkedAs(Schema):
    """Whether a post is criticism."""

    post: Key
    says: bool = True


class LeaveThemAlone(Schema):
    """The account (`actor` of an item) that wants to hear nothing, and why."""

    actor: Key
    reason: Annotated[str, Field(min_length=1, max_length=300, pattern=_NO_NUL)]
