"""A mail server, asked over IMAP: what folders there are, what came, and whether anything comes now.

Folders are opened for reading only, so that no mail is ever marked as read. Hand-made on a socket because neither the
standard library's client nor those built on it bound what a server may send, nor the time it may take to drip it.
"""

import base64
import re
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeAlias

from twoears.lib.http import Broken, NoAnswer, Refused, TryLater
from twoears.sources.imap.place import Place
from twoears.sources.imap.tongue import (
    LITERAL,
    Literal,
    NoImap,
    Value,
    number,
    pairs,
    quoted,
    shown,
    uid_set,
    values,
)
from twoears.sources.imap.wire import Wire
from twoears.sources.reading import CannotRead

WHOLE: Final = 2 * 1024 * 1024  # bytes; of a longer mail only the first `PART` are fetched: its headers and words
PART: Final = 1024 * 1024
_KEEP = WHOLE  # of what a server sends in one piece, however much it is
_HEADERS: Final = 65536
_BUSY: Final = 300  # seconds that we leave a server in peace which says that it is busy
_DONE = 30.0  # seconds for the end of waiting
_POLL = 20.0  # seconds between two questions to a server that cannot tell by itself
_LATER = re.compile(
    rb"\[(?:UNAVAILABLE|INUSE|LIMIT|OVERQUOTA|SERVERBUG|CONTACTADMIN)\]|too many|try again", re.IGNORECASE
)
_SENT_NAMES: Final = frozenset({
    "sent", "sent items", "sent messages", "sent mail", "gesendet", "gesendete elemente", "gesendete objekte",
    "envoyés", "éléments envoyés", "enviados", "elementos enviados", "posta inviata", "inviata", "skickat",
})  # fmt: skip


_Answer: TypeAlias = list[bytes | Literal]


class Rejected(Exception):
    """The server says no to one question; it can be asked others. The text is what it said."""


@dataclass(frozen=True, slots=True)
class Folder:
    """One folder, named as IMAP does; `sent` says that it holds what we wrote."""

    name: str
    sent: bool

    @property
    def title(self) -> str:
        return shown(self.name)


@dataclass(frozen=True, slots=True)
class Standing:
    """What a folder says of itself: numbers of mails mean the same while `validity` does; `following` is the next.

    `mails` is how many there are.
    """

    validity: int
    following: int
    mails: int


class Door:
    """One conversation with one server, after the login. Raises `NoAnswer`, and `CannotRead` where we may not in."""

    def __init__(self, where: Place, password: str) -> None:
        self._wire = Wire(where.imap)
        self._host = where.imap.host
        self._asked = 0
        self._open = ""
        try:
            self._greet()
            if where.imap.secure == "first":
                self._secure()
            self._can = self._abilities()
            self._login(where.user, password)
            self._can = self._abilities()
        except Rejected as error:
            self._wire.close()
            raise Broken(f"{self._host} refuses: {error}. Check the server and its port.") from error
        except (NoAnswer, CannotRead):
            self._wire.close()
            raise

    def close(self) -> None:
        """Say goodbye where that is still heard, and hang up."""
        try:
            self._wire.begin(2.0)
            self._wire.send(b"Z LOGOUT\r\n")
        except NoAnswer:
            pass  # it has hung up already
        self._wire.close()

    def folders(self) -> list[Folder]:
        """All folders that hold mail."""
        found = []
        for told in self._values(self.ask(b'LIST "" "*"'), b"LIST"):
            flags, _, name = (told + [None] * 3)[2:5] if len(told) >= 5 else ([], None, None)
            marks = {flag.lower() for flag in flags if isinstance(flag, bytes)} if isinstance(flags, list) else set()
            if isinstance(name, bytes) and name and b"\\noselect" not in marks:
                found.append(Folder(name.decode("ascii", "replace"), b"\\sent" in marks))
        return found

    def standing(self, folder: str) -> Standing:
        """How far a folder is, without opening it. Raises Rejected."""
        heard = self.ask(b"STATUS " + quoted(folder) + b" (UIDNEXT UIDVALIDITY MESSAGES)")
        told = next((pairs(one[3]) for one in self._values(heard, b"STATUS") if len(one) > 3), {})
        validity, following, mails = (number(told.get(name)) for name in (b"UIDVALIDITY", b"UIDNEXT", b"MESSAGES"))
        return Standing(validity, max(1, following), mails)

    def open(self, folder: str) -> Standing:
        """Open a folder to read in it; nothing in it is changed. Raises Rejected."""
        self._open = ""
        heard = b"\n".join(piece for pieces in self.ask(b"EXAMINE " + quoted(folder)) for piece in _texts(pieces))
        self._open = folder
        told = [re.search(p, heard, re.IGNORECASE) for p in (rb"\[UIDVALIDITY (\d{1,10})\]", rb"\* (\d{1,10}) EXISTS")]
        validity, mails = (int(found[1]) if found else 0 for found in told)
        return Standing(validity, self._following(heard), mails)

    def _following(self, heard: bytes) -> int:
        """The number of the next mail. Few servers do not say it; then it follows the last one."""
        said = re.search(rb"\[UIDNEXT (\d{1,10})\]", heard, re.IGNORECASE)
        return int(said[1]) if said else max(self.after(0), default=0) + 1

    def after(self, uid: int, since: date | None = None) -> list[int]:
        """The numbers of the mails in the open folder after `uid`, in order; of the day `since` and later."""
        asked = b"UID SEARCH UID %d:*" % (uid + 1)
        if since is not None:
            asked += b" SINCE %d-%s-%d" % (since.day, _MONTHS[since.month - 1], since.year)
        # Where there is nothing after it, `*` names the last one.
        return sorted({found for found in self._numbers(self.ask(asked)) if found > uid})

    def having(self, header: str, words: str) -> list[int]:
        """The numbers of the mails in the open folder whose `header` holds `words`."""
        try:
            asked = b"UID SEARCH HEADER " + quoted(header) + b" " + quoted(words)
        except NoImap:
            return []
        return sorted(set(self._numbers(self.ask(asked))))

    def sizes(self, uids: Sequence[int]) -> dict[int, int]:
        """number -> size in bytes, of those that are still there."""
        heard = self.ask(b"UID FETCH %s (UID RFC822.SIZE)" % uid_set(uids))
        return {number(told.get(b"UID")): number(told.get(b"RFC822.SIZE")) for told in self._fetched(heard)}

    def contents(self, uids: Sequence[int], part: bytes = b"[]") -> dict[int, bytes]:
        """number -> the bytes of the mail, of those that are still there. Raises Rejected."""
        found = {}
        for told in self._fetched(self.ask(b"UID FETCH %s (UID BODY.PEEK%s)" % (uid_set(uids), part))):
            body = next((value for name, value in told.items() if name.startswith(b"BODY[")), None)
            if isinstance(body, bytes):
                found[number(told.get(b"UID"))] = body
        return found

    def beginning(self, uid: int) -> bytes:
        """The first part of a long mail: its headers, and mostly its words. Raises Rejected."""
        return self.contents([uid], b"[]<0.%d>" % PART).get(uid, b"")

    def headers(self, uid: int) -> bytes:
        """The headers of a mail in the open folder."""
        return self.contents([uid], b"[HEADER]<0.%d>" % _HEADERS).get(uid, b"")

    def append(self, folder: str, content: bytes) -> None:
        """Lay a mail into a folder, as one that was read. Raises Rejected."""
        self.ask(b"APPEND " + quoted(folder) + b" (\\Seen) {%d}" % len(content), then=content)

    def wait(self, seconds: float) -> bool:
        """Until something comes into the open folder, at most `seconds`; whether the server says that it did."""
        if b"IDLE" not in self._can:
            time.sleep(min(seconds, _POLL))
            return any(b"EXISTS" in text.upper() for pieces in self.ask(b"NOOP") for text in _texts(pieces))
        self._asked += 1
        tag = b"A%d" % self._asked
        self._wire.begin()
        self._wire.send(tag + b" IDLE\r\n")
        came = self._idle(tag, time.monotonic() + seconds)
        self._wire.begin(_DONE)
        self._wire.send(b"DONE\r\n")
        self._answer(tag, None)
        return came

    def _idle(self, tag: bytes, until: float) -> bool:
        while (left := until - time.monotonic()) > 0:
            if not self._wire.speaks(left):
                return False
            self._wire.begin(_DONE)
            text = b" ".join(_texts(self._pieces())).upper()
            if text.startswith(b"* BYE"):
                raise self._goodbye(text)
            if text.startswith(tag):
                raise Broken(f"{self._host} offers to tell us of new mail, and then does not. We connect again.")
            if b" EXISTS" in text or b" RECENT" in text:
                return True
        return False

    def ask(self, words: bytes, *, then: bytes | None = None) -> list[_Answer]:
        """Ask, and give all that is answered before the end; `then` is what follows when the server says go on."""
        self._asked += 1
        tag = b"A%d" % self._asked
        self._wire.begin()
        self._wire.send(tag + b" " + words + b"\r\n")
        return self._answer(tag, then)

    def _answer(self, tag: bytes, then: bytes | None) -> list[_Answer]:
        heard: list[_Answer] = []
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

    def _ended(self, said: bytes, heard: list[_Answer]) -> list[_Answer]:
        status, _, words = said.partition(b" ")
        if status.upper() == b"OK":
            return heard
        if _LATER.search(words):
            raise TryLater(f"{self._host} asks for patience: {_words(words)}. We look again later.", _BUSY)
        raise Rejected(_words(words))

    def _pieces(self) -> _Answer:
        """One answer: lines, with the bytes between them that were announced with their number."""
        pieces: _Answer = []
        while True:
            line = self._wire.line()
            found = LITERAL.search(line)
            pieces.append(line[: found.start()] if found else line)
            if found is None:
                return pieces
            pieces.append(Literal(self._wire.exactly(int(found[1]), _KEEP)))

    def _greet(self) -> None:
        self._wire.begin()
        first = b" ".join(_texts(self._pieces()))
        if first[:5].upper() == b"* BYE":
            raise self._goodbye(first)
        if first[:4].upper() != b"* OK":
            raise Broken(f"{self._host} does not speak IMAP: {_words(first)}. Check the server and its port.")

    def _secure(self) -> None:
        try:
            self.ask(b"STARTTLS")
        except Rejected as error:
            raise Refused(f"{self._host} offers no encryption ({error}). Give a server with imaps://.") from error
        self._wire.secure()

    def _abilities(self) -> frozenset[bytes]:
        heard = self.ask(b"CAPABILITY")
        return frozenset(
            name for told in self._values(heard, b"CAPABILITY") for name in told[2:] if isinstance(name, bytes)
        )

    def _login(self, user: str, password: str) -> None:
        if not password:
            raise CannotRead("Give the password of the mailbox.")
        try:
            if b"AUTH=PLAIN" in self._can:
                key = base64.b64encode(f"\0{user}\0{password}".encode())
                self.ask(b"AUTHENTICATE PLAIN", then=key)
            else:
                self.ask(b"LOGIN " + quoted(user) + b" " + quoted(password))
        except (Rejected, NoImap) as error:
            raise CannotRead(
                f"{self._host} does not let {user} in: {error}. Check user name and password; some houses want a "
                "password made for this program."
            ) from error

    def _values(self, heard: list[_Answer], kind: bytes) -> Iterator[list[Value]]:
        for pieces in heard:
            first = pieces[0]
            if isinstance(first, bytes) and re.match(rb"\* (?:\d+ )?%s\b" % kind, first, re.IGNORECASE):
                try:
                    yield values(pieces)
                except NoImap as error:
                    raise Broken(f"An answer of {self._host} cannot be read: {error}. We look again later.") from error

    def _numbers(self, heard: list[_Answer]) -> Iterator[int]:
        for pieces in heard:
            words = b" ".join(_texts(pieces)).split()
            if words[1:2] and words[1].upper() == b"SEARCH":
                yield from (int(word) for word in words[2:] if word.isdigit() and len(word) < 11)

    def _fetched(self, heard: list[_Answer]) -> Iterator[dict[bytes, Value]]:
        for told in self._values(heard, b"FETCH"):
            yield pairs(told[3]) if len(told) > 3 else {}

    def _goodbye(self, said: bytes) -> TryLater:
        return TryLater(f"{self._host} hangs up: {_words(said.removeprefix(b'* ')[3:])}. We connect again later.", 30)


_MONTHS: Final = (b"Jan", b"Feb", b"Mar", b"Apr", b"May", b"Jun", b"Jul", b"Aug", b"Sep", b"Oct", b"Nov", b"Dec")


@contextmanager
def opened(where: Place, password: str) -> Iterator[Door]:
    """A conversation with the server of a mailbox that is over at the end."""
    door = Door(where, password)
    try:
        yield door
    except Rejected as error:
        raise Broken(f"{where.imap.host} refuses what we need: {error}. We look again later.") from error
    finally:
        door.close()


def chosen(door: Door, where: Place) -> list[Folder]:
    """The folders to listen to, the inbox first: those that were named, else the inbox and what we sent."""
    there = {folder.name.lower(): folder for folder in door.folders()}
    inbox = there.get("inbox", Folder("INBOX", sent=False))
    ours = sent_folder(list(there.values()))
    if not where.folders:
        return [inbox, *([ours] if ours else [])]
    by_title = {folder.title.lower(): folder for folder in there.values()} | {"inbox": inbox}
    missing = [name for name in where.folders if name.lower() not in by_title]
    if missing:
        raise CannotRead(
            f"There is no folder {missing[0]}. There are: {', '.join(f.title for f in there.values())[:500]}."
        )
    found = [by_title[name.lower()] for name in where.folders]
    return sorted(dict.fromkeys(Folder(f.name, f == ours or f.sent) for f in found), key=lambda f: f.name != inbox.name)


def sent_folder(folders: Sequence[Folder]) -> Folder | None:
    """Where what we sent lies: as the server says (RFC 6154), else by its usual names."""
    said = next((folder for folder in folders if folder.sent), None)
    by_name = (f for f in folders if re.split(r"[./]", f.title.lower())[-1] in _SENT_NAMES)
    found = said or next(by_name, None)
    return Folder(found.name, sent=True) if found else None


def _texts(pieces: _Answer) -> list[bytes]:
    return [piece for piece in pieces if isinstance(piece, bytes)]


def _words(said: bytes) -> str:
    return " ".join(said.decode("utf8", "replace").split())[:200].rstrip(".") or "it does not say why"
