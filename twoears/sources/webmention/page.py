"""A page that a stranger named: its words, and whether it links to ours. Hostile until shown otherwise."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

import msgspec
from selectolax.lexbor import LexborHTMLParser, LexborNode

from twoears.lib.html import clean, plain, too_deep
from twoears.lib.http import Answer, fetch
from twoears.lib.urls import joined
from twoears.sources.reading import CannotRead

LIMIT: Final = 2 * 1024 * 1024  # bytes
_ACCEPT = "text/html, application/xhtml+xml, application/json;q=0.8, text/plain;q=0.5"
_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)
_LINKED = "a[href], area[href], img[src], video[src], audio[src], source[src], iframe[src], q[cite], blockquote[cite]"
_MARKED = "link[href][class*='u-'], data[value][class*='u-']"
_UNSEEN = "script, style, template, noscript, textarea, select, head title"
_BLOCKS = frozenset({"p", "li", "blockquote", "td", "dd", "div", "section", "article", "figure", "h1", "h2", "h3"})
_LONGEST_WORDS = 1000
_MOST_VALUES = 50_000  # of a document of JSON


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it was read: `url` after redirects, `kind` html, json or text, `markup` without what nobody sees."""

    url: str
    kind: str
    markup: str


def look(url: str) -> Answer:
    """The page at `url`. Raises NoAnswer."""
    return fetch(url, accept=_ACCEPT, limit=LIMIT)


def page(answer: Answer) -> Page:
    """What a server answered, as a page. Raises CannotRead where it is none, or one that is built to hold us."""
    told = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
    kind = _kind(told, answer.body)
    if not kind:
        raise CannotRead(f"{answer.url} is no page but {told[:60] or 'something without a type'}.")
    text = _decoded(answer)
    if kind == "html":
        if too_deep(text):
            raise CannotRead(f"The elements of {answer.url} lie deeper within each other than those of any page.")
        text = _seen(text)
    return Page(answer.url, kind, text)


def _kind(told: str, body: bytes) -> str:
    if told in ("text/html", "application/xhtml+xml"):
        return "html"
    if told == "application/json" or told.endswith("+json"):
        return "json"
    if told == "text/plain":
        return "text"
    return "html" if not told and body[:1000].lstrip()[:1] == b"<" else ""


def _decoded(answer: Answer) -> str:
    found = _CHARSET.search(answer.headers.get("content-type", "").encode("ascii", "replace"))
    found = found or _CHARSET.search(answer.body[:2048])
    name = found[1].decode("ascii") if found else "utf-8"
    try:
        return clean(answer.body.decode(name, "replace"))
    except (LookupError, UnicodeError):
        return clean(answer.body.decode("utf-8", "replace"))


def _seen(markup: str) -> str:
    """Without what is never shown: a link in a script, a template or a comment is no link."""
    tree = LexborHTMLParser(markup)
    for hidden in tree.css(_UNSEEN):
        hidden.decompose()
    return tree.html or ""


def links_to(found: Page, target: str) -> bool:
    """Whether the page links to `target`; in plain text and JSON, whether it names it."""
    if found.kind == "html":
        return any(same(address, target) for _, address in _linked(found))
    if found.kind == "json":
        return any(same(value, target) for value in _values(found.markup))
    return bool(re.search(rf"(?<![^\s<(\"']){re.escape(target)}(?![^\s>)\"'.,;])", found.markup))


def words_around(found: Page, target: str) -> str:
    """The words of the paragraph in which the link stands, for pages that say nothing else of themselves."""
    if found.kind != "html":
        return ""
    node = next((node for node, address in _linked(found) if same(address, target)), None)
    while node is not None and node.tag not in _BLOCKS:
        node = node.parent
    return " ".join(plain(node.html or "").split())[:_LONGEST_WORDS] if node is not None else ""


def title(found: Page) -> str:
    """The first heading of a page."""
    if found.kind != "html":
        return ""
    heading = LexborHTMLParser(found.markup).css_first("h1, h2")
    return " ".join(plain(heading.html or "").split())[:300] if heading is not None else ""


def _linked(found: Page) -> Iterator[tuple[LexborNode, str]]:
    tree = LexborHTMLParser(found.markup)
    based = tree.css_first("base[href]")
    base = joined(found.url, based.attributes.get("href") or "") if based is not None else ""
    for node in tree.css(f"{_LINKED}, {_MARKED}"):
        told = node.attributes
        link = told.get("href") or told.get("src") or told.get("cite") or told.get("value") or ""
        if address := joined_whole(base or found.url, link):
            yield node, address


def joined_whole(base: str, link: str) -> str:
    """What `link` means on the page at `base`, with its fragment; empty where it is no web address."""
    address, _, fragment = link.strip().partition("#")
    whole = joined(base, address)
    return f"{whole}#{fragment}" if whole and fragment else whole


def _values(text: str) -> Iterator[str]:
    try:
        waiting: list[Any] = [msgspec.json.decode(text.encode())]
    except (msgspec.DecodeError, RecursionError):
        return
    for _ in range(_MOST_VALUES):
        if not waiting:
            return
        value = waiting.pop()
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)


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
