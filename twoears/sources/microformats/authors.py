"""Who wrote an entry, by https://indieweb.org/authorship, as far as one more page of the same site tells it.

A page may claim any author. One on another site is only somebody of whom the page says so, and gets an id below the
page's site: else anybody could speak as us.
"""

from collections.abc import Callable
from urllib.parse import quote

from twoears.activities.values import Actor
from twoears.lib.html import clean, plain
from twoears.lib.urls import host, is_web, site
from twoears.sources.microformats.marks import (
    Entry,
    Marks,
    Told,
    TooHeavy,
    addresses,
    first,
    kinds_of,
    marks_of,
    properties,
    values,
)
from twoears.sources.microformats.page import Page, same

_MOST_ITEMS = 500
Other = Callable[[str], Page | None]


def author(entry: Entry, marks: Marks, other: Other) -> Actor:
    """Who wrote an entry of the page at `marks.url`; its site where nobody is named.

    `other` gives one more page of the same site.
    """
    for holder in (entry.item, entry.feed):
        given = next(iter(values(properties(holder), "author")), None)
        if isinstance(given, dict):
            return _actor(properties(given), marks.url)
        if isinstance(given, str) and given:
            return _by_page(given, marks, other) if is_web(given) else _named(given, "", marks.url)
    rel = [address for address in values(marks.rels, "author") if isinstance(address, str)]
    return _by_page(rel[0], marks, other) if rel and is_web(rel[0]) else of_site(marks.url)


def of_site(url: str) -> Actor:
    """The site of a page, for what nobody is named as the author of."""
    home = site(url)
    return Actor(id=home, network="web", type="Organization", handle=host(url), name=host(url), url=home)


def _by_page(url: str, marks: Marks, other: Other) -> Actor:
    """The card with that address, on this page or on the author's own."""
    card = _card(marks, url)
    if card is None and host(url) == host(marks.url):
        there = other(url)
        card = _card(_marks(there), url) if there else None
    return _actor({**(card or {}), "url": [url]}, marks.url)


def _marks(page: Page) -> Marks:
    try:
        return marks_of(page)
    except TooHeavy:
        return Marks(page.url)


def _card(marks: Marks, url: str) -> Told | None:
    for item in marks.items[:_MOST_ITEMS]:
        if isinstance(item, dict) and "h-card" in kinds_of(item):
            told = properties(item)
            if any(same(address, url) for address in addresses(told, "url")):
                return told
    return None


def _actor(card: Told, page: str) -> Actor:
    url = next((address for address in addresses(card, "url") if is_web(address)), "")
    return _named(first(card, "name"), url, page)


def _named(name: str, url: str, page: str) -> Actor:
    name, url = clean(plain(name))[:200], clean(url)[:2000]
    if url and _bare(page) in ("", _bare(url)):
        return Actor(id=url, network="web", handle=host(url), name=name, url=url)
    if not (name or url):
        return of_site(page)
    if not page:
        return Actor(id=f"web:name:{' '.join(name.split())}", network="web", name=name)
    # On another site than the page: nobody there has said so.
    key = quote(url or name, safe="@:/")
    return Actor(id=f"{site(page)}#{key}", network="web", handle=host(url), name=name or host(url), url=site(page))


def _bare(url: str) -> str:
    return host(url).removeprefix("www.")
