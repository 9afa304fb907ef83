"""What a page says of itself in microformats2: its entries, and the words, dates and addresses in them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from twoears.lib.dates import NoDate, when
from twoears.lib.html import clean, plain
from twoears.sources.microformats.page import Page, same

MAX_TEXT: Final = 100_000
MAX_TITLE: Final = 1000
LARGEST: Final = (
    3 << 20
)  # letters of a page without its scripts and pictures: taken apart at a megabyte in three seconds
_DEEPEST = 20
_ENTRIES = ("h-entry", "h-event")
# In this order: a page that answers and likes has answered by liking.
TOWARDS: Final = (
    ("share", ("repost-of", "repost")),
    ("like", ("like-of", "like")),
    ("reply", ("in-reply-to",)),
    ("bookmark", ("bookmark-of",)),
)
RSVP: Final = {"yes": "Accept", "no": "Reject", "maybe": "TentativeAccept", "interested": "TentativeAccept"}
Told = Mapping[str, Any]  # the properties of an item: a name, and a list of values


class TooHeavy(ValueError):
    """The marks of a page are so many, or name its elements so often, that reading them would not end."""


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks of the page at `url` (empty where nobody knows where it lies), and its links by their relation."""

    url: str
    items: Sequence[Any] = ()
    rels: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry, the feed it stands in and the entry that it is a comment on, where there are such."""

    item: Told
    feed: Told | None = None
    below: Told | None = None

    @property
    def told(self) -> Told:
        """What the entry says."""
        return properties(self.item)


def marks_of(page: Page) -> Marks:
    """The marks of a page, none where it has none. Raises TooHeavy."""
    if page.kind != "html" or "class" not in page.markup:
        return Marks(page.url)
    import mf2py  # here, because they take a tenth of a second and most runs read no page
    from bs4 import BeautifulSoup

    from twoears.sources.microformats.weight import HEAVIEST, weight

    if len(page.markup) > LARGEST:
        raise TooHeavy(f"It is larger than {LARGEST >> 20} MB, even without its scripts and pictures")
    tree = BeautifulSoup(page.markup, "html.parser")
    if weight(tree) >= HEAVIEST:
        raise TooHeavy("Its marks name each element more often than those of any page")
    try:
        parsed = mf2py.Parser(doc=tree, url=page.url or None).to_dict()
    except (RecursionError, ValueError, AttributeError, TypeError, KeyError, IndexError) as error:
        raise TooHeavy(f"Its marks cannot be taken apart ({type(error).__name__})") from error
    return Marks(page.url, parsed["items"], parsed["rels"])


def entries(items: Any, feed: Told | None = None, depth: int = 0) -> Iterator[Entry]:
    """Each entry with the feed it stands in, in the order of the page.

    >>> [one.item["id"] for one in entries([{"type": ["h-feed"], "properties": {}, "children": [
    ...     {"type": ["h-entry"], "properties": {}, "id": "a"}, {"type": ["h-card"], "properties": {}}]}])]
    ['a']
    """
    if not isinstance(items, list) or depth > _DEEPEST:
        return
    for item in items:
        if not isinstance(item, dict) or not isinstance(item.get("properties"), dict):
            continue
        kinds = kinds_of(item)
        if any(kind in kinds for kind in _ENTRIES):
            yield Entry(item, feed)
        yield from entries(item.get("children"), item if "h-feed" in kinds else feed, depth + 1)


def kinds_of(item: Told) -> Sequence[Any]:
    """What an item is, such as `h-entry`."""
    kinds = item.get("type")
    return kinds if isinstance(kinds, list) else ()


def properties(item: Told | None) -> Told:
    """What an item says, nothing where it is none."""
    told = (item or {}).get("properties")
    return told if isinstance(told, dict) else {}


def values(told: Told, name: str) -> Sequence[Any]:
    """All values of a property."""
    given = told.get(name)
    return given if isinstance(given, list) else ()


def first(told: Told, name: str) -> str:
    """The first value of a property, as words."""
    value = next(iter(values(told, name)), "")
    if isinstance(value, dict):
        value = value.get("value", "")
    return value.strip() if isinstance(value, str) else ""


def addresses(told: Told, name: str) -> Iterator[str]:
    """The addresses that a property names, also by an item with an address of its own."""
    for value in values(told, name):
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            yield from addresses(properties(value), "url") if name != "url" else ()
            if isinstance(value.get("value"), str):
                yield value["value"]


def towards(told: Told, target: str) -> str:
    """What an entry does with `target`: a word of `TOWARDS`, else mention."""
    for kind, names in TOWARDS:
        if any(same(address, target) for name in names for address in addresses(told, name)):
            return kind
    return "mention"


def text(told: Told) -> str:
    """The words of an entry."""
    for name in ("content", "summary"):
        for value in values(told, name):
            markup = value.get("html") or value.get("value") if isinstance(value, dict) else value
            if isinstance(markup, str) and markup.strip():
                return clean(plain(markup))[:MAX_TEXT]
    return ""


def title(told: Told, words: str) -> str:
    """The title of an entry; an entry without one gets all its words as its name."""
    named = clean(plain(first(told, "name")))[:MAX_TITLE]
    bare = " ".join(words.split())
    return "" if bare and " ".join(named.split())[:80].startswith(bare[:80]) else named


def markups(told: Told) -> Iterator[str]:
    """The words of an entry as HTML."""
    for value in values(told, "content"):
        if isinstance(value, dict) and isinstance(value.get("html"), str):
            yield value["html"]


def published(told: Told) -> datetime | None:
    """When an entry was published, else when it was changed last."""
    return moment(told, "published") or moment(told, "updated")


def dates(marks: Marks) -> list[datetime]:
    """When the entries of a page were published, of those that say so."""
    return [at for entry in entries(marks.items) if (at := published(entry.told))]


def moment(told: Told, name: str) -> datetime | None:
    """The date that a property names."""
    try:
        return when(first(told, name)) if first(told, name) else None
    except NoDate:
        return None
