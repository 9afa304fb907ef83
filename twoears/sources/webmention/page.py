"""A page that a stranger named: whether it links to ours, and the words around the link."""

import re
from collections.abc import Iterator
from typing import Any, Final

import msgspec
from selectolax.lexbor import LexborHTMLParser, LexborNode

from twoears.lib.html import plain
from twoears.lib.http import Answer, fetch
from twoears.lib.urls import joined
from twoears.sources.microformats.page import Page, joined_whole, same

LIMIT: Final = 2 * 1024 * 1024  # bytes
_ACCEPT = "text/html, application/xhtml+xml, application/json;q=0.8, text/plain;q=0.5"
_LINKED = "a[href], area[href], img[src], video[src], audio[src], source[src], iframe[src], q[cite], blockquote[cite]"
_MARKED = "link[href][class*='u-'], data[value][class*='u-']"
_BLOCKS = frozenset({"p", "li", "blockquote", "td", "dd", "div", "section", "article", "figure", "h1", "h2", "h3"})
_LONGEST_WORDS = 1000
_MOST_VALUES = 50_000  # of a document of JSON


def look(url: str) -> Answer:
    """The page at `url`. Raises NoAnswer."""
    return fetch(url, accept=_ACCEPT, limit=LIMIT)


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
