"""What a page says of itself in microformats2: who wrote it, what it is towards ours, and its words.

Who wrote it is found by https://indieweb.org/authorship, as far as one more page of the same site tells it. A page may
claim any author; one on another site is only somebody of whom the page says so, and gets an id below the page's site.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from urllib.parse import quote

from twoears.activities.values import Actor
from twoears.lib.dates import NoDate, when
from twoears.lib.html import clean, plain
from twoears.lib.urls import host, is_web, site
from twoears.sources.webmention.page import Page, same

_MAX_TEXT = 100_000
_MOST_ITEMS = 500
_DEEPEST = 20
# In this order: a page that answers and likes has answered by liking.
_TOWARDS: Final = (
    ("share", ("repost-of", "repost")),
    ("like", ("like-of", "like")),
    ("reply", ("in-reply-to",)),
    ("bookmark", ("bookmark-of",)),
)
_RSVP: Final = {"yes": "Accept", "no": "Reject", "maybe": "TentativeAccept", "interested": "TentativeAccept"}
Marks = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a page says. `towards` is reply, like, share, bookmark, rsvp or mention; `answer` the verb of an rsvp."""

    author: Actor
    towards: str = "mention"
    answer: str = ""
    title: str = ""
    text: str = ""
    published: datetime | None = None
    updated: datetime | None = None


def said(found: Page, target: str, other: Callable[[str], Page | None]) -> Said:
    """What the page says towards `target`. `other` gives one more page of the same site, for its author."""
    marks = _marks(found)
    entries = list(_entries(marks.get("items", []), None, 0))
    chosen = _chosen(entries, target)
    if chosen is None:
        return Said(author=_of_site(found.url))
    entry, feed = chosen
    told = entry["properties"]
    towards = _towards(told, target)
    answer = _RSVP.get(_first(told, "rsvp").lower(), "") if towards == "reply" else ""
    text, title = _text(told), clean(plain(_first(told, "name")))[:1000]
    return Said(
        author=_author(entry, feed, marks, found, other),
        towards="rsvp" if answer else towards,
        answer=answer,
        title="" if _repeats(title, text) else title,
        text=text,
        published=_moment(told, "published"),
        updated=_moment(told, "updated"),
    )


def _marks(found: Page) -> Marks:
    if found.kind != "html" or "class" not in found.markup:
        return {}
    import mf2py  # here, because it takes a tenth of a second and most runs read no page

    try:
        parsed: Marks = mf2py.Parser(doc=found.markup, url=found.url, html_parser="html.parser").to_dict()
    except (RecursionError, ValueError, AttributeError, TypeError, KeyError, IndexError):
        return {}  # the page links to us all the same
    return parsed


def _entries(items: Any, feed: Marks | None, depth: int) -> Iterator[tuple[Marks, Marks | None]]:
    """Each entry with the feed it stands in, in the order of the page."""
    if not isinstance(items, list) or depth > _DEEPEST:
        return
    for item in items[:_MOST_ITEMS]:
        if not isinstance(item, dict) or not isinstance(item.get("properties"), dict):
            continue
        kinds = item.get("type", [])
        if "h-entry" in kinds or "h-event" in kinds:
            yield item, feed
        yield from _entries(item.get("children"), item if "h-feed" in kinds else feed, depth + 1)


def _chosen(entries: list[tuple[Marks, Marks | None]], target: str) -> tuple[Marks, Marks | None] | None:
    """The entry that is about `target`, else the one in whose words it stands, else the first."""
    about = (e for e in entries if _towards(e[0]["properties"], target) != "mention")
    within = (e for e in entries if any(target in html for html in _htmls(e[0]["properties"])))
    return next(about, None) or next(within, None) or next(iter(entries), None)


def _towards(told: Marks, target: str) -> str:
    for kind, names in _TOWARDS:
        if any(same(address, target) for name in names for address in _addresses(told, name)):
            return kind
    return "mention"


def _author(entry: Marks, feed: Marks | None, marks: Marks, found: Page, other: Callable[[str], Page | None]) -> Actor:
    for holder in (entry, feed):
        given = (holder or {}).get("properties", {}).get("author") or []
        if given and isinstance(given[0], dict):
            return _actor(given[0].get("properties", {}), found.url)
        if given and isinstance(given[0], str):
            return _by_page(given[0], marks, found, other) if is_web(given[0]) else _named(given[0], "", found.url)
    rel = [address for address in marks.get("rels", {}).get("author", []) if isinstance(address, str)]
    return _by_page(rel[0], marks, found, other) if rel and is_web(rel[0]) else _of_site(found.url)


def _by_page(url: str, marks: Marks, found: Page, other: Callable[[str], Page | None]) -> Actor:
    """The card with that address, on this page or on the author's own."""
    card = _card(marks, url)
    if card is None and host(url) == host(found.url):
        there = other(url)
        card = _card(_marks(there), url) if there else None
    return _actor({**(card or {}), "url": [url]}, found.url)


def _card(marks: Marks, url: str) -> Marks | None:
    for item in marks.get("items", [])[:_MOST_ITEMS]:
        if "h-card" in item.get("type", []) and any(
            same(address, url) for address in _addresses(item["properties"], "url")
        ):
            card: Marks = item["properties"]
            return card
    return None


def _actor(card: Marks, page: str) -> Actor:
    url = next((address for address in _addresses(card, "url") if is_web(address)), "")
    return _named(_first(card, "name"), url, page)


def _named(name: str, url: str, page: str) -> Actor:
    name, url = clean(plain(name))[:200], clean(url)[:2000]
    if url and _bare(url) == _bare(page):
        return Actor(id=url, network="web", handle=host(url), name=name, url=url)
    if not (name or url):
        return _of_site(page)
    # On another site than the page: nobody there has said so.
    key = quote(url or name, safe="@:/")
    return Actor(id=f"{site(page)}#{key}", network="web", handle=host(url), name=name or host(url), url=site(page))


def _bare(url: str) -> str:
    return host(url).removeprefix("www.")


def _of_site(url: str) -> Actor:
    home = site(url)
    return Actor(id=home, network="web", type="Organization", handle=host(url), name=host(url), url=home)


def _text(told: Marks) -> str:
    for name in ("content", "summary"):
        for value in told.get(name) or []:
            markup = value.get("html") or value.get("value") if isinstance(value, dict) else value
            if isinstance(markup, str) and markup.strip():
                return clean(plain(markup))[:_MAX_TEXT]
    return ""


def _htmls(told: Marks) -> Iterator[str]:
    for value in told.get("content") or []:
        if isinstance(value, dict) and isinstance(value.get("html"), str):
            yield value["html"]


def _repeats(title: str, text: str) -> bool:
    """An entry without a title gets all its words as its name."""
    bare = " ".join(text.split())
    return bool(title) and " ".join(title.split())[:80].startswith(bare[:80]) if bare else False


def _addresses(told: Marks, name: str) -> Iterator[str]:
    for value in told.get(name) or []:
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            properties = value.get("properties")
            yield from _addresses(properties, "url") if isinstance(properties, dict) and name != "url" else ()
            if isinstance(value.get("value"), str):
                yield value["value"]


def _first(told: Marks, name: str) -> str:
    value = next(iter(told.get(name) or []), "")
    if isinstance(value, dict):
        value = value.get("value", "")
    return value.strip() if isinstance(value, str) else ""


def _moment(told: Marks, name: str) -> datetime | None:
    try:
        return when(_first(told, name)) if _first(told, name) else None
    except NoDate:
        return None
