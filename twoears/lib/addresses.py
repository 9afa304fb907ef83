"""Which addresses of the internet are open to everybody, and connections that go to no others."""

import socket
import time
from collections.abc import Callable, Iterable
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from ssl import SSLContext
from typing import Any, Final

import httpcore2
from httpcore2 import NetworkStream

_TRIES = 4  # addresses of one name that we try
_NAT64: Final = IPv6Network("64:ff9b::/96")


class NotPublic(Exception):
    """The name resolves to an address that is not open to everybody. The text is the address."""


class TookTooLong(Exception):
    """The exchange used up its time."""


def is_public(address: str) -> bool:
    """Whether `address` is one that anybody on the internet may call: not private, local, multicast or reserved.

    An IPv4 address inside an IPv6 one (mapped, 6to4, Teredo, NAT64) is judged as what it is.

    >>> is_public("93.184.216.34"), is_public("10.0.0.1"), is_public("::ffff:127.0.0.1"), is_public("fe80::1%eth0")
    (True, False, False, False)
    """
    ip = ip_address(address.split("%", 1)[0])
    inside = _inside(ip) if isinstance(ip, IPv6Address) else None
    if inside is not None:
        return is_public(str(inside))
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified or ip.is_link_local)


def addresses(host: str, port: int, *, anywhere: bool = False) -> list[str]:
    """The first few addresses of `host` to connect to; raises OSError, and NotPublic unless it may be `anywhere`."""
    try:
        found = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise OSError("no server has that name") from error
    each = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    for address in each:
        if not anywhere and not is_public(address):
            raise NotPublic(address)
    return each[:_TRIES]


def _inside(ip: IPv6Address) -> IPv4Address | None:
    if ip in _NAT64:
        return IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)


class Guard(httpcore2.NetworkBackend):
    """Connects to public addresses only; `allow` is a host that may be anywhere, `*` is every host.

    `deadline` tells the monotonic time at which the exchange that is under way has to be over.
    """

    def __init__(self, allow: str, deadline: Callable[[], float]) -> None:
        self._allow = allow
        self._deadline = deadline
        self._inner = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> NetworkStream:
        error: Exception = httpcore2.ConnectError("it has no address")
        for address in self._open(host, port):
            try:
                left = _left(timeout, self._deadline())
                stream = self._inner.connect_tcp(address, port, left, local_address, socket_options)
                return _Timed(stream, self._deadline)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as failed:
                error = failed
        raise error

    def _open(self, host: str, port: int) -> list[str]:
        try:
            return addresses(host, port, anywhere=self._allow in ("*", host.strip("[]").lower()))
        except OSError as error:
            raise httpcore2.ConnectError(str(error)) from error


class _Timed(NetworkStream):
    """A connection that stops when the exchange that uses it has used up its time."""

    def __init__(self, stream: NetworkStream, deadline: Callable[[], float]) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _left(timeout, self._deadline()))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _left(timeout, self._deadline()))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> NetworkStream:
        inner = self._stream.start_tls(ssl_context, server_hostname, _left(timeout, self._deadline()))
        return _Timed(inner, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _left(timeout: float | None, deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise httpcore2.ReadTimeout("the time is used up")
    return left if timeout is None else min(timeout, left)
