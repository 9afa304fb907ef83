"""Read an account on a server with Mastodon's API: its posts and boosts, what it answers, and what others answer."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import msgspec

from twoears.lib.dates import when
from twoears.lib.http import NoAnswer
from twoears.sources.mastodon.shape import Known, NotAStatus, heard, moment
from twoears.sources.reading import Asked, CannotRead, Cursor, Heard, SetAside, Source, Thing, Total, once

if TYPE_CHECKING:
    from twoears.sources.mastodon.door import Door

LOOK_BACK = timedelta(days=7)  # answers to posts of the last days are looked at again
_PAGE = 40  # the most that Mastodon gives at once
_HANDLE = re.compile(r"@([\w.-]{1,100})@((?:[\w-]{1,63}\.)+[\w-]{2,63}(?::\d{1,5})?|localhost(?::\d{1,5})?)")
_PROFILE = re.compile(
    r"(?!\S+\.(?:rss|atom|xml|json)$)(https?://[^/\s@?#]+)/(?:@|users/)([\w.-]{1,100})(?:@([\w.-]+))?(?:[/?#]\S*)?"
)
_MARKS = (b'"reblogs_count"', b'"visibility"', b'"in_reply_to_id"')
_MAX_RAW = 65536
_MAX_FILE = 64 * 1024 * 1024


def fits(thing: Thing) -> float:
    """A handle with its server, the address of a profile, or a captured answer."""
    if thing.path is not None or thing.raw is not None:
        head = thing.head(16384)
        return 0.75 if head.lstrip().startswith((b"{", b"[")) and sum(mark in head for mark in _MARKS) >= 2 else 0.0
    text = thing.text.strip()
    if _HANDLE.fullmatch(text):
        return 0.95
    return 0.85 if (found := _PROFILE.fullmatch(text)) and not _elsewhere(found[1]) else 0.0


def read(thing: Thing, asked: Asked) -> Iterator[Heard]:
    """Yield what was said, newest first, with a cursor after each page."""
    if thing.path is not None or thing.raw is not None:
        yield from _file(thing)
        return
    name, server = account(thing.text)
    door, found = _met(name, server, asked)
    if not asked.cursor and isinstance(found.get("statuses_count"), int):
        yield Total(int(found["statuses_count"]))
    known = Known(server=door.host)
    known.meet_account(found)
    yield from _Walk(door, str(found["id"]), asked, known).heard()


def _met(name: str, server: str, asked: Asked) -> "tuple[Door, Mapping[str, Any]]":
    """The account and the door to its server: the one that was named, else where WebFinger leads."""
    # Here, because the client is slow to import, and the catalogue imports this file.
    from twoears.sources.mastodon.door import Door, server_of

    try:
        door = Door(asked.base or server, named=bool(asked.base), secret=asked.secrets.get("token", ""))
        return door, door.account(name)
    except CannotRead:
        # A token was given for the server that was named: it must not go elsewhere.
        elsewhere = "" if asked.base or asked.secrets.get("token") else server_of(name, server)
        if elsewhere in ("", server):
            raise
        door = Door(elsewhere, named=False)
        return door, door.account(name)


def account(text: str) -> tuple[str, str]:
    """The name of an account on its server, and the server's address.

    >>> account("@ann@social.norrvik.example")
    ('ann', 'https://social.norrvik.example')
    >>> account("https://social.norrvik.example/@bob@other.example")
    ('bob@other.example', 'https://social.norrvik.example')
    """
    text = text.strip()
    if found := _HANDLE.fullmatch(text):
        return found[1], f"https://{found[2].lower()}"
    if found := _PROFILE.fullmatch(text):
        return found[2] + (f"@{found[3]}" if found[3] else ""), found[1]
    raise CannotRead(f"{text} is not a handle of the fediverse. Write it like @ann@server.example.")


@dataclass(slots=True)
class _Walk:
    """One look at an account. What is before `until` was heard on earlier looks; `top` is the newest of this one.

    A look that was broken off goes on at `page`. Ids only page: their order means nothing that holds on every server,
    so what is new is told by the date.
    """

    door: "Door"
    account: str
    asked: Asked
    known: Known
    seen: set[str] = field(default_factory=set)

    def heard(self) -> Iterator[Heard]:
        cursor = self.asked.cursor
        until, page, top = cursor.get("until", ""), cursor.get("page", ""), cursor.get("top", "")
        stop = self._stop(until)
        while True:
            items = self.door.statuses(self.account, page, _PAGE)
            top = top or next((at.isoformat() for at in map(moment, items) if at), "")
            self.known.meet(items)
            for item in items:
                if not _before(item, stop):
                    yield from self._status(item)
            following = str(items[-1].get("id") or "") if items and isinstance(items[-1], dict) else ""
            if not following or following == page or (stop and all(_before(item, stop) for item in items)):
                yield Cursor({"until": max(top, until)} if top or until else {})
                return
            page = following
            yield Cursor({name: value for name, value in (("until", until), ("page", page), ("top", top)) if value})

    def _stop(self, until: str) -> datetime | None:
        known = min(when(until), datetime.now(UTC) - LOOK_BACK) if until else None
        since = self.asked.since
        return max(known, since) if known and since else known or since

    def _status(self, item: Any) -> Iterator[Heard]:
        """A status of ours, and where it belongs to a conversation what is above and below it."""
        around: list[Any] = []
        if (
            isinstance(item, dict)
            and not item.get("reblog")
            and (item.get("replies_count") or item.get("in_reply_to_id"))
        ):
            try:
                context = self.door.context(str(item.get("id")))
            except CannotRead as error:
                if isinstance(error.__cause__, NoAnswer):
                    raise
                yield _aside(item, f"Its conversation could not be read. {error}")
            else:
                around = [s for name in ("ancestors", "descendants") for s in context.get(name) or []]
                self.known.meet(around)
        for status in (item, *around):
            yield from once(_tolerant(status, self.known), self.seen)


def _tolerant(status: Any, known: Known) -> Iterator[Heard]:
    try:
        found = list(heard(status, known))
    except NotAStatus as error:
        yield _aside(status, str(error))
        return
    yield from found


def _aside(status: Any, reason: str) -> SetAside:
    name = str(status.get("uri") or "mastodon.json")[:500] if isinstance(status, dict) else "mastodon.json"
    raw = msgspec.json.encode(_plain(status))[:_MAX_RAW]
    return SetAside(name=name, reason=reason, advice="Leave it out, or mend the record and read it again.", raw=raw)


def _plain(value: Any) -> Any:
    """The client's types as JSON knows them."""
    if isinstance(value, dict):
        return {str(name): _plain(inner) for name, inner in value.items() if not str(name).startswith("_")}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, str):
        return str(value)
    return value if isinstance(value, bool | int | float | datetime | None) else str(value)


def _before(item: Any, stop: datetime | None) -> bool:
    at = moment(item)
    return stop is not None and at is not None and at < stop


def _elsewhere(server: str) -> bool:
    """Places whose addresses look like a profile's, but that do not speak Mastodon's API."""
    name = server.partition("://")[2].lower().removeprefix("www.")
    return name in ("youtube.com", "medium.com", "tiktok.com", "threads.net", "threads.com", "substack.com", "x.com")


def _file(thing: Thing) -> Iterator[Heard]:
    """A captured answer: statuses, a context, or one status."""
    with thing.open() as file:
        raw = file.read(_MAX_FILE)
    try:
        document = msgspec.json.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise CannotRead(f"{thing.name} is not whole JSON: {error}. Capture it again.") from error
    statuses = document if isinstance(document, list) else [document]
    if isinstance(document, dict) and ("ancestors" in document or "descendants" in document):
        statuses = [*(document.get("ancestors") or []), *(document.get("descendants") or [])]
    known = Known()
    known.meet(statuses)
    for status in statuses:
        yield from _tolerant(status, known)


SOURCE = Source(
    kind="mastodon",
    title="Mastodon and other servers of the fediverse",
    mark="fedi",
    sees="Posts and boosts of the account that its server shows, what it answers, and what others answer to it.",
    blind="Likes, who boosted us, and mentions of the account outside its own conversations.",
    fits=fits,
    read=read,
    live=True,
    every=900,  # a look may cost a request for each conversation of the last days, and servers give 300 in 5 minutes
)
