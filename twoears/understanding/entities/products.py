"""Products by the form of their name: letters with figures, such as FX-3 or iPhone 12."""

import re
from collections.abc import Iterator
from typing import Final

from twoears.lib.text import listed
from twoears.understanding.entities.page import Page
from twoears.understanding.entities.values import Entity

_MODEL: Final = re.compile(r"(?<![\w#@/.&-])([A-Z]{1,4})-(\d{1,4}[A-Za-z]{0,2})(?![\w-]|[./]\w)")
_SOLID: Final = re.compile(r"[A-Z]{1,4}\d{1,5}[A-Za-z]{0,2}")
_MIXED: Final = re.compile(r"[a-z]{1,2}[A-Z][a-z]{2,}|[A-Z][a-z]{2,}[A-Z][a-z]{2,}")
_NUMBER: Final = re.compile(r"\d{1,4}[A-Za-z]{0,2}|X|XS|XR|SE|Pro|Max|Mini|Air|Plus|Ultra")
_NO_MODELS: Final = listed(
    "COVID SARS UTF ISO DIN EN IEC RFC CVE HTTP MP H A B C D E F G I K L M N O P Q R S T U V W X Y Z GMT UTC PG TV "
    "NC MI VR UK US EU IP HIV HPV CO PM AM NO FY WW SHA MD AES RSA USB TLS SSL HTML CSS ES FIFA"
)
# What stands before a number that is no product: a flight, a seat, a road.
_COUNTS: Final = listed(
    "flight flights flt gate seat room row zone terminal train bus line route highway exit road order ticket case "
    "ref reference number no nr id code booking confirmation invoice building level floor flug zug gleis zimmer "
    "platz rechnung bestellung vuelo puerta vol volo aeroporto platform postcode pin page section class episode "
    "season"
)
_LEADS: Final = listed(
    "the a my our your his her their this that new old an use used using bought buy got with for der die das den "
    "mein unser le la mon notre el mi il mio un una une"
)
_BRANDS: Final = listed(
    "iPhone iPad iPod iMac iOS MacBook AirPods PlayStation ThinkPad ProBook OnePlus GeForce ChromeBook HomePod"
)
_WITH_HYPHEN: Final = 0.9
_BEHIND_A_NAME: Final = 0.8
_BRAND: Final = 0.95


def products(page: Page) -> Iterator[Entity]:
    """Names that can be nothing else; what may be a flight or a seat is left out."""
    if page.figures and not page.loud:
        if "-" in page.text:
            yield from _with_hyphen(page)
        for at in page.capitals:
            if _SOLID.fullmatch(page.words[at]):
                yield from _solid(page, at)
    if not _BRANDS.isdisjoint(page.words):
        for at in [at for at, word in enumerate(page.words) if word in _BRANDS]:
            yield _branded(page, at)


def _with_hyphen(page: Page) -> Iterator[Entity]:
    for found in _MODEL.finditer(page.text):
        if found[1] in _NO_MODELS or _counted(page.text[: found.start()]):
            continue
        key, (start, end) = found[0].casefold(), found.span()
        yield Entity("product", found[0], key, start, end, _WITH_HYPHEN, "letters and figures of a model")


def _counted(before: str) -> bool:
    words = before[-24:].split()
    return bool(words) and words[-1].strip("#.:,()").casefold() in _COUNTS


def _solid(page: Page, at: int) -> Iterator[Entity]:
    """Letters and figures in one, behind a name: Galaxy S21. Alone it may be a flight, a paper or a vitamin."""
    if not at or page.before(at) == "" or page.before(at) in _COUNTS or page.words[at].rstrip("0123456789") == "Q":
        return
    name = page.words[at - 1]
    named = name[0].isupper() and len(name) > 2 and name[1:].islower() and name.casefold() not in _LEADS
    if not named or page.opens(at - 1):
        return
    yield page.entity("product", at - 1, at, f"{page.low[at - 1]} {page.low[at]}", _BEHIND_A_NAME,
                      "letters and figures of a model, behind a name")  # fmt: skip


def _branded(page: Page, at: int) -> Entity:
    last = at
    while last - at < 3 and last + 1 < len(page.words) and page.between(last) == " ":
        if not _NUMBER.fullmatch(page.words[last + 1]):
            break
        last += 1
    return page.entity("product", at, last, " ".join(page.low[at : last + 1]), _BRAND, "a name that is a product's own")
