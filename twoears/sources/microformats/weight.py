"""How much work the marks of a page make. A page of 2 KB can name each element so often that its reader never ends."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from typing import Final

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString

# Elements that are looked at, each time counted: about twenty seconds.
HEAVIEST: Final = 1_000_000
# An element that is a property of what it lies in is read once for each of its names, with all below it.
_PROPERTIES = ("p-", "u-", "dt-", "e-")
_CLASSIC_ROOTS: Final = frozenset({
    "adr", "geo", "hentry", "hfeed", "hproduct", "hrecipe", "hresume", "hreview", "hreview-aggregate", "vcard",
    "vevent",
})  # fmt: skip
_CLASSIC_PROPERTIES: Final = frozenset({
    "additional-name", "adr", "affiliation", "attendee", "author", "bday", "best", "brand", "category", "contact",
    "count", "country-name", "description", "dtend", "dtreviewed", "dtstart", "duration", "education", "email",
    "entry-content", "entry-summary", "entry-title", "experience", "extended-address", "family-name", "fn", "geo",
    "given-name", "honorific-prefix", "honorific-suffix", "identifier", "ingredient", "instructions", "item", "key",
    "label", "latitude", "locality", "location", "logo", "longitude", "nickname", "note", "nutrition", "org",
    "organization-name", "organization-unit", "organizer", "photo", "post-office-box", "postal-code", "price",
    "published", "rating", "region", "review", "reviewer", "role", "site-description", "site-title", "skill",
    "street-address", "summary", "tel", "title", "uid", "updated", "url", "votes", "worst", "yield",
})  # fmt: skip
_COPIED = 16  # in an item of the old kind each element is copied, with all below it, about so often
_COPIED_LETTERS = 200
_JOINED = 200_000  # letters that are copied in the time of one element, when many pieces of text are put together


@dataclass(slots=True)
class _Element:
    """`times` is how often it is looked at; each time all below it is gone through `passes` times, and joined to one
    text `joins` times.
    """

    times: int
    passes: int
    joins: int
    above: int
    tags: int = 1
    texts: int = 0
    letters: int = 0


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an element stands: in which element, in an item or not, and whether that is one of the old kind."""

    above: int
    times: int
    within: bool = False
    classic: bool = False


def weight(tree: BeautifulSoup) -> int:
    """About how many elements are looked at in reading the marks of `tree`; it stops counting at `HEAVIEST`.

    >>> weight(BeautifulSoup('<div class="h-entry"><p class="p-name">x</p></div>', "html.parser")) < 20
    True
    >>> weight(BeautifulSoup('<div class="h-entry p-a p-b">' * 40, "html.parser")) == HEAVIEST
    True
    """
    elements: list[_Element] = []
    total = 0
    for element in _walk(tree):
        elements.append(element)
        total += element.times
        if total >= HEAVIEST:
            return HEAVIEST
    for element in reversed(elements):
        joined = element.texts * element.letters // _JOINED
        once = element.tags + element.letters // _COPIED_LETTERS
        total += element.times * (element.passes * once + element.joins * joined)
        if element.above >= 0:
            above = elements[element.above]
            above.tags += element.tags
            above.texts += element.texts
            above.letters += element.letters
    return min(total, HEAVIEST)


def _walk(tree: Tag) -> Iterator[_Element]:
    """Every element, each before those in it."""
    waiting: list[tuple[Tag, _Place]] = [(tree, _Place(-1, 1))]
    for number in count():
        if not waiting:
            return
        tag, place = waiting.pop()
        words = set(tag.get("class") or ())
        root, old, names = _is_root(words), bool(words & _CLASSIC_ROOTS), _names(words)
        whole = any(word.startswith("e-") for word in words)  # its markup is kept as well as its words
        joins = min(4, names) + root
        element = _Element(place.times, joins + 2 * whole + _COPIED * place.classic, joins, place.above)
        again = max(1, names) if (root or old) and place.within else 1
        below = _Place(number, place.times * again, place.within or root or old, old or (place.classic and not root))
        for child in tag.contents:
            if isinstance(child, Tag):
                waiting.append((child, below))
            elif isinstance(child, NavigableString):
                element.texts += 1
                element.letters += len(child)
        yield element


def _is_root(words: set[str]) -> bool:
    return any(word.startswith("h-") for word in words)


def _names(words: set[str]) -> int:
    """Of how many names an element is a property."""
    return sum(word.startswith(_PROPERTIES) or word in _CLASSIC_PROPERTIES for word in words)
