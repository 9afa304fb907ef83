"""The streams of a server with Mastodon's API, held open: what happens comes as it happens.

Mastodon sends events over HTTP and over a WebSocket; GoToSocial and others have only the socket; some have neither, and
are looked at. No stream can go on from a place: whatever was posted while it was cut is brought by the next look. A
deletion names a post by the server's own id only, which nobody can look up any more: it is told by the ids that looks
have kept in their cursor, and by those heard since the stream opened.
"""

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

import msgspec

from twoears.lib.http import NoAnswer, NoStream, Refused, TryLater, Unreachable, lines
from twoears.lib.sockets import frames
from twoears.lib.urls import host
from twoears.sources.mastodon.door import Door, NotAllowed
from twoears.sources.mastodon.events import Event, events, framed
from twoears.sources.mastodon.known import dict_of, word
from twoears.sources.mastodon.names import Account, Tag, hashtags, place
from twoears.sources.mastodon.read import met, opened
from twoears.sources.mastodon.talk import Talk, aside
from twoears.sources.mastodon.together import together
from twoears.sources.reading import Alive, Asked, CannotRead, Heard, Missed, NothingToFollow, Thing

SILENCE: Final = 45.0  # seconds; Mastodon says every 15 that it lives
_REST: Final = 60.0  # seconds without questions after the server refused one
_REFUSALS: Final = (401, 403)


@dataclass(frozen=True, slots=True)
class Channel:
    """One stream of a server: of the account itself, or of a hashtag."""

    name: str
    tag: str = ""

    def path(self) -> str:
        """Where it is over HTTP."""
        return f"/api/v1/streaming/{self.name}" + (f"?{urlencode({'tag': self.tag})}" if self.tag else "")

    def words(self) -> dict[str, str]:
        """What it is called over a socket."""
        return {"stream": self.name, **({"tag": self.tag} if self.tag else {})}


def live(thing: Thing, asked: Asked) -> Iterator[Heard]:
    """What happens, from now until the stream is cut. Raises `NothingToFollow` where there is no stream."""
    if not asked.secrets.get("token") or thing.path is not None:
        raise NothingToFollow("Streams need an access token of the account. Without one we look every 15 minutes.")
    named = place(thing.text)
    talk, channels = _opened(named, asked)
    news = _News(talk)
    for event in _found(_ways(talk.door, channels), talk.door):
        yield from news.told(event) if event is not None else (Alive(),)


def _opened(named: Account | Tag, asked: Asked) -> tuple[Talk, list[Channel]]:
    if isinstance(named, Tag):
        return opened(named, asked), [Channel("hashtag", named.word)]
    talk, _ = met(named, asked)
    return talk, [Channel("user"), *(Channel("hashtag", word) for word in hashtags(asked))]


def _ways(door: Door, channels: list[Channel]) -> Iterator[Iterator[Event | None]]:
    """The ways to try, the most likely first: over HTTP, then over a socket; where the server says, then at itself."""
    bases = _bases(door)
    for base in bases:
        yield together([_over_http(door, base, channel) for channel in channels])
    for base in bases:
        yield _over_socket(door, base, channels, in_address=False)
        # Documented is the token in the address; not all servers look for it there, nor all in the header.
        yield _over_socket(door, base, channels, in_address=True)


def _found(ways: Iterator[Iterator[Event | None]], door: Door) -> Iterator[Event | None]:
    refused = False
    trouble: NoAnswer | None = None
    for way in ways:
        try:
            first = next(way)
        except StopIteration:
            continue  # a page without a line
        except NoStream as error:
            refused = refused or error.status in _REFUSALS
            continue
        except Refused:
            continue
        except Unreachable as error:
            trouble = error
            continue
        yield first
        yield from way
        return
    if trouble is not None:
        raise trouble
    if refused:
        raise NotAllowed(f"{door.host} refuses its stream to this token. Give one that may read.")
    raise NothingToFollow(f"{door.host} has no stream. We look every 15 minutes.")


def _bases(door: Door) -> list[str]:
    """Where the streams may be: what the server tells, never with less safety than we ask it with; then itself."""
    urls = dict_of(dict_of(door.instance(), "configuration"), "urls") or dict_of(door.instance(), "urls")
    told = word(urls, "streaming") or word(urls, "streaming_api")
    secure = urlsplit(door.base).scheme == "https"
    parts = urlsplit(told) if host(told) else None
    there = f"{'https' if secure else 'http'}://{parts.netloc}{parts.path.rstrip('/')}" if parts else ""
    return [base for base in dict.fromkeys((there, door.base)) if base]


def _over_http(door: Door, base: str, channel: Channel) -> Iterator[Event | None]:
    headers = {"authorization": f"Bearer {door.token}", "accept": "text/event-stream"}
    return events(lines(base + channel.path(), headers=headers, silence=SILENCE, allow=door.allow))


def _over_socket(door: Door, base: str, channels: list[Channel], *, in_address: bool) -> Iterator[Event | None]:
    first, *more = channels
    words = first.words() | ({"access_token": door.token} if in_address else {})
    headers = {} if in_address else {"authorization": f"Bearer {door.token}"}
    wanted = tuple(msgspec.json.encode({"type": "subscribe", **channel.words()}).decode() for channel in more)
    url = f"ws{base.removeprefix('http')}/api/v1/streaming?{urlencode(words)}"
    for frame in frames(url, headers=headers, silence=SILENCE, allow=door.allow, first=wanted):
        yield framed(frame)


@dataclass(slots=True)
class _News:
    """What the events tell. While the server wants no questions, what cannot be told without one is left to a look."""

    talk: Talk
    rests_until: float = 0.0

    def told(self, event: Event) -> Iterator[Heard]:
        if event.name == "delete":
            yield from self.talk.gone(_key(event.data), datetime.now(UTC))
            return
        if event.name not in ("update", "status.update", "notification", "conversation", "broken"):
            yield Alive()
            return
        try:
            said: Any = msgspec.json.decode(event.data)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            yield aside(event.data, f"An event {event.name!r} of the stream is not whole JSON.")
            return
        yield from self._carefully(event.name, said)

    def _carefully(self, name: str, said: Any) -> Iterator[Heard]:
        status = said if name.endswith("update") else _status_in(said)
        if self._needs_a_question(status) and time.monotonic() < self.rests_until:
            return
        try:
            # All of it or nothing: what is half told is brought whole by the look.
            found = list(self.talk.notice(said) if name == "notification" else self.talk.said(status))
        except (CannotRead, TryLater) as error:
            self.rests_until = time.monotonic() + (error.seconds if isinstance(error, TryLater) else _REST)
            yield Missed(why=f"What it answers could not be asked for. {error}")
            return
        yield from found

    def _needs_a_question(self, status: Any) -> bool:
        if not isinstance(status, Mapping):
            return False
        return not self.talk.known.knows_parent(dict_of(status, "reblog") or status)


def _status_in(said: Any) -> Any:
    if not isinstance(said, Mapping):
        return said
    return said.get("last_status") if "last_status" in said else said.get("status")


def _key(data: str) -> str:
    """The id in a deletion; over a socket some write it as JSON."""
    return data.strip().strip('"')
