"""Read a table: posts or deals, one a row, as CSV, XLSX, JSON lines or Parquet."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from twoears.activities.values import Activity
from twoears.lib.dates import one_order
from twoears.lib.delimited import Broken, Record, decoded, delimiter_of, written
from twoears.sources.reading import Asked, CannotRead, Heard, SetAside, Source, Thing
from twoears.sources.tables.columns import Columns, known, matched
from twoears.sources.tables.formats import Grid, again, grid
from twoears.sources.tables.rows import Open, Unreadable, one, own_number
from twoears.sources.tables.workbook import is_workbook

MAX_RAW = 1 << 18
_MOST_OWN = 1_000_000  # numbers of a table's own that are kept while it is read
_ADVICE = "Mend the record in the file and read it again, or leave it out."
_NOT_OURS = (b"https://www.w3.org/ns/activitystreams", b"window.YTD", b"<?xml", b"<rss", b"<html", b"BEGIN:", b"From ")


def fits(thing: Thing) -> float:
    """By the names of the columns; a weak claim, so that whoever knows the place itself reads it instead."""
    head = thing.head()
    if head.startswith(b"PAR1"):
        return 0.6
    if is_workbook(thing):
        return 0.6
    if not head or thing.is_zip() or any(mark in head[:4096] for mark in _NOT_OURS):
        return 0.0
    text = decoded(head)
    if not _is_text(text[:4096]):
        return 0.0
    try:
        names = grid(thing).names
    except CannotRead:
        return 0.0
    if len(names) < 2 or (len(names) < 3 and delimiter_of(text) not in text.split("\n", 1)[0]):
        return 0.0
    return min(0.5, 0.1 + 0.1 * known(names))


def _is_text(text: str) -> bool:
    """Whether it is words, and no data of a program that happen to hold a comma."""
    odd = sum(not letter.isprintable() and not letter.isspace() for letter in text)
    return 50 * odd <= len(text)


def read(thing: Thing, asked: Asked) -> Iterator[Heard]:
    """Yield an activity a row; a row that cannot be read is set aside with its line."""
    for heard in _read(thing, asked):
        if isinstance(heard, Activity) and asked.since and heard.published < asked.since:
            continue
        yield heard


def _read(thing: Thing, asked: Asked) -> Iterator[Heard]:
    table = grid(thing)
    try:
        columns = matched(table.names, table.samples(), asked.columns, table.every)
    except CannotRead as error:
        guess = " The table has no header; the columns were guessed by their values." if table.guessed else ""
        raise CannotRead(f"{thing.text}: {error}{guess}") from error
    columns = replace(columns, own=_own_numbers(table, columns))
    names = _marked(table, columns)
    still_open = 0
    for row in table.rows():
        if isinstance(row, Broken):
            raw = row.raw if row.raw.startswith("{") else written(table.names, table.delimiter) + row.raw
            yield SetAside(name=thing.name, line=row.line, reason=row.reason, advice=_ADVICE,
                           raw=raw.encode("utf8", "replace")[:MAX_RAW])  # fmt: skip
            continue
        try:
            yield from one(row.cells, columns)
        except Open:
            still_open += 1
        except Unreadable as error:
            yield _aside(thing, row, names, columns, str(error))
    if still_open:
        yield SetAside(name=thing.name, reason=f"{still_open:,} deals are still open: nothing has been ordered yet.",
                       advice="Read the table again when they are closed; each deal counts once.")  # fmt: skip


def _own_numbers(table: Grid, columns: Columns) -> dict[str, str]:
    """The posts that a table's own numbers stand for, before anything is read: an answer may stand above its post."""
    if not {"id", "reply", "url"} <= columns.at.keys():
        return {}
    found = (own_number(cells, columns) for cells in table.every())
    return dict(islice(filter(None, found), _MOST_OWN))


def _marked(table: Grid, columns: Columns) -> tuple[str, ...]:
    """The header with the meaning that we took, so that a row alone is read as it was among the others."""
    marks = (":dmy" if columns.day_first and _is_date(i, columns) else "" for i in range(len(table.names)))
    return tuple(name + mark for name, mark in zip(table.names, marks, strict=True))


def _is_date(i: int, columns: Columns) -> bool:
    return i in (columns.at.get("published"), columns.at.get("won"))


def _aside(thing: Thing, row: Record, names: tuple[str, ...], columns: Columns, reason: str) -> SetAside:
    cells = row.cells[: len(names)]
    open_ = [i for i, cell in enumerate(cells) if _is_date(i, columns) and one_order([cell]) is None]
    header = tuple(f"{n}:mdy" if i in open_ and not columns.day_first else n for i, n in enumerate(names))
    raw = again(header, row.cells)
    return SetAside(name=thing.name, line=row.line, raw=raw[:MAX_RAW], reason=reason, advice=_ADVICE)


SOURCE = Source(
    kind="tables",
    title="Table (CSV, XLSX, JSON lines, Parquet)",
    mark="table",
    sees="Every row: as a post, or as an order where the table is one of deals.",
    blind="What the table leaves out. Rows without an author are heard, but belong to nobody.",
    fits=fits,
    read=read,
)
