"""Products by the form of their name: letters with figures, such as FX-3 or iPhone 12."""

import re
from collections.abc import Iterator
from typing import Final

from twoears.lib.text import listed
from twoears.understanding.entities.organisations import FAMOUS
from twoears.understanding.entities.page import Page
from twoears.understanding.entities.values import Entity

_MODEL: Final = re.compile(r"(?<![\w#@/.&-])([A-Z]{1,4})-(\d{1,4}[A-Za-z]{0,2})(?![\w-]|[./]\w)")
_SOLID: Final = re.compile(r"[A-Z]{1,4}\d{1,5}[A-Za-z]{0,2}")
_MIXED: Final = re.compile(r"[a-z]{1,2}[A-Z][a-z]{2,}|[A-Z][a-z]{2,}[A-Z][a-z]{2,}")
_NUMBER: Final = re.compile(r"\d{1,4}[A-Za-z]{0,2}|[A-Z]\d{1,3}|X|XS|XR|SE|Pro|Max|Mini|Air|Plus|Ultra")
_NO_MODELS: Final = listed(
    "COVID SARS UTF ISO DIN EN IEC RFC CVE HTTP MP GMT UTC PG TV NC MI VR UK US EU IP HIV HPV CO PM AM NO FY WW "
    "SHA MD AES RSA USB TLS SSL HTML CSS ES FIFA RAID CAT PCI SATA IPV LTE MPEG WPA TCP SSD DVD HD PS VO RS TYPE "
    "TOP CLASS APOLLO NYC LA"
)
# What stands before a number that is no product: a flight, a seat, a road.
_COUNTS: Final = listed(
    "flight flights flt gate seat room row zone terminal train bus line route highway exit road order ticket case "
    "ref reference number no nr id code booking confirmation invoice building level floor flug zug gleis zimmer "
    "platz rechnung bestellung vuelo puerta vol volo aeroporto platform postcode pin page section class episode "
    "season"
)
_CODES: Final = listed("confirmation code booking reference flight ticket order")
# Names that are a product's with a number or the like behind them.
_LINES: Final = listed("Windows Pixel Galaxy Kindle Xbox Surface Android Office")
_LEADS: Final = listed(
    "the a my our your his her their this that new old an use used using bought buy got with for der die das den "
    "mein unser le la mon notre el mi il mio un una une"
)
_BRANDS: Final = listed(
    "iPhone iPad iPod iMac iOS MacBook AirPods PlayStation ThinkPad ProBook OnePlus GeForce ChromeBook HomePod "
    "Photoshop PowerPoint Chromecast"
)
_OWN: Final = _BRANDS | _LINES
_WITH_HYPHEN: Final = 0.9
_BEHIND_A_NAME: Final = 0.8
_BRAND: Final = 0.95


def products(page: Page) -> Iterator[Entity]:
    """Names that can be nothing else; what may be a flight or a seat is left out."""
    if page.figures and not page.loud:
        if "-" in page.text:
            yield from _with_hyphen(page)
        for at in page.capitals:
            if not page.words[at].isalpha() and _SOLID.fullmatch(page.words[at]):
                yield from _solid(page, at)
    if not _OWN.isdisjoint(page.words):
        for at in [at for at, word in enumerate(page.words) if word in _OWN]:
            named = _branded(page, at)
            if page.words[at] in _BRANDS or any(sign.isdigit() for sign in named.name):
                yield named


def _with_hyphen(page: Page) -> Iterator[Entity]:
    for found in _MODEL.finditer(page.text):
        short = found[1] in _NO_MODELS or (len(found[1]) == 1 and len(found[2]) < 3)
        if short or _counted(page.text[: found.start()]) or _counting(page.text[found.end() :]):
            continue
        key, (start, end) = found[0].casefold(), found.span()
        yield Entity("product", found[0], key, start, end, _WITH_HYPHEN, "letters and figures of a model")


def _counted(before: str) -> bool:
    words = before[-24:].split()
    return bool(words) and words[-1].strip("#.:,()").casefold() in _COUNTS


def _counting(after: str) -> bool:
    words = after[:24].split()
    return bool(words) and not after[0].strip() and words[0].strip(".:,()").casefold() in _CODES


def _solid(page: Page, at: int) -> Iterator[Entity]:
    """Letters and figures in one, behind a name: my Galaxy S21. Alone it may be a flight, a paper or a vitamin."""
    if not at or page.before(at) == "" or page.before(at) in _COUNTS:
        return
    name, letters = page.words[at - 1], page.words[at].rstrip("0123456789abcdefghijklmnopqrstuvwxyz")
    named = name[0].isupper() and len(name) > 2 and name.casefold() not in _LEADS
    if not named or letters in _NO_MODELS or letters == "Q":
        return
    if name in FAMOUS or name in _OWN or page.before(at - 1) in _LEADS:
        key, reason = page.key(at - 1, at), "letters and figures of a model, behind a name"
        yield page.entity("product", at - 1, at, key, _BEHIND_A_NAME, reason)


def _branded(page: Page, at: int) -> Entity:
    last = at
    while last - at < 3 and last + 1 < len(page.words) and page.between(last) == " ":
        if not _NUMBER.fullmatch(page.words[last + 1]):
            break
        last += 1
    if page.words[last].isdigit() and page.between(last) == "." and page.words[last + 1].isdigit():
        last += 1  # Android 4.4
    return page.entity("product", at, last, page.key(at, last), _BRAND, "a name that is a product's own")
