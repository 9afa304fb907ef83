"""A mail server, asked over IMAP: what folders there are, what came, and whether anything comes now.

Folders are opened for reading only, so that no mail is ever marked as read.
"""

import base64
import re
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from typing import Final

from twoears.lib.http import Broken, NoAnswer
from twoears.sources.imap.folders import Folder
from twoears.sources.imap.place import Place
from twoears.sources.imap.talk import Answer, Rejected, Talk, texts
from twoears.sources.imap.tongue import NoImap, Value, number, pairs, quoted, uid_set, values
from twoears.sources.reading import CannotRead

PART: Final = 1024 * 1024  # bytes that are fetched of a mail longer than `WHOLE`: its headers, and mostly its words
_HEADERS: Final = 65536
_NAME = re.compile(rb"[\x20-\x7e]{1,1000}")  # of a folder; others cannot be asked for
_POLL = 20.0  # seconds between two questions to a server that cannot tell by itself


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
        self._host = where.imap.host
        self._talk = Talk(where.imap)
        try:
            self._talk.greet()
            if where.imap.secure == "first":
                self._talk.secure()
            self._can = self._abilities()
            self._login(where.user, password)
            self._can = self._abilities()
        except Rejected as error:
            self._talk.close()
            raise Broken(f"{self._host} refuses: {error}. Check the server and its port.") from error
        except (NoAnswer, CannotRead):
            self._talk.close()
            raise

    def close(self) -> None:
        """Say goodbye where that is still heard, and hang up."""
        with suppress(NoAnswer):
            self._talk.leave()
        self._talk.close()

    def folders(self) -> list[Folder]:
        """All folders that hold mail."""
        found = []
        for told in self._values(self._talk.ask(b'LIST "" "*"'), b"LIST"):
            flags, _, name = (told + [None] * 3)[2:5] if len(told) >= 5 else ([], None, None)
            marks = {flag.lower() for flag in flags if isinstance(flag, bytes)} if isinstance(flags, list) else set()
            if isinstance(name, bytes) and _NAME.fullmatch(name) and b"\\noselect" not in marks:
                found.append(Folder(name.decode("ascii"), b"\\sent" in marks))
        return found

    def standing(self, folder: str) -> Standing:
        """How far a folder is, without opening it. Raises Rejected."""
        heard = self._talk.ask(b"STATUS " + quoted(folder) + b" (UIDNEXT UIDVALIDITY MESSAGES)")
        told = next((pairs(one[3]) for one in self._values(heard, b"STATUS") if len(one) > 3), {})
        validity, following, mails = (number(told.get(name)) for name in (b"UIDVALIDITY", b"UIDNEXT", b"MESSAGES"))
        return Standing(validity, max(1, following), mails)

    def open(self, folder: str) -> Standing:
        """Open a folder to read in it; nothing in it is changed. Raises Rejected."""
        heard = b"\n".join(piece for pieces in self._talk.ask(b"EXAMINE " + quoted(folder)) for piece in texts(pieces))
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
        return sorted({found for found in self._numbers(self._talk.ask(asked)) if found > uid})

    def having(self, header: str, words: str) -> list[int]:
        """The numbers of the mails in the open folder whose `header` holds `words`."""
        try:
            asked = b"UID SEARCH HEADER " + quoted(header) + b" " + quoted(words)
        except NoImap:
            return []
        return sorted(set(self._numbers(self._talk.ask(asked))))

    def sizes(self, uids: Sequence[int]) -> dict[int, int]:
        """number -> size in bytes, of those that are still there."""
        heard = self._talk.ask(b"UID FETCH %s (UID RFC822.SIZE)" % uid_set(uids))
        return {number(told.get(b"UID")): number(told.get(b"RFC822.SIZE")) for told in self._fetched(heard)}

    def contents(self, uids: Sequence[int], part: bytes = b"[]") -> dict[int, bytes]:
        """number -> the bytes of the mail, of those that are still there. Raises Rejected."""
        found = {}
        for told in self._fetched(self._talk.ask(b"UID FETCH %s (UID BODY.PEEK%s)" % (uid_set(uids), part))):
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
        self._talk.ask(b"APPEND " + quoted(folder) + b" (\\Seen) {%d}" % len(content), then=content)

    def wait(self, seconds: float) -> bool:
        """Until something comes into the open folder, at most `seconds`; whether the server says that it did."""
        if b"IDLE" not in self._can:
            time.sleep(min(seconds, _POLL))
            return any(b"EXISTS" in text.upper() for pieces in self._talk.ask(b"NOOP") for text in texts(pieces))
        return self._talk.idle(seconds)

    def _abilities(self) -> frozenset[bytes]:
        heard = self._talk.ask(b"CAPABILITY")
        return frozenset(
            name for told in self._values(heard, b"CAPABILITY") for name in told[2:] if isinstance(name, bytes)
        )

    def _login(self, user: str, password: str) -> None:
        if not password:
            raise CannotRead("Give the password of the mailbox.")
        try:
            if b"AUTH=PLAIN" in self._can:
                key = base64.b64encode(f"\0{user}\0{password}".encode())
                self._talk.ask(b"AUTHENTICATE PLAIN", then=key)
            else:
                self._talk.ask(b"LOGIN " + quoted(user) + b" " + quoted(password))
        except (Rejected, NoImap) as error:
            raise CannotRead(
                f"{self._host} does not let {user} in: {error}. Check user name and password; some houses want a "
                "password made for this program."
            ) from error

    def _values(self, heard: list[Answer], kind: bytes) -> Iterator[list[Value]]:
        for pieces in heard:
            first = pieces[0]
            if isinstance(first, bytes) and re.match(rb"\* (?:\d+ )?%s\b" % kind, first, re.IGNORECASE):
                try:
                    yield values(pieces)
                except NoImap as error:
                    raise Broken(f"An answer of {self._host} cannot be read: {error}. We look again later.") from error

    def _numbers(self, heard: list[Answer]) -> Iterator[int]:
        for pieces in heard:
            words = b" ".join(texts(pieces)).split()
            if words[1:2] and words[1].upper() == b"SEARCH":
                yield from (int(word) for word in words[2:] if word.isdigit() and len(word) < 11)

    def _fetched(self, heard: list[Answer]) -> Iterator[dict[bytes, Value]]:
        for told in self._values(heard, b"FETCH"):
            yield pairs(told[3]) if len(told) > 3 else {}


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
