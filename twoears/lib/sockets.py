"""WebSockets through the guard of `http`: the same names are refused, the same errors are raised."""

import os
import socket
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Final
from urllib.parse import urlsplit

from websockets.exceptions import ConnectionClosed, InvalidStatus, WebSocketException
from websockets.sync.client import ClientConnection, connect

from twoears.lib.addresses import NotPublic, addresses
from twoears.lib.http import (
    PRIVATE_HOSTS,
    SILENCE,
    USER_AGENT,
    Broken,
    NoStream,
    Refused,
    TryLater,
    Unreachable,
    seconds_to_wait,
)

LONGEST_FRAME: Final = 5 * 1024 * 1024  # bytes; a commit of the AT protocol may have 2 MB
_CONNECT: Final = 10.0
_PORTS: Final = {"ws": 80, "wss": 443}


def frames(
    url: str,
    *,
    headers: Mapping[str, str] | None = None,
    silence: float = SILENCE,
    allow: str = "",
    first: tuple[str, ...] = (),
) -> Iterator[str | bytes]:
    """What comes over a WebSocket at `url` (ws or wss); `first` is said once it is open.

    Yields an empty text when it has opened, and after each `silence` in which nothing came but an answer to our ping.
    Ends where the server ends it in order. Raises `NoAnswer`.
    """
    with opened(url, headers=headers, allow=allow) as talk:
        for words in first:
            talk.send(words)
        yield ""
        while True:
            try:
                yield talk.recv(timeout=silence)
            except TimeoutError:
                if not talk.ping().wait(_CONNECT):
                    raise Unreachable(f"{_host(url)} does not answer any more. We connect again.") from None
                yield ""
            except ConnectionClosed as closed:
                if closed.rcvd is not None and closed.rcvd.code in (1000, 1001):
                    return
                raise Broken(f"{_host(url)} cut the stream: {closed}. We connect again.") from closed


@contextmanager
def opened(url: str, *, headers: Mapping[str, str] | None = None, allow: str = "") -> Iterator[ClientConnection]:
    """A connection to `url` that is closed at the end; redirects are not followed."""
    try:
        plain = _dial(url, allow)
        secure = ssl.create_default_context() if urlsplit(url).scheme == "wss" else None
        talk = connect(
            url,
            sock=plain,
            ssl=secure,
            server_hostname=_host(url) if secure else None,
            additional_headers=dict(headers or {}),
            user_agent_header=USER_AGENT,
            open_timeout=_CONNECT,
            max_size=LONGEST_FRAME,
            proxy=None,
        )
    except InvalidStatus as error:
        told = {name.lower(): value for name, value in error.response.headers.raw_items()}
        if error.response.status_code in (429, 503):
            wait = seconds_to_wait(told)
            raise TryLater(f"{_host(url)} asks us to wait {wait} seconds. We connect again then.", wait) from error
        said = f"{_host(url)} answers with status {error.response.status_code}, not with a stream."
        raise NoStream(said, error.response.status_code) from error
    except (OSError, TimeoutError, WebSocketException, EOFError) as error:
        raise Unreachable(
            f"{_host(url)} cannot be reached: {error}. Check the address; we look again later."
        ) from error
    with talk:
        yield talk


def _dial(url: str, allow: str) -> socket.socket:
    parts = urlsplit(url)
    if parts.scheme not in _PORTS or not parts.hostname:
        raise Refused(f"{url[:120]} is not the address of a stream. Give one that starts with wss://.")
    anywhere = os.environ.get(PRIVATE_HOSTS) == "1" or parts.hostname == (_host(allow) or allow).lower()
    failed: OSError = OSError("no server has that name")
    try:
        found = addresses(parts.hostname, parts.port or _PORTS[parts.scheme], anywhere=anywhere)
    except NotPublic as error:
        raise Refused(f"{parts.hostname} is on a private network ({error}), and we do not go there unasked.") from error
    for address in found:
        try:
            return socket.create_connection((address, parts.port or _PORTS[parts.scheme]), _CONNECT)
        except OSError as error:
            failed = error
    raise failed


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "") if "://" in url else ""
