"""An actor did something to something, at a time: the values that every reader yields and every measure reads.

Ids are the network's own, namespaced: a full address where the network has one (`https://x.com/ann/status/1`,
`at://did:plc:…/app.bsky.feed.post/…`), else `scheme:id` (`mailto:ann@norrvik.example`, `linkedin:in/ann`).

Structs and not dataclasses: three are made for every record read, and a frozen dataclass takes nine times as long.
Change one with `msgspec.structs.replace`.
"""

from datetime import datetime

import msgspec


class Actor(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One account on one network. `links` are the addresses that its owner declares and that link back.

    `place` is where its owner says to be, in their words; `followers` is how many follow it, None where nobody tells.
    """

    id: str
    network: str
    handle: str = ""
    name: str = ""
    type: str = "Person"
    url: str = ""
    summary: str = ""
    mail: str = ""
    place: str = ""
    followers: int | None = None
    links: tuple[str, ...] = ()


class Post(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Something that was said. `text` is plain words; `mentions` are actor ids, or `@handle` where that is all we know.

    `in_reply_to` is the id of the post it answers and `context` names the conversation, both as the network gives them.
    `language` is what the network declares, not what a reader makes of the words.
    """

    id: str
    author: Actor
    published: datetime
    text: str = ""
    type: str = "Note"
    title: str = ""
    url: str = ""
    language: str = ""
    in_reply_to: str = ""
    context: str = ""
    mentions: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    private: bool = False


class Activity(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """`actor` did `type` to `object` at `published` (aware, UTC).

    `object` is the whole post or actor where the source gives it, else its id. `target` is the id of what it was done
    towards. `detail` holds what has no place of its own, such as the amount of an order.
    """

    id: str
    type: str
    actor: Actor
    published: datetime
    object: Post | Actor | str = ""
    target: str = ""
    detail: tuple[tuple[str, str], ...] = ()


def created(post: Post) -> Activity:
    """The activity by which `post` came into the world, for sources that only list posts."""
    return Activity(id=f"{post.id}#create", type="Create", actor=post.author, published=post.published, object=post)
