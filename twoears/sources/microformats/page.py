"""A page that a stranger wrote: its address and its markup, without what nobody sees. Hostile until shown otherwise."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Final
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

from twoears.lib.html import clean, too_deep
from twoears.lib.http import Answer
from twoears.lib.urls import is_web, joined
from twoears.sources.reading import CannotRead

_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)
_UNSEEN = "script, style, template, noscript, textarea, select, head title"
# Browsers and their helpers write into the page where they saved it from.
_SAVED: Final = re.compile(r"<!--\s*(?:Page saved with SingleFile\s+url:|saved from url=\(\d+\))\s*(https?://[^\s<>]+)")
_CALLED = "link[rel~='canonical'][href], meta[property='og:url'][content]"
_HEAD = 1 << 16
_SAYING = "h-entry h-feed h-event hentry hfeed vevent"
_NAMING = "h-adr h-card h-cite h-geo h-item h-product h-recipe h-resume h-review vcard"


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it was read: `url` after redirects, `kind` html, json or text, `markup` without what nobody sees.

    `url` is empty where nobody knows where the page lies.
    """

    url: str
    kind: str
    markup: str


def page(answer: Answer) -> Page:
    """What a server answered, as a page. Raises CannotRead where it is none, or one that is built to hold us."""
    told = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
    kind = _kind(told, answer.body)
    if not kind:
        raise CannotRead(f"{answer.url} is no page but {told[:60] or 'something without a type'}.")
    text = decoded(answer.body, answer.headers.get("content-type", ""))
    return Page(answer.url, kind, seen(text, answer.url) if kind == "html" else text)


def saved(raw: bytes, name: str) -> Page:
    """A page that lies in a file `name`; its address is what the page says it is. Raises CannotRead."""
    text = decoded(raw)
    return Page(address_of(text), "html", seen(text, name))


def address_of(markup: str) -> str:
    """Where a page lies, by its own words; empty where it does not say.

    >>> address_of('<link rel="canonical" href="https://ann.example/1">')
    'https://ann.example/1'
    """
    told = _SAVED.search(markup[:_HEAD])
    if told:
        return told[1]
    for node in LexborHTMLParser(markup[:_HEAD]).css(_CALLED):
        address = (node.attributes.get("href") or node.attributes.get("content") or "").strip()
        if is_web(address):
            return address[:2000]
    return ""


def says_something(head: bytes) -> bool:
    """Whether what begins so has entries, feeds or events, by the classes of its elements.

    >>> says_something(b'<body class="home hfeed">'), says_something(b"<p>h-entry</p>")
    (True, False)
    """
    return bool(_class(_SAYING).search(head))


def is_marked(head: bytes) -> bool:
    """Whether what begins so is marked at all, such as with who or where somebody is."""
    return bool(_class(f"{_SAYING} {_NAMING}").search(head))


@cache
def _class(words: str) -> re.Pattern[bytes]:
    """Where an element is of one of these classes; of 300 letters in front of it, so that no head takes long."""
    any_of = words.replace(" ", "|")
    return re.compile(rf"""class\s*=\s*["']?[^"'<>]{{0,300}}?(?<![\w-])(?:{any_of})(?![\w-])""".encode())


def _kind(told: str, body: bytes) -> str:
    if told in ("text/html", "application/xhtml+xml"):
        return "html"
    if told == "application/json" or told.endswith("+json"):
        return "json"
    if told == "text/plain":
        return "text"
    return "html" if not told and body[:1000].lstrip()[:1] == b"<" else ""


def decoded(body: bytes, told: str = "") -> str:
    """The text of a page, by what its server told (a content type), else by what the page itself says."""
    found = _CHARSET.search(told.encode("ascii", "replace")) or _CHARSET.search(body[:2048])
    name = found[1].decode("ascii") if found else "utf-8"
    try:
        return clean(body.decode(name, "replace"))
    except (LookupError, UnicodeError):
        return clean(body.decode("utf-8", "replace"))


def seen(markup: str, name: str) -> str:
    """Without what is never shown: a link in a script, a template or a comment is no link. Raises CannotRead."""
    if too_deep(markup):
        raise CannotRead(f"The elements of {name} lie deeper within each other than those of any page.")
    tree = LexborHTMLParser(markup)
    for hidden in tree.css(_UNSEEN):
        hidden.decompose()
    for picture in tree.css("[src^='data:']"):  # saved into the page, and larger than all its words
        del picture.attrs["src"]
    return tree.html or ""


def joined_whole(base: str, link: str) -> str:
    """What `link` means on the page at `base`, with its fragment; empty where it is no web address."""
    address, _, fragment = link.strip().partition("#")
    whole = joined(base, address)
    return f"{whole}#{fragment}" if whole and fragment else whole


def same(address: str, target: str) -> bool:
    """Whether two addresses are one: host in any case, no usual port, no fragment that was not asked for.

    >>> same("https://Norrvik.example:443#top", "https://norrvik.example/")
    True
    >>> same("https://norrvik.example/1", "https://norrvik.example/1/")
    False
    """
    whole = "#" in target
    return _plain(address, whole=whole) == _plain(target, whole=whole)


def _plain(address: str, *, whole: bool) -> tuple[str, ...]:
    try:
        parts = urlsplit(address.strip())
        port = parts.port
    except ValueError:
        return (address,)
    usual = {"http": 80, "https": 443}.get(parts.scheme)
    where = f"{parts.hostname or ''}:{port if port and port != usual else ''}"
    return (parts.scheme, where, parts.path or "/", parts.query, parts.fragment if whole else "")
