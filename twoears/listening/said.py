"""What a query looks at: one thing that was said, with what is known around it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from twoears.activities.values import Post

BREAK: Final = "\x1e"  # stands between strings that are read as one; no phrase and no NEAR reaches over it
_TAG: Final = re.compile(r"(?<![\w/&])#(\w+)")
_ADDRESS: Final = re.compile(r"(?<![\w@/.-])(?:https?://|www\.)\w[^\s<>\"“”«»]{0,2000}", re.IGNORECASE)
_OPENS: Final = {")": "(", "]": "["}
_BEHIND: Final = ".,:;!?'’…*_"  # what a sentence puts behind an address
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


def said_of(post: Post, *, read_as: str = "", ours: bool = False, to_us: bool = False) -> Said:
    """What a query sees of `post`. Tags, handles and addresses that only stand in the text are found there.

    `read_as` is the language that a reader tells of its words; what the network declares goes before it.

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
        links=links_in(post.text, post.links),
        language=post.language or read_as,
        place=post.author.place,
        tags=tags_in(post.text, post.tags),
        mentions=mentions_in(post.text, post.mentions),
        followers=post.author.followers,
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


def links_in(text: str, given: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Addresses that were `given`, and those that only stand in the text.

    >>> links_in("see (https://acme.example/blog), or www.acme.example.")
    ('https://acme.example/blog', 'www.acme.example')
    """
    return _with(given, map(_cut, _ADDRESS.findall(text))) if "://" in text or "www." in text else given


def _cut(address: str) -> str:
    """An address without what the sentence around it puts behind it; a bracket belongs to it where it opens there."""
    short = address.rstrip(_BEHIND)
    while short[-1] in _OPENS and short.count(short[-1]) > short.count(_OPENS[short[-1]]):
        short = short[:-1].rstrip(_BEHIND)
    return short


def _with(given: tuple[str, ...], found: Iterable[str]) -> tuple[str, ...]:
    known = {one.lstrip("#@") for one in given}
    return given + tuple(one for one in dict.fromkeys(found) if one not in known)
