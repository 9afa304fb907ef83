"""The feed of a query, as JSON Feed 1.1 and as Atom (RFC 4287), for whoever has its address."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.etree import ElementTree as Xml

import msgspec

from twoears.queries.webhooks.signing import Told

JSON_TYPE = "application/feed+json; charset=utf-8"
ATOM_TYPE = "application/atom+xml; charset=utf-8"
_ATOM = "http://www.w3.org/2005/Atom"
# What XML 1.0 cannot hold, whatever strangers write.
_NOT_XML = {code: " " for code in (*range(0x20), 0xFFFE, 0xFFFF, *range(0xD800, 0xE000)) if code not in (9, 10, 13)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """What a query heard lately; `url` is where the feed itself stands."""

    query: str
    name: str
    url: str
    items: Sequence[Told]
    made_at: datetime


def json_feed(feed: Feed) -> bytes:
    """As JSON Feed. Items without words have a title that says where something was said.

    >>> made = msgspec.json.decode(json_feed(Feed(query="q_1", name="Pumps", url="", made_at=datetime.now(UTC), items=[
    ...     Told(query="q_1", name="Pumps", post=7, url="https://x.example/7", network="x", language="",
    ...          at=datetime(2026, 3, 1, tzinfo=UTC))])))
    >>> made["title"], made["items"][0]["id"], made["items"][0]["content_text"]
    ('Pumps', 'q_1.7', 'Said on x.')
    """
    body = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.name,
        "feed_url": feed.url,
        "items": [_item(one) for one in feed.items],
    }
    return msgspec.json.encode(body)


def _item(told: Told) -> dict[str, object]:
    item: dict[str, object] = {
        "id": _id(told),
        "content_text": told.words or _where(told),
        "date_published": told.at,
    }
    known = {"url": told.url, "language": told.language}
    item |= {key: value for key, value in known.items() if value}
    return item | ({"authors": [{"name": told.author}]} if told.author else {})


def atom(feed: Feed) -> bytes:
    """As Atom.

    >>> b"<title>Pumps</title>" in atom(Feed(query="q_1", name="Pumps", url="", items=(), made_at=datetime.now(UTC)))
    True
    """
    root = Xml.Element("feed", xmlns=_ATOM)
    _put(root, "id", f"urn:twoears:{feed.query}")
    _put(root, "title", feed.name)
    _put(root, "updated", _moment(max((one.at for one in feed.items), default=feed.made_at)))
    Xml.SubElement(root, "link", rel="self", href=feed.url)
    _put(Xml.SubElement(root, "author"), "name", feed.name)
    for told in feed.items:
        root.append(_entry(told))
    written: bytes = Xml.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _entry(told: Told) -> Xml.Element:
    entry = Xml.Element("entry")
    _put(entry, "id", f"urn:twoears:{_id(told)}")
    _put(entry, "title", " ".join(told.words.split())[:120] or _where(told))
    _put(entry, "updated", _moment(told.at))
    _put(entry, "published", _moment(told.at))
    if told.url:
        Xml.SubElement(entry, "link", href=told.url.translate(_NOT_XML))
    if told.author:
        _put(Xml.SubElement(entry, "author"), "name", told.author)
    if told.words:
        _put(entry, "content", told.words)
    return entry


def _put(under: Xml.Element, name: str, words: str) -> None:
    Xml.SubElement(under, name).text = words.translate(_NOT_XML)


def _id(told: Told) -> str:
    return f"{told.query}.{told.post}"


def _where(told: Told) -> str:
    return f"Said on {told.network}." if told.network else "Said somewhere."


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
