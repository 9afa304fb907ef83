"""Who is who, by certain rules. Likely matches are not made here; they are for a member to say.

| rule | what must hold |
| --- | --- |
| member | a member merged them |
| link | each declares the other's address, or both declare the same verified address |
| mail | both have the same mail address |
| handle | each names the other's full handle in its own profile |
| likely | a likely match, where the workspace wants those joined that are as likely as this |

Two accounts on one network are never joined by a rule (people do have two, and it is their choice to say so), and a
member's split wins over everything.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

LIKELY: Final = "likely"


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """An actor as the rules need it. `links` are verified addresses, `summary` its own profile."""

    key: int
    uid: str
    network: str
    handle: str = ""
    url: str = ""
    mail: str = ""
    links: tuple[str, ...] = ()
    summary: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """`left` and `right` are one person by `rule`; `evidence` is a sentence."""

    left: int
    right: int
    rule: str
    evidence: str


def matches(accounts: Sequence[Account]) -> list[Match]:
    """All pairs that a certain rule joins, the strongest rule of each pair first.

    >>> ann = Account(key=1, uid="https://a.example/ann", network="fediverse", mail="ann@norrvik.example")
    >>> post = Account(key=2, uid="mailto:ann@norrvik.example", network="mail", mail="ann@norrvik.example")
    >>> [(m.left, m.right, m.rule) for m in matches([ann, post])]
    [(1, 2, 'mail')]
    """
    found: dict[tuple[int, int], Match] = {}
    for match in (*_by_links(accounts), *_by_mail(accounts), *_by_handles(accounts)):
        found.setdefault((match.left, match.right), match)
    networks = {account.key: account.network for account in accounts}
    return [m for m in found.values() if networks[m.left] != networks[m.right]]


def persons(
    accounts: Sequence[int],
    joined: Iterable[Match],
    split: Iterable[tuple[int, int]],
    networks: Mapping[int, str] | None = None,
) -> list[tuple[int, ...]]:
    """The accounts of each person, oldest account first. Pairs that a member split never end up together:
    the later match that would join them is left out. So is a likely match that would give somebody two accounts on
    one of the `networks`, over however many others.

    >>> persons([1, 2, 3], [Match(1, 2, "mail", ""), Match(2, 3, "link", "")], [(1, 3)])
    [(1, 2), (3,)]
    >>> persons([1, 2, 3], [Match(1, 2, "likely", ""), Match(2, 3, "likely", "")], [], {1: "x", 2: "mail", 3: "x"})
    [(1, 2), (3,)]
    """
    apart: dict[int, set[int]] = defaultdict(set)
    for left, right in split:
        apart[left].add(right)
        apart[right].add(left)
    group = {key: {key} for key in accounts}
    for match in joined:
        one, other = group[match.left], group[match.right]
        if one is other or any(apart[key] & other for key in one if key in apart):
            continue
        if match.rule == LIKELY and _meet(one, other, networks or {}):
            continue
        if len(one) < len(other):
            one, other = other, one
        one |= other
        for key in other:
            group[key] = one
    return sorted({tuple(sorted(members)) for members in group.values()})


def _meet(one: set[int], other: set[int], networks: Mapping[int, str]) -> bool:
    """Whether both have an account on one network."""
    return not {networks.get(key) for key in one}.isdisjoint({networks.get(key) for key in other} - {None})


def _pair(left: Account, right: Account, rule: str, evidence: str) -> Match:
    first, second = sorted((left, right), key=lambda account: account.key)
    return Match(first.key, second.key, rule, evidence)


def _by_links(accounts: Sequence[Account]) -> Iterator[Match]:
    by_address = {_address(a): account for account in accounts for a in (account.uid, account.url) if a}
    sharing: dict[str, list[Account]] = defaultdict(list)
    for account in accounts:
        for link in {_address(link) for link in account.links}:
            sharing[link].append(account)
            other = by_address.get(link)
            if other and other.key != account.key and _declares(other, account):
                yield _pair(account, other, "link", f"each links to the other: {link}")
    for link, those in sharing.items():
        for left, right in combinations(those, 2):
            yield _pair(left, right, "link", f"both have {link} verified")


def _declares(account: Account, other: Account) -> bool:
    return {_address(other.uid), _address(other.url)} & {_address(link) for link in account.links} - {""} != set()


def _address(url: str) -> str:
    bare = url.lower().removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/")
    # One network under two names: profiles still give the old one.
    return f"x.com/{bare[12:]}" if bare.startswith("twitter.com/") else bare


def _by_mail(accounts: Sequence[Account]) -> Iterator[Match]:
    sharing: dict[str, list[Account]] = defaultdict(list)
    for account in accounts:
        if account.mail:
            sharing[account.mail.lower()].append(account)
    for mail, those in sharing.items():
        for left, right in combinations(those, 2):
            yield _pair(left, right, "mail", f"the same mail address: {mail}")


def _by_handles(accounts: Sequence[Account]) -> Iterator[Match]:
    by_handle: dict[str, list[Account]] = defaultdict(list)
    for account in accounts:
        if "@" in account.handle or "." in account.handle:
            by_handle[account.handle.lower().lstrip("@")].append(account)
    for account in accounts:
        for word in {w.lower().strip("@.,;:()") for w in account.summary.split() if "@" in w or "." in w}:
            for other in by_handle.get(word, ()):
                if (
                    other.key > account.key
                    and account.handle
                    and account.handle.lower().lstrip("@") in other.summary.lower()
                ):
                    yield _pair(account, other, "handle", f"each names the other in its profile: {other.handle}")
