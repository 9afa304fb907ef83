"""Places by their names, where a name can be nothing else or the words beside it say so."""

from collections.abc import Iterator
from typing import Final

from twoears.lib.text import listed
from twoears.understanding.entities.gazetteer import Place, first_words, is_word, places
from twoears.understanding.entities.given_names import EVERY_GIVEN
from twoears.understanding.entities.page import Page
from twoears.understanding.entities.values import Entity

_IN: Final = frozenset(
    ("in", "near", "outside", "around", "across", "visiting", "leaving", "bei", "aus", "nach", "dans")
)
_FROM: Final = frozenset(("from", "to", "at", "for"))
_OWN: Final = {
    "de": frozenset(("von", "über", "nach", "aus")), "fr": frozenset(("à", "en", "vers", "depuis")),
    "es": frozenset(("en", "desde", "hacia")), "it": frozenset(("a", "da", "verso")),
}  # fmt: skip
_COMPASS: Final = listed("north south east west central downtown greater upper lower inner")
_US_STATES: Final = listed(
    "AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR "
    "PA RI SC SD TN TX UT VT VA WA WV WI WY DC"
)
_BESIDE: Final = 0.97
_SURE: Final = 0.9
_SAID: Final = 0.85
_SIZE_FROM: Final = 100_000


def find_places(page: Page) -> Iterator[Entity]:
    """Countries and large cities where nothing else is called so; others behind "in", or with their country."""
    if page.loud:
        return
    named, longest, done = places(), first_words(), -1
    for at in page.capitals:
        size = longest.get(page.words[at], 0) if at > done else 0
        if size and (found := _place(page, at, named, size)):
            entity, done = found
            yield entity


def _place(page: Page, at: int, named: dict[str, tuple[Place, ...]], longest: int) -> tuple[Entity, int] | None:
    for last in range(min(at + longest, len(page.words)) - 1, at - 1, -1):
        name = page.text[page.spans[at][0] : page.spans[last][1]]
        if name in named:
            return _judged(page, at, last, name, named)
    return None


def _judged(
    page: Page, at: int, last: int, name: str, named: dict[str, tuple[Place, ...]]
) -> tuple[Entity, int] | None:
    if (beside := _beside(page, last, named)) is not None:
        near, end = beside
        for one in named[name]:
            if one.kind == "city" and one.country == near.country and near.state in ("", one.state):
                return page.entity("place", at, end, one.key, _BESIDE, "with its country or state"), end
    if page.joined(last) or _within_a_name(page, at):
        return None
    place, before = named[name][0], page.before(at)
    if place.sure:
        return page.entity("place", at, last, place.key, _SURE, f"a {place.kind}, and nothing else is called so"), last
    said = before in _IN or before in _OWN.get(page.language, ())
    far = before in _FROM and place.size >= _SIZE_FROM and name not in EVERY_GIVEN
    if (said or far) and not is_word(name) and not _numbered(page, last):
        return page.entity("place", at, last, place.key, _SAID, f"behind “{page.words[at - 1]}”"), last
    return None


def _beside(page: Page, last: int, named: dict[str, tuple[Place, ...]]) -> tuple[Place, int] | None:
    """The country or state behind a comma, and its last word."""
    if page.between(last) != ", ":
        return None
    word = page.words[last + 1]
    if word in _US_STATES:
        return Place("", "US", 0, "state", sure=True, state=word), last + 1
    for end in range(min(last + 3, len(page.words) - 1), last, -1):
        for one in named.get(page.text[page.spans[last + 1][0] : page.spans[end][1]], ()):
            if one.kind in ("country", "state"):
                return one, end
    return None


def _within_a_name(page: Page, at: int) -> bool:
    """Whether a word with a capital stands before, as in "Whitney Houston"; "North" and a sentence's first are none."""
    if not page.before(at) or not page.words[at - 1][0].isupper():
        return page.text[page.spans[at][0] - 1 : page.spans[at][0]] in ("#", "@", "-", "&", "_")
    return page.low[at - 1] not in _COMPASS and not page.opens(at - 1)


def _numbered(page: Page, last: int) -> bool:
    return page.between(last) == " " and page.words[last + 1][0].isdigit()
