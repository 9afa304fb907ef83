"""Streams over a WebSocket, as GoToSocial and others have them, and what is tried where."""

import json
import threading
from collections.abc import Callable, Iterator
from http import HTTPStatus
from itertools import islice
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from websockets.http11 import Request, Response
from websockets.sync.server import ServerConnection, serve

from tests.sources.live.fediverse import TOKEN, Fediverse
from twoears.activities.values import Activity
from twoears.lib.http import Broken
from twoears.sources.mastodon.door import NotAllowed
from twoears.sources.mastodon.read import SOURCE
from twoears.sources.reading import Alive, Asked, Heard, NothingToFollow, Thing

Talk = Callable[[ServerConnection], None]


class Socket:
    """A door for streams beside the server; `in_header` says where it looks for the token."""

    def __init__(self, talk: Talk, *, in_header: bool) -> None:
        self.asked: list[str] = []
        self.said: list[Any] = []
        self._talk, self._in_header = talk, in_header
        self.server = serve(self._open, "127.0.0.1", 0, process_request=self._check)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def address(self) -> str:
        return f"wss://127.0.0.1:{self.server.socket.getsockname()[1]}"  # as GoToSocial says it, also without TLS

    def _check(self, talk: ServerConnection, request: Request) -> Response | None:
        self.asked.append(request.path)
        if urlsplit(request.path).path != "/api/v1/streaming":
            return talk.respond(HTTPStatus.NOT_FOUND, "")
        given = parse_qs(urlsplit(request.path).query).get("access_token", [""])[0]
        if self._in_header:
            given = request.headers.get("authorization", "").removeprefix("Bearer ")
        return None if given == TOKEN else talk.respond(HTTPStatus.UNAUTHORIZED, "")

    def _open(self, talk: ServerConnection) -> None:
        self._talk(talk)


@pytest.fixture
def socket(fediverse: Fediverse) -> Iterator[Callable[..., Socket]]:
    made: list[Socket] = []

    def start(talk: Talk, *, in_header: bool = True) -> Socket:
        fediverse.has_streams = False
        made.append(Socket(talk, in_header=in_header))
        fediverse.streaming_at = made[-1].address
        return made[-1]

    yield start
    for one in made:
        one.server.shutdown()


def heard(fediverse: Fediverse, most: int = 100, **options: str) -> list[Heard]:
    assert SOURCE.stream
    asked = Asked(base=fediverse.base, secrets={"token": TOKEN}, options=options)
    return list(islice(SOURCE.stream(Thing(text="@ann@social.norrvik.example"), asked), most))


def frame(event: str, payload: Any) -> str:
    return json.dumps({"stream": ["user"], "event": event, "payload": payload})


@pytest.mark.parametrize("in_header", [True, False])
def test_where_there_is_only_a_socket_it_is_taken(
    fediverse: Fediverse, socket: Callable[..., Socket], in_header: bool
) -> None:
    fog, rain = fediverse.post("eva", "Fog."), fediverse.post("eva", "Rain.")

    def talk(there: ServerConnection) -> None:
        there.send(frame("update", json.dumps(fog)))
        there.send(frame("update", rain))
        there.send(frame("delete", fog["id"]))
        there.send("what is this?")

    door = socket(talk, in_header=in_header)
    found = heard(fediverse)
    assert isinstance(found[0], Alive)
    told = [(one.type, one.id.rpartition("#")[2]) for one in found if isinstance(one, Activity)]
    assert told == [("Create", "create"), ("Create", "create"), ("Delete", "delete")]
    assert type(found[-1]).__name__ == "SetAside"
    assert len(door.asked) == (2 if in_header else 3), "over HTTP first; where the token belongs is not known before"


def test_one_socket_carries_several_streams(fediverse: Fediverse, socket: Callable[..., Socket]) -> None:
    wanted: list[Any] = []

    def talk(there: ServerConnection) -> None:
        wanted.extend(json.loads(there.recv()) for _ in range(2))

    socket(talk)
    heard(fediverse, hashtags="cargo norrvik")
    assert wanted == [
        {"type": "subscribe", "stream": "hashtag", "tag": "cargo"},
        {"type": "subscribe", "stream": "hashtag", "tag": "norrvik"},
    ]


def test_a_socket_that_breaks_is_a_cut(fediverse: Fediverse, socket: Callable[..., Socket]) -> None:
    def talk(there: ServerConnection) -> None:
        there.close(1011, "boom")

    socket(talk)
    with pytest.raises(Broken, match="cut the stream"):
        heard(fediverse)


def test_a_token_that_may_not_is_said(fediverse: Fediverse, socket: Callable[..., Socket]) -> None:
    door = socket(lambda there: None)
    door._check = lambda talk, request: talk.respond(HTTPStatus.FORBIDDEN, "")  # type: ignore[method-assign]
    door.server.shutdown()
    fediverse.has_streams, fediverse.streaming_at = True, ""
    fediverse.plan = ["401"] * 3
    with pytest.raises(NotAllowed, match="refuses its stream"):
        heard(fediverse)


def test_a_page_where_a_stream_should_be_is_no_stream(fediverse: Fediverse) -> None:
    """Some servers answer every address they do not know with the page of their client."""
    fediverse.has_streams = False
    fediverse.pages = True
    with pytest.raises(NothingToFollow, match="no stream"):
        heard(fediverse)


def test_where_the_server_tells_of_its_streams_is_asked_first(
    fediverse: Fediverse, socket: Callable[..., Socket]
) -> None:
    door = socket(lambda there: None)
    fediverse.has_streams = True
    assert isinstance(heard(fediverse, 1)[0], Alive)
    assert door.asked == ["/api/v1/streaming/user"]
    assert fediverse.asked[-1] == "GET /api/v1/streaming/user", (
        "it told of a place that has none: the server itself has"
    )
