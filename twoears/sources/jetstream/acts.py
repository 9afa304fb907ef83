"""From one change in somebody's repository to our values: the ids of looks, of notifications and of repositories.

https://atproto.com/specs/event-stream tells of records, handles and accounts; each becomes one activity.
"""

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any, Final

import msgspec
from msgspec.structs import replace

from twoears.activities.values import Activity
from twoears.lib.dates import NoDate, when
from twoears.sources.bluesky.shape import NotAPost, uttered
from twoears.sources.bluesky_repository.shape import POST, READ, account, activity

LONGEST_PATH: Final = 1024
_AHEAD: Final = 300  # seconds by which the clock of an author may be ahead of the server's
_GONE: Final = frozenset({"takendown", "suspended", "deleted", "deactivated", "desynchronized", "throttled"})

who = lru_cache(maxsize=16_384)(account)


class Change(msgspec.Struct, frozen=True):
    """`verb` (create, update, delete) to the record at `path` (collection/key) in the repository of `did`.

    `rev` names the commit; `at` is when the server had it, aware.
    """

    did: str
    path: str
    verb: str
    record: Any
    rev: str
    at: datetime


def heard(change: Change) -> Activity | None:
    """What the change tells, None where it tells nothing to anybody; raises `NotAPost`.

    >>> from datetime import UTC
    >>> gone = Change("did:plc:ann", "app.bsky.feed.post/3k1", "delete", None, "3k2", datetime(2026, 3, 1, tzinfo=UTC))
    >>> heard(gone).type, heard(gone).object
    ('Delete', 'at://did:plc:ann/app.bsky.feed.post/3k1')
    """
    collection, _, key = change.path.partition("/")
    if collection not in READ:
        return None
    if not key or len(change.path) > LONGEST_PATH:
        raise NotAPost("Its record has no key.")
    uri = f"at://{change.did}/{change.path}"
    if change.verb == "delete":
        type = "Delete" if collection == POST else "Undo"
        return Activity(id=f"{uri}#delete", type=type, actor=who(change.did), published=change.at, object=uri)
    if collection != POST:
        return activity(uri, _dated(change.record, change.at), who(change.did))
    said = _said(uri, change)
    if change.verb == "update":
        # Of the moment of the edit: the record takes the later words.
        return replace(said, id=f"{uri}#update-{change.rev}", type="Update", published=change.at)
    return said


def renamed(did: str, handle: str, at: datetime) -> Activity | None:
    """Somebody has a handle; None where it leads nowhere. Told again without a change: once for each handle."""
    if not handle or handle == "handle.invalid":
        return None
    them = replace(who(did), handle=handle.lower()[:253])
    return Activity(id=f"{did}#handle-{them.handle}", type="Update", actor=them, published=at, object=them)


def standing(did: str, active: bool, status: str, at: datetime) -> Activity:
    """An account was deleted, or its server shows it no more, or again.

    Deleted is for ever: a Delete of the account by itself. All else can be taken back, and is told without taking
    anything from the record.
    """
    them = who(did)
    if not active and status == "deleted":
        return Activity(id=f"{did}#delete", type="Delete", actor=them, published=at, object=did)
    word = "active" if active else status if status in _GONE else "inactive"
    return Activity(id=f"{did}#account-{word}-{at:%Y%m%dT%H%M%S}", type="Update", actor=them, published=at, object=them,
                    detail=(("status", word),))  # fmt: skip


def _said(uri: str, change: Change) -> Activity:
    record = change.record
    if not isinstance(record, dict) or record.get("$type", POST) != POST:
        raise NotAPost("It is not a post of Bluesky.")
    return uttered(uri, record, who(change.did), _published(record, change.at))


def _published(record: Mapping[str, Any], at: datetime) -> datetime:
    """When its author says; where that is broken or ahead of the server's clock, the server is believed."""
    try:
        created = when(str(record.get("createdAt")))
    except NoDate:
        return at
    return created if (created - at).total_seconds() <= _AHEAD else at


def _dated(record: Any, at: datetime) -> Any:
    return {**record, "createdAt": _published(record, at).isoformat()} if isinstance(record, dict) else record


def somebody(did: object) -> str:
    """A did as it may stand in an id; raises `NotAPost`."""
    if not isinstance(did, str) or not did.startswith("did:") or not 8 <= len(did) <= 2000:
        raise NotAPost("It does not say whose it is.")
    return did
