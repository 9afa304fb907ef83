"""`python -m docs.links FOLDER`: how far links that people give as their own join their accounts.

FOLDER holds a folder `indie_map` (snarfed/indie-map, CC0): for each site the addresses that it names as its owner's
(rel=me). It rewrites its part of the page of `docs.matching`. Only sites were visited: what a profile on a network
says of itself is not in the data, and so whether it links back is known of other sites in it alone.
"""

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from docs.matching import LINKS, PAGE
from twoears.cli.saying import number_words
from twoears.lib.intervals import share
from twoears.lib.profiles import profile
from twoears.lib.urls import host
from twoears.people.resolve import Account, Match, matches, persons

_PART: Final = """
{sites:,} web sites of people (indie-map, CC0) and the addresses that each names as its owner's, run through the certain
rules of the product as they would be heard: a site links to what it names; of a profile on a network nothing is known
unless it was visited too. There is no truth beside the links themselves, so nothing is said of how many of them are
right; what is told is how much the rules let through.

| what | how many |
| --- | --- |
| sites that name an address as theirs | {claiming} |
| links that are claimed | {claims:,} |
| of them to profiles on networks that we know | {known} |
| of them to pages that were visited too | {visited} |
| claimed links to pages that were visited, both ways | {both} |
| sites that name two accounts or more on one network | {doubled} |

Of {accounts:,} accounts, the sites among them:

| profiles that nobody visited | pairs joined | people with several accounts | refused | two on one network |
| --- | --: | --: | --: | --: |
{ways}

The second row is an upper end: nobody has looked whether they do. *Refused* are pairs on one network that give each
other's address. The last column counts people who have two accounts on one network all the same: each and a site give
each other's address, so they have said so of both, and come together over the site.
"""


@dataclass(frozen=True, slots=True)
class Site:
    """A site and the addresses that it names as its owner's."""

    url: str
    names: tuple[str, ...]


def main() -> None:
    """Write the part of the page."""
    if len(sys.argv) != 2 or not list(Path(sys.argv[1]).rglob("indie_map/*.json")):
        raise SystemExit("Give the folder in which indie_map lies: python -m docs.links FOLDER")
    put(part(sites(Path(sys.argv[1]))))


def sites(data: Path) -> list[Site]:
    """All sites of the data, by their names."""
    read = (json.loads(path.read_text("utf8")) for path in sorted(data.rglob("indie_map/*.json")))
    return [Site(f"https://{one['domain']}/", tuple(dict.fromkeys(_web(one.get("rel_mes", ()))))) for one in read]


def put(words: str) -> None:
    """Put `words` in place of what the page held of links, at its end."""
    page = PAGE.read_text("utf8")
    PAGE.write_text(page.partition(LINKS)[0] + LINKS + words, "utf8")


def part(of: Sequence[Site]) -> str:
    """The part of the page."""
    heard = accounts(of)
    by_name = {bare(one.uid): one.key for one in heard}
    visited = {by_name[bare(site.url)] for site in of}
    claims = [(by_name[bare(site.url)], by_name[bare(name)]) for site in of for name in site.names]
    claims = [(one, other) for one, other in claims if one != other]
    seen = [pair for pair in claims if pair[1] in visited]
    both = sum((other, one) in set(claims) for one, other in seen)
    names = {one.key: one.network for one in heard}
    known = sum(":" not in names[other] for _, other in claims)
    every = _share(known, len(claims)), _share(len(seen), len(claims))
    return _PART.format(
        sites=len(of),
        claiming=_share(len({one for one, _ in claims}), len(of)),
        claims=len(claims),
        known=every[0],
        visited=every[1],
        both=_share(both, len(seen)),
        doubled=_share(len(_doubled(claims, names)), len(of)),
        accounts=len(heard),
        ways="\n".join((_way("link to nobody", heard), _way("each link back", linked_back(heard, claims)))),
    )


def accounts(of: Sequence[Site]) -> list[Account]:
    """Sites and whom they name, each once; a site is a network of its own, as is any page on none that we know."""
    names = {bare(site.url): site.names for site in of}
    urls = dict.fromkeys([*(site.url for site in of), *(name for site in of for name in site.names)])
    once = {bare(url): url for url in reversed(urls)}
    return [
        Account(
            key=key,
            uid=url,
            network=f"site:{url}" if name in names else _network(url),
            url=url,
            links=names.get(name, ()),
        )
        for key, (name, url) in enumerate(sorted(once.items()), 1)
    ]


def linked_back(heard: Sequence[Account], claims: Iterable[tuple[int, int]]) -> list[Account]:
    """The same, where everybody who is named links to those who name them."""
    uids = {one.key: one.uid for one in heard}
    back: defaultdict[int, list[str]] = defaultdict(list)
    for one, other in claims:
        back[other].append(uids[one])
    return [replace(one, links=(*one.links, *back[one.key])) for one in heard]


def bare(url: str) -> str:
    """An address as the rules compare it: `x.com` and `twitter.com` are one.

    >>> bare("http://www.Twitter.com/ann/") == bare("https://x.com/ann")
    True
    """
    name = url.lower().removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/")
    return name.replace("twitter.com/", "x.com/", 1) if name.startswith("twitter.com/") else name


def _network(url: str) -> str:
    known = profile(url)
    return known[0] if known and known[1] else f"site:{host(url)}"


def _web(urls: Iterable[object]) -> Iterator[str]:
    return (url for url in urls if isinstance(url, str) and url.startswith(("http://", "https://")) and host(url))


def _doubled(claims: Iterable[tuple[int, int]], networks: dict[int, str]) -> set[int]:
    many = Counter((one, networks[other]) for one, other in set(claims) if ":" not in networks[other])
    return {one for (one, _), n in many.items() if n > 1}


def _way(name: str, heard: Sequence[Account]) -> str:
    found = _both_ways(matches(heard))
    apart = _both_ways(matches([replace(one, network=str(one.key)) for one in heard]))
    groups = [group for group in persons([one.key for one in heard], found, []) if len(group) > 1]
    networks = {one.key: one.network for one in heard}
    twice = sum(len({networks[key] for key in group}) < len(group) for group in groups)
    return f"| {name} | {len(found):,} | {len(groups):,} | {len(apart) - len(found):,} | {twice:,} |"


def _both_ways(found: Iterable[Match]) -> list[Match]:
    """Without pairs that only name one address: nobody has verified it here."""
    return [match for match in found if match.evidence.startswith("each")]


def _share(k: int, n: int) -> str:
    return number_words(share(k, n, of="", question=""))


if __name__ == "__main__":
    main()
