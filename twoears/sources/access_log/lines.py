"""A line of the common or the combined log format, and what it tells of a visit.

https://httpd.apache.org/docs/current/logs.html#accesslog
"""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import parse_qsl, urlsplit

from twoears.lib.dates import NoDate, when
from twoears.lib.html import clean
from twoears.lib.urls import is_web

MAX_LINE: Final = 65_536
# [host[:port]] address ident user [date] "request" status size ["referrer" "agent" …]. Quotes within are escaped.
_QUOTED = r'"((?:[^"\\]|\\.)*+)"'
_LINE: Final = re.compile(
    rf'(?:(?P<host>[\w.-]+\.[a-z][\w-]*)(?::\d+)? )?(?P<address>[\da-fA-F.:%]{{2,60}}|[\w.-]{{1,255}}) \S+ .{{1,100}}? '
    rf'\[(?P<at>[^\]]{{10,40}})\] {_QUOTED} (?P<status>\d{{3}}) (?:\d+|-)(?: {_QUOTED} {_QUOTED})?',
    re.IGNORECASE,
)  # fmt: skip
_AT: Final = re.compile(r"(\d\d)/([A-Za-z]{3})/(\d{4}):(\d\d:\d\d:\d\d) ?([+-]\d{4})?")
_PARTS: Final = re.compile(
    r"\.(?:css|js|mjs|map|json|xml|rss|atom|txt|png|jpe?g|gif|svg|webp|avif|ico|bmp|woff2?|ttf|eot|otf|mp[34]|webm|ogg|"
    r"zip|gz|tar|wasm)\Z|/(?:feed|rss|atom|favicon\.ico|wp-json|xmlrpc\.php|wp-admin|wp-login\.php)(?:/|\Z)",
    re.IGNORECASE,
)
_CAMPAIGN: Final = ("utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content")


class NotALine(ValueError):
    """The line is not of the common or combined format."""


@dataclass(frozen=True, slots=True)
class Line:
    """A request. `address` is personal: it goes no further than the digest that is made of it."""

    host: str
    address: str
    at: datetime
    method: str
    path: str
    query: str
    status: int
    referrer: str
    agent: str

    @property
    def is_page(self) -> bool:
        """Whether somebody was shown a page, not a part of one, an error or a redirection."""
        return self.method == "GET" and self.status in (200, 304) and not _PARTS.search(self.path)

    @property
    def campaign(self) -> tuple[tuple[str, str], ...]:
        """What the link said of its campaign. Nothing else of the query is kept: it may hold names and addresses."""
        try:
            said = parse_qsl(self.query[:4000], max_num_fields=100)
        except ValueError:
            return ()
        return tuple((name, clean(value)[:200]) for name, value in said if name in _CAMPAIGN and value)


def line(text: str) -> Line:
    """What a line says; raises `NotALine`.

    >>> one = line('10.0.0.1 - - [17/May/2015:10:05:03 +0000] "GET /a?b HTTP/1.1" 200 9 "https://b.example/?q=ann" "X"')
    >>> one.path, one.referrer, one.is_page
    ('/a', 'https://b.example/', True)
    """
    found = _LINE.match(text)
    if not found:
        raise NotALine("It is not of the common or combined log format.")
    request, referrer, agent = found[4], found[6] or "", found[7] or ""
    method, _, rest = request.partition(" ")
    path, _, query = rest.rsplit(" HTTP/", 1)[0].partition("?")
    return Line(
        host=(found["host"] or "").lower(), address=found["address"].lower(), at=_at(found["at"]), method=method,
        path=clean(path)[:2000], query=query, status=int(found["status"]), referrer=without_query(referrer),
        agent=agent.replace('\\"', '"'),
    )  # fmt: skip


def without_query(address: str) -> str:
    """A referrer without what its query may give away.

    >>> without_query("https://mail.example/read?to=ann"), without_query("-")
    ('https://mail.example/read', '')
    """
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    whole = f"{parts.scheme}://{parts.hostname or ''}{parts.path}"
    return clean(whole)[:2000] if is_web(whole) else ""


def _at(text: str) -> datetime:
    found = _AT.fullmatch(text)
    try:
        return when(f"{found[1]} {found[2]} {found[3]} {found[4]} {found[5] or '+0000'}" if found else text)
    except NoDate as error:
        raise NotALine(f"Its date cannot be read: {error}.") from error
