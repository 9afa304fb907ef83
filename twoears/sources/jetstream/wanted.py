"""What is asked of a stream: its address, and which accounts and kinds of record."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import msgspec

from twoears.sources.reading import Asked, CannotRead

JETSTREAM: Final = "wss://jetstream2.us-east.bsky.network/subscribe"
FIREHOSE: Final = "wss://bsky.network/xrpc/com.atproto.sync.subscribeRepos"
COLLECTIONS: Final = ("app.bsky.feed.post", "app.bsky.feed.like", "app.bsky.feed.repost", "app.bsky.graph.follow")
_MOST_DIDS: Final = 10_000  # the most that a Jetstream takes
_IN_ADDRESS: Final = 50  # more are said after the opening: an address may not be of any length
_DID: Final = re.compile(r"did:[a-z]+:[A-Za-z0-9._:%-]{3,200}")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Where to listen, and for what; `dids` is empty for everybody."""

    address: str
    dids: frozenset[str]
    collections: tuple[str, ...]

    @property
    def is_firehose(self) -> bool:
        return "com.atproto.sync.subscriberepos" in self.address.lower()


def wanted(text: str, asked: Asked) -> Wanted:
    """What a member asks for; raises `CannotRead`.

    >>> wanted("firehose", Asked(base="http://localhost:2583")).address
    'ws://localhost:2583/xrpc/com.atproto.sync.subscribeRepos'
    """
    collections = tuple(_words(asked.options.get("collections", ""))) or COLLECTIONS
    return Wanted(_address(text.strip(), asked.base), _dids(asked.options), collections)


def jetstream(want: Wanted, place: int) -> tuple[str, tuple[str, ...]]:
    """The address of a Jetstream from `place` on (microseconds since 1970, 0 for now), and what to say first."""
    long = len(want.dids) > _IN_ADDRESS
    parts = urlsplit(want.address)
    given = parse_qsl(parts.query)
    asks = [("wantedCollections", name) for name in want.collections] if "wantedCollections" not in dict(given) else []
    asks += [("requireHello", "true")] if long else [("wantedDids", did) for did in sorted(want.dids)]
    asks += [("cursor", str(place))] if place else []
    address = urlunsplit(parts._replace(query=urlencode([*given, *asks])))
    filters = {"wantedCollections": want.collections, "wantedDids": sorted(want.dids)}
    hello = msgspec.json.encode({"type": "options_update", "payload": filters}).decode()
    return address, ((hello,) if long else ())


def firehose(want: Wanted, place: int) -> str:
    """The address of a firehose from behind `place` on, 0 for now."""
    parts = urlsplit(want.address)
    asks = [("cursor", str(place))] if place else []
    return urlunsplit(parts._replace(query=urlencode([*parse_qsl(parts.query), *asks])))


def _address(text: str, base: str) -> str:
    usual = {"jetstream": JETSTREAM, "firehose": FIREHOSE}.get(text.lower(), text)
    if not base:
        return usual
    server, path = urlsplit(base), urlsplit(usual)
    scheme = {"http": "ws", "https": "wss"}.get(server.scheme, server.scheme)
    return urlunsplit((scheme, server.netloc, server.path.rstrip("/") + path.path, path.query, ""))


def _dids(options: Mapping[str, str]) -> frozenset[str]:
    words = _words(options.get("dids", ""))
    for word in words:
        if not _DID.fullmatch(word):
            raise CannotRead(f"{word[:80]} is not a did. Write them like did:plc:abc, with blanks between.")
    if len(words) > _MOST_DIDS:
        raise CannotRead(
            f"A Jetstream takes {_MOST_DIDS:,} accounts at most, these are {len(words):,}. Leave some out."
        )
    return frozenset(words)


def _words(text: str) -> list[str]:
    return [word for word in re.split(r"[\s,;]+", text) if word]
