"""Read a LinkedIn export: connections, invitations, private messages, and what we said and liked in public."""

import io
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice

from twoears.activities.values import Activity, Actor
from twoears.lib.archives import Archive, BadArchive, opened
from twoears.lib.dates import one_order
from twoears.lib.delimited import Broken, Record, mended, records, written
from twoears.sources.linkedin_export.rows import DATES, READS, Hidden, Row, Unreadable, Us, person
from twoears.sources.linkedin_export.tables import OURS, kind_of
from twoears.sources.reading import Asked, CannotRead, Heard, SetAside, Source, Thing

PREAMBLE = 20
SAMPLES = 2000
MAX_RAW = 1 << 18
_ADVICE = "Mend the record in the file and read it again, or leave it out."
_AGAIN = "Ask LinkedIn for the copy again and read it once more."
_HIDDEN = "{n:,} rows say nothing that can be recorded: members who hide from exports, or drafts never sent."


@dataclass(frozen=True, slots=True)
class _Table:
    name: str
    kind: str
    header: list[str]


def fits(thing: Thing) -> float:
    """By the headers of the tables: two that only LinkedIn has are sure, one alone nearly."""
    try:
        with _opened(thing) as archive:
            kinds = {table.kind for table in _tables(archive)} - {"reposts"}
    except (BadArchive, OSError, CannotRead):
        return 0.0
    if not kinds & {"connections", "messages", "invitations", "shares", "companies", "reactions", "profile"}:
        return 0.0
    return 0.97 if len(kinds) > 1 else 0.0 if kinds == {"messages"} and not _is_ours(thing) else 0.9


def part(thing: Thing) -> bool:
    """Whether a file is a table of an export, also one that is only known beside others."""
    if not thing.name.lower().endswith(".csv"):
        return False
    with _opened(thing) as archive:
        return bool(_tables(archive))


def owner(thing: Thing) -> tuple[str, ...]:
    """Our own account: its id and name, as invitations and messages show them; empty where nothing does."""
    try:
        with _opened(thing) as archive:
            us = _owner(archive, Asked())
    except (BadArchive, OSError, CannotRead):
        return ()
    return tuple(dict.fromkeys(part for part in (us.id, us.handle, us.name) if part)) if us else ()


def read(thing: Thing, asked: Asked) -> Iterator[Heard]:
    """Yield what the export holds, table by table; a row that cannot be read is set aside with its file."""
    for heard in _read(thing, asked):
        if isinstance(heard, Activity) and asked.since and heard.published < asked.since:
            continue
        yield heard


def _read(thing: Thing, asked: Asked) -> Iterator[Heard]:
    try:
        with _opened(thing) as archive:
            tables = [table for table in _tables(archive) if table.kind in READS]
            if not tables:
                raise CannotRead(f"{thing.text} holds no table of a LinkedIn export, such as Connections.csv. {_AGAIN}")
            us = _owner(archive, asked)
            for table in tables:
                yield from _rows(archive, table, us)
            yield from _damaged(archive)
            for refused in archive.refused:
                yield SetAside(name=refused.name, reason=refused.reason, advice=_AGAIN)
            if archive.cut:
                yield SetAside(name="the archive", reason=archive.cut, advice=_AGAIN)
    except BadArchive as error:
        raise CannotRead(f"{thing.text}: {error}") from error


def _rows(archive: Archive, table: _Table, ours: Actor | None) -> Iterator[Heard]:
    """The rows of one table; hidden ones are counted, and named once at its end."""
    if ours is None and table.kind != "messages":
        yield SetAside(
            name=table.name,
            reason="Nothing says whose export this is: no invitation, no profile.",
            advice="Read the whole export, or say who you are with --us https://www.linkedin.com/in/NAME.",
        )
        return
    hidden: list[Record] = []
    us = Us(ours or Actor(id="linkedin:us", network="linkedin"), _day_first(archive, table))
    try:
        for record in _body(archive, table):
            if isinstance(record, Broken):
                yield SetAside(name=table.name, line=record.line, reason=record.reason, advice=_ADVICE,
                               raw=_again(table, [], ours) + record.raw.encode()[:MAX_RAW])  # fmt: skip
                continue
            try:
                yield from READS[table.kind](_row(table, record), us)
            except Hidden:
                hidden.append(record)
            except (Unreadable, KeyError) as error:
                reason = str(error) if isinstance(error, Unreadable) else f"The row is cut: it has no {error}."
                yield SetAside(name=table.name, line=record.line, reason=reason, advice=_ADVICE,
                               raw=_again(table, [record], ours)[:MAX_RAW])  # fmt: skip
    except BadArchive as error:
        yield SetAside(name=table.name, reason=str(error), advice=_AGAIN)
    if hidden:
        yield SetAside(name=table.name, line=hidden[0].line, raw=_again(table, hidden[:500], ours)[:MAX_RAW],
                       reason=_HIDDEN.format(n=len(hidden)),
                       advice="There is nothing to mend: LinkedIn gives no more.")  # fmt: skip


def _row(table: _Table, record: Record) -> Row:
    """A row by column. One that ends early lacks its last columns; text garbled on its way is mended."""
    cells = [mended(cell) for cell in record.cells]
    return dict(zip((name.strip().lower() for name in table.header), cells, strict=False))


def _again(table: _Table, rows: list[Record], us: Actor | None) -> bytes:
    """The header with who we are behind it, and these rows, to be read on their own."""
    whose = [OURS, us.id, us.name] if us is not None and OURS not in table.header else []
    text = written([*table.header, *whose]) + "".join(written(row.cells) for row in rows)
    return text.encode("utf8", "replace")


def _day_first(archive: Archive, table: _Table) -> bool | None:
    """How the dates of a table are written, from its first rows; where that is open, month first as LinkedIn does."""
    if table.kind not in DATES:
        return None
    rows = (_row(table, r) for r in islice(_body(archive, table), SAMPLES) if isinstance(r, Record))
    return one_order([row.get(DATES[table.kind], "") for row in rows])


def _owner(archive: Archive, asked: Asked) -> Actor | None:
    """Who exported: from a record tried again, from invitations, from messages under the profile's name, from --us."""
    name, counted = "", Counter[Actor]()
    for table in sorted(_tables(archive), key=lambda table: table.kind != "profile"):
        if OURS in table.header:
            key, called = [*table.header[table.header.index(OURS) + 1 :], "", ""][:2]
            return _by_id(key, called)
        if table.kind in ("profile", "invitations", "messages"):
            for row in islice(_readable(archive, table), 5000):
                if table.kind == "profile":
                    name = name or " ".join(f"{row.get('first name', '')} {row.get('last name', '')}".split())
                counted.update(_ours(table.kind, row, name))
    if counted:
        return counted.most_common(1)[0][0]
    said = next((us for us in asked.us if "linkedin.com/" in us), "")
    try:
        return person(name, said) if name or said else None
    except Hidden:
        return None


def _ours(kind: str, row: Row, name: str) -> Iterator[Actor]:
    try:
        if kind == "invitations" and row.get("direction", "").upper() == "OUTGOING" and row.get("inviterprofileurl"):
            yield person(row.get("from", ""), row["inviterprofileurl"])
        elif kind == "invitations" and row.get("direction", "").upper() == "INCOMING" and row.get("inviteeprofileurl"):
            yield person(row.get("to", ""), row["inviteeprofileurl"])
        elif kind == "messages" and name and row.get("from") == name and row.get("sender profile url"):
            yield person(name, row["sender profile url"])
    except Hidden:
        return


def _by_id(key: str, name: str) -> Actor:
    return person(name, key) if "linkedin.com/" in key else Actor(id=key, network="linkedin", name=name)


def _tables(archive: Archive) -> list[_Table]:
    """The tables that we know by their header, in order of name."""
    alone = len(archive.names) == 1
    found = (_table(archive, name) for name in sorted(archive.names) if alone or name.lower().endswith(".csv"))
    return [table for table in found if table is not None]


def _table(archive: Archive, name: str) -> _Table | None:
    try:
        with archive.open(name) as file:
            for record in islice(records(file, ","), PREAMBLE):
                if isinstance(record, Record) and (kind := kind_of(record.cells)):
                    return _Table(name, kind, record.cells)
    except BadArchive:
        return None
    return None


def _damaged(archive: Archive) -> Iterator[SetAside]:
    """The tables of which not even the header can be read, so that nobody knows what they held."""
    for name in sorted(name for name in archive.names if name.lower().endswith(".csv")):
        try:
            archive.read_head(name, 1)
        except BadArchive as error:
            yield SetAside(name=name, reason=str(error), advice=_AGAIN)


def _body(archive: Archive, table: _Table) -> Iterator[Record | Broken]:
    """What follows the header. The preamble in front of it is prose, and no record."""
    with archive.open(table.name) as file:
        begun = False
        for record in records(file, ","):
            if begun:
                yield record
            elif isinstance(record, Record) and record.cells == table.header:
                begun = True


def _readable(archive: Archive, table: _Table) -> Iterator[Row]:
    try:
        yield from (_row(table, record) for record in _body(archive, table) if isinstance(record, Record))
    except BadArchive:
        return  # said when the table itself is read


def _is_ours(thing: Thing) -> bool:
    head = thing.head().upper()
    return b"CONVERSATION ID" in head or b"SENDER PROFILE URL" in head


@contextmanager
def _opened(thing: Thing) -> Iterator[Archive]:
    """The export, or a single table as an export of one."""
    if thing.raw is None and thing.path is not None and (thing.path.is_dir() or thing.is_zip()):
        with opened(thing.path) as archive:
            yield archive
    elif thing.raw is not None and thing.is_zip():
        with opened(io.BytesIO(thing.raw)) as archive:
            yield archive
    else:
        thing.open().close()
        yield Archive(members={thing.name: thing.open})


SOURCE = Source(
    kind="linkedin_export",
    title="LinkedIn export",
    mark="linkedin",
    sees="Your connections, invitations and private messages, and your own posts, comments and reactions.",
    blind="What others said in public, who liked your posts, and members who hide from exports.",
    fits=fits,
    read=read,
    part=part,
)
