"""Jetstream: each change as a line of JSON. https://bsky.network/docs/jetstream (the first version, `/subscribe`)

    {"did": …, "time_us": 1772355600000000, "kind": "commit", "commit": {"operation": "create", "collection": …, …}}

The place is a time in microseconds by the server's clock. We go back a little behind it, so that what came at the same
moment on another server of the same name is not lost; what comes twice is known. A place that a server does not hold
any more it passes over in silence: we tell by what was last, which must come again first.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import msgspec

from twoears.activities.values import Activity
from twoears.sources.bluesky.shape import NotAPost
from twoears.sources.jetstream.acts import Change, heard, renamed, somebody, standing
from twoears.sources.reading import Missed

OVERLAP: Final = 5_000_000  # microseconds
KEPT: Final = timedelta(hours=36)  # how far back servers go, as Bluesky's documentation has it
_EARLIEST, _LATEST = 1_500_000_000_000_000, 32_503_680_000_000_000  # 2017 and the year 3000, in microseconds


class _Commit(msgspec.Struct):
    operation: str
    collection: str
    rkey: str
    rev: str = ""
    record: Any = None


class _Identity(msgspec.Struct):
    handle: str | None = None


class _Account(msgspec.Struct):
    active: bool
    status: str | None = None


class Message(msgspec.Struct):
    """One line of a Jetstream."""

    did: str
    time_us: int
    kind: str
    commit: _Commit | None = None
    identity: _Identity | None = None
    account: _Account | None = None


_decoder = msgspec.json.Decoder(Message)


def message(line: str | bytes) -> Message:
    """The message in a line; raises `NotAPost`."""
    try:
        found = _decoder.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise NotAPost(f"It is no message of a Jetstream: {str(error)[:200]}.") from error
    if not _EARLIEST <= found.time_us <= _LATEST:
        raise NotAPost("Its time is outside the calendar.")
    return found


def told(said: Message) -> Activity | None:
    """What the message tells, None for nothing; raises `NotAPost`."""
    did, at = somebody(said.did), moment(said.time_us)
    if said.commit is not None:
        c = said.commit
        return heard(Change(did, f"{c.collection}/{c.rkey}", c.operation, c.record, c.rev, at))
    if said.identity is not None:
        return renamed(did, said.identity.handle or "", at)
    if said.account is not None:
        return standing(did, said.account.active, said.account.status or "", at)
    return None


def moment(microseconds: int) -> datetime:
    """
    >>> moment(1772355600000000).isoformat()
    '2026-03-01T09:00:00+00:00'
    """
    return datetime.fromtimestamp(microseconds // 1_000_000, UTC) + timedelta(microseconds=microseconds % 1_000_000)


def too_old(place: int, now: datetime) -> Iterator[Missed]:
    """That nobody holds our place any more."""
    if place and now - moment(place) > KEPT:
        hours = int(KEPT.total_seconds() // 3600)
        why = f"We were away for longer than the {hours} hours that a Jetstream keeps."
        yield Missed(why=why, since=moment(place))


def passed_over(place: int, first: int) -> Iterator[Missed]:
    """Whether the server began elsewhere than at our place, as its first message shows."""
    if place and first > place:
        yield Missed(why="The server does not hold our place any more; it began later.", since=moment(place))
    elif place and first < place - 2 * OVERLAP:
        # To its clock our place lay ahead, and it began with what was new.
        yield Missed(why="The clock of the server was set back; what came between cannot be told.")
