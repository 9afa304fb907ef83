"""Links, mail addresses, handles, and profiles on the networks that we know."""

import re
from collections.abc import Iterator
from typing import Final

from twoears.lib.profiles import profile
from twoears.lib.urls import host
from twoears.understanding.entities.page import Page
from twoears.understanding.entities.values import LONGEST, Entity

_AFTER: Final = ".,;:!?'\"”’)]}>»…*_"
# Each begins with a sign of its own, and is one class of characters repeated: no text makes them go back.
_ADDRESS: Final = re.compile(r"(?:https?://|www\.)[^\s<>]+")
_AT: Final = re.compile(r"@\w[\w.@-]*")
_BEFORE_AT: Final = re.compile(r"[\w.+-]{1,64}\Z")
_LONGEST: Final = 64  # characters of a mail address before its @
_SURE: Final = 0.99
_A_HANDLE: Final = 0.95
_FEDIVERSE: Final = ("fediverse", "mastodon")


def addresses(page: Page) -> Iterator[Entity]:
    """Everything with a sign of its own: `https://`, `www.`, `@`."""
    text = page.text
    if "://" in text or "www." in text:
        for web in _ADDRESS.finditer(text):
            yield from _link(web[0].rstrip(_AFTER), web.start())
    if "@" in text:
        for at in _AT.finditer(text):
            yield from _with_at(page, *at.span())


def _with_at(page: Page, start: int, end: int) -> Iterator[Entity]:
    if name := _BEFORE_AT.search(page.text, max(0, start - _LONGEST), start):
        yield from _mail(page.text[name.start() : end].rstrip(_AFTER), name.start())
    elif not (start and page.text[start - 1] in "/_"):
        yield from _handle(page, start, end)


def _link(words: str, start: int) -> Iterator[Entity]:
    if ")" not in words and "(" in words:
        words = words[: words.index("(")].rstrip(_AFTER)
    address = words if "://" in words else f"https://{words}"
    name = host(address)
    if "." not in name or not name[-1].isalpha():
        return
    end = start + len(words)
    if whose := profile(address):
        network, handle = whose
        yield Entity("handle", words, f"{handle}@{network}"[:LONGEST], start, end, _SURE, f"a profile on {network}")
        return
    rest = address[address.lower().find(name, address.find("://")) + len(name) :].partition("#")[0].rstrip("/")
    key = f"{name.removeprefix('www.')}{rest}"[:LONGEST]
    yield Entity("link", words[:LONGEST], key, start, end, _SURE, "an address of the web")


def _mail(words: str, start: int) -> Iterator[Entity]:
    name, _, place = words.partition("@")
    if not name or "@" in place or "." not in place or place[0] in ".-" or not place.rpartition(".")[2].isalpha():
        return
    key = words.lower()[:LONGEST]
    yield Entity("mail", words, key, start, start + len(words), _SURE, "a mail address")


def _handle(page: Page, start: int, end: int) -> Iterator[Entity]:
    words = page.text[start:end].rstrip(".-@" + _AFTER)
    bare = words[1:].lower()
    if not any(sign.isalpha() for sign in bare):
        return  # "@ 5" and "@7pm" tell a time or a price
    name, _, place = bare.partition("@")
    if "." in place:
        network, bare = "fediverse", f"{name}@{place}"
    else:
        bare, words = name, words[: 1 + len(name)]
        network = "bluesky" if bare.endswith(".bsky.social") else page.network
        if network in _FEDIVERSE and "." not in bare:
            network = ""  # one of the author's own server, which is not told here
    if bare[0].isdigit() and bare.endswith(("pm", "am")):
        return
    key = f"{bare}@{network}" if network else bare
    yield Entity("handle", words, key[:LONGEST], start, start + len(words), _A_HANDLE, "a handle")
