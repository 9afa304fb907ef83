"""What an event says, field by field. Whoever sends it may put anything anywhere."""

import math
import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import parse_qsl, urlsplit

from twoears.lib.dates import NoDate, when
from twoears.lib.html import clean
from twoears.sources.access_log.lines import without_query

# A clock that is nearer to ours than this is believed as it is: the rest is the way here.
_CLOCK: Final = timedelta(seconds=10)
_CAMPAIGN: Final = ("source", "medium", "name", "term", "content")
_MAIL: Final = re.compile(r"[^\s@<>\"',;:()]{1,64}@[^\s@<>\"',;:()]{1,180}\.[^\s@<>\"',;:().]{2,24}")
_MOST_WORDS = 500


def part(said: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """What stands under `name` where it is an object, else nothing."""
    value = said.get(name)
    return value if isinstance(value, dict) else {}


def words(value: object, most: int = _MOST_WORDS) -> str:
    """A word or a number as text; everything else says nothing.

    >>> words(" Pricing "), words(42), words(4.50), words(None), words(["a"]), words(True)
    ('Pricing', '42', '4.5', '', '', 'true')
    """
    if isinstance(value, str):
        return clean(value).strip()[:most]
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int) and value.bit_length() < 200:
        return str(value)
    return repr(value) if isinstance(value, float) and math.isfinite(value) else ""


def first(said: Mapping[str, Any], *names: str) -> str:
    """The first of these fields that says something.

    >>> first({"total": "", "revenue": 25}, "total", "revenue")
    '25'
    """
    return next(filter(None, (words(said.get(name)) for name in names)), "")


def moment(said: Mapping[str, Any], at: datetime) -> datetime:
    """When it happened by our own clock, `at` being when it came. Raises `NoDate`.

    What the sender's clock was off by is told by when it says that it sent it. Nothing happens after it came.
    https://segment.com/docs/connections/spec/common/#timestamps

    >>> came = when("2026-03-01T10:00:00Z")
    >>> moment({"timestamp": "2026-03-01T11:59:00Z", "sentAt": "2026-03-01T12:00:00Z"}, came).isoformat()
    '2026-03-01T09:59:00+00:00'
    """
    told = first(said, "originalTimestamp", "timestamp")
    if not told:
        return at
    happened = when(told)
    try:
        off = when(first(said, "sentAt")) - at
    except NoDate:
        off = timedelta()
    try:
        return min(happened if abs(off) <= _CLOCK else happened - off, at)
    except OverflowError as error:
        raise NoDate(f"{told[:40]!r} is outside the calendar") from error


def mail(text: str) -> str:
    """A mail address in lower case, empty where it is none.

    >>> mail("Ann@Norrvik.example"), mail("ann at norrvik")
    ('ann@norrvik.example', '')
    """
    return text.lower() if _MAIL.fullmatch(text) else ""


def page(said: Mapping[str, Any]) -> str:
    """The address of the page where it happened, without its query: that may hold names."""
    there = (part(said, "properties").get("url"), part(part(said, "context"), "page").get("url"))
    return next(filter(None, (without_query(words(url, 4000)) for url in there)), "")


def came_from(said: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Where its reader came from, and what the link said of its campaign."""
    context, properties = part(said, "context"), part(said, "properties")
    told = (properties.get("referrer"), part(context, "page").get("referrer"), part(context, "referrer").get("url"))
    referrer = next(filter(None, (without_query(words(url, 4000)) for url in told)), "")
    campaign = part(context, "campaign")
    named = {f"utm_{'campaign' if name == 'name' else name}": words(campaign.get(name), 200) for name in _CAMPAIGN}
    named = {name: value or _linked(said).get(name, "") for name, value in named.items()}
    return tuple((name, value) for name, value in (("referrer", referrer), *named.items()) if value)


def _linked(said: Mapping[str, Any]) -> dict[str, str]:
    """The campaign that the address of the page itself names, for libraries that leave that to us."""
    url = first(part(said, "properties"), "url") or first(part(part(said, "context"), "page"), "url")
    try:
        found = parse_qsl(urlsplit(url).query[:4000], max_num_fields=100)
    except ValueError:
        return {}
    return {name: clean(value)[:200] for name, value in found if name.startswith("utm_")}
