"""Fields that are compared as a whole: which values a thing has, and which value a query means."""

import re
from collections.abc import Callable
from operator import attrgetter
from typing import Final

from twoears.lib.urls import host
from twoears.listening.said import Said
from twoears.listening.tree import is_pattern
from twoears.listening.words import DROPPED, folded, kind

US: Final = "us"
_HOST: Final = re.compile(r"[\w.*?-]+\Z")
_AROUND: Final = re.compile(r"\A(?:https?://|\*\.|www\.)+|/+\Z")


def folded_whole(text: str) -> str:
    """`text` as it is compared when it is compared as a whole.

    >>> folded_whole("Café")
    'cafe'
    """
    if text.isascii():
        return text.lower()
    return "".join(folded(letter) for letter in text if kind(letter) != DROPPED)


def names(handle: str) -> tuple[str, ...]:
    """What an account may be called: whole, and without its server. Addresses of accounts end in their name.

    >>> names("Ann@town.example"), names("https://town.example/users/ann")
    (('ann@town.example', 'ann'), ('ann@town.example', 'ann'))
    """
    text = folded_whole(handle).strip().lstrip("@")
    if "://" in text:
        text = f"{text.rstrip('/').rsplit('/', 1)[-1].lstrip('@')}@{host(text)}"
    short = text.split("@", 1)[0]
    return (text, short) if short and short != text else (text,)


def sites(url: str) -> tuple[str, ...]:
    """The host of an address and the domains above it.

    >>> sites("https://blog.acme.example/1")
    ('blog.acme.example', 'acme.example', 'example')
    """
    parts = host(url).removeprefix("www.").split(".")
    return tuple(".".join(parts[at:]) for at in range(len(parts))) if parts[0] else ()


def _languages(tag: str) -> tuple[str, ...]:
    whole = tag.lower().replace("_", "-")
    first = whole.split("-", 1)[0]
    return (whole, first) if first != whole else (whole,) if whole else ()


def _site(said: Said) -> str:
    """Scheme and host of the address: what is held in memory of addresses stays few."""
    return "/".join(said.url.split("/", 3)[:3]) if said.url[:4] == "http" else ""


HELD: Final[dict[str, Callable[[Said], object]]] = {
    "site": _site,
    "lang": attrgetter("language"),
    "hashtag": attrgetter("tags"),
    "mention": attrgetter("mentions"),
    "type": attrgetter("type"),
    "source": attrgetter("source"),
    "from": attrgetter("handle", "ours"),
    "to": attrgetter("to_us"),
}
"""What a thing holds for each field of FACTS. What is equal has equal values."""


def values(field: str, held: object) -> tuple[str, ...]:
    """The values in `field` of what is `HELD` for it.

    >>> values("from", ("ann@town.example", True)), values("hashtag", ("#Café",)), values("to", False)
    (('ann@town.example', 'ann', 'us'), ('cafe',), ())
    """
    match field, held:
        case "site", str(url):
            return sites(url)
        case "lang", str(tag):
            return _languages(tag)
        case "hashtag", tuple(tags):
            return tuple(folded_whole(tag).lstrip("#") for tag in tags)
        case "mention", tuple(mentions):
            return tuple(name for one in mentions for name in names(one))
        case "from", (str(handle), bool(ours)):
            return tuple(name for name in names(handle) if name and name != US) + ((US,) if ours else ())
        case "to", True:
            return (US,)
        case _, str(text) if text:
            return (folded_whole(text),)
    return ()


def meant(field: str, value: str) -> str:
    """The value that a query means by `value`. Raises ValueError with what to write instead.

    >>> meant("site", "https://www.acme.example/"), meant("hashtag", "#Pumps*"), meant("lang", "EN")
    ('acme.example', 'pumps*', 'en')
    """
    value = folded_whole(value.strip())
    if field == "site":
        value = _AROUND.sub("", value)
        if not _HOST.match(value):
            raise ValueError("A site is a domain such as acme.example. For a part of an address write url: instead.")
    if field in ("hashtag", "mention", "from"):
        value = value.lstrip("#@ ")
    if field == "lang":
        value = value.replace("_", "-")
    if field == "to" and value != US:
        raise ValueError("Only to:us is known. For a post that names somebody write mention: instead.")
    if not value.strip("*?"):
        raise ValueError(f"For example {field}:{_EXAMPLES.get(field, 'acme')}.")
    return value


_EXAMPLES: Final = {"site": "acme.example", "lang": "en", "from": "us", "type": "note", "source": "fediverse"}


def fits(wanted: str, value: str) -> bool:
    """Whether `value` is what was wanted: `*` is any number of letters, `?` exactly one.

    >>> fits("acme*", "acme_tools"), fits("acme", "acme_tools")
    (True, False)
    >>> fits("p?mp*", "pumps"), fits("p?mp", "pmp")
    (True, False)
    """
    return _fits(wanted, value) if is_pattern(wanted) else wanted == value


def _fits(wild: str, value: str) -> bool:
    """Goes back to the last star only: a pattern that tries all of them takes time without end on a stranger's post."""
    at = read = kept = 0
    star = -1
    while read < len(value):
        sign = wild[at] if at < len(wild) else ""
        if sign == "*":
            star, kept, at = at, read, at + 1
        elif sign in ("?", value[read]):
            at, read = at + 1, read + 1
        elif star >= 0:
            kept += 1
            at, read = star + 1, kept
        else:
            return False
    return not wild[at:].strip("*")
