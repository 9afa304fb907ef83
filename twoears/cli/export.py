"""`twoears export`: everything that is held, or everything of one person, in an open format."""

import io
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from twoears.activities.as2 import document
from twoears.activities.pages import activities
from twoears.activities.values import Activity, Post
from twoears.cli.saying import as_json, fail, hint
from twoears.cli.whom import whom
from twoears.held.pages import write_copy_of
from twoears.lib.counts import counted
from twoears.lib.tables import write_csv
from twoears.people.actions import PeopleError, the_person

COLUMNS = (
    "id",
    "type",
    "published",
    "actor",
    "network",
    "name",
    "object",
    "in_reply_to",
    "title",
    "text",
    "url",
    "language",
    "detail",
)


def export(person: str, *, format: str, output: Path | None) -> None:
    """Write a copy of what is held of a person, or activities only, to a file or to standard output."""
    if format == "copy":
        _copy(person, output)
        return
    actors = None
    if person:
        actors = list(the_person(whom(person)).identities.values_list("actor", flat=True))
    with _out(output) as out:
        count = _FORMATS[format](activities(actors), out)
    hint(f"{counted(count, 'activity', 'activities')}{f' to {output}' if output and str(output) != '-' else ''}.")


def _copy(person: str, output: Path | None) -> None:
    """A zip goes back to what it has written, which standard output cannot: it is made beside it first."""
    if not person:
        fail("A copy is of one person: say whom. Everything at once is --format as2, jsonl, csv or parquet.", 2)
    to_screen = output is None or str(output) == "-"
    if to_screen and sys.stdout.isatty():
        fail("A copy is a zip, which a terminal cannot show. Say where it goes: -o copy.zip", 2)
    key = whom(person)
    with TemporaryFile() as made:
        try:
            counts = write_copy_of(key, made)
        except PeopleError as error:
            fail(str(error))
        made.seek(0)
        with _out(output) as out:
            shutil.copyfileobj(made, out)
    held = f"{counted(sum(counts.values()), 'row')} in {counted(sum(map(bool, counts.values())), 'file')}"
    hint(f"{held}{'' if to_screen else f' to {output}'}. README.md in it says what is what.")


@contextmanager
def _out(path: Path | None) -> Iterator[BinaryIO]:
    if path is None or str(path) == "-":
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    try:
        with path.open("wb") as file:
            yield file
    except OSError as error:
        fail(f"{path} cannot be written: {error.strerror}. Choose another place with -o.")


def _row(activity: Activity) -> dict[str, Any]:
    post = activity.object if isinstance(activity.object, Post) else None
    about = activity.object if isinstance(activity.object, str) else activity.object.id
    return {
        "id": activity.id,
        "type": activity.type,
        "published": activity.published.isoformat(),
        "actor": activity.actor.id,
        "network": activity.actor.network,
        "name": activity.actor.name,
        "object": about,
        "in_reply_to": post.in_reply_to if post else "",
        "title": post.title if post else "",
        "text": post.text if post else "",
        "url": post.url if post else "",
        "language": post.language if post else "",
        "detail": as_json(dict(activity.detail)) if activity.detail else "",
    }


def _as2(heard: Iterator[Activity], out: BinaryIO) -> int:
    return _lines((as_json(document(activity)) for activity in heard), out)


def _jsonl(heard: Iterator[Activity], out: BinaryIO) -> int:
    return _lines((as_json(_row(activity)) for activity in heard), out)


def _lines(lines: Iterator[str], out: BinaryIO) -> int:
    return sum(1 for line in lines if out.write(line.encode() + b"\n"))


def _csv(heard: Iterator[Activity], out: BinaryIO) -> int:
    text = io.TextIOWrapper(out, encoding="utf8", newline="", write_through=True)
    try:
        return write_csv((_row(activity) for activity in heard), COLUMNS, text)
    finally:
        # The file belongs to whoever opened it: let go of it without closing.
        text.detach()


def _parquet(heard: Iterator[Activity], out: BinaryIO) -> int:
    schema = pa.schema([(name, pa.string()) for name in COLUMNS])
    count = 0
    with pq.ParquetWriter(out, schema, compression="zstd") as writer:
        for rows in _pieces(heard):
            writer.write_table(pa.Table.from_pylist(rows, schema=schema))
            count += len(rows)
    return count


def _pieces(heard: Iterator[Activity], size: int = 10_000) -> Iterator[list[dict[str, Any]]]:
    piece: list[dict[str, Any]] = []
    for activity in heard:
        piece.append(_row(activity))
        if len(piece) == size:
            yield piece
            piece = []
    if piece:
        yield piece


_FORMATS = {"as2": _as2, "jsonl": _jsonl, "csv": _csv, "parquet": _parquet}
