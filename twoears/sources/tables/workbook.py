"""A workbook (XLSX): the sheet that looks most like a table of ours, row by row, without running anything in it."""

import io
import zlib
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from itertools import islice
from pathlib import Path
from typing import Any, Final
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile

from twoears.lib.archives import BadArchive, Limits, opened
from twoears.lib.delimited import Broken, Record
from twoears.lib.html import clean
from twoears.sources.reading import CannotRead, Thing
from twoears.sources.tables.columns import known

MOST_EMPTY: Final = 100_000  # rows in a row: a sheet may say of any row that it is the nine-billionth
_LIMITS: Final = Limits(members=20_000, one=1 << 30, total=2 << 30)
_HEADER_WITHIN = 20  # rows: titles and notes often stand above the header
_TELLING: Final = "xl/workbook.xml"
# What the library raises on bytes that were made to look like a workbook.
_NOT_A_WORKBOOK: Final = (BadZipFile, ParseError, KeyError, ValueError, TypeError, AttributeError, LookupError, OSError,
                          EOFError, RuntimeError, OverflowError, zlib.error)  # fmt: skip

Rows = Callable[[], Iterator[Record | Broken]]


def is_workbook(thing: Thing) -> bool:
    """Whether a zip is a workbook."""
    return thing.is_zip() and _TELLING in thing.names()


def workbook(thing: Thing) -> tuple[tuple[str, ...], Rows]:
    """The names of columns and the rows below them, of the sheet with most columns that we know.

    Formulas stand for their last result; dates are ISO. Raises `CannotRead`.
    """
    _safe(thing)
    found = [(name, *_header(list(islice(_rows(thing, name), _HEADER_WITHIN)))) for name in _sheets(thing)]
    usable = [(sheet, line, names) for sheet, line, names in found if names]
    if not usable:
        raise CannotRead(f"{thing.text} holds no sheet with rows. Open it and look, or save it as CSV.")
    sheet, line, names = max(usable, key=lambda one: known(one[2]))

    def rows() -> Iterator[Record | Broken]:
        for row in _rows(thing, sheet):
            if row.line > line and (isinstance(row, Broken) or any(row.cells)):
                yield row

    return names, rows


def _header(rows: list[Record | Broken]) -> tuple[int, tuple[str, ...]]:
    """The first row with most names that we know, else the first with any words; with its line."""
    filled = [row for row in rows if isinstance(row, Record) and any(row.cells)]
    if not filled:
        return 0, ()
    best = max(filled, key=lambda row: known(row.cells) if sum(map(bool, row.cells)) > 1 else 0)
    names = [cell.strip() or f"column {number}" for number, cell in enumerate(best.cells, 1)]
    return best.line, tuple(names)


def _safe(thing: Thing) -> None:
    """Refuse what unfolds beyond measure before the library opens it."""
    try:
        with opened(_source(thing), _LIMITS) as archive:
            if archive.cut or archive.refused:
                why = archive.cut or f"{archive.refused[0].name}: {archive.refused[0].reason}"
                raise CannotRead(f"{thing.text}: {why} Save it again, or as CSV.")
    except BadArchive as error:
        raise CannotRead(f"{thing.text}: {error}") from error


def _source(thing: Thing) -> "Path | io.BytesIO":
    return io.BytesIO(thing.raw or b"") if thing.raw is not None or thing.path is None else thing.path


def _opened(thing: Thing) -> Any:
    try:
        from openpyxl import load_workbook  # type: ignore[import-untyped]  # 200 ms that only a workbook is worth
    except ImportError as error:
        raise CannotRead(f"{thing.text} is a workbook, and openpyxl, which reads them, is missing here. "
                         "Install it, or save the table as CSV.") from error  # fmt: skip
    try:
        return load_workbook(_source(thing), read_only=True, data_only=True, keep_links=False)
    except _NOT_A_WORKBOOK as error:
        raise CannotRead(f"{thing.text} is no whole workbook: {str(error)[:200]}. Save it again, or as CSV.") from error


def _sheets(thing: Thing) -> list[str]:
    book = _opened(thing)
    try:
        return [sheet.title for sheet in book.worksheets if sheet.sheet_state == "visible"][:100]
    finally:
        book.close()


def _rows(thing: Thing, sheet: str) -> Iterator[Record | Broken]:
    """Every row with its number. What a sheet declares of its own size is not believed."""
    book, number, filled = _opened(thing), 0, 0
    try:
        book[sheet].reset_dimensions()
        for number, row in enumerate(book[sheet].iter_rows(values_only=True), 1):
            filled = number if any(value is not None for value in row) else filled
            if number - filled > MOST_EMPTY:
                yield Broken(number, f"More than {MOST_EMPTY:,} empty rows stand here, and the rest is not read.", "")
                return
            yield Record(number, [_text(value) for value in row], "")
    except _NOT_A_WORKBOOK as error:
        yield Broken(number + 1, f"The rest of the sheet cannot be read: {str(error)[:200]}.", "")
    finally:
        book.close()


def _text(value: Any) -> str:
    """A cell as CSV would have it.

    >>> _text(5.0), _text(True), _text(datetime(2026, 3, 1, 9)), _text(None)
    ('5', 'true', '2026-03-01T09:00:00', '')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return clean(str(value))
