"""Read a saved page with microformats, or the JSON that was made of one."""

from collections.abc import Iterator
from typing import Any, Final

import msgspec

from twoears.lib.delimited import decoded
from twoears.lib.urls import is_web
from twoears.sources.microformats.marks import Marks, TooHeavy, marks_of, values
from twoears.sources.microformats.page import is_marked, saved, says_something
from twoears.sources.microformats.shape import heard
from twoears.sources.packed import since
from twoears.sources.reading import Asked, CannotRead, Heard, Source, Thing

_MAX_FILE: Final = 64 << 20
_HEAD: Final = 1 << 19  # themes write their styles first
_JSON_SPOKEN = (b'"h-entry"', b'"h-feed"', b'"h-event"')


def fits(thing: Thing) -> float:
    """By the marks in its first half megabyte; marks of people and places alone say nothing."""
    head = thing.head(_HEAD).lstrip(b"\xef\xbb\xbf \t\r\n")
    if head[:1] in (b"{", b"["):
        told = b'"properties"' in head and b'"type"' in head
        return (
            0.9 if told and any(mark in head for mark in _JSON_SPOKEN) else 0.3 if told and b'"h-card"' in head else 0.0
        )
    if not _is_page(head):
        return 0.0
    return 0.9 if says_something(head) else 0.3 if is_marked(head) else 0.0


def _is_page(head: bytes) -> bool:
    start = head[:2000].lower()
    return start.startswith(b"<") and (b"<html" in start or not start.startswith(b"<?xml"))


def read(thing: Thing, asked: Asked) -> Iterator[Heard]:
    """Yield what each entry says or does, in the order of the page."""
    with thing.open() as file:
        raw = file.read(_MAX_FILE + 1)
    if len(raw) > _MAX_FILE:
        raise CannotRead(f"{thing.name} is larger than {_MAX_FILE >> 20} MB. Save its parts alone.")
    start = raw[:2000].lstrip(b"\xef\xbb\xbf \t\r\n")
    marks = _document(raw, thing.name) if start[:1] in (b"{", b"[") else _page(raw, thing.name)
    yield from since(heard(marks, thing.name, asked), asked)


def _page(raw: bytes, name: str) -> Marks:
    if not _is_page(raw[:2000].lstrip(b"\xef\xbb\xbf \t\r\n")):
        raise CannotRead(f"{name} is neither a page nor JSON. Save the page again, as HTML.")
    try:
        return marks_of(saved(raw, name))
    except TooHeavy as error:
        raise CannotRead(f"{name} cannot be read. {error}. Save the part of it that matters.") from error


def _document(raw: bytes, name: str) -> Marks:
    """One item, a list of items, or all that a parser says of a page."""
    try:
        found: Any = msgspec.json.decode(decoded(raw))
    except (msgspec.DecodeError, RecursionError, UnicodeError) as error:
        raise CannotRead(f"{name} is not whole JSON: it is cut or nested too deep. Save it again.") from error
    if isinstance(found, dict) and not isinstance(found.get("items"), list):
        found = [found]
    if isinstance(found, list):
        return Marks("", found)
    rels = found["rels"] if isinstance(found.get("rels"), dict) else {}
    canonical = (one for one in values(rels, "canonical") if isinstance(one, str) and is_web(one))
    return Marks(next(canonical, ""), found["items"], rels)


SOURCE = Source(
    kind="microformats",
    title="Microformats (saved pages, JSON)",
    mark="web",
    sees="What the entries of a page say: posts, answers, likes, shares, bookmarks, events, and comments below them.",
    blind="Pages without marks, entries without a date, and who liked what is shown below a post.",
    fits=fits,
    read=read,
)
