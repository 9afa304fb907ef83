"""A server of Bluesky that hands out tokens which are none: one named error, no look that hangs, no word sent."""

import base64
import json
from collections.abc import Iterator

import pytest

from tests.sources.live.bluesky_server import Reply, Server, running, token
from tests.sources.live.recorded import of
from tests.sources.live.test_bluesky_account import SECRETS, access, letter, rings
from twoears.activities.values import Activity
from twoears.lib.http import NoAnswer
from twoears.sources.bluesky.read import SOURCE
from twoears.sources.bluesky.send import send
from twoears.sources.reading import Asked, CannotRead, Thing
from twoears.sources.sending import NotSent


@pytest.fixture
def server() -> Iterator[Server]:
    with running() as made:
        made.rings = rings()
        yield made


def encoded(told: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(told).encode()).decode().rstrip("=")


def body(told: object) -> str:
    return f"{encoded({'alg': 'none'})}.{encoded(told)}.c2VhbA"


MALFORMED: dict[str, object] = {
    "nothing": "",
    "no text": None,
    "a number": 7,
    "a list": ["a", "b", "c"],
    "one part": "eyJhbGciOiJub25lIn0",
    "two parts": "eyJhbGciOiJub25lIn0.e30",
    "many parts": "." * 5000,
    "no base64": "\u2603.\u2603.\u2603",
    "bytes that are no text": f"{base64.urlsafe_b64encode(bytes(range(200, 256))).decode()}." * 2 + "x",
    "no JSON": f"{base64.urlsafe_b64encode(b'{{{').decode()}." * 2 + "x",
    "JSON of a thousand floors": "e30." + base64.urlsafe_b64encode(b"[" * 100_000).decode() + ".x",
    "a list of claims": body(["exp"]),
    "an end that is a word": body({"exp": "tomorrow", "sub": "did:plc:ann"}),
    "an end beyond all numbers": body({"exp": 10**400, "sub": "did:plc:ann"}),
    "an end that never comes": body({"exp": None, "sub": None}),
    "a megabyte": body({"exp": 9**11, "sub": "x" * 1_000_000}),
    "a line break in it": body({"exp": 9**11}) + "\r\nX-Injected: yes",
    "a null byte in it": body({"exp": 9**11}) + "\0",
}


def handing_out(access_token: object, refresh_token: object) -> Reply:
    return 200, {"did": "did:plc:ann", "handle": "ann.example", "accessJwt": access_token, "refreshJwt": refresh_token}


def look(server: Server) -> list[Activity]:
    return of(Activity, SOURCE.read(Thing(text="@ann.example"), Asked(base=server.base, secrets=SECRETS)))


@pytest.mark.parametrize("which", ["both", "the first", "the second"])
@pytest.mark.parametrize("name", MALFORMED)
def test_a_token_that_is_none_is_a_named_error_or_never_used(server: Server, name: str, which: str) -> None:
    bad = MALFORMED[name]
    tokens = {"both": (bad, bad), "the first": (bad, token(0)), "the second": (token(1), bad)}[which]
    server.trouble = lambda asked: handing_out(*tokens) if asked.endswith("createSession") else None
    server.valid = tokens[0] if isinstance(tokens[0], str) else ""
    try:
        heard = look(server)
    except (CannotRead, NoAnswer) as error:
        assert str(error).strip()
        assert len(str(error)) < 1000, "the token itself is not told"
    else:
        assert len(heard) in (0, 6)
    assert server.asked.count("com.atproto.server.createSession") < 10


@pytest.mark.parametrize("name", MALFORMED)
def test_a_renewed_token_that_is_none_is_a_named_error_and_sends_nothing_twice(server: Server, name: str) -> None:
    server.seconds = -10  # the first has ended already, and is renewed before it is used
    look(server)
    bad = MALFORMED[name]
    server.trouble = lambda asked: handing_out(bad, bad) if asked.endswith("refreshSession") else None
    try:
        look(server)
    except (CannotRead, NoAnswer) as error:
        assert str(error).strip()
    try:
        send(letter("post"), access(server))
    except (NotSent, NoAnswer, CannotRead) as error:
        assert str(error).strip()
    assert server.writes <= 1


SESSIONS: dict[str, object] = {
    "nothing": {}, "a name alone": {"did": "did:plc:ann"}, "a list": [], "a word": "hello", "null": None,
    "an odd error": {"error": "x", "message": {"a": 1}},
    "a number for a name": {"did": 7, "handle": None, "accessJwt": "e30.e30.x", "refreshJwt": "e30.e30.x"},
}  # fmt: skip


@pytest.mark.parametrize("name", SESSIONS)
@pytest.mark.parametrize("status", [200, 400, 401, 500])
def test_a_session_that_is_none_is_a_named_error(server: Server, name: str, status: int) -> None:
    answer = SESSIONS[name]
    server.trouble = lambda asked: (status, answer) if asked.endswith("createSession") else None  # type: ignore[return-value]
    with pytest.raises((CannotRead, NoAnswer)):
        look(server)


def test_a_server_that_mends_its_tokens_is_heard_again(server: Server) -> None:
    server.trouble = lambda asked: handing_out("no.token", "at.all") if asked.endswith("createSession") else None
    with pytest.raises((CannotRead, NoAnswer)):
        look(server)
    server.trouble = lambda asked: None
    assert len(look(server)) == 6
