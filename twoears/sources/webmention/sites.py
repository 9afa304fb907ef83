"""Which pages are ours: those on a site that a member named, or below an address there."""

from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

from twoears.lib.urls import host, is_web


def sites(home: str, options: Mapping[str, str]) -> tuple[str, ...]:
    """The addresses under which pages are ours: what was typed, and the option `sites` with spaces or commas between.

    >>> sites("https://norrvik.example/", {"sites": "shop.norrvik.example"})
    ('https://norrvik.example/', 'https://shop.norrvik.example')
    """
    named = [home, *options.get("sites", "").replace(",", " ").split()]
    return tuple(address if is_web(address) else f"https://{address}" for address in named if address)


def is_ours(target: str, ours: Sequence[str]) -> bool:
    """Whether `target` is a page of ours, with or without `www.`; the scheme and the port do not matter.

    >>> is_ours("http://www.norrvik.example/blog/1", ["https://norrvik.example/blog"])
    True
    >>> is_ours("https://norrvik.example.mallory.example/", ["https://norrvik.example"])
    False
    """
    return any(_bare(target) == _bare(site) and _below(target, site) for site in ours)


def _bare(url: str) -> str:
    return host(url).removeprefix("www.")


def _below(target: str, site: str) -> bool:
    folder = urlsplit(site).path.rstrip("/")
    path = urlsplit(target).path
    return path == folder or path.startswith(f"{folder}/") or not folder
