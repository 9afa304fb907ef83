"""People and companies: those that the workspace knows, and those whose form says what they are."""

from collections.abc import Iterator
from typing import Final

from twoears.lib.text import listed
from twoears.understanding.entities.gazetteer import first_words, places
from twoears.understanding.entities.given_names import EVERY_GIVEN, GIVEN
from twoears.understanding.entities.organisations import FAMOUS, FAMOUS_PAIRS, HEADS
from twoears.understanding.entities.page import Page
from twoears.understanding.entities.values import Entity

_TITLES: Final = listed(
    "Mr Mrs Ms Miss Dr Prof Professor Herr Herrn Frau Mme Mlle Monsieur Madame Señor Señora Sra Signor Signora"
)
_SAINTS: Final = frozenset(("San", "Santa", "St", "Saint", "Sankt", "São"))
_TITLED_DRINKS: Final = frozenset(("Pepper",))
_BETWEEN: Final = listed("von van de der den del della di da dos la le zu bin al")
_LEGAL_FORMS: Final = listed(
    "GmbH AG KG UG OHG Inc Ltd LLC LLP Limited Corp Corporation plc SAS SARL SpA Srl BV NV Oy Oyj AB ASA ApS Pty SE"
)
_SUFFIXES: Final = {name.casefold(): name for name in _LEGAL_FORMS}
_AS_WRITTEN: Final = frozenset(
    ("AG", "KG", "UG", "SAS", "BV", "NV", "AB", "SE", "Oy", "ASA")
)  # words, written otherwise
_DOTTED: Final = (("S", "A"), ("S", "p", "A"), ("S", "r", "l"), ("B", "V"), ("N", "V"), ("S", "L"), ("A", "G"))
_DOTS: Final = tuple(f"{signs[0]}.{signs[1]}" for signs in _DOTTED)
_WORKS: Final = listed(
    "work works worked working job jobs career employed intern internship employee arbeite arbeitet travaille "
    "trabajo trabaja lavoro lavora"
)  # fmt: skip
_RANKS: Final = listed("ceo cto cfo coo founder cofounder")
_AT: Final = frozenset(("at", "for", "bei", "chez", "en", "presso"))
_BEFORE: Final = _AT | {"of"}
_NAMED: Final = FAMOUS | FAMOUS_PAIRS.keys() | HEADS
_HINTS: Final = _WORKS | _RANKS
# Words with a capital that are neither a family name nor a company.
_NO_NAMES: Final = listed(
    "I The A An And Or But If When Why What Who Where How This That These Those Is Are Was Were Has Have Had Do "
    "Does Did Will Would Can Could Should May Might Must Not No Yes Please Thanks Thank You Your We Our They Their "
    "He She It His Her My Me Us Them So Then There Here Just Now New Day Week Weekend Month Year Today Tomorrow "
    "Yesterday Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April June July "
    "August September October November December Hi Hello Hey Dear Re Fwd Cc Team Support Service Customer Help "
    "Store Shop Street Road Avenue Park Airport Station University College School Hospital Church Bank Hotel Beach "
    "Lake River Island City County State Club Prize Award Foundation Institute Museum Square Hall House Center "
    "Centre Plaza Und Oder Aber Der Die Das Ein Eine Ist Le La Les Et El Los Las Y Il Lo Gli E Di Da De Del Great "
    "Good Happy Big Merry Christmas Xmas Easter Birthday Via Pic Photo Video Live Tour Show Album Says Said Also "
    "With From For At On In Of To By As"
)
_TITLED: Final = 0.93
_KNOWN: Final = 0.95
_PATTERN: Final = 0.85
_LEGAL: Final = 0.95
_EMPLOYER: Final = 0.75
_MOST_WORDS: Final = 4


def may_be_person(name: str) -> bool:
    """Whether an account's name has the form of a person's, and not of a team's or a shop's.

    >>> may_be_person("Leila Haddad"), may_be_person("Acme Support"), may_be_person("acme")
    (True, False, False)
    """
    words = name.split()
    return 2 <= len(words) <= _MOST_WORDS and all(
        word in _BETWEEN or (word.istitle() and word not in _NO_NAMES and word not in HEADS) for word in words
    )


def known(page: Page) -> Iterator[Entity]:
    """Names that the workspace knows, as they are written there."""
    names = page.known.names
    for at in page.capitals if names else ():
        for rest, kind, key in names.get(page.words[at], ()):
            last = at + len(rest)
            if tuple(page.words[at + 1 : last + 1]) == rest and _unbroken(page, at, last):
                yield page.entity(kind, at, last, key, _KNOWN, "your workspace knows this name")
                break


def _unbroken(page: Page, first: int, last: int) -> bool:
    return not any(set(page.between(at)) & set("\n.!?;,:") for at in range(first, last))


def people(page: Page) -> Iterator[Entity]:
    """A title before a name; a given name before a family name."""
    for at in page.capitals:
        word = page.words[at]
        if word in _TITLES:
            yield from _titled(page, at)
        elif word in GIVEN and not page.loud:
            yield from _given(page, at)


def _titled(page: Page, at: int) -> Iterator[Entity]:
    after = page.between(at)
    if at + 1 >= len(page.words) or after not in (" ", ". ") or not _is_name(page, at + 1):
        return
    if page.words[at + 1] in _TITLED_DRINKS:
        return
    first = at + 1
    if page.words[first] in _TITLES:  # Frau Dr. Berg
        if not (first + 1 < len(page.words) and page.between(first) in (" ", ". ") and _is_name(page, first + 1)):
            return
        first += 1
    last = _name_end(page, first)
    key = page.key(first, last)
    yield page.entity("person", first, last, key, _TITLED, f"behind “{page.words[at]}”")


def _given(page: Page, at: int) -> Iterator[Entity]:
    before = page.words[at - 1] if page.before(at) else ""
    if before in EVERY_GIVEN or before in _SAINTS:
        return  # taken with the given name before; or a place, as San Antonio
    last = _name_end(page, at)
    if last == at or (page.words[last] in EVERY_GIVEN and page.words[last] not in GIVEN):
        return
    if last == at + 1 and page.between(at) == "-":
        return  # Jean-Luc, and nobody's family name
    if last + 1 < len(page.words) and page.between(last) in (" ", ", ") and _is_suffix(page, last + 1):
        return
    yield page.entity("person", at, last, page.key(at, last), _PATTERN, "a given name before a family name")


def _name_end(page: Page, first: int) -> int:
    """The last word of the name that begins at `first`: given names and initials, then one family name."""
    last = first
    while last - first < _MOST_WORDS - 1 and last + 1 < len(page.words):
        sign = page.between(last)
        if last != first and page.words[last] not in EVERY_GIVEN and len(page.words[last]) > 1 and sign != "-":
            break  # the family name has ended; only its other half may follow
        if sign not in (" ", "-") and not _initial(page, last):
            break
        beyond = last + 1
        while last == first and beyond < len(page.words) - 1 and beyond - last < 4 and _joins(page, beyond):
            beyond += 1
        if not _is_name(page, beyond):
            break
        last = beyond
    return last


def _joins(page: Page, at: int) -> bool:
    return page.low[at] in _BETWEEN and page.between(at) == " "


def _initial(page: Page, at: int) -> bool:
    return len(page.words[at]) == 1 and page.words[at].isupper() and page.between(at) == ". "


def _is_name(page: Page, at: int) -> bool:
    """Whether a word may be part of somebody's name."""
    word = page.words[at]
    if len(word) == 1:
        return word.isupper() and word != "I" and page.between(at) == ". "
    form = word[0].isupper() and word.replace("'", "").replace("’", "").isalpha() and not word.isupper()
    return form and word not in _NO_NAMES and page.low[at] not in _SUFFIXES


def companies(page: Page) -> Iterator[Entity]:
    """Words with a capital before `GmbH` and the like; those behind "works at"."""
    legal = not _SUFFIXES.keys().isdisjoint(page.low) or any(signs in page.text for signs in _DOTS)
    works = not page.loud and not _HINTS.isdisjoint(page.low)
    for at in page.capitals if legal or works else ():
        if legal and _is_suffix(page, at):
            yield from _legal(page, at)
        elif works and at and page.low[at - 1] in _BEFORE:
            yield from _employer(page, at)
    if not page.loud and not _NAMED.isdisjoint(page.words):
        for at in page.capitals:
            yield from _famous(page, at)


def _famous(page: Page, at: int) -> Iterator[Entity]:
    """What is known everywhere; a name that ends as those of organisations do."""
    word = page.words[at]
    if word in FAMOUS:
        yield page.entity("company", at, at, page.low[at], _KNOWN, "known everywhere")
    elif word in FAMOUS_PAIRS and page.joined(at) and page.words[at + 1] == FAMOUS_PAIRS[word]:
        yield page.entity("company", at, at + 1, f"{page.low[at]} {page.low[at + 1]}", _KNOWN, "known everywhere")
    elif word in HEADS:
        yield from _headed(page, at)


def _headed(page: Page, at: int) -> Iterator[Entity]:
    first = last = at
    while first and at - first < _MOST_WORDS - 1 and page.joined(first - 1) and page.words[first - 1][0].isupper():
        if page.words[first - 1] in _NO_NAMES:
            if not page.opens(first - 1):
                return  # "Save The Children Foundation"
            break
        first -= 1
    if page.text[page.spans[at][1] :].startswith(" of ") and at + 2 < len(page.words):
        last = at + 2 if page.words[at + 2][0].isupper() and page.words[at + 2] not in _NO_NAMES else at
    if first != last:
        key = page.key(first, last)
        yield page.entity("company", first, last, key, _PATTERN, f"with “{page.words[at]}”")


def _is_suffix(page: Page, at: int) -> bool:
    word = page.words[at]
    if page.low[at] in _SUFFIXES:
        return word in _AS_WRITTEN or (word in (_SUFFIXES[page.low[at]], "PLC") and word.upper() not in _AS_WRITTEN)
    return len(word) == 1 and any(_spelled(page, at, signs) for signs in _DOTTED)


def _spelled(page: Page, at: int, signs: tuple[str, ...]) -> bool:
    """Whether letters with dots between stand there, as in S.p.A."""
    if tuple(page.words[at : at + len(signs)]) != signs:
        return False
    return all(page.between(at + place) == "." for place in range(len(signs) - 1))


def _legal(page: Page, at: int) -> Iterator[Entity]:
    first = at
    while first and at - first < _MOST_WORDS and _belongs(page, first - 1):
        first -= 1
    while first < at and page.words[first] in _NO_NAMES | _TITLES:
        first += 1
    if first == at or (page.loud and page.words[at] in _AS_WRITTEN):
        return
    if first == at - 1 and any(one.kind != "city" for one in places().get(page.words[first], ())):
        return  # "my Iowa LLC" tells where it is, not how it is called
    last = at
    for signs in _DOTTED:
        if _spelled(page, at, signs):
            last = at + len(signs) - 1
    if last == at and page.low[at] == "gmbh" and page.text[page.spans[at][1] :].startswith(" & Co"):
        last = at + 1 + int(at + 2 < len(page.words) and page.words[at + 2] == "KG")
    yield page.entity("company", first, last, page.key(first, at - 1), _LEGAL, f"before “{page.words[at]}”")


def _belongs(page: Page, at: int) -> bool:
    """Whether a word belongs to the name that goes on behind it."""
    word, after = page.words[at], page.between(at)
    named = word[0].isupper() or word[0].isdigit()
    return named and (after in (" ", " & ", "-", "&", ". ") or (after == ", " and _is_suffix(page, at + 1)))


def _employer(page: Page, at: int) -> Iterator[Entity]:
    before = page.low[at - 2] if at > 1 else ""
    works = before in _WORKS and page.low[at - 1] in _AT
    leads = before in _RANKS and page.low[at - 1] in ("at", "of")
    if not (works or leads) or page.words[at] in _NO_NAMES or page.words[at] in EVERY_GIVEN:
        return
    last = at
    while last - at < _MOST_WORDS - 2 and page.joined(last) and page.words[last + 1] not in _NO_NAMES:
        last += 1
    if last == at and page.words[at] in first_words():
        return  # "works in", "works at": a city as well
    key = page.key(at, last)
    yield page.entity("company", at, last, key, _EMPLOYER, f"behind “{before} {page.low[at - 1]}”")
