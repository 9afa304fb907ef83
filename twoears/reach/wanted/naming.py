"""Who is meant by a line of a list: a domain, a handle or address, or a company by its name. Plain values."""

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from twoears.lib.text import one_line
from twoears.lib.urls import host
from twoears.reach.wanted.trouble import NobodyNamed

MOST: Final = 5_000  # things in one list
LARGEST: Final = 1 << 20  # bytes of a file that names them
NAME: Final = 80
_LONGEST: Final = 300
_DOMAIN: Final = re.compile(r"(?:[\w-]+\.)+[^\W\d_]{2,}")
# In the words of an account a company follows a post: "Head of Labs, Norrvik" or "Head of Labs at Norrvik".
_EMPLOYED: Final = re.compile(r",\s|\s(?:at|@|bei|chez|en|presso)\s", re.IGNORECASE)
_HEADS: Final = frozenset(("account", "companies", "company", "domain", "domains", "handle", "name", "organisation",
                           "organization", "url", "website", "who", "whom"))  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of an account, as far as a list may name it.

    >>> [Seeker({"Water": ["norrvik.example"]}).place(Known(uid="1", mail="ann@norrvik.example", sites=sites))
    ...  for sites in (None, (), ("norrvik.example",))]
    [0, -1, 0]
    """

    uid: str
    handle: str = ""
    mail: str = ""
    url: str = ""
    name: str = ""
    type: str = "Person"
    summary: str = ""
    sites: tuple[str, ...] | None = None  # the domains of the companies they belong to; None: as their mail tells
    firms: tuple[str, ...] = ()  # the names that members gave to these


class Seeker:
    """Finds in which list an account stands, and which lines found nobody.

    >>> seek = Seeker({"Water": ["norrvik.example", "@tapwater"], "Pharma": ["Kitano"]})
    >>> [seek.place(Known(uid="1", mail="ann@lab.norrvik.example")), seek.place(Known(uid="2", handle="TapWater"))]
    [0, 0]
    >>> seek.place(Known(uid="3", summary="Head of Labs, Kitano")), seek.place(Known(uid="4"))
    (1, -1)
    >>> seek.unheard()
    {'Water': [], 'Pharma': []}
    """

    def __init__(self, lists: Mapping[str, Sequence[str]]) -> None:
        self._lists = {name: list(things) for name, things in lists.items()}
        self._by: dict[str, tuple[int, str]] = {}
        self._met: dict[int, set[str]] = defaultdict(set)
        for place, things in enumerate(self._lists.values()):
            for thing in things:
                self._by.setdefault(key_of(thing), (place, thing))

    def place(self, known: Known) -> int:
        """The first list that names the account, -1 where none does."""
        found = [self._by[key] for key in _keys(known) if key in self._by] if self._by else []
        for place, thing in found:
            self._met[place].add(thing)
        return min((place for place, _ in found), default=-1)

    def unheard(self) -> dict[str, list[str]]:
        """The lines of each list that named nobody who was looked at."""
        lists = enumerate(self._lists.items())
        return {name: [thing for thing in things if thing not in self._met[place]] for place, (name, things) in lists}


def key_of(thing: str) -> str:
    """What a line is looked up by.

    >>> key_of("https://www.norrvik.example/about"), key_of("norrvik.example"), key_of("@Ann"), key_of("Norrvik  AB")
    ('site:norrvik.example', 'site:norrvik.example', 'who:ann', 'named:norrvik ab')
    """
    low = one_line(thing).lower()
    if "://" in low:
        address = low.split("://", 1)[1].rstrip("/")
        place = (host(low) or "").removeprefix("www.")
        # A page below a site is an account's; the front page, or what lies below a company's, is the site itself.
        return f"who:{low}" if "/@" in address or "/in/" in address or _is_network(place) else f"site:{place}"
    if low.startswith("@") or "@" in low:
        return f"who:{low.lstrip('@')}"
    return f"site:{low.removeprefix('www.')}" if _DOMAIN.fullmatch(low) else f"named:{low}"


def lists_in(text: str, name: str) -> dict[str, list[str]]:
    """The lists that a paste or a CSV names: one thing on each line, and its list in a second column, if there is one.

    Raises NobodyNamed.

    >>> lists_in("Company,Audience\\nNorrvik,Water\\nkitano.example,Pharma\\nNorrvik,Water", "Wanted")
    {'Water': ['Norrvik'], 'Pharma': ['kitano.example']}
    >>> lists_in("Norrvik\\n@ann", "")
    {'Wanted': ['Norrvik', '@ann']}
    """
    lines = [line for line in text.replace("\x00", "").splitlines() if line.strip()]
    mark = next((mark for mark in ("\t", ";", ",") if lines and mark in lines[0]), "\t")
    try:
        rows = [[one_line(cell, _LONGEST) for cell in row] for row in csv.reader(lines, delimiter=mark)]
    except csv.Error as broken:  # a line longer than any, or a quote that is never closed
        raise NobodyNamed(f"This is no list that can be read: {broken}. Write one name on each line.") from broken
    if rows and rows[0] and rows[0][0].lower() in _HEADS and len(rows) > 1:
        rows = rows[1:]
    made: dict[str, list[str]] = {}
    called: dict[str, str] = {}  # Water and water are one list: else the second would take the place of the first
    for row in filter(lambda row: any(row[:2]), rows):
        into = one_line(next(filter(None, (*row[1:2], name, "Wanted"))), NAME)
        made.setdefault(called.setdefault(into.casefold(), into), []).append(row[0] or row[1])
    found = {into: list(dict.fromkeys(filter(None, things))) for into, things in made.items()}
    if not any(found.values()):
        raise NobodyNamed("Name at least one company, domain or handle, each on a line of its own.")
    if sum(map(len, found.values())) > MOST:
        raise NobodyNamed(f"A list names {MOST:,} at most. Split it.")
    return found


def names_of(known: Known) -> set[str]:
    """What lines that name this account, and nobody beside it, are looked up by.

    >>> sorted(names_of(Known(uid="https://x.com/Ann", handle="Ann", mail="ann@norrvik.example", name="Ann Lee")))
    ['named:ann lee', 'who:ann', 'who:ann@norrvik.example', 'who:https://x.com/ann']
    """
    called = one_line(known.name).lower()
    return {key for key in _keys(known) if key.startswith("who:")} | ({f"named:{called}"} if called else set())


def _keys(known: Known) -> Iterable[str]:
    mail = known.mail.lower()
    yield from (f"who:{word}" for word in (known.uid.lower(), known.handle.lower().lstrip("@"), mail) if word)
    for domain in (mail.rpartition("@")[2],) if known.sites is None else known.sites:
        yield from _sites(domain)
    yield from (f"named:{one_line(firm).lower()}" for firm in known.firms)
    if not _is_network(place := (host(known.url) or "").removeprefix("www.")):
        yield from _sites(place)
    yield from _sites(known.handle.lower() if _DOMAIN.fullmatch(known.handle.lower()) else "")
    if known.type == "Organization":
        yield f"named:{one_line(known.name).lower()}"
    if len(said := _EMPLOYED.split(known.summary[:_LONGEST])) > 1:
        yield f"named:{one_line(said[-1]).strip(' .').lower()}"


def _sites(place: str) -> Iterable[str]:
    """A host and every domain it lies below; `lab.norrvik.example` is at `norrvik.example` too."""
    parts = place.split(".") if place else []
    return (f"site:{'.'.join(parts[at:])}" for at in range(max(len(parts) - 1, 0)))


def _is_network(place: str) -> bool:
    return place in ("x.com", "twitter.com", "linkedin.com", "bsky.app", "facebook.com", "instagram.com", "youtube.com",
                     "reddit.com", "github.com")  # fmt: skip
