"""One shape for the ways in which tables come: names of columns, and rows of text with their line."""

import io
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

import msgspec

from twoears.lib.delimited import Broken, Record, decoded, delimiter_of, mended, records, written
from twoears.sources.reading import CannotRead, Thing
from twoears.sources.tables.columns import by_values, known
from twoears.sources.tables.workbook import is_workbook, workbook

SAMPLES = 2000
MAX_LINE = 4 << 20
MAX_DOCUMENT = 256 << 20
_OBJECT = re.compile(rb'\A(?:\xef\xbb\xbf)?\s*(?:\[\s*)?\{\s*"')


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: `rows` reads it from its start, as often as asked. `guessed` is set where it had no header."""

    names: tuple[str, ...]
    rows: Callable[[], Iterator[Record | Broken]]
    guessed: bool = False
    delimiter: str = ","

    def samples(self) -> list[list[str]]:
        return [row.cells for row in islice(self.rows(), SAMPLES) if isinstance(row, Record)]

    def every(self) -> Iterator[list[str]]:
        return (row.cells for row in self.rows() if isinstance(row, Record))


def grid(thing: Thing) -> Grid:
    """The table that `thing` is, by its first bytes. Raises `CannotRead` where it has no rows."""
    head = thing.head()
    if head.startswith(b"PAR1"):
        return _parquet(thing)
    if is_workbook(thing):
        return Grid(*workbook(thing))
    if _OBJECT.match(head):
        return _json(thing)
    return _delimited(thing, head)


def _delimited(thing: Thing, head: bytes) -> Grid:
    delimiter = delimiter_of(decoded(head))

    def rows() -> Iterator[Record | Broken]:
        with thing.open() as file:
            for record in records(file, delimiter):
                if isinstance(record, Record) and not record.raw.isascii():
                    record.cells = [mended(cell) for cell in record.cells]
                yield record

    first = next((row.cells for row in islice(rows(), 20) if isinstance(row, Record)), None)
    if first is None:
        raise CannotRead(f"{thing.text} holds no row that can be read. Open it and look, or export it again.")
    if known(first):
        return Grid(tuple(name.strip() for name in first), lambda: islice(rows(), 1, None), delimiter=delimiter)
    cells = [row.cells for row in islice(rows(), SAMPLES) if isinstance(row, Record)]
    guess = {i: field for field, i in by_values(cells).items()}
    if "published" not in guess.values():  # names that we do not know, rather than a first row of values
        return Grid(tuple(name.strip() for name in first), lambda: islice(rows(), 1, None), delimiter=delimiter)
    return Grid(tuple(guess.get(i, f"column {i + 1}") for i in range(len(first))), rows, True, delimiter)


def _json(thing: Thing) -> Grid:
    """One object a line, or one list of objects; an object within becomes columns like `author.handle`."""
    rows = _items if thing.head(64).lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"[") else _lines
    found = [flat for _, flat, _ in islice(rows(thing), 200) if flat]
    names = tuple(dict.fromkeys(name for flat in found for name in flat))
    if not names:
        raise CannotRead(f"{thing.text} holds no object that can be read. It may be cut: export it again.")

    def cells() -> Iterator[Record | Broken]:
        for number, flat, raw in rows(thing):
            if flat is None:
                yield Broken(number, "It is not JSON, or cut, or nested too deep.", raw)
            else:
                yield Record(number, [flat.get(name, "") for name in names], "")

    return Grid(names, cells)


def _lines(thing: Thing) -> Iterator[tuple[int, dict[str, str] | None, str]]:
    with thing.open() as file:
        number = 0
        while line := file.readline(MAX_LINE):
            number += 1
            if len(line) == MAX_LINE and not line.endswith(b"\n"):
                while (more := file.readline(MAX_LINE)) and not more.endswith(b"\n"):
                    pass
                yield number, None, decoded(line[:1024])
            elif line.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
                yield number, _flat(_value(line)), decoded(line[:65536])


def _items(thing: Thing) -> Iterator[tuple[int, dict[str, str] | None, str]]:
    with thing.open() as file:
        data = file.read(MAX_DOCUMENT + 1)
    if len(data) > MAX_DOCUMENT:
        raise CannotRead(f"{thing.name} is one list of more than 256 MB. Write it as JSON lines, one object a line.")
    items = _value(data)
    if not isinstance(items, list):
        raise CannotRead(f"{thing.name} is not whole JSON: it is cut or nested too deep. Export it again.")
    yield from ((number, _flat(item), str(item)[:65536]) for number, item in enumerate(items, 1))


def _value(data: bytes) -> Any:
    try:
        return msgspec.json.decode(decoded(data))
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return None


def _flat(item: Any) -> dict[str, str] | None:
    if not isinstance(item, Mapping):
        return None
    flat: dict[str, str] = {}
    for name, value in item.items():
        if isinstance(value, Mapping):
            flat.update({f"{name}.{inner}": _text(v) for inner, v in value.items()})
        else:
            flat[name] = _text(value)
    return flat


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return mended(value)
    if isinstance(value, list):
        return " ".join(_text(v) for v in value if not isinstance(v, (list, Mapping)))
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _parquet(thing: Thing) -> Grid:
    import pyarrow  # 50 ms that only Parquet is worth
    from pyarrow import parquet

    def opened() -> Any:
        try:
            return parquet.ParquetFile(thing.path if thing.raw is None else io.BytesIO(thing.raw))
        except (pyarrow.ArrowException, OSError, ValueError) as error:
            raise CannotRead(f"{thing.text} is not whole Parquet: {str(error)[:200]}. Export it again.") from error

    names = tuple(opened().schema_arrow.names)

    def rows() -> Iterator[Record | Broken]:
        number = 0
        try:
            for batch in opened().iter_batches(batch_size=4096):
                for row in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                    number += 1
                    yield Record(number, [_text(value) for value in row], "")
        except (pyarrow.ArrowException, OSError, ValueError) as error:
            yield Broken(number + 1, f"The rest cannot be read: {str(error)[:200]}.", "")

    return Grid(names, rows)


def again(names: tuple[str, ...], cells: list[str]) -> bytes:
    """A header and one row, to be read on their own."""
    return (written(names) + written(cells)).encode("utf8", "replace")
