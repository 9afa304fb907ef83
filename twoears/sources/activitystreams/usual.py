"""The shape that nearly all documents have, read by types: somebody did something to a post, or to something named.

Several times as fast as walking through dictionaries. Whatever differs in one place (an actor given whole, one value
where a list is usual, terms of our own) is not read here but by `shape`; what both read, they read the same.
"""

from typing import Annotated, Literal

import msgspec

from twoears.activities.values import Activity, Actor, Post
from twoears.activities.vocabulary import PUBLIC
from twoears.lib.html import plain
from twoears.sources.activitystreams.shape import MAX_TEXT, MAX_WORD, NotActivity, bare, linked, moment, private

# `shape` cuts a longer word; here it fails the type, and so comes before `shape`.
_Word = Annotated[str, msgspec.Meta(max_length=MAX_WORD)]
_Some = Annotated[str, msgspec.Meta(min_length=1, max_length=MAX_WORD)]


class _Tag(msgspec.Struct, gc=False):
    type: _Word = ""
    href: _Word | None = None
    name: _Word | None = None


class _Attached(msgspec.Struct, gc=False):
    href: _Word | None = None
    url: _Word | None = None


class _Note(msgspec.Struct, rename="camel"):
    id: _Some
    type: Literal["Article", "Event", "Image", "Note", "Page", "Question", "Video"]
    content: str
    attributed_to: _Word = ""
    published: str | None = None
    content_map: dict[str, str] | None = None
    name: str | None = None
    summary: str | None = None
    # By language: never beside the plain value in what we take here.
    name_map: msgspec.UnsetType = msgspec.UNSET
    summary_map: msgspec.UnsetType = msgspec.UNSET
    url: _Word | None = None
    in_reply_to: _Word | None = None
    context: _Word | None = None
    conversation: _Word | None = None
    tag: list[_Tag] = []
    attachment: list[_Attached] = []
    to: list[str] = []
    cc: list[str] = []


class _Done(msgspec.Struct):
    id: _Some
    type: Literal["Announce", "Create", "Delete", "Follow", "Like", "Update"]
    actor: _Some
    published: _Some
    object: _Note | _Some
    target: _Word | None = None
    # A list may name terms of our own.
    context: str | None = msgspec.field(name="@context", default=None)


_done = msgspec.json.Decoder(_Done).decode


def usual(line: bytes) -> Activity | None:
    """The activity in a line of JSON, or None where `shape` must look at it.

    >>> usual(b'{"id": "1", "type": "Like", "actor": "a:ann", "object": "b:2", "published": "2026-03-01"}').object
    'b:2'
    >>> usual(b'{"id": "1", "type": "Like", "actor": {"id": "a:ann"}, "object": "b:2"}') is None
    True
    """
    try:
        done = _done(line)
        actor, at = bare(done.actor), moment(done.published)
        about = done.object if isinstance(done.object, str) else _post(done.object, actor, done.published)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError, NotActivity):
        return None
    return Activity(id=done.id, type=done.type, actor=actor, published=at, object=about, target=done.target or "")


def _post(note: _Note, actor: Actor, published: str) -> Post:
    by, title, tags, attached = note.attributed_to, note.name or note.summary, note.tag, note.attachment
    return Post(
        id=note.id,
        type=note.type,
        author=actor if not by or by == actor.id else bare(by),
        published=moment(note.published or published),
        title=plain(title)[:1000] if title else "",
        text=plain(note.content)[:MAX_TEXT],
        url=_address(note.url),
        language=next(iter(note.content_map))[:16] if note.content_map and len(note.content_map) == 1 else "",
        in_reply_to=note.in_reply_to or "",
        context=note.context or note.conversation or "",
        mentions=tuple([t.href or t.name or "" for t in tags if t.type == "Mention"]) if tags else (),
        links=linked(note.content, [_address(x.href or x.url) for x in attached]),
        tags=tuple([(t.name or "").lstrip("#") for t in tags if t.type == "Hashtag"]) if tags else (),
        private=PUBLIC not in note.to and private(note.to + note.cc),
    )


def _address(text: str | None) -> str:
    return text if text and text.startswith(("http://", "https://")) else ""
