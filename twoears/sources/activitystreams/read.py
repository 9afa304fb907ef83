"""Read ActivityStreams, 2.0 or 1.0: one document, a collection, or one document a line."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any, BinaryIO

import msgspec

from twoears.activities.values import Activity
from twoears.sources.activitystreams.as1 import TYPES
from twoears.sources.activitystreams.shape import NotActivity, activities
from twoears.sources.activitystreams.usual import usual
from twoears.sources.reading import Asked, CannotRead, Heard, SetAside, Source, Thing, Total

MAX_LINE = 4 * 1024 * 1024
MAX_DOCUMENT = 256 * 1024 * 1024
_MARKS = (
    b"https://www.w3.org/ns/activitystreams",
    b'"OrderedCollection',
    b'"Create"',
    b'"attributedTo"',
    b'"inReplyTo"',
)
_OLD = re.compile(rb'"verb"\s*:\s*"|"objectType"\s*:\s*"(?:activity|%b)"' % "|".join(TYPES).encode())


def fits(thing: Thing) -> float:
    """How surely a thing is ActivityStreams, by its first bytes. What 1.0 says of a place is surer than its ids."""
    head = thing.head()
    if not head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"[")):
        return 0.0
    if _MARKS[0] in head:
        return 0.95
    return 0.8 if _OLD.search(head) else 0.6 if any(mark in head for mark in _MARKS[1:]) else 0.0


def read(thing: Thing, asked: Asked) -> Iterator[Heard]:
    """Yield each activity; a line or an item that is none is set aside with its number."""
    return _since(_read(thing), asked.since) if asked.since else _read(thing)


def _since(heard: Iterator[Heard], since: datetime) -> Iterator[Heard]:
    return (item for item in heard if not isinstance(item, Activity) or item.published >= since)


def _read(thing: Thing) -> Iterator[Heard]:
    with thing.open() as file:
        first = _first_line(file)
        rest = file.read(1)
    whole = _decoded(first)
    if not rest or whole is None:
        document = whole if not rest else None
        if document is not None:
            yield from _document(document, thing, first)
            return
        if not _one_document(first):
            yield from _lines(thing)
            return
        yield from _document(_whole(thing), thing, b"")
        return
    yield from _lines(thing)


def _first_line(file: BinaryIO) -> bytes:
    """The first line that holds anything."""
    while (line := file.readline(MAX_LINE)) and not line.strip(b"\xef\xbb\xbf \t\r\n"):
        pass
    return line


def _one_document(first: bytes) -> bool:
    """A document over several lines starts with a bracket that its first line does not close."""
    return first.strip(b"\xef\xbb\xbf \t\r\n") in (b"{", b"[") or (
        first.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"[")) and not first.rstrip().endswith((b"}", b"]"))
    )


def _whole(thing: Thing) -> Any:
    with thing.open() as file:
        raw = file.read(MAX_DOCUMENT + 1)
    if len(raw) > MAX_DOCUMENT:
        raise CannotRead(
            f"{thing.name} is one document of more than 256 MB. Write it as JSON lines, one activity a line."
        )
    try:
        return msgspec.json.decode(raw.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise CannotRead(f"{thing.name} is not whole JSON: {error}. Download or export it again.") from error


def _decoded(line: bytes) -> Any:
    try:
        return msgspec.json.decode(line.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


def _document(document: Any, thing: Thing, raw: bytes) -> Iterator[Heard]:
    items = document
    if isinstance(document, dict):
        items = document.get("orderedItems") or document.get("items") or [document]
    if not isinstance(items, list):
        items = [items]
    yield Total(len(items))
    for number, item in enumerate(items, 1):
        yield from _item(item, thing, number, raw)


def _lines(thing: Thing) -> Iterator[Heard]:
    with thing.open() as file:
        number = 0
        while line := file.readline(MAX_LINE):
            number += 1
            if (activity := usual(line)) is not None:
                yield activity
                continue
            if not line.endswith(b"\n") and len(line) == MAX_LINE:
                yield SetAside(name=thing.name, line=number, reason="The line is longer than 4 MB.",
                               advice="Check the export: one activity belongs on each line.")  # fmt: skip
                _skip_line(file)
                continue
            if not line.strip():
                continue
            item = _decoded(line)
            if item is None:
                yield _aside(thing, number, line, "The line is not JSON, or it is cut or nested too deep.")
                continue
            yield from _item(item, thing, number, line)


def _skip_line(file: Any) -> None:
    while part := file.readline(MAX_LINE):
        if part.endswith(b"\n"):
            return


def _item(item: Any, thing: Thing, number: int, raw: bytes) -> Iterator[Heard]:
    try:
        yield from activities(item)
    except NotActivity as error:
        yield _aside(thing, number, raw or msgspec.json.encode(item), str(error))


def _aside(thing: Thing, number: int, raw: bytes, reason: str) -> SetAside:
    advice = "Mend the record in the file and read it again, or leave it out."
    return SetAside(name=thing.name, line=number, raw=raw[:65536], reason=reason, advice=advice)


SOURCE = Source(
    kind="activitystreams",
    title="ActivityStreams",
    mark="as2",
    sees="Every activity in the file, in the words of 2.0 or of 1.0.",
    blind="Nothing but what the file holds.",
    fits=fits,
    read=read,
)
