"""What a query looks at: one thing that was said, with what is known around it."""

import re
from dataclasses import dataclass
from typing import Final

from twoears.activities.values import Post

BREAK: Final = "\x1e"  # stands between strings that are read as one; no phrase and no NEAR reaches over it
_TAG: Final = re.compile(r"(?<![\w/&])#(\w+)")
_HANDLE: Final = re.compile(r"(?<![\w/.+-])@([\w.-]*\w(?:@[\w.-]*\w)?)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """`mentions` are actor ids or handles, `language` a BCP 47 tag, `followers` those of the author, None if unknown.

    `ours` says that one of our accounts spoke, `to_us` that one of them was spoken to.
    """

    text: str = ""
    title: str = ""
    handle: str = ""
    name: str = ""
    url: str = ""
    links: tuple[str, ...] = ()
    language: str = ""
    place: str = ""
    tags: tuple[str, ...] = ()
    mentions: tuple[str, ...] = ()
    followers: int | None = None
    type: str = ""
    source: str = ""
    ours: bool = False
    to_us: bool = False


def said_of(
    post: Post, *, ours: bool = False, to_us: bool = False, place: str = "", followers: int | None = None
) -> Said:
    """What a query sees of `post`. Tags and handles that only stand in the text are found there.

    >>> from datetime import UTC, datetime
    >>> from twoears.activities.values import Actor
    >>> ann = Actor(id="a", network="mastodon", handle="ann@town.example")
    >>> said = said_of(Post(id="1", author=ann, published=datetime.now(UTC), text="@acme look: #pumps"))
    >>> said.tags, said.mentions, said.source
    (('pumps',), ('acme',), 'mastodon')
    """
    return Said(
        text=post.text,
        title=post.title,
        handle=post.author.handle,
        name=post.author.name,
        url=post.url,
        links=post.links,
        language=post.language,
        place=place,
        tags=tags_in(post.text, post.tags),
        mentions=mentions_in(post.text, post.mentions),
        followers=followers,
        type=post.type,
        source=post.author.network,
        ours=ours,
        to_us=to_us,
    )


def tags_in(text: str, given: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Tags that were `given`, and those that only stand in the text.

    >>> tags_in("look: #pumps #leak", ("leak",))
    ('leak', 'pumps')
    """
    return _with(given, _TAG.findall(text)) if "#" in text else given


def mentions_in(text: str, given: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Accounts that were `given`, and handles that only stand in the text.

    >>> mentions_in("@acme look")
    ('acme',)
    """
    return _with(given, _HANDLE.findall(text)) if "@" in text else given


def _with(given: tuple[str, ...], found: list[str]) -> tuple[str, ...]:
    known = {one.lstrip("#@") for one in given}
    return given + tuple(one for one in dict.fromkeys(found) if one not in known)
