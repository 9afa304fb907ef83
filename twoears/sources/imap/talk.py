"""One conversation in IMAP: questions and their answers, the waiting for news, and every no told apart.

Hand-made on a socket because neither the standard library's client nor those built on it bound what a server may send,
nor the time that it may take to drip it.
"""

import re
import time
from typing import Final, TypeAlias

from twoears.lib.http import Broken, Refused, TryLater
from twoears.sources.imap.place import Server
from twoears.sources.imap.tongue import LITERAL, Literal
from twoears.sources.imap.wire import Wire

WHOLE: Final = 2 * 1024 * 1024  # bytes that are kept of what a server sends in one piece, however much it is
_BUSY: Final = 300  # seconds that we leave a server in peace which says that it is busy
_AGAIN: Final = 30
_DONE = 30.0  # seconds for the end of waiting
_LATER = re.compile(
    rb"\[(?:UNAVAILABLE|INUSE|LIMIT|OVERQUOTA|SERVERBUG|CONTACTADMIN)\]|too many|try again", re.IGNORECASE
)
Answer: TypeAlias = list[bytes | Literal]


class Rejected(Exception):
    """The server says no to one question; it can be asked others. The text is what it said."""


class Talk:
    """A conversation with one server, greeted and encrypted. Raises `NoAnswer`, and `Rejected` where it says no."""

    def __init__(self, server: Server) -> None:
        self._wire = Wire(server)
        self._host = server.host
        self._asked = 0

    def close(self) -> None:
        """Hang up."""
        self._wire.close()

    def leave(self) -> None:
        """Say goodbye. Raises `NoAnswer` where that is not heard any more."""
        self._wire.begin(2.0)
        self._wire.send(b"Z LOGOUT\r\n")

    def greet(self) -> None:
        """Hear who is there."""
        self._wire.begin()
        first = b" ".join(texts(self._pieces()))
        if first[:5].upper() == b"* BYE":
            raise self._goodbye(first)
        if first[:4].upper() != b"* OK":
            raise Broken(f"{self._host} does not speak IMAP: {_words(first)}. Check the server and its port.")

    def secure(self) -> None:
        """Go on encrypted, or not at all."""
        try:
            self.ask(b"STARTTLS")
        except Rejected as error:
            raise Refused(f"{self._host} offers no encryption ({error}). Give a server with imaps://.") from error
        self._wire.secure()

    def ask(self, words: bytes, *, then: bytes | None = None) -> list[Answer]:
        """Ask, and give all that is answered before the end; `then` is what follows when the server says go on."""
        return self._answer(self._say(words), then)

    def idle(self, seconds: float) -> bool:
        """Wait until something comes into the open folder, at most `seconds`; whether it did (RFC 2177)."""
        tag = self._say(b"IDLE")
        came = self._idle(tag, time.monotonic() + seconds)
        self._wire.begin(_DONE)
        self._wire.send(b"DONE\r\n")
        self._answer(tag, None)
        return came

    def _say(self, words: bytes) -> bytes:
        self._asked += 1
        tag = b"A%d" % self._asked
        self._wire.begin()
        self._wire.send(tag + b" " + words + b"\r\n")
        return tag

    def _idle(self, tag: bytes, until: float) -> bool:
        while (left := until - time.monotonic()) > 0:
            if not self._wire.speaks(left):
                return False
            self._wire.begin(_DONE)
            text = b" ".join(texts(self._pieces())).upper()
            if text.startswith(b"* BYE"):
                raise self._goodbye(text)
            if text.startswith(tag):
                raise Broken(f"{self._host} offers to tell us of new mail, and then does not. We connect again.")
            if b" EXISTS" in text or b" RECENT" in text:
                return True
        return False

    def _answer(self, tag: bytes, then: bytes | None) -> list[Answer]:
        heard: list[Answer] = []
        while True:
            pieces = self._pieces()
            first = pieces[0]
            assert isinstance(first, bytes)  # noqa: S101 an answer starts with a line
            if first.startswith(b"+"):
                if then is None:
                    continue
                self._wire.send(then + b"\r\n")
                then = None
            elif first[:5].upper() == b"* BYE":
                raise self._goodbye(first)
            elif first.startswith(b"* "):
                heard.append(pieces)
            elif first.startswith(tag + b" "):
                return self._ended(first[len(tag) + 1 :], heard)
            else:
                raise Broken(f"{self._host} does not speak IMAP: {_words(first)}. Check the server and its port.")

    def _ended(self, said: bytes, heard: list[Answer]) -> list[Answer]:
        status, _, words = said.partition(b" ")
        if status.upper() == b"OK":
            return heard
        if _LATER.search(words):
            raise TryLater(f"{self._host} asks for patience: {_words(words)}. We look again later.", _BUSY)
        raise Rejected(_words(words))

    def _pieces(self) -> Answer:
        """One answer: lines, with the bytes between them that were announced with their number."""
        pieces: Answer = []
        while True:
            line = self._wire.line()
            found = LITERAL.search(line)
            pieces.append(line[: found.start()] if found else line)
            if found is None:
                return pieces
            pieces.append(Literal(self._wire.exactly(int(found[1]), WHOLE)))

    def _goodbye(self, said: bytes) -> TryLater:
        return TryLater(
            f"{self._host} hangs up: {_words(said.removeprefix(b'* ')[3:])}. We connect again later.", _AGAIN
        )


def texts(pieces: Answer) -> list[bytes]:
    """The lines of an answer, without the pieces between them."""
    return [piece for piece in pieces if isinstance(piece, bytes)]


def _words(said: bytes) -> str:
    return " ".join(said.decode("utf8", "replace").split())[:200].rstrip(".") or "it does not say why"
