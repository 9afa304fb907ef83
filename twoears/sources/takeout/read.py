"""Read the YouTube part of a Takeout: our comments, what we said in live chats, and the channels we follow."""

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from functools import partial
from itertools import islice

from twoears.activities.values import Activity, Actor, Post, created
from twoears.lib.archives import Archive, BadArchive
from twoears.lib.dates import NoDate, when
from twoears.lib.delimited import Broken, Record
from twoears.lib.html import clean
from twoears.sources.packed import (
    AGAIN,
    Table,
    body,
    damaged,
    files,
    left_out,
    ours_name,
    since,
    tables,
)
from twoears.sources.reading import Asked, CannotRead, Heard, SetAside, Source, Thing
from twoears.sources.takeout.columns import Columns, columns
from twoears.sources.takeout.words import words

HOME = "https://www.youtube.com"
OURS, AS_OF = ours_name("whose"), ours_name("until")
_SAMPLES = 50
_CHANNEL = re.compile(r"(?:https?://(?:www\.|m\.)?youtube\.com/channel/)?(UC[\w-]{22})/?")
_OLD = ("my-comments.html", "my-live-chat-messages.html")


class Unreadable(ValueError):
    """The row lacks what it must have."""


def fits(thing: Thing) -> float:
    """By the columns of its tables, whatever the language of their headers."""
    try:
        with files(thing) as archive:
            kinds = {found.kind for _, found in _known(archive)}
            old = bool(archive.ending(*_OLD))
    except (CannotRead, OSError):
        return 0.0
    return 0.95 if kinds else 0.6 if old else 0.0


def part(thing: Thing) -> bool:
    """Whether a file is a table of ours, or what was one before there were tables."""
    return thing.name in _OLD or (thing.name.lower().endswith(".csv") and fits(thing) > 0)


def owner(thing: Thing) -> tuple[str, ...]:
    """Our own channel: the one in every row of our comments."""
    try:
        with files(thing) as archive:
            us, _ = _whose(archive, Asked())
    except (CannotRead, OSError):
        return ()
    return (us.id,) if us else ()


def read(thing: Thing, asked: Asked) -> Iterator[Heard]:
    """Yield what the Takeout holds, table by table; a row that cannot be read is set aside with its file."""
    with files(thing) as archive:
        yield from since(_read(archive, thing, asked), asked)


def _read(archive: Archive, thing: Thing, asked: Asked) -> Iterator[Heard]:
    known = _known(archive)
    old = archive.ending(*_OLD)
    if not known and not old:
        raise CannotRead(f"{thing.text} holds no comments or subscriptions of YouTube. {AGAIN}")
    whose = _whose(archive, asked)
    for table, found in known:
        yield from _table(archive, table, found, *whose)
    for name in old:
        yield SetAside(name=name, reason="Comments written as a web page are not read.",
                       advice="Ask Google for the Takeout again: since 2022 it gives tables (CSV).")  # fmt: skip
    yield from damaged(archive, ".csv")
    yield from left_out(archive)


def _table(archive: Archive, table: Table, found: Columns, us: Actor | None, until: datetime | None) -> Iterator[Heard]:
    say = {"comments": comment, "chats": chat}.get(found.kind)
    if us and until:
        say = say or partial(followed, us=us, until=until)
    if say is None:
        yield SetAside(name=table.name, reason="Nothing says whose subscriptions these are, or as of when.",
                       advice="Read them with your comments, which name your channel and have dates.")  # fmt: skip
        return
    ours = {"whose": us.id, "until": until.isoformat()} if us and until else {}
    try:
        for record in body(archive, table):
            try:
                if isinstance(record, Broken):
                    raise Unreadable(record.reason)
                yield say(record.cells, found)
            except Unreadable as error:
                yield table.aside(record, str(error), **ours)
    except BadArchive as error:
        yield SetAside(name=table.name, reason=str(error), advice=AGAIN)


def comment(cells: list[str], found: Columns) -> Activity:
    """A comment of ours below a video or a community post, or an answer to another comment."""
    key, parent = found.get(cells, "comment"), found.get(cells, "parent")
    root = _place(cells, found)
    within = f"{root}{'&' if '?' in root else '?'}lc="
    above = within + parent if parent else root
    return _said(cells, found, key=within + key if key else "", above=above, root=root)


def chat(cells: list[str], found: Columns) -> Activity:
    """What we said in the chat of a live video: it answers the video."""
    key, root = found.get(cells, "chat"), _place(cells, found)
    return _said(cells, found, key=f"youtube:chat:{key}" if key else "", above=root, root=root)


def followed(cells: list[str], found: Columns, *, us: Actor, until: datetime) -> Activity:
    """A channel that we follow. Takeout does not say since when: dated as of our newest comment."""
    them = channel(found.get(cells, "channel"), found.get(cells, "title"))
    return Activity(id=f"{us.id}#follow-{them.id}", type="Follow", actor=us, published=until, object=them)


def channel(number: str, name: str = "") -> Actor:
    """A channel by its id; raises `Unreadable`.

    >>> channel("UC" + "a" * 22).url
    'https://www.youtube.com/channel/UCaaaaaaaaaaaaaaaaaaaaaa'
    """
    told = _CHANNEL.fullmatch(number)
    if not told:
        raise Unreadable(f"{number[:80]!r} is not the id of a channel.")
    address = f"{HOME}/channel/{told[1]}"
    return Actor(id=address, network="youtube", name=clean(name)[:200], url=address)


def _said(cells: list[str], found: Columns, *, key: str, above: str, root: str) -> Activity:
    author, said = channel(found.get(cells, "channel")), words(found.get(cells, "text"))
    if not key or not root:
        raise Unreadable("It has no id, or does not say below what it was said.")
    if not said.text:
        raise Unreadable("It has no words.")
    post = Post(id=key, author=author, published=_moment(found.get(cells, "published")), text=said.text,
                url=key if key.startswith("http") else root, in_reply_to=above, context=root, links=said.links,
                mentions=tuple(f"{HOME}/channel/{number}" for number in said.channels))  # fmt: skip
    activity, price = created(post), found.get(cells, "price")
    if price.strip("0.") == "":
        return activity
    return Activity(id=activity.id, type="Create", actor=author, published=post.published, object=post,
                    detail=(("price", price[:40]),))  # fmt: skip


def _place(cells: list[str], found: Columns) -> str:
    """The address of the video, or of the community post, below which it was said."""
    video, post = found.get(cells, "video"), found.get(cells, "post")
    return f"{HOME}/watch?v={video}" if video else f"{HOME}/post/{post}" if post else ""


def _moment(text: str) -> datetime:
    try:
        return when(text)
    except NoDate as error:
        raise Unreadable(f"Its date cannot be read: {error}.") from error


def _known(archive: Archive) -> list[tuple[Table, Columns]]:
    """Our tables with their columns, comments first. Playlists and the history say nothing to others."""
    found = []
    for table in tables(archive):
        told = columns(_own(table), lambda table=table: _samples(archive, table))  # type: ignore[misc]
        if told is not None:
            found.append((table, told))
    return sorted(found, key=lambda pair: pair[1].kind)


def _own(table: Table) -> tuple[str, ...]:
    return tuple(name for name in table.header if name not in (OURS, AS_OF))


def _samples(archive: Archive, table: Table) -> list[list[str]]:
    try:
        return [record.cells for record in islice(body(archive, table), _SAMPLES) if isinstance(record, Record)]
    except BadArchive:
        return []


def _whose(archive: Archive, asked: Asked) -> tuple[Actor | None, datetime | None]:
    """Our channel and the newest date, from comments and chats; else from a record tried again, else from --us."""
    us, until = None, None
    for table, found in _known(archive):
        with suppress(BadArchive):
            for record in body(archive, table):
                cells = record.cells if isinstance(record, Record) else []
                row = dict(zip(table.header, cells, strict=False))
                ours = found.get(cells, "channel") if found.kind != "subscriptions" else row.get(OURS, "")
                date = found.get(cells, "published") or row.get(AS_OF, "")
                with suppress(Unreadable, NoDate):
                    us = us or channel(ours)
                    until = max(filter(None, (until, when(date))))
    if us is None:
        said = (own[1] for name in asked.us if (own := _CHANNEL.fullmatch(name)))
        us = next((channel(number) for number in said), None)
    return us, until


SOURCE = Source(
    kind="takeout",
    title="YouTube (Google Takeout)",
    mark="youtube",
    sees="Your own comments and live chat messages, and the channels you follow.",
    blind="What others answered, comments below your own videos, your likes, and since when you follow.",
    fits=fits,
    read=read,
    part=part,
)
