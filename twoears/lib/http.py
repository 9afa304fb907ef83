"""The one guarded door to the network. Whatever fetches an address that somebody gave us goes through here.

    NoAnswer            nothing usable came back
    ├── Refused         we do not go there: not http(s), a private address, too many redirects
    ├── Unreachable     no such name, no connection, or it took too long
    ├── Broken          the answer was cut, or is not what HTTP promises
    │   └── NoStream    a whole answer with a `status`, where a stream should begin
    ├── TooLarge        the answer is larger than we read
    └── TryLater        the server asks us to wait, `seconds` long

Guarded is: the scheme; each address that a name resolves to, at the moment we connect to it (a name that changes its
address between the look and the call gains nothing: we connect to the very address that was looked at); each redirect;
the time of the whole exchange, of which a server that drips bytes gets no more than any other; and the size after
decompression, of which no more than a piece is ever unpacked ahead. Proxies of the environment are not used: a proxy
would resolve the name itself, behind the guard.

`TWOEARS_ALLOW_PRIVATE_HOSTS=1` lets everything in this process reach private hosts; `allow` lets one call reach the one
host that a member named.
"""

import os
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from typing import Final

import httpcore2
import httpx2

from twoears import __version__
from twoears.lib.addresses import Guard, NotPublic, TookTooLong, addresses
from twoears.lib.dates import NoDate, when
from twoears.lib.urls import host, is_web

LIMIT: Final = 16 * 1024 * 1024  # bytes, after decompression
SECONDS: Final = 30.0  # for one exchange, from the first packet to the last
REDIRECTS: Final = 5
WAIT: Final = 300  # seconds, where a server that wants us to wait does not say how long
LONGEST_WAIT: Final = 24 * 3600
SILENCE: Final = 60.0  # seconds without a byte after which a stream counts as cut; servers send heartbeats more often
LONGEST_LINE: Final = 1024 * 1024
_AT_ONCE: Final = 20  # connections, to all servers together
_STREAMS: Final = 500
USER_AGENT: Final = f"twoears/{__version__} (+https://github.com/two-ears/twoears)"
PRIVATE_HOSTS: Final = "TWOEARS_ALLOW_PRIVATE_HOSTS"

_deadline: ContextVar[float] = ContextVar("deadline", default=0.0)
_MOVED = frozenset({301, 302, 303, 307, 308})
_FOR_GOOD = frozenset({301, 308})
_RESETS = ("ratelimit-reset", "x-ratelimit-reset")


class NoAnswer(Exception):
    """Nothing usable came back. The text says what, why and what to do now."""


class Refused(NoAnswer):
    """We do not go there."""


class Unreachable(NoAnswer):
    """The server cannot be reached, or did not answer in time."""


class Broken(NoAnswer):
    """The answer stopped half-way or is not HTTP."""


class NoStream(Broken):
    """Where a stream should begin there is a whole answer with a `status`."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status


class TooLarge(NoAnswer):
    """The answer is larger than the limit."""


class TryLater(NoAnswer):
    """The server asks us to come back after `seconds`."""

    def __init__(self, message: str, seconds: int) -> None:
        super().__init__(message)
        self.seconds = seconds


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said. Header names are in lower case; `url` is where it was said, after redirects.

    `moved` is where it has moved for good: as far as permanent redirects alone lead. Empty where they lead nowhere.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes
    url: str
    moved: str = ""


def fetch(
    url: str, *, etag: str = "", modified: str = "", accept: str = "", limit: int = LIMIT, allow: str = ""
) -> Answer:
    """The answer to a GET of `url`, after redirects.

    `etag` and `modified` are what the server said last time: status 304 then means that nothing changed. `limit` is in
    bytes. `allow` is a host that may be private because a member named it. Raises `NoAnswer`.
    """
    told = {"if-none-match": etag, "if-modified-since": modified, "accept": accept or "*/*"}
    headers = {name: value for name, value in told.items() if value}
    moved, for_good = "", True
    for _ in range(REDIRECTS + 1):
        answer = exchange("GET", url, headers=headers, limit=limit, allow=allow)
        there = answer.headers.get("location", "")
        if answer.status not in _MOVED or not there:
            return replace(answer, moved=moved)
        url, for_good = _next(answer.url, there), for_good and answer.status in _FOR_GOOD
        moved = url if for_good else moved
    raise Refused(f"{_shown(url)} is redirected more than {REDIRECTS} times. Give the address where it ends.")


def exchange(
    method: str,
    url: str,
    *,
    headers: Mapping[str, str] | None = None,
    body: bytes = b"",
    limit: int = LIMIT,
    seconds: float = SECONDS,
    allow: str = "",
) -> Answer:
    """One request and its answer, redirects not followed. What client libraries are plugged into. Raises `NoAnswer`."""
    if not is_web(url):
        raise Refused(f"{_shown(url)} is not a web address. Give one that starts with https://.")
    sent = {name.lower(): value for name, value in (headers or {}).items()}
    # Only what can be unpacked piece by piece is asked for, whatever a client library would like.
    sent |= {"user-agent": USER_AGENT, "accept-encoding": "gzip, deflate"}
    if not body:
        sent.pop("content-length", None)
    with (
        _told_plainly(url),
        _within(seconds),
        _client(_allowed(allow), os.getpid()).stream(method, url, headers=sent, content=body or None) as reply,
    ):
        answer = Answer(reply.status_code, _headers(reply), _body(reply, limit), url)
    if answer.status == 429 or (answer.status == 503 and "retry-after" in answer.headers):
        wait = seconds_to_wait(answer.headers)
        raise TryLater(f"{host(url)} asks us to wait {wait} seconds. We look again then.", wait)
    return answer


def refuse_private(url: str, *, allow: str = "") -> None:
    """Raise `Refused` where a call to `url` would be refused, without calling: for an address that is only kept yet.

    A name that no server has passes: it may get one, and each call looks again.
    """
    if not is_web(url):
        raise Refused(f"{_shown(url)} is not a web address. Give one that starts with https://.")
    with _told_plainly(url), suppress(OSError):
        asked = httpx2.URL(url)
        name, named = asked.raw_host.decode("ascii"), _allowed(allow)
        addresses(name, asked.port or 443, anywhere=named in ("*", name.strip("[]").lower()))


def lines(
    url: str, *, headers: Mapping[str, str] | None = None, silence: float = SILENCE, allow: str = ""
) -> Iterator[str]:
    """The lines of an answer that goes on, such as Server-Sent Events, as they come and without their ends (LF, CRLF).

    Ends where the server ends it. Raises `NoAnswer`; `Unreachable` also where nothing came for `silence` seconds.
    """
    if not is_web(url):
        raise Refused(f"{_shown(url)} is not a web address. Give one that starts with https://.")
    told = {name.lower(): value for name, value in (headers or {}).items()}
    told |= {"user-agent": USER_AGENT, "accept-encoding": "identity"}
    # Of their own: streams hold their connections for days, and would leave none to those who only ask.
    client = _client(_allowed(allow), os.getpid(), streams=True)
    with _told_plainly(url), ExitStack() as held:
        with _within(float("inf")):
            wait = httpx2.Timeout(10.0, read=silence)
            reply = held.enter_context(client.stream("GET", url, headers=told, timeout=wait))
            if reply.status_code != 200:
                _no_stream(url, reply)
        yield from _cut(_endless(reply))


def _endless(reply: httpx2.Response) -> Iterator[bytes]:
    pieces = reply.iter_bytes()
    while True:
        # Between two pieces others have their turn, in this thread or in the next one that goes on with us.
        with _within(float("inf")):
            piece = next(pieces, None)
        if piece is None:
            return
        yield piece


def _no_stream(url: str, reply: httpx2.Response) -> None:
    if reply.status_code in (429, 503):
        wait = seconds_to_wait({name.lower(): value for name, value in reply.headers.items()})
        raise TryLater(f"{host(url)} asks us to wait {wait} seconds. We look again then.", wait)
    said = f"{_shown(url)} answers with status {reply.status_code} where a stream should begin."
    raise NoStream(said, reply.status_code)


def _cut(pieces: Iterable[bytes]) -> Iterator[str]:
    """Lines of what comes in pieces; a line that never ends is not waited for."""
    rest = b""
    for piece in pieces:
        *whole, rest = (rest + piece).split(b"\n")
        for line in whole:
            yield line.removesuffix(b"\r").decode("utf8", "replace")
        if len(rest) > LONGEST_LINE:
            raise Broken(f"A line of the stream is longer than {LONGEST_LINE // 1024} KB. We begin anew.")


def seconds_to_wait(headers: Mapping[str, str], now: datetime | None = None) -> int:
    """How long a server wants us to wait, 1 second to a day: `Retry-After`, else the reset of its rate limit.

    Resets are written in three ways: seconds from now (IETF draft), seconds since 1970 (Bluesky), a date (Mastodon).

    >>> seconds_to_wait({"retry-after": "120"})
    120
    >>> seconds_to_wait({"x-ratelimit-reset": "2026-03-01T09:05:00Z"}, datetime(2026, 3, 1, 9, 0, tzinfo=UTC))
    300
    """
    now = now or datetime.now(UTC)
    for name in ("retry-after", *_RESETS):
        wait = _wait(headers.get(name, "").strip(), now)
        if wait is not None:
            return max(1, min(LONGEST_WAIT, wait))
    return WAIT


def _wait(text: str, now: datetime) -> int | None:
    if text.isascii() and text.isdigit() and len(text) < 15:
        number = int(text)
        return number if number < 10_000_000 else number - int(now.timestamp())
    try:
        return int((when(text) - now).total_seconds()) if text else None
    except NoDate:
        return None


def _next(url: str, there: str) -> str:
    try:
        return str(httpx2.URL(url).join(there))
    except (httpx2.InvalidURL, ValueError) as error:
        raise Broken(
            f"{_shown(url)} is redirected to an address that cannot be read. Give the address where it ends."
        ) from error


def _headers(reply: httpx2.Response) -> dict[str, str]:
    packed = [name for name in reply.headers.get("content-encoding", "").lower().replace(" ", "").split(",") if name]
    if len(packed) > 2 or not {"gzip", "deflate", "identity"}.issuperset(packed):
        raise Broken(f"{_shown(str(reply.url))} is packed in a way we did not ask for. Its owner has to mend that.")
    return {name.lower(): value for name, value in reply.headers.items()}


def _body(reply: httpx2.Response, limit: int) -> bytes:
    body = bytearray()
    for piece in reply.iter_bytes():
        body += piece
        if len(body) > limit:
            raise TooLarge(f"{_shown(str(reply.url))} is larger than {limit // 1024} KB. We do not read more of it.")
        if time.monotonic() > _deadline.get():
            raise TookTooLong
    return bytes(body)


@contextmanager
def _within(seconds: float) -> Iterator[None]:
    token = _deadline.set(time.monotonic() + seconds)
    try:
        yield
    finally:
        _deadline.reset(token)


@contextmanager
def _told_plainly(url: str) -> Iterator[None]:
    """The errors of the libraries underneath, in our words."""
    name = host(url)
    try:
        yield
    except NotPublic as error:
        raise Refused(
            f"{name} is on a private network ({error}), and we do not go there unasked. "
            f"If it is yours, set {PRIVATE_HOSTS}=1."
        ) from error
    except (httpx2.TimeoutException, httpcore2.TimeoutException, TookTooLong) as error:
        raise Unreachable(f"{name} did not answer in time. We look again later.") from error
    except (
        httpx2.InvalidURL,
        httpx2.UnsupportedProtocol,
        httpcore2.UnsupportedProtocol,
        UnicodeError,
        ValueError,
    ) as error:
        raise Refused(f"{_shown(url)} is no address that can be asked: {error}. Check how it is written.") from error
    except (httpcore2.ConnectError, httpx2.ConnectError) as error:
        raise Unreachable(f"{name} cannot be reached: {error}. Check the address; we look again later.") from error
    except (httpx2.HTTPError, httpx2.StreamError, httpcore2.NetworkError, httpcore2.ProtocolError) as error:
        raise Broken(f"The answer of {name} stopped half-way or is broken: {error}. We look again later.") from error


def _allowed(allow: str) -> str:
    return "*" if os.environ.get(PRIVATE_HOSTS) == "1" else host(allow) or allow.lower()


@lru_cache(maxsize=32)
def _client(allow: str, _process: int, *, streams: bool = False) -> httpx2.Client:
    # One client for each allowed host: an open connection to a private host must not serve a call that may not go
    # there. And for each process: after a fork two processes would talk over one connection.
    return httpx2.Client(
        transport=_Transport(allow, _STREAMS if streams else _AT_ONCE),
        timeout=10.0,
        follow_redirects=False,
        trust_env=False,
    )


class _Transport(httpx2.BaseTransport):
    """httpx2 over a pool whose every connection is made by the guard."""

    def __init__(self, allow: str, most: int) -> None:
        self._pool = httpcore2.ConnectionPool(
            ssl_context=httpx2.create_ssl_context(),
            max_connections=most,
            keepalive_expiry=15.0,
            network_backend=Guard(allow, _deadline.get),
        )

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        url = request.url
        inner = httpcore2.Request(
            method=request.method,
            url=httpcore2.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
            headers=request.headers.raw,
            content=request.stream,
            extensions=request.extensions,
        )
        reply = self._pool.handle_request(inner)
        return httpx2.Response(reply.status, headers=reply.headers, stream=_Stream(reply), extensions=reply.extensions)

    def close(self) -> None:
        self._pool.close()


class _Stream(httpx2.SyncByteStream):
    def __init__(self, reply: httpcore2.Response) -> None:
        self._reply = reply

    def __iter__(self) -> Iterator[bytes]:
        yield from self._reply.iter_stream()

    def close(self) -> None:
        self._reply.close()


def _shown(url: str) -> str:
    """An address as it may be shown: without a password, and not longer than a line."""
    try:
        return str(httpx2.URL(url).copy_with(userinfo=b"", query=None))[:120]
    except (httpx2.InvalidURL, ValueError):
        return repr(url[:60])
