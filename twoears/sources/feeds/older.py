"""Older pages of a feed, where it has them: a few at each look, until its beginning."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Final

from twoears.activities.values import Activity
from twoears.lib.dates import NoDate, when
from twoears.lib.http import TryLater
from twoears.lib.urls import host, joined
from twoears.lib.weblinks import web_links
from twoears.sources.feeds.shape import Found, heard, moments
from twoears.sources.reading import Asked, CannotRead, Cursor, Heard

PAGES: Final = 500  # of one feed: a site that makes pages without end is not followed without end
_AT_ONCE = 10
_PAGED = re.compile(r"[?&]paged=\d+")
_OLDER = ("prev-archive", "next")  # RFC 5005: archives, then pages


def following(found: Found, number: int) -> str:
    """The address of the page after `found`, the `number`th; empty where there is none, or on another host.

    A feed of WordPress has pages and does not say so: there it is the address with the next number.
    """
    told = dict(reversed(list(web_links(found.answer.headers.get("link", "") if found.answer else "", found.url))))
    named = next((told.get(rel) or found.feed.links.get(rel, "") for rel in _OLDER
                  if rel in told or found.feed.links.get(rel)), "")  # fmt: skip
    if named:
        address = joined(found.url, named)
        return address if host(address) == host(found.url) and address != found.url else ""
    if "wordpress.org/" in found.feed.maker and found.feed.entries:
        bare = _PAGED.sub("", found.url)
        return f"{bare}{'&' if '?' in bare else '?'}paged={number + 1}"
    return ""


def older(cursor: Mapping[str, str], asked: Asked, page: Callable[[str, Asked], Found]) -> Iterator[Heard]:
    """What the next older pages hold, each with a cursor behind it.

    `back` in the cursor is the page to go on with, and `upto` the moment behind which all was heard before.
    """
    told = dict(cursor)
    number, seen = int(told.get("page", "1")), set[str]()
    for _ in range(_AT_ONCE):
        if not told.get("back"):
            return
        try:
            found = page(told["back"], asked)
        except TryLater:
            return
        except CannotRead:  # a page behind the last
            told["back"] = ""
        else:
            number += 1
            read = list(heard(found, found.url, asked))
            ids = {one.id for one in read if isinstance(one, Activity)}
            yield from read
            more = ids - seen and number < PAGES and not _reaches(found, told.get("upto", ""))
            told["back"] = following(found, number) if more else ""
            seen |= ids
        told["page"] = str(number) if told["back"] else ""
        told["upto"] = told.get("upto", "") if told["back"] else ""
        yield Cursor({name: value for name, value in told.items() if value})


def _reaches(found: Found, upto: str) -> bool:
    try:
        return bool(upto) and min(moments(found), default=datetime.max.replace(tzinfo=UTC)) <= when(upto)
    except NoDate:
        return True
