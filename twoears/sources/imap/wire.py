"""A guarded connection to a mail server, read line by line, each exchange within its time and size."""

import os
import socket
import ssl
import time
from typing import Final

from twoears.lib.addresses import NotPublic, addresses
from twoears.lib.http import PRIVATE_HOSTS, Broken, Refused, TooLarge, Unreachable
from twoears.sources.imap.place import Server

CONNECT: Final = 10.0  # seconds
SECONDS: Final = 120.0  # for one exchange
MOST: Final = 256 * 1024 * 1024  # bytes of one exchange, most of which are thrown away as they come
LONGEST_LINE: Final = 16 * 1024 * 1024  # a list of the numbers of a million mails has 8 MB
_PIECE = 65536


def dial(server: Server) -> socket.socket:
    """A connection to `server`, with TLS where it begins at once. Raises `NoAnswer`."""
    anywhere = server.named or os.environ.get(PRIVATE_HOSTS) == "1"
    failed: OSError = OSError("no server has that name")
    try:
        for address in addresses(server.host, server.port, anywhere=anywhere):
            try:
                plain = socket.create_connection((address, server.port), CONNECT)
                return tls(plain, server) if server.secure == "at once" else plain
            except OSError as error:
                failed = error
    except NotPublic as error:
        raise Refused(
            f"{server.host} is on a private network ({error}), and we do not go there unasked. If it is yours, name it "
            "as the server of this mailbox."
        ) from error
    except OSError as error:
        failed = error
    raise unreachable(server.host, failed) from failed


def tls(plain: socket.socket, server: Server) -> ssl.SSLSocket:
    """`plain` with TLS over it; the certificate has to be one of `server`. Raises OSError, and closes it then."""
    try:
        return ssl.create_default_context().wrap_socket(plain, server_hostname=server.host)
    except OSError:
        plain.close()
        raise


def unreachable(host: str, error: OSError) -> Unreachable:
    """`error` in our words."""
    if isinstance(error, ssl.SSLError):
        why = getattr(error, "verify_message", "") or error.reason or error
        return Unreachable(f"{host} cannot prove that it is {host}: {why}. Check the name and the port of the server.")
    if isinstance(error, TimeoutError):
        return Unreachable(f"{host} did not answer in time. We look again later.")
    return Unreachable(f"{host} cannot be reached: {error.strerror or error}. Check the address; we look again later.")


class Wire:
    """Reads from and writes to one server. Raises `NoAnswer`."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self._socket = dial(server)
        self._held = bytearray()
        self._until = time.monotonic() + SECONDS
        self._left = MOST

    def begin(self, seconds: float = SECONDS) -> None:
        """From now on `seconds` and `MOST` bytes for what follows."""
        self._until, self._left = time.monotonic() + seconds, MOST

    def secure(self) -> None:
        """Go on with TLS. What came before it in clear, from whomever, is not believed."""
        if self._held:
            raise Broken(f"{self.server.host} speaks on before the encryption that it agreed to. We do not go on.")
        try:
            self._socket = tls(self._socket, self.server)
        except OSError as error:
            raise unreachable(self.server.host, error) from error

    def send(self, words: bytes) -> None:
        """Say `words`."""
        try:
            self._socket.settimeout(self._time())
            self._socket.sendall(words)
        except OSError as error:
            raise self._cut(error) from error

    def line(self) -> bytes:
        """The next line without its end."""
        searched = 0
        while (end := self._held.find(b"\n", searched)) < 0:
            searched = len(self._held)
            if searched > LONGEST_LINE:
                raise TooLarge(f"{self.server.host} sends a line without end. We do not read on.")
            self._more()
        line = bytes(self._held[:end])
        del self._held[: end + 1]
        return line.removesuffix(b"\r")

    def exactly(self, size: int, keep: int) -> bytes:
        """The next `size` bytes, of which no more than the first `keep` are kept."""
        kept = bytearray()
        while size:
            if not self._held:
                self._more()
            piece = self._held[:size]
            del self._held[: len(piece)]
            size -= len(piece)
            kept += piece[: max(0, keep - len(kept))]
        return bytes(kept)

    def speaks(self, seconds: float) -> bool:
        """Whether anything comes within `seconds`."""
        if self._held:
            return True
        self._until = time.monotonic() + seconds
        try:
            self._more()
        except Unreachable as error:
            if isinstance(error.__cause__, TimeoutError):
                return False
            raise
        return True

    def close(self) -> None:
        """Hang up."""
        self._socket.close()

    def _more(self) -> None:
        try:
            self._socket.settimeout(self._time())
            piece = self._socket.recv(_PIECE)
        except OSError as error:
            raise self._cut(error) from error
        if not piece:
            raise Broken(f"{self.server.host} hung up. We connect again.")
        self._left -= len(piece)
        if self._left < 0:
            raise TooLarge(f"{self.server.host} sends more than {MOST // 1024**2} MB at once. We do not read on.")
        self._held += piece

    def _time(self) -> float:
        left = self._until - time.monotonic()
        if left <= 0:
            raise TimeoutError("the time is used up")
        return left

    def _cut(self, error: OSError) -> Unreachable | Broken:
        if isinstance(error, TimeoutError):
            return Unreachable(f"{self.server.host} did not answer in time. We look again later.")
        return Broken(f"{self.server.host} cut the connection: {error.strerror or error}. We connect again.")
