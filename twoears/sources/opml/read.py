"""Read a list of feeds and name each of them; what is no address of a feed is set aside."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final
from urllib.parse import urlsplit
from xml.parsers.expat import ExpatError, ParserCreate

from twoears.lib.http import NoAnswer, TryLater, fetch
from twoears.lib.urls import host, is_web, moved_to
from twoears.sources.reading import Another, Asked, CannotRead, Heard, SetAside, Source, Thing

_LIMIT: Final = 16 * 1024 * 1024  # bytes
_MOST: Final = 10_000  # feeds
_DEEPEST = 100
_LONGEST = 2000
_FEEDS = frozenset({"rss", "atom", "feed", "rdf", "jsonfeed"})


class _TooMuch(ValueError):
    """It holds more than any list of feeds."""


@dataclass(frozen=True, slots=True)
class Outline:
    """One line of the list: what it is called, the address of the feed, and where it stands in the file."""

    title: str
    url: str
    line: int


def fits(thing: Thing) -> float:
    """A file shows it in its first bytes; an address by its end."""
    if thing.path is not None or thing.raw is not None:
        return 0.95 if b"<opml" in thing.head(4096).lower() else 0.0
    return 0.7 if is_web(thing.text) and _path(thing.text).endswith((".opml", ".opml.xml")) else 0.0


def _path(url: str) -> str:
    try:
        return urlsplit(url).path.lower()
    except ValueError:
        return ""


def read(thing: Thing, asked: Asked) -> Iterator[Heard]:
    """Name each feed once, in the order of the list."""
    raw = _raw(thing, asked)
    if b"<opml" not in raw[:4096].lower():
        raise CannotRead(f"{thing.name} is no list of feeds (OPML). Check which file it is.")
    seen: set[str] = set()
    found: list[Outline] = []
    trouble = outlines(raw, found)
    for one in found:
        if not is_web(one.url) or len(one.url) > _LONGEST:
            yield _aside(thing.name, one)
        elif one.url not in seen:
            seen.add(one.url)
            yield Another(one.url, "feeds")
    if trouble:
        yield SetAside(
            name=thing.name,
            reason=f"The list could not be read to its end: {trouble}.",
            advice="Mend that line, or export the list again. The feeds before it were read.",
        )


def outlines(raw: bytes, found: list[Outline]) -> str:
    """Add the feeds that a list names to `found`; why it could not be read to its end, empty where it could."""
    parser = ParserCreate()
    depth = 0

    def start(name: str, told: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _DEEPEST or len(found) >= _MOST:
            raise _TooMuch("it has more feeds, or folders within each other, than any list")
        if name.lower() == "outline":
            lower = {key.lower(): value for key, value in told.items()}
            url = lower.get("xmlurl", "").strip()
            if url or lower.get("type", "").lower() in _FEEDS:
                title = lower.get("title") or lower.get("text", "")
                found.append(Outline(title[:200], url, parser.CurrentLineNumber))

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1

    def entity(*said: object) -> None:
        raise _TooMuch("it declares entities of its own, which no list does")

    parser.StartElementHandler, parser.EndElementHandler, parser.EntityDeclHandler = start, end, entity
    try:
        parser.Parse(raw, True)
    except (ExpatError, ValueError, LookupError) as error:
        return str(error)
    return ""


def _raw(thing: Thing, asked: Asked) -> bytes:
    if thing.path is None and thing.raw is None:
        return _fetched(thing.text.strip(), asked)
    with thing.open() as file:
        return _bounded(file, thing.name)


def _bounded(file: BinaryIO, name: str) -> bytes:
    raw = file.read(_LIMIT + 1)
    if len(raw) > _LIMIT:
        raise CannotRead(f"{name} is larger than {_LIMIT >> 20} MB. That is no list of feeds; check which file it is.")
    return raw


def _fetched(url: str, asked: Asked) -> bytes:
    try:
        answer = fetch(moved_to(url, asked.base), allow=host(asked.base))
    except TryLater:
        raise
    except NoAnswer as error:
        raise CannotRead(str(error)) from error
    if answer.status >= 400:
        raise CannotRead(f"{url} answers with status {answer.status}. Check the address.")
    return answer.body


def _aside(name: str, one: Outline) -> SetAside:
    return SetAside(
        name=name,
        line=one.line,
        reason=f"{one.title or 'A line'} has no address of a feed{f' but {one.url[:80]}' if one.url else ''}.",
        advice="Look up the address of the feed and add it on the Sources page.",
    )


SOURCE = Source(
    kind="opml",
    title="Lists of feeds (OPML)",
    mark="feeds",
    sees="The feeds that a feed reader exported; each becomes a source of its own.",
    blind="What the feeds themselves say: that is heard when each is looked at.",
    fits=fits,
    read=read,
)
