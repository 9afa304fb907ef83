"""From the bytes of a feed to its entries, whatever its kind. feedparser reads RSS and Atom, JSON Feed is read here."""

import io
import re
from calendar import timegm
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import msgspec

from twoears.lib.broken import whole
from twoears.lib.dates import OUR_TIME, NoDate, when

_DEEPEST = 2000  # elements within each other
_MAIL = re.compile(r"""[^\s<>()"',;:@]+@[^\s<>()"',;:@]+\.[^\s<>()"',;:@.]+""")
_AROUND_MAIL = str.maketrans("", "", '<>()"')
_TAG = re.compile(rb"<(/?)[A-Za-z_][^<>]*?(/?)>")
_END = re.compile(rb"</(?:\w+:)?(?:item|entry)\s*>", re.IGNORECASE)
_PERIODS = {"hourly": 3600, "daily": 86_400, "weekly": 604_800, "monthly": 2_592_000, "yearly": 31_536_000}
_WIDE = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be", b"<\x00": "utf-16-le", b"\x00<": "utf-16-be"}
_XML = re.compile(r"\A\s*<\?xml[^>]{0,200}\?>")
_DECLARATION = 2000  # bytes in which a feed says what it is


class NotAFeed(ValueError):
    """The bytes are neither RSS nor Atom nor JSON Feed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What a feed says of one entry, as it says it. `markup` is HTML."""

    key: str = ""
    url: str = ""
    title: str = ""
    markup: str = ""
    published: datetime | None = None
    language: str = ""
    author: str = ""
    author_url: str = ""
    author_mail: str = ""
    updated: datetime | None = None
    answers: str = ""
    tags: tuple[str, ...] = ()
    attached: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed and its entries. `trouble` says why it could not be read to its end, empty where it could.

    `links` holds the first address of each relation that it names (self, hub, next, prev-archive). `every` is how many
    seconds its publisher says nothing changes, 0 where he does not say. `maker` is the software that wrote it.
    """

    entries: tuple[Entry, ...]
    links: Mapping[str, str] = field(default_factory=dict)
    every: int = 0
    maker: str = ""
    title: str = ""
    url: str = ""
    language: str = ""
    updated: datetime | None = None
    trouble: str = ""


def looks_like_feed(head: bytes) -> bool:
    """Whether a file that starts with `head` is a feed.

    >>> looks_like_feed(b'<?xml version="1.0"?><rss version="2.0">'), looks_like_feed(b"<html><body>rss")
    (True, False)
    """
    start = head[:_DECLARATION].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if start.startswith(b"{"):
        return b"jsonfeed.org/version" in start.replace(b"\\/", b"/")
    return start.startswith(b"<") and any(mark in start for mark in (b"<rss", b"<feed", b"<rdf:rdf", b"<channel"))


def feed(raw: bytes, url: str = "") -> Feed:
    """The feed in `raw`, of the address `url` against which relative links are read. Raises `NotAFeed`."""
    raw = _narrow(raw)
    start = raw[:_DECLARATION].lstrip(b"\xef\xbb\xbf \t\r\n")
    return _json_feed(raw) if start.startswith(b"{") else _xml_feed(raw, url)


def _narrow(raw: bytes) -> bytes:
    """A feed of two bytes a letter as one of UTF-8: what looks at its elements looks at single bytes."""
    wide = next((name for mark, name in _WIDE.items() if raw.startswith(mark)), "")
    if not wide:
        return raw
    text = raw.decode(wide, "replace").lstrip("\ufeff")
    return _XML.sub("", text, count=1).encode("utf8", "replace")


def _xml_feed(raw: bytes, url: str) -> Feed:
    if _hostile(raw):
        raise NotAFeed("Its elements lie within each other deeper than any feed's do, or are never closed")
    import feedparser  # here, because it takes a third of a second and most runs read no feed

    try:
        parsed = feedparser.parse(io.BytesIO(raw), response_headers={"content-location": url} if url else {})
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError, AssertionError) as error:
        raise NotAFeed(f"It cannot be taken apart ({type(error).__name__})") from error
    about: Mapping[str, Any] = parsed.feed
    if not parsed.get("version") and not parsed.entries and not looks_like_feed(raw):
        raise NotAFeed("It is neither RSS nor Atom nor JSON Feed")
    trouble = ""
    if parsed.bozo and not _only_about_labels(parsed.bozo_exception):
        trouble = f"{parsed.bozo_exception}"[:200]
    return Feed(
        entries=tuple(_entry(entry) for entry in (_closed(parsed.entries, raw) if trouble else parsed.entries)),
        title=_word(about, "title"),
        url=_word(about, "link"),
        language=_word(about, "language"),
        updated=_moment(about),
        trouble=trouble,
        links=_links(about),
        every=_every(about),
        maker=_word(about, "generator") + " " + _word(about.get("generator_detail") or {}, "href"),
    )


def _closed(entries: list[Any], raw: bytes) -> list[Any]:
    """Without the last entry where the feed breaks off inside it: half of it would be heard as another one."""
    ends = len(_END.findall(raw.replace(b"\x00", b"")))
    return entries[:-1] if ends < len(entries) else entries


def _links(about: Mapping[str, Any]) -> dict[str, str]:
    found: dict[str, str] = {}
    for link in about.get("links") or []:
        found.setdefault(_word(link, "rel").lower(), _word(link, "href"))
    return found


def _every(about: Mapping[str, Any]) -> int:
    """What `ttl` (minutes) or `sy:updatePeriod` and `sy:updateFrequency` (times in a period) say, in seconds."""
    minutes = _word(about, "ttl")
    if minutes.isascii() and minutes.isdigit() and len(minutes) < 8:
        return int(minutes) * 60
    period = _PERIODS.get(_word(about, "sy_updateperiod").lower(), 0)
    times = _word(about, "sy_updatefrequency")
    return period // max(int(times), 1) if times.isascii() and times.isdigit() and len(times) < 5 else period


def _hostile(raw: bytes) -> bool:
    """Whether feedparser would take time that grows with the square of the size: a stranger's feed must not hold us."""
    outside, *sections = raw.replace(b"\x00", b"").split(b"<![CDATA[")
    outside += b"".join(section.partition(b"]]>")[2] for section in sections)
    if outside.count(b"<") > 2 * outside.count(b">") + _DEEPEST:
        return True
    depth = 0
    for tag in _TAG.finditer(outside):
        depth += -1 if tag[1] else 0 if tag[2] else 1
        if depth > _DEEPEST:
            return True
    return False


def _only_about_labels(error: object) -> bool:
    """A wrong content type or a declared encoding that is not the true one: the words were read all the same."""
    return type(error).__name__ in ("CharacterEncodingOverride", "NonXMLContentType")


def _entry(entry: Mapping[str, Any]) -> Entry:
    contents = [c for c in entry.get("content") or [] if isinstance(c, Mapping)]
    author: Mapping[str, Any] = entry.get("author_detail") or {}
    name, mail = _name_and_mail(_word(entry, "author"))
    return Entry(
        key=_word(entry, "id"),
        url=_word(entry, "link"),
        title=_word(entry, "title"),
        markup=next((_word(c, "value") for c in contents if c.get("value")), "") or _word(entry, "summary"),
        published=_moment(entry),
        updated=_stamp(dict(entry).get("updated_parsed")),
        language=next((_word(c, "language") for c in contents), ""),
        author=name if mail else _word(author, "name") or name,
        author_url=_word(author, "href"),
        author_mail=mail,
        answers=_word(entry.get("thr_in-reply-to") or {}, "ref"),
        tags=tuple(_word(tag, "term") for tag in entry.get("tags") or [] if tag.get("term")),
        attached=tuple(_word(file, "href") for file in entry.get("enclosures") or [] if file.get("href")),
    )


def _name_and_mail(author: str) -> tuple[str, str]:
    """An author as RSS writes it. feedparser takes no top-level domain of more than four letters, and splits it.

    >>> _name_and_mail("ann@blog.example (Ann Ek)"), _name_and_mail("Ann Ek <ann@acme.company>")
    (('Ann Ek', 'ann@blog.example'), ('Ann Ek', 'ann@acme.company'))
    """
    found = _MAIL.search(author[:1000])
    if not found:
        return author, ""
    rest = f"{author[: found.start()]} {author[found.end() :]}"
    return " ".join(rest.replace("mailto:", "").translate(_AROUND_MAIL).split()), found[0]


def _moment(entry: Mapping[str, Any]) -> datetime | None:
    told = dict(entry)  # feedparser itself takes one date for another, and says that it will not do so for long
    for name in ("published_parsed", "created_parsed", "updated_parsed"):
        if (moment := _stamp(told.get(name))) is not None:
            return moment
    return None


def _stamp(stamp: Any) -> datetime | None:
    try:
        return datetime.fromtimestamp(timegm(stamp), UTC) if stamp and 1970 <= stamp[0] < OUR_TIME.stop else None
    except (ValueError, OverflowError, OSError, TypeError):
        return None


def _json_feed(raw: bytes) -> Feed:
    try:
        document = whole(raw.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise NotAFeed(f"It is not whole JSON: {error}") from error
    if not isinstance(document, dict) or "jsonfeed.org/version" not in str(document.get("version")):
        raise NotAFeed("It is JSON, but not a JSON Feed")
    items = document.get("items")
    authors = list(_authors(document))
    return Feed(
        entries=tuple(_item(item, authors) if isinstance(item, dict) else Entry() for item in items)
        if isinstance(items, list)
        else (),
        title=_word(document, "title"),
        url=_word(document, "home_page_url"),
        language=_word(document, "language"),
        links={"self": _word(document, "feed_url"), "next": _word(document, "next_url"), "hub": _hub(document)},
    )


def _hub(document: Mapping[str, Any]) -> str:
    hubs = [hub for hub in _list(document, "hubs") if isinstance(hub, dict)]
    return next((_word(hub, "url") for hub in hubs if _word(hub, "type").lower() == "websub"), "")


def _item(item: Mapping[str, Any], authors: list[Mapping[str, Any]]) -> Entry:
    author = next(iter(_authors(item)), None) or next(iter(authors), {})
    files = [f for f in _list(item, "attachments") if isinstance(f, dict)]
    return Entry(
        key=_word(item, "id") or (str(item["id"]) if isinstance(item.get("id"), int) else ""),
        url=_word(item, "url") or _word(item, "external_url"),
        title=_word(item, "title"),
        markup=_word(item, "content_html") or _escaped(_word(item, "content_text")) or _word(item, "summary"),
        published=_date(_word(item, "date_published")) or _date(_word(item, "date_modified")),
        updated=_date(_word(item, "date_modified")),
        language=_word(item, "language"),
        author=_word(author, "name"),
        author_url=_word(author, "url"),
        tags=tuple(tag for tag in _list(item, "tags") if isinstance(tag, str)),
        attached=tuple(_word(f, "url") for f in files if f.get("url")),
    )


def _authors(thing: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for author in [*_list(thing, "authors"), thing.get("author")]:
        if isinstance(author, dict):
            yield author


def _escaped(text: str) -> str:
    """Plain words as HTML, so that they pass through the same door as all other words and come out unchanged."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\n", "<br>") if "<" in text or "&" in text else text


def _date(text: str) -> datetime | None:
    try:
        return when(text) if text else None
    except NoDate:
        return None


def _list(thing: Mapping[str, Any], name: str) -> list[Any]:
    value = thing.get(name)
    return value if isinstance(value, list) else []


def _word(thing: Mapping[str, Any], name: str) -> str:
    value = thing.get(name)
    return value.strip() if isinstance(value, str) else ""
