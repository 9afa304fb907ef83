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
_LISTED: Final = frozenset(
    (", ", " and ", ", and ", " or ", " & ", " und ", " oder ", " et ", " ou ", " y ", " o ", " e ", "/")
)
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
    longest, done = first_words(), -1
    for at in page.capitals:
        size = longest.get(page.words[at], 0) if at > done else 0
        if size and (found := _place(page, at, size, done)):
            entity, done = found
            yield entity


def _place(page: Page, at: int, longest: int, done: int) -> tuple[Entity, int] | None:
    """The place that begins at a word, and its last word; `done` is the last word of the place before."""
    named = places()
    for last in range(min(at + longest, len(page.words)) - 1, at - 1, -1):
        those = named.get(page.text[page.spans[at][0] : page.spans[last][1]])
        if those:
            return _with_country(page, at, last, those) or _alone(page, at, last, those[0], done)
    return None


def _with_country(page: Page, at: int, last: int, those: tuple[Place, ...]) -> tuple[Entity, int] | None:
    if (beside := _beside(page, last)) is None:
        return None
    near, end = beside
    for one in those:
        if one.kind == "city" and one.country == near.country and near.state in ("", one.state):
            return page.entity("place", at, end, one.key, _BESIDE, "with its country or state"), end
    return None


def _alone(page: Page, at: int, last: int, place: Place, done: int) -> tuple[Entity, int] | None:
    if page.joined(last) or _within_a_name(page, at):
        return None
    if place.sure:
        return page.entity("place", at, last, place.key, _SURE, f"a {place.kind}, and nothing else is called so"), last
    if place.kind == "city" and _beside(page, last) or _numbered(page, last):
        return None  # another one of that name, which we do not know
    if is_word(page.text[page.spans[at][0] : page.spans[last][1]]):
        return None
    if done >= 0 and page.text[page.spans[done][1] : page.spans[at][0]] in _LISTED:
        return page.entity("place", at, last, place.key, _SAID, "beside another place"), last
    if _is_said(page, at, place):
        return page.entity("place", at, last, place.key, _SAID, f"behind “{page.words[at - 1]}”"), last
    return None


def _is_said(page: Page, at: int, place: Place) -> bool:
    """Whether the word before says that a place follows."""
    before, language = page.before(at), page.language
    if before in _IN or before in _OWN.get(language, ()):
        return True
    far = before in _FROM or (before == "de" and language in ("fr", "es"))
    return far and place.size >= _SIZE_FROM and page.words[at] not in EVERY_GIVEN


def _beside(page: Page, last: int) -> tuple[Place, int] | None:
    """The country or state behind a comma, and its last word."""
    if page.between(last) != ", ":
        return None
    word = page.words[last + 1]
    if word in _US_STATES:
        return Place("", "US", 0, "state", sure=True, state=word), last + 1
    for end in range(min(last + 3, len(page.words) - 1), last, -1):
        for one in places().get(page.text[page.spans[last + 1][0] : page.spans[end][1]], ()):
            if one.kind in ("country", "state"):
                return one, end
    return None


def _within_a_name(page: Page, at: int) -> bool:
    """Whether a word with a capital stands before, as in "Whitney Houston"; "North" and a sentence's first are none."""
    if not page.before(at) or not page.words[at - 1][0].isupper():
        return page.text[page.spans[at][0] - 1 : page.spans[at][0]] in ("#", "@", "-", "&", "_")
    opens = page.opens(at - 1) and page.words[at - 1] not in EVERY_GIVEN
    return page.low[at - 1] not in _COMPASS and not opens


def _numbered(page: Page, last: int) -> bool:
    return page.between(last) == " " and page.words[last + 1][0].isdigit()
