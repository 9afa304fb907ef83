"""Where the feed of a web page is: what the page declares, else where feeds usually lie."""

from selectolax.lexbor import LexborHTMLParser

from twoears.lib.urls import joined, site

_KINDS = (
    "application/atom+xml",
    "application/rss+xml",
    "application/feed+json",
    "application/json",
    "application/rdf+xml",
)
_USUAL = ("feed", "feed.xml", "atom.xml", "rss.xml", "index.xml")
_HEAD = 512 * 1024


def declared(page: bytes, url: str) -> tuple[str, ...]:
    """The feeds that a page at `url` declares, as it orders them; feeds of comments come last.

    >>> declared(b'<link rel="alternate" type="application/atom+xml" href="/a.xml">', "https://norrvik.example/blog")
    ('https://norrvik.example/a.xml',)
    """
    found: dict[str, bool] = {}
    for link in LexborHTMLParser(page[:_HEAD]).css("link[rel][href]"):
        told = {name: value or "" for name, value in link.attributes.items()}
        rel = told["rel"].lower().split()
        kind = told.get("type", "").lower().split(";")[0].strip()
        if ("alternate" in rel and kind in _KINDS) or "feed" in rel:
            address = joined(url, told["href"])
            found.setdefault(address, "comment" in (told.get("title", "") + address).lower())
    found.pop("", None)
    return tuple(sorted(found, key=lambda address: found[address]))


def usual(url: str) -> tuple[str, ...]:
    """Where the feed of a site lies if its page does not say.

    >>> usual("https://norrvik.example/about")[0]
    'https://norrvik.example/feed'
    """
    return tuple(site(url) + name for name in _USUAL)
