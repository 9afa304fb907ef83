"""What is compared of one account, cut out of its profile: words, each with a sign of what it is.

| sign | what |
| --- | --- |
| `w:` | a word of a name, or a handle in plain letters: the letters count |
| `r:` | a name whose forms are one (`bill` is `william`) |
| `n:` `i:` `j:` | a full name, in any order; given name and initial; initial and family name |
| `d:` `o:` | a domain of one's own; an organisation, or the name in a domain |
| `a:` | an address, the account's own or one that it gives |
| `b:` `p:` | a rarer word of a profile; a place |
| `k:` | what else brings accounts together so that they are compared |
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from math import atan2, cos, hypot, pi, sin
from typing import Final

from twoears.lib.profiles import profile as whose
from twoears.lib.urls import host
from twoears.people.matching.names import bare, ends, parted, pieces, plain, root
from twoears.people.matching.shared import LEFT_OUT, domain, shared
from twoears.people.matching.values import Profile

_LINKS: Final = 12
_WORDS: Final = 24
_ENOUGH_HOURS: Final = 15
_ADDRESS: Final = re.compile(r"https?://[^\s<>\"')\]]+")
_WORD: Final = re.compile(r"[^\W\d_]{4,24}")
_HOUSE: Final = re.compile(r"\b(?:inc|ltd|llc|gmbh|ag|co|corp|company|the|group|plc|bv|sa|srl|kg)\b|[\W_]+")


@dataclass(frozen=True, slots=True)
class Features:
    """An account in words. `handle` and `box` are its handle and the local part of its mail, in plain letters."""

    network: str
    open: bool
    organisation: bool
    first: str
    last: str
    named: bool
    handle: str
    box: str
    random: bool
    mail: str
    work: tuple[str, ...]
    own: tuple[str, ...]
    links: tuple[str, ...]
    bio: tuple[str, ...]
    place: tuple[str, ...]
    hour: float
    steady: bool
    blocks: tuple[str, ...]


def features(one: Profile) -> Features:
    """Cut `one` into what is compared. Any text is taken, however long or odd.

    >>> ann = features(Profile(key=1, uid="mailto:ann", network="mail", mail="ann.ek@norrvik.example"))
    >>> ann.first, ann.last, ann.box, ann.work
    ('ann', 'ek', 'annek', ('d:norrvik.example', 'o:norrvik'))
    """
    mail = one.mail[:320].strip().lower()
    handle = _handle(one)
    box = bare(mail) if mail else ""
    first, last = ends(one.name)
    named = bool(last)
    if not first:
        first, last = parted(_spelled(one)) if one.handle else ("", "")
        first, last = (first, last) if first else parted(mail)
    links = tuple(dict.fromkeys(filter(None, map(address, _links(one)))))[:_LINKS]
    hour, steady = _day(one.hours)
    return Features(
        network=one.network,
        open=_open(one, handle, box, named),
        organisation=one.kind == "Organization",
        first=first,
        last=last,
        named=named,
        handle="" if shared(handle) else handle,
        box="" if shared(box) else box,
        random=one.network in ("linkedin", "facebook") and any(c.isdigit() for c in handle),
        mail=mail,
        work=tuple(_work(one, mail)),
        own=tuple(dict.fromkeys(filter(None, (address(one.uid), address(one.url))))),
        links=links,
        bio=_bio(one.summary),
        place=_place(one.place),
        hour=hour,
        steady=steady,
        blocks=tuple(
            dict.fromkeys((*_blocks(first, last, handle, box, mail), *(f"k:{p}" for p in pieces(_spelled(one)))))
        ),
    )


def address(url: str) -> str:
    """An address as it is compared: without its scheme, `www.` and a last stroke.

    >>> address("https://www.Norrvik.example/")
    'norrvik.example'
    """
    small = url[:400].strip().lower()
    return small.removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/")


def _spelled(one: Profile) -> str:
    """Handles of Bluesky are domains: only their first part is a name."""
    return one.handle.partition(".")[0] if one.network == "bluesky" else one.handle


def _handle(one: Profile) -> str:
    found = bare(_spelled(one))
    return "" if one.network == "web" and re.fullmatch(r"[0-9a-f]{8,}", found) else found


def _open(one: Profile, handle: str, box: str, named: bool) -> bool:
    """Whether one person may stand behind it: no robot, no shared desk."""
    desk = (box and shared(box)) or (shared(handle) and not named)
    return one.kind not in LEFT_OUT and not desk


def _links(one: Profile) -> Iterator[str]:
    yield from one.links[:_LINKS]
    yield from _ADDRESS.findall(one.summary[:2000])


def _work(one: Profile, mail: str) -> Iterator[str]:
    """Domains of one's own and the organisation, four words at most of each."""
    hosts = [mail.partition("@")[2], *(host(link) for link in _links(one) if not whose(link))]
    if one.url and not whose(one.url) and one.network not in ("web", "fediverse"):
        hosts.append(host(one.url))
    own = list(dict.fromkeys(filter(None, map(domain, hosts))))[:2]
    yield from (f"d:{name}" for name in own)
    houses = [name.partition(".")[0] for name in own] + [_HOUSE.sub("", plain(one.organisation))]
    yield from (f"o:{name}" for name in dict.fromkeys(houses) if len(name) > 2)


def _bio(summary: str) -> tuple[str, ...]:
    words = dict.fromkeys(word.lower() for word in _WORD.findall(_ADDRESS.sub(" ", summary[:2000])))
    return tuple(sorted(words, key=len, reverse=True)[:_WORDS])


def _place(place: str) -> tuple[str, ...]:
    parts = [" ".join(re.sub(r"[\W_]+", " ", part).split()) for part in re.split(r"[,/|]", plain(place))]
    return tuple(dict.fromkeys(part for part in parts if len(part) > 1))[:3]


def _day(hours: tuple[int, ...]) -> tuple[float, bool]:
    """The middle of their day (hours, UTC) on the circle of a day, and whether there is one."""
    if len(hours) < _ENOUGH_HOURS:
        return 0.0, False
    turns = [2 * pi * (hour % 24) / 24 for hour in hours]
    x, y = sum(map(cos, turns)) / len(turns), sum(map(sin, turns)) / len(turns)
    return (atan2(y, x) * 24 / (2 * pi)) % 24, hypot(x, y) > 0.25


def _blocks(first: str, last: str, handle: str, box: str, mail: str) -> Iterator[str]:
    """What brings accounts together, beside names, handles, addresses and domains, which do so by themselves."""
    if last:
        one, two = sorted((root(first), root(last)))
        yield f"k:{one}{two}"
        yield f"k:{_bones(one)}.{_bones(two)}"
        yield from (f"k:{joined}" for joined in (first + last, last + first, first[0] + last))
        yield f"k:{first[0]}.{root(last)}"
        yield f"k:{last[0]}.{root(first)}"
    for called in filter(None, dict.fromkeys((handle, box))):
        if len(called) > 3 and not shared(called):
            yield f"k:{called}"
            letters = re.sub(r"\d.*", "", called)
            if len(letters) > 4:
                yield f"k:{letters}"
            rest = re.search(r"\d[a-z0-9]{1,7}$", called)
            if rest and last:
                yield f"k:{root(last)}+{rest[0][-3:]}"
    if mail:
        yield f"k:{mail}"


def _bones(word: str) -> str:
    """The first letter and the consonants behind it, none twice in a row: a slip mostly leaves them."""
    return word[:1] + re.sub(r"(.)\1+", r"\1", re.sub(r"[aeiouyhw]", "", word[1:]))
