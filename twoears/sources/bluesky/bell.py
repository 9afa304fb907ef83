"""What others did to an account: who liked, passed on, followed, named, answered or quoted it.

https://docs.bsky.app/docs/api/app-bsky-notification-list-notifications. The server keeps what it told, newest first, so
whoever comes back reads on to where it was: nothing is lost by being away.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from twoears.activities.values import Activity
from twoears.lib.dates import NoDate, when
from twoears.sources.bluesky.pages import items, tolerant
from twoears.sources.bluesky.shape import NotAPost, person
from twoears.sources.bluesky_repository.shape import READ, activity
from twoears.sources.reading import Cursor, Heard

if TYPE_CHECKING:
    from twoears.sources.bluesky.door import Door

OVERLAP: Final = timedelta(minutes=5)  # what the server put in line late is still behind this
PAGE: Final = 100
KEYS: Final = ("told", "told_page", "told_top")


def rung(view: Mapping[str, Any]) -> Iterator[Activity]:
    """What one notification tells; nothing where it is of a kind that is no speech. Raises `NotAPost`."""
    uri, record, author = view.get("uri"), view.get("record"), view.get("author")
    if not isinstance(uri, str) or not isinstance(record, dict) or not isinstance(author, dict):
        raise NotAPost("It does not say who did what.")
    if uri.count("/") != 4 or uri.split("/")[3] not in READ:
        return
    dated = record if _date(record.get("createdAt")) else {**record, "createdAt": view.get("indexedAt")}
    yield activity(uri, dated, person(author))


def bell(door: "Door", cursor: Mapping[str, str]) -> Iterator[Heard]:
    """What rang since `cursor`, newest first, with a cursor after each page; a look that was broken off goes on."""
    until, page, top = (cursor.get(key, "") for key in KEYS)
    stop = when(until) - OVERLAP if until else None
    while True:
        answer = door.ask(
            "app.bsky.notification.listNotifications", limit=PAGE, **({"cursor": page} if page else {})
        )  # fmt: skip
        views = items(answer, "notifications")
        top = top or next((at.isoformat() for at in map(moment, views) if at), "")
        for view in views:
            if not _before(view, stop):
                yield from tolerant(view, rung)
        following = str(answer.get("cursor") or "")
        if not views or not following or following == page or any(_before(view, stop) for view in views):
            yield Cursor({"told": max(top, until)} if top or until else {})
            return
        page = following
        kept = zip(KEYS, (until, page, top), strict=True)
        yield Cursor({name: value for name, value in kept if value})


def moment(view: Any) -> datetime | None:
    """When the server told of it."""
    return _date(view.get("indexedAt")) if isinstance(view, dict) else None


def _before(view: Any, stop: datetime | None) -> bool:
    at = moment(view)
    return stop is not None and at is not None and at < stop


def _date(text: object) -> datetime | None:
    try:
        return when(text) if isinstance(text, str) else None
    except NoDate:
        return None
