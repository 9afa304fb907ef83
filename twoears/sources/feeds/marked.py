"""A page that offers no feed and says in microformats what it holds: its entries are heard as those of a feed are."""

from collections.abc import Iterator
from datetime import UTC, datetime

from twoears.activities.values import Activity, Post
from twoears.lib.http import Answer
from twoears.sources.feeds.entries import Feed
from twoears.sources.feeds.shape import Found, edits, modified, remembered
from twoears.sources.microformats import shape
from twoears.sources.microformats.marks import LARGEST, TooHeavy, entries, marks_of, values
from twoears.sources.microformats.page import Page, page, says_something
from twoears.sources.reading import Asked, CannotRead, Heard


def marked(answer: Answer, url: str, where: str) -> Found | None:
    """The page that was asked for at `url` and lies at `where`; None where it holds no entries."""
    if not says_something(answer.body[:LARGEST]):
        return None
    try:
        seen = page(answer)
        marks = marks_of(Page(where, seen.kind, seen.markup))
    except (CannotRead, TooHeavy):
        return None
    if next(entries(marks.items), None) is None:
        return None
    links = {rel: str(next(iter(values(marks.rels, rel)), "")) for rel in ("hub", "self")}
    return Found(Feed(entries=(), links=links), url, answer, marks=marks)


def heard(found: Found, asked: Asked) -> Iterator[Heard]:
    """What the entries of the page tell. One that says no date has that of the server, else that of this look."""
    known = remembered(asked.cursor)
    if found.marks is None:
        return
    otherwise = modified(found.answer) or datetime.now(UTC)
    for one in shape.heard(found.marks, found.url, asked, otherwise=otherwise):
        if isinstance(one, Activity) and asked.since and one.published < asked.since:
            continue
        yield one
        if isinstance(one, Activity) and isinstance(one.object, Post):
            yield from edits(one.object, known, None)
