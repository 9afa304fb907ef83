"""Whose name stands in a list, as an account with the id that all sources form."""

import re
from functools import lru_cache
from typing import Final

from twoears.activities.values import Actor
from twoears.lib.profiles import profile
from twoears.lib.text import one_line
from twoears.lib.urls import host, is_web

_CALLED: Final = {
    "twitter": "x", "x.com": "x", "mastodon": "fediverse", "activitypub": "fediverse", "bsky": "bluesky",
    "email": "mail", "e-mail": "mail",
}  # fmt: skip
_NETWORK: Final = re.compile(r"[a-z0-9][a-z0-9.-]{0,31}")
_HOMES: Final = {
    "x": "https://x.com/", "instagram": "https://www.instagram.com/", "reddit": "https://www.reddit.com/user/",
    "linkedin": "https://www.linkedin.com/in/",
}  # fmt: skip
_STEERS: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""What is not shown, or turns what is shown beside it."""


class Unsaid(ValueError):
    """Nobody can tell whose name it is."""


def network_of(words: str) -> str:
    """A network as members call it, by our name; empty where nothing is said. Raises Unsaid.

    >>> network_of("Mastodon"), network_of("X"), network_of("")
    ('fediverse', 'x', '')
    """
    name = words.strip().lower()
    name = _CALLED.get(name, name)
    if name and not _NETWORK.fullmatch(name):
        raise Unsaid(f"{words[:40]!r} is no name of a network. Write it like x, bluesky, fediverse, linkedin, reddit.")
    return name


@lru_cache(1 << 16)
def account(name: str, network: str) -> Actor:
    """The account that a list calls `name`: an address, an id, `@ann@norrvik.example`, a mail, or a handle.

    Raises Unsaid for a handle where nobody said on which `network`, ValueError for what is the name of no account.

    >>> account("https://twitter.com/Ann", "").id, account("@ann", "x").id
    ('https://x.com/ann', 'https://x.com/ann')
    >>> account("@ann@norrvik.example", "").id, account("did:plc:abc", "").network
    ('https://norrvik.example/users/ann', 'bluesky')
    """
    bare = name.removeprefix("mailto:").lstrip("@")
    if _STEERS.search(name) or not all(part.strip() for part in bare.removeprefix("did:").split("@")):
        raise ValueError(f"{one_line(name, 80)!r} is the name of no account.")
    if name.startswith("did:"):
        return Actor(id=name, network="bluesky")
    if is_web(name):
        return _by_address(name, network)
    if bare.count("@") == 1 and " " not in bare:
        return _by_mail(bare, fediverse=network == "fediverse" or name.startswith("@"))
    if not network:
        raise Unsaid(f"Nobody says on which network {name[:80]} is.")
    if ":" in name:
        return Actor(id=name, network=network)
    return _by_handle(bare, network)


def _by_address(address: str, network: str) -> Actor:
    found = profile(address)
    if found is None:
        return Actor(id=address, network=network or "web", url=address)
    network, handle = found
    if network == "fediverse":
        # The address that people see, not the id: Mastodon forms the one from the other.
        return _by_mail(f"{handle.split('@')[0]}@{host(address)}", fediverse=True)
    return Actor(id=handle, network=network) if handle.startswith("did:") else _by_handle(handle, network)


def _by_mail(bare: str, *, fediverse: bool) -> Actor:
    name, server = bare.split("@")
    if not fediverse:
        return Actor(id=f"mailto:{bare.lower()}", network="mail", handle=bare.lower(), mail=bare.lower())
    server = server.lower()
    return Actor(id=f"https://{server}/users/{name}", network="fediverse", handle=f"{name}@{server}",
                 url=f"https://{server}/@{name}")  # fmt: skip


def _by_handle(handle: str, network: str) -> Actor:
    if network == "x" and handle.isdigit():
        return Actor(id=f"https://x.com/i/user/{handle}", network=network)
    if home := _HOMES.get(network):
        address = f"{home}{handle if network == 'reddit' else handle.lower()}"
        return Actor(id=address, network=network, handle=handle, url=address)
    return Actor(id=f"{network}:{handle}", network=network, handle=handle)
