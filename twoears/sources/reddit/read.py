"""Read what Reddit exports: our own posts, comments, votes and messages, and listings of anybody's posts."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import msgspec

from twoears.activities.values import Activity, Actor
from twoears.lib.archives import Archive, BadArchive
from twoears.lib.dates import NoDate, when
from twoears.lib.delimited import Broken, Record
from twoears.sources.packed import (
    ADVICE,
    AGAIN,
    MAX_RAW,
    Table,
    body,
    damaged,
    document,
    files,
    left_out,
    lines,
    ours_name,
    since,
    tables,
)
from twoears.sources.reading import Asked, CannotRead, Heard, SetAside, Source, Thing
from twoears.sources.reddit import shape

OURS, AS_OF = ours_name("whose"), ours_name("until")
# kind -> the columns that tell it, in lower case; the most telling first.
TABLES: Final[dict[str, frozenset[str]]] = {
    "listing": frozenset({"id", "title", "created_utc", "permalink"}),
    "comments": frozenset({"id", "permalink", "date", "subreddit", "link", "body"}),
    "posts": frozenset({"id", "permalink", "date", "subreddit", "title", "body"}),
    "messages": frozenset({"id", "thread_id", "date", "from", "to", "body"}),
    "chats": frozenset({"message_id", "created_at", "username", "message", "channel_url"}),
    "votes": frozenset({"id", "permalink", "direction"}),
    "statistics": frozenset({"statistic", "value"}),
    "subreddits": frozenset({"subreddit"}),
}
READS: Final[dict[str, Callable[[shape.Row, Actor, datetime | None], Iterator[Activity]]]] = {
    "listing": lambda row, us, until: shape.listed(row),
    "posts": shape.own_post,
    "comments": shape.own_comment,
    "messages": shape.message,
    "chats": shape.chat,
    "votes": shape.vote,
    "subreddits": shape.followed,
}
_NOT_OURS = ("listing", "messages", "chats")  # the row itself names who said it


@dataclass(frozen=True, slots=True)
class _Whose:
    """Whose export it is, and until when it reaches."""

    us: Actor | None
    until: datetime | None


def kind_of(table: Table) -> str:
    """Which table of Reddit has this header, empty for none.

    >>> kind_of(Table("a.csv", ("id", "permalink", "direction")))
    'votes'
    """
    names = {name.strip().lower() for name in table.header if name not in (OURS, AS_OF)}
    for kind, needed in TABLES.items():
        if names == needed if len(needed) < 3 else names >= needed:
            told = kind != "subreddits" or "subscribed" in table.name or OURS in table.header
            return kind if told else ""
    return ""


def fits(thing: Thing) -> float:
    """By the headers of its tables, or by what every listing says of itself."""
    head = thing.head(8192).lstrip(b"\xef\xbb\xbf \t\r\n")
    if head[:1] in (b"{", b"["):
        return 0.9 if _is_listing(head) else 0.0
    try:
        with files(thing) as archive:
            kinds = {kind for table in tables(archive) if (kind := kind_of(table))}
    except (CannotRead, OSError):
        return 0.0
    return 0.96 if kinds & {"posts", "comments", "votes"} else 0.8 if kinds - {"statistics"} else 0.0


def part(thing: Thing) -> bool:
    """Whether a file is a table of an export."""
    if not thing.name.lower().endswith(".csv"):
        return False
    with files(thing) as archive:
        return any(kind_of(table) for table in tables(archive))


def _is_listing(head: bytes) -> bool:
    dense = head.replace(b" ", b"")
    told = (b'"subreddit"', b'"created_utc"', b'"author"')
    return b'"kind":"Listing"' in dense or all(mark in dense for mark in told)


def owner(thing: Thing) -> tuple[str, ...]:
    """Our own account, as statistics.csv names it."""
    try:
        with files(thing) as archive:
            us = _whose(archive, Asked()).us
    except (CannotRead, OSError):
        return ()
    return (us.id, us.handle) if us else ()


def read(thing: Thing, asked: Asked) -> Iterator[Heard]:
    """Yield what the export or the listing holds; a record that cannot be read is set aside with its file."""
    with files(thing) as archive:
        listing = thing.head(64).lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"[")
        yield from since(_listing(archive, thing.name) if listing else _export(archive, thing, asked), asked)


def _export(archive: Archive, thing: Thing, asked: Asked) -> Iterator[Heard]:
    known = [(kind, table) for table in tables(archive) if (kind := kind_of(table)) in READS]
    if not known:
        raise CannotRead(f"{thing.text} holds no table of Reddit, such as comments.csv. {AGAIN}")
    whose = _whose(archive, asked)
    for kind, table in known:
        yield from _table(archive, kind, table, whose)
    yield from damaged(archive, ".csv")
    yield from left_out(archive)


def _table(archive: Archive, kind: str, table: Table, whose: _Whose) -> Iterator[Heard]:
    if whose.us is None and kind not in _NOT_OURS:
        yield SetAside(name=table.name, reason="Nothing says whose export this is: statistics.csv is missing.",
                       advice=f"Read the whole export, or say who you are: --us {shape.HOME}/user/NAME.")  # fmt: skip
        return
    extra = {"whose": whose.us.handle if whose.us else "", "until": whose.until.isoformat() if whose.until else ""}
    nothing = line = 0
    try:
        for record in body(archive, table):
            line = record.line
            if isinstance(record, Broken):
                yield table.aside(record, record.reason, **extra)
                continue
            try:
                yield from READS[kind](table.row(record), whose.us or shape.NOBODY, whose.until)
            except shape.Nothing:
                nothing += 1
            except shape.Unreadable as error:
                yield table.aside(record, str(error), **extra)
    except BadArchive as error:
        yield SetAside(name=table.name, line=line + 1, reason=str(error), advice=AGAIN)
    yield from _said_nothing(table.name, nothing)


def _said_nothing(name: str, count: int) -> Iterator[SetAside]:
    if count:
        yield SetAside(name=name, reason=f"{count:,} records say nothing: deleted words, or votes taken back.",
                       advice="There is nothing to mend: Reddit gives no more.")  # fmt: skip


def _whose(archive: Archive, asked: Asked) -> _Whose:
    """From statistics.csv, from a record tried again, or from --us; until when by its export time or newest date."""
    name, until, newest = "", "", None
    for table in tables(archive):
        kind = kind_of(table)
        if kind == "statistics":
            rows = [table.row(record) for record in _rows(archive, table)]
            said = {row.get("statistic", "").strip().lower(): row.get("value", "").strip() for row in rows}
            name, until = said.get("account name", ""), said.get("export time", "")
        elif kind and OURS in table.header:
            row = next((table.row(record) for record in _rows(archive, table)), {})
            name, until = row.get(OURS.lower(), ""), row.get(AS_OF.lower(), "")
        elif kind in ("posts", "comments"):
            dates = (_date(table.row(record).get("date", "")) for record in _rows(archive, table))
            newest = max(filter(None, (newest, *dates)), default=None)
    if not name:
        name = next((us.rstrip("/").rsplit("/", 1)[-1] for us in asked.us if "reddit.com/u" in us), "")
    return _Whose(shape.person(name) if name else None, _date(until) or newest)


def _rows(archive: Archive, table: Table) -> Iterator[Record]:
    try:
        yield from (record for record in body(archive, table) if isinstance(record, Record))
    except BadArchive:
        return  # said when the table itself is read


def _date(text: str) -> datetime | None:
    try:
        return when(text) if text else None
    except NoDate:
        return None


def _listing(archive: Archive, name: str) -> Iterator[Heard]:
    nothing = 0
    for number, data in enumerate(_things(archive, name), 1):
        try:
            if not isinstance(data, dict):
                raise shape.Unreadable("It is not a JSON object, or it is cut.")
            yield from shape.listed(data)
        except shape.Nothing:
            nothing += 1
        except shape.Unreadable as error:
            raw = data if isinstance(data, bytes) else msgspec.json.encode(data)
            yield SetAside(name=name, line=number, raw=raw[:MAX_RAW], reason=str(error), advice=ADVICE)
    yield from _said_nothing(name, nothing)


def _things(archive: Archive, name: str) -> Iterator[Any]:
    """What a listing holds, comments below comments too, in the order shown; or one object a line."""
    try:
        whole = document(archive, name)
    except BadArchive as error:
        found = list(lines(archive, name))
        if all(isinstance(line, bytes) for line in found):
            raise CannotRead(str(error)) from error
        yield from found
        return
    waiting = [whole]
    while waiting:
        one = waiting.pop()
        if isinstance(one, list):
            waiting += reversed(one)
        elif isinstance(one, dict) and one.get("kind") == "Listing":
            data = one.get("data")
            waiting.append(data.get("children") if isinstance(data, dict) else None)
        elif isinstance(one, dict) and one.get("kind") in ("t1", "t3"):
            data = one.get("data")
            yield data
            waiting += [data["replies"]] if isinstance(data, dict) and isinstance(data.get("replies"), dict) else []
        elif not (isinstance(one, dict) and "kind" in one) and one is not None:
            yield one


SOURCE = Source(
    kind="reddit",
    title="Reddit export or listing",
    mark="reddit",
    sees="Your own posts, comments, votes, messages and subreddits; of a listing every post and comment in it.",
    blind="What others answered to you (the export leaves it out), and when you voted or subscribed.",
    fits=fits,
    read=read,
    part=part,
)
