"""The `Link` header (RFC 8288): what a page says of other addresses, in the order in which it says it."""

import re
from collections.abc import Iterator

from twoears.lib.urls import joined

_LONGEST = 16_384  # characters of the header that are read
# Each piece begins with a character that the one before it cannot hold: no header makes this go back for long.
_LINK = re.compile(r"<([^<>]*)>((?:\s*;\s*[^\s;,=\"]+(?:\s*=\s*(?:\"[^\"]*\"|[^\s;,\"]*))?)*)")
_REL = re.compile(r";\s*rel\s*=\s*(?:\"([^\"]*)\"|([^\s;,\"]*))", re.IGNORECASE)


def web_links(header: str, page: str) -> Iterator[tuple[str, str]]:
    """Each relation that the `Link` header of `page` names, in lower case, with the address it leads to.

    >>> list(web_links('</hub>; rel="hub", <https://a.example/feed>; rel="self alternate"', "https://a.example/x"))
    [('hub', 'https://a.example/hub'), ('self', 'https://a.example/feed'), ('alternate', 'https://a.example/feed')]
    """
    for link in _LINK.finditer(header[:_LONGEST]):
        address = joined(page, link[1]) if link[1].strip() else page
        rel = _REL.search(link[2])
        for word in ((rel[1] or rel[2] or "") if rel else "").lower().split():
            if address:
                yield word, address
