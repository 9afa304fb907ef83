"""The files of an export: of a zip, a tar or a folder, or one file that was given alone."""

import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

import msgspec

from twoears.activities.values import Activity
from twoears.lib.archives import Archive, BadArchive, opened
from twoears.lib.delimited import Broken, Record, decoded, mended, records, written
from twoears.sources.reading import Asked, CannotRead, Heard, SetAside, Thing

MAX_RAW: Final = 1 << 18
MAX_JSON: Final = 256 << 20
MAX_LINE: Final = 4 << 20
ADVICE: Final = "Mend the record in the file and read it again, or leave it out."
AGAIN: Final = "Ask for the export again and read it once more."
_TARS = (".tar", ".tgz", ".tar.gz")


@contextmanager
def files(thing: Thing) -> Iterator[Archive]:
    """The files that `thing` holds, or itself as the only one; raises `CannotRead`, also for what is cut later on.

    >>> with files(Thing(text="a.csv", raw=b"x")) as archive: archive.names
    ('a.csv',)
    """
    try:
        if _is_packed(thing):
            source = io.BytesIO(thing.raw or b"") if thing.path is None or thing.raw is not None else thing.path
            with opened(source) as archive:
                yield archive
        else:
            thing.open().close()
            yield Archive(members={thing.name: thing.open})
    except BadArchive as error:
        raise CannotRead(f"{thing.text}: {error}") from error


def _is_packed(thing: Thing) -> bool:
    folder = thing.raw is None and thing.path is not None and thing.path.is_dir()
    return folder or thing.is_zip() or thing.name.lower().endswith(_TARS)


def left_out(archive: Archive) -> Iterator[SetAside]:
    """What was refused by name, and that the archive was cut."""
    for refused in archive.refused:
        yield SetAside(name=refused.name, reason=refused.reason, advice="Leave it out, or ask for the export again.")
    if archive.cut:
        yield SetAside(name="the archive", reason=archive.cut, advice=AGAIN)


def since(heard: Iterable[Heard], asked: Asked) -> Iterator[Heard]:
    """Without what happened before the day that was asked for."""
    for one in heard:
        if not (isinstance(one, Activity) and asked.since and one.published < asked.since):
            yield one


def document(archive: Archive, name: str) -> Any:
    """A whole JSON file of the archive; raises `BadArchive`."""
    try:
        return msgspec.json.decode(decoded(archive.read(name, MAX_JSON)))
    except (msgspec.DecodeError, RecursionError, UnicodeError) as error:
        raise BadArchive(f"{name} is not whole JSON: it is cut or nested too deep. {AGAIN}") from error


def lines(archive: Archive, name: str) -> Iterator[Any]:
    """What each line of a file of JSON lines holds; a line that is no JSON as its bytes. Raises `BadArchive`."""
    with archive.open(name) as file:
        while line := file.readline(MAX_LINE):
            if line.strip():
                try:
                    yield msgspec.json.decode(line)
                except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
                    yield line


@dataclass(frozen=True, slots=True)
class Table:
    """A CSV file of an export, by its header."""

    name: str
    header: tuple[str, ...]

    def row(self, record: Record) -> dict[str, str]:
        """The cells by column, in lower case; a row that ends early lacks its last columns."""
        names = (name.strip().lower() for name in self.header)
        return dict(zip(names, (mended(cell) for cell in record.cells), strict=False))

    def alone(self, record: Record | Broken, **ours: str) -> bytes:
        """The header and one row, with what only we know behind it, to be read on its own."""
        extra = {ours_name(key): value for key, value in ours.items() if value and ours_name(key) not in self.header}
        header = written([*self.header, *extra])
        if isinstance(record, Broken):
            return (header + record.raw).encode("utf8", "replace")[:MAX_RAW]
        padded = [*record.cells, *[""] * (len(self.header) - len(record.cells))][: len(self.header)]
        return (header + written([*padded, *extra.values()])).encode("utf8", "replace")[:MAX_RAW]

    def aside(self, record: Record | Broken, reason: str, **ours: str) -> SetAside:
        """A row that could not be read."""
        return SetAside(name=self.name, line=record.line, reason=reason, advice=ADVICE, raw=self.alone(record, **ours))


def ours_name(key: str) -> str:
    """How a column of our own is called behind a row that was set aside.

    >>> ours_name("whose")
    'Two Ears: whose'
    """
    return f"Two Ears: {key}"


def tables(archive: Archive) -> Iterator[Table]:
    """The CSV files of an export; one that was given alone may be called anything."""
    only = len(archive.names) == 1
    for name in sorted(archive.names):
        if only or name.lower().endswith(".csv"):
            try:
                with archive.open(name) as file:
                    first = next((r for r in islice(records(file, ","), 5) if isinstance(r, Record)), None)
            except BadArchive:
                continue  # `damaged` says so
            if first is not None:
                yield Table(name, tuple(first.cells))


def body(archive: Archive, table: Table) -> Iterator[Record | Broken]:
    """The rows behind the header; raises `BadArchive` where they are cut.

    The last row before the cut of an archive may have lost its end: half a name would be somebody else's.
    """
    with archive.open(table.name) as file:
        for record in islice(records(file, ","), 1, None):
            whole = not archive.cut or record.raw.endswith(("\n", "\r"))
            yield record if whole else Broken(record.line, "The archive was cut within this row.", record.raw)


def damaged(archive: Archive, ending: str) -> Iterator[SetAside]:
    """The files of which not even the first bytes can be read, so that nobody knows what they held."""
    for name in sorted(archive.names):
        if name.lower().endswith(ending):
            try:
                archive.read_head(name, 1)
            except BadArchive as error:
                yield SetAside(name=name, reason=str(error), advice=AGAIN)
