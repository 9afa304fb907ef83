"""A mailbox whose server fails in every way: each mail that comes meanwhile is there once, and no hole is left."""

import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta

import pytest

from tests.sources.live.imap_server import ImapServer
from tests.sources.live.test_imap_read import mail
from twoears.activities.models import Activity, Post
from twoears.lib.http import NoAnswer
from twoears.sources.actions import connect, listen, next_due
from twoears.sources.imap import wire
from twoears.sources.models import Connection, Gap, State
from twoears.sources.reading import Asked, CannotRead
from twoears.sources.tasks import follow

pytestmark = pytest.mark.django_db
BEFORE = ("before 1", "before 2")
MEANWHILE = tuple(f"meanwhile {number}" for number in range(5))
Trouble = Callable[[ImapServer], None]


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[ImapServer]:
    monkeypatch.setattr("twoears.sources.tasks._PAUSE", 0.02)
    monkeypatch.setattr("twoears.sources.tasks._TICK", 0.02)
    monkeypatch.setattr("twoears.sources.tasks.FLUSH", 0.01)
    monkeypatch.setattr("twoears.sources.imap.read._WAIT", 0.3)
    monkeypatch.setattr("twoears.sources.imap.talk._BUSY", 0)
    made = ImapServer()
    for key in BEFORE:
        made.add(mail(key.replace(" ", "-")))
    yield made
    made.stop()


def times(most: int, fail: Callable[[ImapServer, str, bytes, Callable[[bytes], None]], bool]) -> Trouble:
    """The first `most` commands that it hits fail so, and then all is well."""

    def happen(server: ImapServer) -> None:
        left = [most]

        def twist(words: str, tag: bytes, say: Callable[[bytes], None]) -> bool:
            if left[0] and fail(server, words, tag, say):
                left[0] -= 1
                return True
            return False

        server.twist = twist
        server.cut()

    return happen


def answering(*wanted: str, with_: bytes) -> Trouble:
    def fail(server: ImapServer, words: str, tag: bytes, say: Callable[[bytes], None]) -> bool:
        if not words.startswith(wanted):
            return False
        say(with_.replace(b"TAG", tag))
        return True

    return times(3, fail)


def hanging_up(*wanted: str, after: bytes = b"") -> Trouble:
    def fail(server: ImapServer, words: str, tag: bytes, say: Callable[[bytes], None]) -> bool:
        if not words.startswith(wanted):
            return False
        say(after)
        server.cut()
        return True

    return times(3, fail)


def numbered_anew(server: ImapServer) -> None:
    """As after a restored copy of a mailbox: other numbers for the same mails."""
    box = server.boxes["INBOX"]
    box.validity += 1
    box.mails = {uid + 40: content for uid, content in box.mails.items()}
    box.following += 40
    server.cut()


def place_lost(server: ImapServer) -> None:
    Connection.objects.update(cursor={}, stream_cursor={})
    server.cut()


def clock_jumps(server: ImapServer) -> None:
    """What we believe about when we last heard it is a day ahead."""
    for connection in Connection.objects.all():
        ahead = (connection.alive_at or connection.looked_at) + timedelta(days=1)
        Connection.objects.update(alive_at=ahead, looked_at=ahead)
    server.cut()


def not_there(server: ImapServer) -> None:
    server.greeting = b"* BYE come back later\r\n"
    server.cut()


OUTAGES: dict[str, Trouble] = {
    "nothing happens": lambda server: None,
    "it is cut": lambda server: server.cut(),
    "it is not there for a while": not_there,
    "it is cut at the login": hanging_up("AUTHENTICATE"),
    "it is cut inside a mail": hanging_up("UID FETCH", after=b"* 3 FETCH (UID 3 BODY[] {5000}\r\nFrom: A"),
    "it is cut inside a line": hanging_up("UID SEARCH", after=b"* SEAR"),
    "it is cut while we wait": hanging_up("IDLE", after=b"+ idl"),
    "it says goodbye while we wait": hanging_up("IDLE", after=b"+ idling\r\n* BYE going down\r\n"),
    "it is too busy to log us in": answering("AUTHENTICATE", with_=b"TAG NO [UNAVAILABLE] try again\r\n"),
    "it lets nobody ask too often": answering("AUTHENTICATE", with_=b"TAG NO [LIMIT] too many connections\r\n"),
    "it cannot open the folder": answering("EXAMINE", with_=b"TAG NO [SERVERBUG] internal error\r\n"),
    "it cannot give a mail now": answering("UID FETCH", with_=b"TAG BAD [ALERT] not now\r\n"),
    "it cannot search now": answering("UID SEARCH", with_=b"TAG NO [INUSE] locked\r\n"),
    "it tells nonsense": answering("UID SEARCH", "UID FETCH", with_=b"* \xff\xfe (((((\r\n* FETCH\r\nTAG BAD ?\r\n"),
    "it numbers anew": numbered_anew,
    "our place is lost": place_lost,
    "a clock jumps": clock_jumps,
}


def look() -> None:
    """As the scheduler does beside the stream."""
    due = next_due()
    if due is not None:
        with suppress(CannotRead, NoAnswer):
            listen(due)


def subjects() -> list[str]:
    return sorted(Post.objects.values_list("title", flat=True))


@pytest.mark.parametrize("outage", OUTAGES)
def test_mail_that_comes_while_its_server_fails_is_there_once(server: ImapServer, outage: str) -> None:
    asked = Asked(options=server.options, secrets={"password": "secret"})
    connection = connect("sales@acme.example", asked=asked)
    listen(connection)
    end, told = time.monotonic() + 60, False
    wanted = sorted(key.replace(" ", "-") for key in (*BEFORE, *MEANWHILE))

    def done() -> bool:
        nonlocal told
        assert time.monotonic() < end, (subjects(), Connection.objects.get().last_error)
        if not told and Connection.objects.get().state == State.LISTENING and "IDLE" in server.heard:
            told = True
            OUTAGES[outage](server)
            for key in MEANWHILE:
                server.add(mail(key.replace(" ", "-")))
        elif told and Connection.objects.get().failures:
            server.greeting = b"* OK ready\r\n"
        look()
        return told and subjects() == wanted

    follow(connection, stop=done)
    server.twist = lambda words, tag, say: False
    listen(connection)
    assert subjects() == wanted
    assert Activity.objects.count() == len(wanted)
    assert not Gap.objects.filter(filled_at=None).exists()


def test_a_server_that_falls_silent_in_the_middle_is_left_and_asked_again(
    server: ImapServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wire.Wire.begin, "__defaults__", (0.3,))

    def fail(server: ImapServer, words: str, tag: bytes, say: Callable[[bytes], None]) -> bool:
        if words.startswith("UID FETCH"):
            say(b"* 3 FETCH (UID 3 BODY[] {5000}\r\nFrom")
            return True
        return False

    silent = times(2, fail)
    connection = connect("sales@acme.example", asked=Asked(options=server.options, secrets={"password": "secret"}))
    listen(connection)
    silent(server)
    server.add(mail("late"))
    end = time.monotonic() + 30
    follow(connection, stop=lambda: time.monotonic() > end or (look() or "late" in subjects()))
    assert subjects() == ["before-1", "before-2", "late"]


def test_a_server_that_asks_for_patience_is_left_alone_that_long(
    server: ImapServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[float] = []
    monkeypatch.setattr("twoears.sources.tasks._wait", lambda seconds, stop: waited.append(seconds))
    monkeypatch.setattr("twoears.sources.imap.talk._BUSY", 300)
    connection = connect("sales@acme.example", asked=Asked(options=server.options, secrets={"password": "secret"}))
    listen(connection)
    OUTAGES["it is too busy to log us in"](server)
    follow(connection, stop=lambda: len(waited) == 3)
    assert min(waited) >= 300
