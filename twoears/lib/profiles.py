"""Addresses of profiles on the networks that we know: whose they are."""

import re
from typing import Final
from urllib.parse import unquote

from twoears.lib.text import listed
from twoears.lib.urls import host

NETWORKS: Final = {
    "x.com": "x", "twitter.com": "x", "linkedin.com": "linkedin", "bsky.app": "bluesky", "reddit.com": "reddit",
    "youtube.com": "youtube", "facebook.com": "facebook", "instagram.com": "instagram",
}  # fmt: skip
# What stands where a handle would, and is a page of the network itself.
_PAGES: Final = listed(
    "home search explore settings i intent share hashtag login signup about help privacy terms tos jobs watch "
    "shorts playlist feed results p reel reels stories tv events groups pages marketplace sharer permalink photo "
    "story profile messages notifications compose videos live gaming legal policies business dialog plugins"
)
_PATH: Final = {
    "x": re.compile(r"/@?(\w{1,15})(?=[/?#]|\Z)"),
    "linkedin": re.compile(r"/(?:in|pub|company|school|showcase)/([^/?#]{1,100})"),
    "bluesky": re.compile(r"/profile/([\w.:-]{1,253})"),
    "reddit": re.compile(r"/u(?:ser)?/([\w-]{1,20})"),
    "youtube": re.compile(r"/(?:@|c/|user/)([\w.-]{1,100})"),
    "facebook": re.compile(r"/([A-Za-z0-9.]{5,50})(?=[/?#]|\Z)"),
    "instagram": re.compile(r"/([\w.]{1,30})(?=[/?#]|\Z)"),
    "fediverse": re.compile(r"/@(\w{1,100})(?=[/?#]|\Z)"),
}


def network_of(name: str) -> str:
    """The network that a host belongs to, also under `www.` or `m.`, else nothing.

    >>> network_of("de.linkedin.com"), network_of("norrvik.example")
    ('linkedin', '')
    """
    return next((network for one, network in NETWORKS.items() if name == one or name.endswith(f".{one}")), "")


def profile(url: str) -> tuple[str, str] | None:
    """The network and the handle, in lower case, of whoever an address belongs to; of a post, of who wrote it.

    An address of a server that we do not know is one of the fediverse where it has the form `/@ann`.

    >>> profile("https://twitter.com/Ann/status/71"), profile("https://norrvik.example/@ann")
    (('x', 'ann'), ('fediverse', 'ann@norrvik.example'))
    >>> profile("https://www.linkedin.com/in/Ann-Ek/"), profile("https://x.com/search?q=pump")
    (('linkedin', 'ann-ek'), None)
    """
    name = host(url)
    network = network_of(name) or "fediverse"
    found = _PATH[network].match(url, url.find(name, url.find("://") + 3) + len(name)) if name in url.lower() else None
    if found is None or unquote(found[1]).lower() in _PAGES:
        return None
    handle = unquote(found[1]).lower()
    return (network, f"{handle}@{name}" if network == "fediverse" else handle)
