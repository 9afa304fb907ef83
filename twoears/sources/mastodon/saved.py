"""Answers of a server that were saved: posts, conversations, what was searched for, notifications; or one a line."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any, Final

import msgspec

from twoears.activities.values import Activity, Actor
from twoears.lib.urls import host
from twoears.sources.mastodon.known import Known, dict_of, word
from twoears.sources.mastodon.names import Account, place
from twoears.sources.mastodon.shape import NotAStatus, heard, notified, person
from twoears.sources.mastodon.talk import tolerant
from twoears.sources.reading import Asked, CannotRead, Heard, SetAside, Thing

_MAX_FILE: Final = 64 * 1024 * 1024
_MAX_RAW: Final = 65536
_OURS: Final = ("favourite", "reblog")  # what these tell of is what we said


def saved(thing: Thing, asked: Asked) -> Iterator[Heard]:
    """What the answers tell, under the ids that a look gives it."""
    told = []
    for one in _told(thing):
        if isinstance(one, SetAside):
            yield one
        else:
            told.append(one)
    posts = [_status(one) for one in told]
    known = Known(server=_server(posts))
    known.meet(posts)
    us = _us(told, posts, asked)
    known.us = us.id if us else ""
    for one in told:
        yield from tolerant(one, partial(_heard, known=known, us=us))


def _heard(one: Any, known: Known, us: Actor | None) -> Iterator[Activity]:
    if not _is_notice(one):
        yield from heard(_status(one), known)
        return
    found = list(notified(one, known, us))
    if not found:
        raise NotAStatus(f"A notification ({word(one, 'type')[:40]}) without a post tells of nothing that was said.")
    yield from found


def _is_notice(one: Any) -> bool:
    return isinstance(one, Mapping) and bool(word(one, "type")) and "account" in one and "content" not in one


def _status(one: Any) -> Any:
    """The post in what was told: itself, that of a notification, or the last of a conversation."""
    if _is_notice(one):
        return one.get("status")
    return one["last_status"] if isinstance(one, Mapping) and "last_status" in one else one


def _told(thing: Thing) -> Iterator[Any]:
    """Each thing that is told; a line that is no JSON is set aside."""
    with thing.open() as file:
        raw = file.read(_MAX_FILE + 1)
    if len(raw) > _MAX_FILE:
        raise CannotRead(f"{thing.name} is larger than 64 MB. Save the answers in several files, or one a line.")
    try:
        yield from _apart(_decoded(raw))
        return
    except ValueError as error:
        if not _has_lines(raw):
            raise CannotRead(f"{thing.name} is not whole JSON: {error}. Capture it again.") from error
    for number, line in enumerate(raw.split(b"\n"), 1):
        try:
            yield from _apart(_decoded(line)) if line.strip() else ()
        except ValueError:
            yield SetAside(name=thing.name, line=number, raw=line[:_MAX_RAW],
                           reason="The line is not JSON, or it is cut or nested too deep.",
                           advice="Mend the line in the file and read it again, or leave it out.")  # fmt: skip


def _decoded(raw: bytes) -> Any:
    try:
        return msgspec.json.decode(raw.removeprefix(b"\xef\xbb\xbf"))
    except RecursionError as error:
        raise ValueError(str(error)) from error


def _has_lines(raw: bytes) -> bool:
    first, _, rest = raw.lstrip(b"\xef\xbb\xbf \t\r\n").partition(b"\n")
    try:
        return bool(rest.strip()) and isinstance(_decoded(first), dict)
    except ValueError:
        return False


def _apart(document: Any) -> list[Any]:
    if not isinstance(document, dict):
        return document if isinstance(document, list) else [document]
    if "notification_groups" in document:
        raise CannotRead("Grouped notifications do not say who did what. Save what /api/v1/notifications answers.")
    for names in (("ancestors", "descendants"), ("statuses",)):
        if any(name in document for name in names):
            return [one for name in names for one in _list(document.get(name))]
    return [document]


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _server(posts: list[Any]) -> str:
    """Whose ids these are: a server names its own accounts without itself."""
    authors = (dict_of(post, "account") for post in posts if isinstance(post, Mapping))
    own = (host(word(by, "uri") or word(by, "url")) for by in authors if "@" not in word(by, "acct"))
    return next(filter(None, own), "")


def _us(told: list[Any], posts: list[Any], asked: Asked) -> Actor | None:
    """Whose notifications these are: who wrote what was liked, else whom a member has named."""
    for one in told:
        if _is_notice(one) and word(one, "type") in _OURS and (us := _person(_status(one))):
            return us
    met = {us.handle.lower(): us for post in posts if (us := _person(post))}
    named = [_named(handle) for handle in asked.us]
    return next((met.get(us.handle.lower(), us) for us in named if us), None)


def _person(post: Any) -> Actor | None:
    try:
        return person(dict_of(post, "account")) if isinstance(post, Mapping) else None
    except NotAStatus:
        return None


def _named(handle: str) -> Actor | None:
    """The account behind a handle, by the id that Mastodon itself forms."""
    try:
        found = place(handle)
    except CannotRead:
        return None
    if not isinstance(found, Account) or "@" in found.name:
        return None
    name, there = found.name, host(found.server)
    return Actor(id=f"https://{there}/users/{name}", network="fediverse", handle=f"{name}@{there}",
                 url=f"https://{there}/@{name}")  # fmt: skip
