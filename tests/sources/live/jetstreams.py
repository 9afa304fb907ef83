"""A small network of Bluesky on this machine: a Jetstream or a firehose that does what a test says at each opening."""

import hashlib
import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

from websockets.datastructures import Headers
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response
from websockets.sync.server import ServerConnection, serve

# From now on: a place of long ago is held by nobody.
START = datetime.now(UTC).replace(microsecond=0)
ANN, BEN = "did:plc:ann", "did:plc:ben"
POST, LIKE = "app.bsky.feed.post", "app.bsky.feed.like"
REPOST, FOLLOW = "app.bsky.feed.repost", "app.bsky.graph.follow"


class Link(bytes):
    """The name of a block."""


@dataclass(frozen=True)
class Told:
    """One event: what a server counts as number `seq`, at `at`."""

    seq: int
    did: str
    kind: str = "commit"
    verb: str = "create"
    path: str = ""
    record: Any = None
    more: dict[str, Any] = field(default_factory=dict)

    @property
    def at(self) -> datetime:
        return START + timedelta(seconds=self.seq * 10)

    @property
    def time_us(self) -> int:
        return int(self.at.timestamp()) * 1_000_000

    def line(self) -> str:
        """As a Jetstream tells it."""
        whole: dict[str, Any] = {"did": self.did, "time_us": self.time_us, "kind": self.kind}
        if self.kind == "commit":
            collection, key = self.path.split("/")
            told = {"rev": f"rev{self.seq}", "operation": self.verb, "collection": collection, "rkey": key}
            whole["commit"] = told if self.verb == "delete" else told | {"record": self.record, "cid": "bafy"}
        else:
            whole[self.kind] = {"did": self.did, "seq": self.seq, "time": self.at.isoformat()} | self.more
        return json.dumps(whole)

    def frame(self) -> bytes:
        """As a firehose tells it."""
        when = self.at.isoformat().replace("+00:00", "Z")
        body: dict[str, Any] = {"seq": self.seq, "time": when}
        if self.kind != "commit":
            return cbor({"op": 1, "t": f"#{self.kind}"}) + cbor(body | {"did": self.did} | self.more)
        block = cbor(self.record)
        name = None if self.verb == "delete" else cid(block)
        ops = [{"action": self.verb, "path": self.path, "cid": name}]
        blocks = car([block] if name else [])
        body |= {"repo": self.did, "rev": f"rev{self.seq}", "ops": ops, "blocks": blocks, "tooBig": False, "blobs": []}
        return cbor({"op": 1, "t": "#commit"}) + cbor(body | self.more)


def post(seq: int, did: str, text: str, **more: Any) -> Told:
    """Somebody says something."""
    at = (START + timedelta(seconds=seq * 10)).isoformat()
    return Told(seq, did, path=f"{POST}/k{seq}", record={"$type": POST, "text": text, "createdAt": at, **more})


def answer(seq: int, did: str, text: str, about: Told) -> Told:
    """Somebody answers `about`, which begins its thread."""
    uri = f"at://{about.did}/{about.path}"
    return post(seq, did, text, reply={"root": {"uri": uri, "cid": "c"}, "parent": {"uri": uri, "cid": "c"}})


def deed(seq: int, did: str, collection: str, subject: Any) -> Told:
    """A like, a repost, a follow."""
    at = (START + timedelta(seconds=seq * 10)).isoformat()
    return Told(
        seq, did, path=f"{collection}/k{seq}", record={"$type": collection, "subject": subject, "createdAt": at}
    )


def gone(seq: int, about: Told) -> Told:
    """Its author deletes it."""
    return Told(seq, about.did, verb="delete", path=about.path)


def cbor(value: Any) -> bytes:
    """DAG-CBOR, as far as frames need it."""
    if isinstance(value, Link):
        return b"\xd8\x2a" + cbor(b"\x00" + bytes(value))
    if value is None or isinstance(value, bool):
        return {None: b"\xf6", True: b"\xf5", False: b"\xf4"}[value]
    if isinstance(value, int):
        return _head(0, value) if value >= 0 else _head(1, -1 - value)
    if isinstance(value, bytes):
        return _head(2, len(value)) + value
    if isinstance(value, str):
        return _head(3, len(value.encode())) + value.encode()
    if isinstance(value, list):
        return _head(4, len(value)) + b"".join(map(cbor, value))
    pairs = sorted((cbor(name), cbor(one)) for name, one in value.items())
    pairs.sort(key=lambda pair: (len(pair[0]), pair[0]))
    return _head(5, len(pairs)) + b"".join(name + one for name, one in pairs)


def _head(major: int, size: int) -> bytes:
    if size < 24:
        return bytes([major << 5 | size])
    width = next(w for w in (1, 2, 4, 8) if size < 1 << 8 * w)
    return bytes([major << 5 | {1: 24, 2: 25, 4: 26, 8: 27}[width]]) + size.to_bytes(width, "big")


def cid(block: bytes) -> Link:
    return Link(b"\x01\x71\x12\x20" + hashlib.sha256(block).digest())


def car(blocks: list[bytes]) -> bytes:
    """Blocks with their names."""
    head = cbor({"roots": [cid(b"root")], "version": 1})
    parts = [head, *(bytes(cid(block)) + block for block in blocks)]
    return b"".join(_size(len(part)) + part for part in parts)


def _size(number: int) -> bytes:
    out = b""
    while number > 0x7F:
        out, number = out + bytes([number & 0x7F | 0x80]), number >> 7
    return out + bytes([number])


Opening = Callable[["Relay", ServerConnection, list[Told]], None]


class Relay:
    """Tells what has happened from the place it is asked for, then waits. `plan` is what it does instead, opening by
    opening; `forgotten` is how many of the oldest it holds no more.
    """

    def __init__(self, *events: Told, wire: str = "jetstream") -> None:
        self.events = list(events)
        self.wire = wire
        self.plan: list[Opening] = []
        self.refuse: list[tuple[int, dict[str, str]]] = []
        self.forgotten = 0
        self.asked: list[dict[str, list[str]]] = []
        self.said: list[str] = []
        self.port = 0

    @property
    def address(self) -> str:
        path = "/subscribe" if self.wire == "jetstream" else "/xrpc/com.atproto.sync.subscribeRepos"
        return f"ws://127.0.0.1:{self.port}{path}"

    def raw(self, event: Told) -> str | bytes:
        return event.line() if self.wire == "jetstream" else event.frame()

    def held(self, cursor: int | None) -> list[Told]:
        """What is behind a place; without one only what is to come, of which here there is all."""
        kept = self.events[self.forgotten :]
        if cursor is None:
            return kept
        if self.wire == "jetstream":
            return [event for event in kept if event.time_us >= cursor]
        return [event for event in kept if event.seq > cursor]

    def talk(self, connection: ServerConnection) -> None:
        asked = parse_qs(urlsplit(connection.request.path).query)
        self.asked.append(asked)
        events = self.held(int(asked["cursor"][0]) if "cursor" in asked else None)
        try:
            if "requireHello" in asked:
                self.said.append(str(connection.recv(timeout=5)))
            (self.plan.pop(0) if self.plan else all_of_it)(self, connection, events)
        except (ConnectionClosed, OSError):
            return

    def gate(self, connection: ServerConnection, request: Request) -> Response | None:
        if not self.refuse:
            return None
        status, headers = self.refuse.pop(0)
        return Response(status, "No", Headers(headers), b"")


@contextmanager
def running(relay: Relay) -> Iterator[Relay]:
    """The relay, listening."""
    with serve(relay.talk, "127.0.0.1", 0, process_request=relay.gate, compression=None) as server:
        relay.port = server.socket.getsockname()[1]
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield relay
        server.shutdown()
        thread.join()


def all_of_it(relay: Relay, connection: ServerConnection, events: list[Told]) -> None:
    """Everything, then nothing until the other side goes."""
    for event in events:
        connection.send(relay.raw(event))
    for _ in connection:
        pass


def some(count: int) -> Opening:
    """The first few, then an end in order."""

    def do(relay: Relay, connection: ServerConnection, events: list[Told]) -> None:
        for event in events[:count]:
            connection.send(relay.raw(event))

    return do


def cut_inside(count: int) -> Opening:
    """The first few, and half of the next one; then the line breaks."""

    def do(relay: Relay, connection: ServerConnection, events: list[Told]) -> None:
        some(count)(relay, connection, events)
        raw = relay.raw(events[count])
        whole = raw.encode() if isinstance(raw, str) else raw
        head = b"\x81" if isinstance(raw, str) else b"\x82"
        connection.socket.sendall(head + b"\x7e" + len(whole).to_bytes(2, "big") + whole[: len(whole) // 2])
        connection.socket.shutdown(socket.SHUT_RDWR)

    return do


def garbage(relay: Relay, connection: ServerConnection, events: list[Told]) -> None:
    """Between what was meant, what nobody can read."""
    for event in events:
        connection.send(relay.raw(event))
        for noise in ("", "{", '{"did": 7}', b"\xff\xfe", b"\xa1\x62op\x01", b"\x81" * 50_000, "[" * 50_000):
            connection.send(noise)
    for _ in connection:
        pass


def mute(relay: Relay, connection: ServerConnection, events: list[Told]) -> None:
    """It tells a part, then it is there and yet does not answer any more."""
    for event in events[:3]:
        connection.send(relay.raw(event))
    connection.protocol.receive_data = lambda data: None  # type: ignore[method-assign]
    threading.Event().wait(3)
    connection.socket.close()
