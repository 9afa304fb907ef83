"""An account as it happens: its newest posts and what rang, asked for every few seconds while there is talk.

Asked for and not streamed, because a stream of the network can be filtered by who speaks and not by who is spoken to,
and because the server keeps what it told: whoever was cut off asks on from where it was. Deletions are not told this
way; the whole network (`jetstream`, only these accounts) tells them.
"""

import time
from collections.abc import Generator, Iterator, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from twoears.activities.values import Activity
from twoears.lib.dates import when
from twoears.lib.http import TryLater
from twoears.sources.bluesky.bell import KEYS, OVERLAP, bell
from twoears.sources.bluesky.pages import items, tolerant
from twoears.sources.bluesky.shape import heard, moment
from twoears.sources.reading import Alive, Cursor, Heard

if TYPE_CHECKING:
    from twoears.sources.bluesky.door import Door

QUICK = 5.0  # seconds between two questions while there is talk
SLOW = 60.0
_SLOWER = 1.5  # times as long after each question that brought nothing
_TICK = 1.0
_PAGE = 30
_RESERVE = 0.1  # of what we may ask, left to looks and to sending


def follow(door: "Door", did: str, place: Mapping[str, str]) -> Iterator[Heard]:
    """What is said and done from now on, or from `place`. Raises `TryLater`, `CannotRead`."""
    here, before, pause = dict(place), set[str](), QUICK
    yield Alive()
    while True:
        now: set[str] = set()
        came = False
        for one in _since(door, did, here):
            if isinstance(one, Activity):
                now.add(one.id)
                if one.id in before:
                    continue
                came = True
            yield one
        before = now
        pause = QUICK if came else min(pause * _SLOWER, SLOW)
        yield from _wait(SLOW if _is_short(door) else pause)


def _since(door: "Door", did: str, here: dict[str, str]) -> Iterator[Heard]:
    """Everything behind our place, which moves on when all of it was heard."""
    try:
        here |= yield from _feed(door, did, here.get("until", ""))
        if door.did == did:
            rang = bell(door, {key: here[key] for key in KEYS if key in here})
            for one in rang if here.get("told") else _newest(rang):
                if isinstance(one, Cursor):
                    _move(here, one)
                else:
                    yield one
    except TryLater:
        yield from _limit(door)
        raise
    yield Cursor(dict(here))
    yield from _limit(door)


def _move(here: dict[str, str], rang: Cursor) -> None:
    """To another place, of which nothing of the last one is left: the page of a walk that has ended is no place."""
    for key in KEYS:
        here.pop(key, None)
    here |= rang.value


def _newest(rang: Iterator[Heard]) -> Iterator[Heard]:
    """The first page alone: what was before we came is brought by a look."""
    for one in rang:
        if isinstance(one, Cursor):
            top = one.value.get("told_top") or one.value.get("told") or datetime.now(UTC).isoformat()
            yield Cursor({"told": top})
            return
        yield one


def _feed(door: "Door", did: str, until: str) -> Generator[Heard, None, dict[str, str]]:
    """The account's own posts, newest first; returns the place behind them."""
    stop = when(until) - OVERLAP if until else None
    top, page = "", ""
    while True:
        more = {"cursor": page} if page else {}
        answer = door.ask("app.bsky.feed.getAuthorFeed", actor=did, limit=_PAGE, **more)
        found = items(answer, "feed")
        times = [at for item in found if isinstance(item, dict) and (at := moment(item))]
        top = top or max((at.isoformat() for at in times), default="")
        for item in found:
            yield from tolerant(item, heard)
        following = str(answer.get("cursor") or "")
        done = stop is None or not found or min(times, default=stop) <= stop
        if done or not following or following == page:
            return {"until": max(top, until)} if top or until else {}
        page = following


def _limit(door: "Door") -> Iterator[Heard]:
    if door.limit:
        yield door.limit


def _is_short(door: "Door") -> bool:
    return door.limit is not None and door.limit.left < door.limit.most * _RESERVE


def _wait(seconds: float) -> Iterator[Heard]:
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        time.sleep(min(left, _TICK))
        yield Alive()
