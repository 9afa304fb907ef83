"""Hand a mail to the server that sends for us, and tell surely sent, surely not sent and nobody knows apart."""

import base64
import io
import smtplib
import socket
import ssl
import time
from contextlib import suppress
from typing import Final

from twoears.lib.http import NoAnswer, Refused, TryLater, Unreachable
from twoears.sources.imap.letters import Mail
from twoears.sources.imap.place import Server
from twoears.sources.imap.wire import dial
from twoears.sources.sending import NotSent

SECONDS: Final = 60.0  # for one whole delivery; the claim on it lasts three minutes
_LATER: Final = 120
_MOST_REPLIES: Final = 1024 * 1024  # bytes
_READY: Final = 354


def deliver(mail: Mail, server: Server, user: str, password: str) -> None:
    """Send `mail`. Raises `NotSent` and `TryLater` where it surely was not taken, `Unreachable` where nobody knows."""
    talk = _before_the_mail(mail, server, user, password)
    try:
        talk.send(mail.content.replace(b"\r\n.", b"\r\n..") + b".\r\n")
        code, said = talk.getreply()
    except (smtplib.SMTPException, OSError, ValueError) as error:
        raise Unreachable(
            f"{server.host} was cut off before it said whether it took the mail. We look whether it went out."
        ) from error
    finally:
        talk.hang_up()
    if code // 100 != 2:
        raise _refusal(server, code, said)


def _before_the_mail(mail: Mail, server: Server, user: str, password: str) -> "_Talk":
    """A conversation up to where the server waits for the mail itself."""
    talk = _Talk(server, mail.sender.partition("@")[2])
    try:
        talk.introduce(user, password)
        for words in (f"MAIL FROM:<{mail.sender}>", f"RCPT TO:<{mail.to}>"):
            code, said = talk.docmd(words)
            if code // 100 != 2:
                raise _refusal(server, code, said)
        code, said = talk.docmd("DATA")
        if code != _READY:
            raise _refusal(server, code, said)
    except (smtplib.SMTPException, OSError, ValueError) as error:
        talk.hang_up()
        raise TryLater(
            f"{server.host} cannot be talked to: {error}. Nothing was sent; we try again.", _LATER
        ) from error
    except (NotSent, Refused, TryLater):
        talk.hang_up()
        raise
    except NoAnswer as error:
        talk.hang_up()
        raise TryLater(f"{error} Nothing was sent yet.", _LATER) from error
    return talk


def _refusal(server: Server, code: int, said: bytes) -> NotSent | TryLater:
    words = " ".join(said.decode("utf8", "replace").split())[:300]
    if 400 <= code < 500 or code == -1:
        return TryLater(f"{server.host} asks us to come back later ({code} {words}). Nothing was sent.", _LATER)
    return NotSent(f"{server.host} does not take it ({code} {words}). Check the address and the SMTP server.")


class _Talk(smtplib.SMTP):
    """The client of the standard library, on a guarded connection and within a time and a size."""

    def __init__(self, server: Server, domain: str) -> None:
        super().__init__(local_hostname=domain, timeout=SECONDS)
        self._server = server
        self._host = server.host
        self._until = time.monotonic() + SECONDS

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        return dial(self._server)

    def introduce(self, user: str, password: str) -> None:
        """Connect, encrypt, and say who we are."""
        code, said = self.connect(self._server.host, self._server.port)
        if code != 220:
            raise _refusal(self._server, code, said)
        self.ehlo_or_helo_if_needed()
        if self._server.secure == "first":
            if not self.has_extn("starttls"):
                raise Refused(f"{self._server.host} offers no encryption. Give an SMTP server with smtps://.")
            self.starttls(context=ssl.create_default_context())
            self.ehlo()
        if self.has_extn("auth"):
            self._sign_in(user, password)

    def _sign_in(self, user: str, password: str) -> None:
        try:
            if "PLAIN" in self.esmtp_features["auth"].upper().split():
                key = base64.b64encode(f"\0{user}\0{password}".encode()).decode()
                code, said = self.docmd("AUTH", f"PLAIN {key}")
                if code // 100 != 2:
                    raise smtplib.SMTPAuthenticationError(code, said)
            else:
                self.login(user, password)
        except smtplib.SMTPAuthenticationError as error:
            if 400 <= error.smtp_code < 500:
                raise _refusal(self._server, error.smtp_code, b"at the login") from error
            raise NotSent(
                f"{self._server.host} does not let {user} in. Check user name and password; nothing was sent."
            ) from error

    def getreply(self) -> tuple[int, bytes]:
        """The next answer of the server; what drips or never ends is not waited for."""
        if self.file is None and self.sock is not None:
            self.file = io.BufferedReader(_Timed(self.sock, self._until))
        return super().getreply()

    def hang_up(self) -> None:
        """Say goodbye where that is still heard, and close."""
        with suppress(smtplib.SMTPException, OSError):
            self._until = time.monotonic() + 2.0
            if self.sock is not None:
                self.sock.settimeout(2.0)
                self.sock.sendall(b"QUIT\r\n")
        self.close()


class _Timed(io.RawIOBase):
    """What a socket says until a moment, and no more than `_MOST_REPLIES`."""

    def __init__(self, inner: socket.socket, until: float) -> None:
        self._inner, self._until, self._left = inner, until, _MOST_REPLIES

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        left = self._until - time.monotonic()
        if left <= 0 or self._left <= 0:
            raise TimeoutError("the time is used up")
        self._inner.settimeout(left)
        size = self._inner.recv_into(buffer)
        self._left -= size
        return size
