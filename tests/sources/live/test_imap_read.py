"""A mailbox read over IMAP: nothing lost, nothing twice, whatever the server does."""

import threading
import tracemalloc
from collections.abc import Iterator
from itertools import islice

import pytest

from tests.sources.live.imap_server import ImapServer
from tests.sources.live.recorded import of
from twoears.activities.values import Activity
from twoears.lib.http import Broken, NoAnswer, Refused, TryLater
from twoears.sources.imap import door as doors
from twoears.sources.imap import wire as wires
from twoears.sources.imap.read import SOURCE, owner
from twoears.sources.reading import Alive, Asked, CannotRead, Cursor, Missed, SetAside, Thing, Total

BOX = Thing(text="sales@acme.example")


def mail(key: str, more: bytes = b"") -> bytes:
    head = f"From: Ann <ann@norrvik.example>\r\nTo: sales@acme.example\r\nMessage-ID: <{key}@norrvik.example>\r\n"
    return (head + f"Date: Sun, 1 Mar 2026 10:00:00 +0000\r\nSubject: {key}\r\n\r\nDoes it run?\r\n").encode() + more


@pytest.fixture
def server() -> Iterator[ImapServer]:
    made = ImapServer()
    yield made
    made.stop()


def asked(at: ImapServer, cursor: dict[str, str] | None = None, **options: str) -> Asked:
    return Asked(options=at.options | options, secrets={"password": "secret"}, cursor=cursor or {})


def keys(heard: object) -> list[str]:
    return [one.object.title for one in of(Activity, heard)]


def last(heard: object) -> dict[str, str]:
    return dict(of(Cursor, heard)[-1].value)


def test_each_folder_is_heard_once_and_then_only_what_is_new(server):
    for key in ("a", "b"):
        server.add(mail(key))
    server.add(mail("c"), "Sent")
    first = list(SOURCE.read(BOX, asked(server)))
    assert (keys(first), of(Total, first)) == (["a", "b", "c"], [Total(3)])
    assert [dict(one.detail) for one in of(Activity, first)] == [{}, {}, {"box": "sent"}]
    server.add(mail("d"))
    again = list(SOURCE.read(BOX, asked(server, last(first))))
    assert keys(again) == ["d"]
    assert list(keys(SOURCE.read(BOX, asked(server, last(again))))) == []


def test_nothing_is_marked_as_read(server):
    server.add(mail("a"))
    list(SOURCE.read(BOX, asked(server)))
    assert not any(word in " ".join(server.heard) for word in ("SELECT", "STORE", "BODY[]", "EXPUNGE"))


def test_a_folder_that_was_numbered_anew_is_read_again(server):
    server.add(mail("a"))
    cursor = last(SOURCE.read(BOX, asked(server)))
    server.boxes["INBOX"].validity = 2
    assert keys(SOURCE.read(BOX, asked(server, cursor))) == ["a"]


def test_a_look_that_was_cut_goes_on_behind_its_last_cursor(server, monkeypatch):
    monkeypatch.setattr("twoears.sources.imap.read._AT_ONCE", 2)
    for key in "abcdef":
        server.add(mail(key))
    server.twist = lambda words, tag, say: "UID FETCH 5:6 (UID BODY" in words and server.cut() is None
    heard: list[object] = []
    with pytest.raises(NoAnswer):
        for one in SOURCE.read(BOX, asked(server)):
            heard.append(one)
    assert keys(heard) == ["a", "b", "c", "d"]
    server.twist = lambda words, tag, say: False
    assert keys(SOURCE.read(BOX, asked(server, last(heard)))) == ["e", "f"]


def test_named_folders_are_read_and_a_missing_one_is_named(server):
    server.boxes["Entw&APw-rfe"] = type(server.boxes["INBOX"])()
    server.add(mail("a"), "Entw&APw-rfe")
    server.add(mail("b"))
    assert keys(SOURCE.read(BOX, asked(server, folders="entwürfe"))) == ["a"]
    with pytest.raises(CannotRead, match="no folder Nowhere. There are: INBOX, Sent, Entwürfe"):
        list(SOURCE.read(BOX, asked(server, folders="INBOX, Nowhere")))


def test_a_long_mail_is_read_from_its_beginning_and_that_is_said(server):
    server.add(mail("a", b"x" * 78 + b"\r\n") + b"y" * (3 * 1024 * 1024))
    (heard,) = of(Activity, SOURCE.read(BOX, asked(server)))
    assert dict(heard.detail) == {"cut": "the first 1 MB of 3"}
    assert heard.object.text.startswith("Does it run?")


def test_a_mailbox_is_never_held_in_memory_whole(server, monkeypatch):
    """A hundred and fifty mails of 80 KB."""
    monkeypatch.setattr("twoears.sources.imap.read._TOGETHER", 1024**2)
    for number in range(150):
        server.add(mail(str(number), b"x" * 80_000))
    tracemalloc.start()
    count = sum(isinstance(one, Activity) for one in SOURCE.read(BOX, asked(server, folders="INBOX")))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 150
    assert peak < 6 * 1024 * 1024  # half of what they have


def test_a_mail_that_the_server_cannot_give_is_set_aside_and_the_others_are_heard(server):
    for key in "abc":
        server.add(mail(key))

    def twist(words, tag, say):
        if words.startswith("UID FETCH") and "BODY" in words and ("1:3" in words or " 2 " in words):
            say(tag + b" NO the file is damaged\r\n")
            return True
        return False

    server.twist = twist
    heard = list(SOURCE.read(BOX, asked(server, folders="INBOX")))
    assert keys(heard) == ["a", "c"]
    (aside,) = of(SetAside, heard)
    assert (aside.name, "the file is damaged" in aside.reason) == ("INBOX 2.eml", True)


def test_what_is_no_mail_is_set_aside_and_can_be_tried_again(server):
    server.add(b"no headers at all\r\n")
    (aside,) = of(SetAside, SOURCE.read(BOX, asked(server)))
    assert of(SetAside, SOURCE.read(Thing(text=aside.name, raw=aside.raw), Asked()))
    assert of(Activity, SOURCE.read(Thing(text=aside.name, raw=mail("a")), Asked()))


def answering(words: str, *said: bytes):
    def twist(asked_words, tag, say):
        if not asked_words.startswith(words):
            return False
        for one in said:
            say(one.replace(b"TAG", tag))
        return True

    return twist


BAD = [
    ("AUTHENTICATE", b"TAG NO [AUTHENTICATIONFAILED] no\r\n", CannotRead, "does not let sales@acme.example in"),
    ("AUTHENTICATE", b"TAG NO [UNAVAILABLE] later\r\n", TryLater, "patience"),
    ("EXAMINE", b"* BYE shutting down\r\n", TryLater, "hangs up: shutting down"),
    ("EXAMINE", b"TAG NO no such folder\r\n", CannotRead, "INBOX cannot be opened"),
    ("UID SEARCH", b"HTTP/1.1 400 Bad Request\r\n", Broken, "does not speak IMAP"),
    ("UID SEARCH", b"TAG BAD what\r\n", Broken, "refuses what we need"),
    ("UID FETCH", b"* 1 FETCH (UID 1 RFC822.SIZE 5\r\nTAG OK\r\n", Broken, "cannot be read"),
    ("UID FETCH", b"* 1 FETCH " + b"(" * 5000 + b"\r\nTAG OK\r\n", Broken, "cannot be read"),
    ("LIST", b'* LIST () "/" "open\r\nTAG OK\r\n', Broken, "cannot be read"),
]


@pytest.mark.parametrize(("words", "said", "error", "text"), BAD)
def test_a_server_that_misbehaves_is_named_with_what_it_does(server, words, said, error, text):
    server.add(mail("a"))
    server.twist = answering(words, said)
    with pytest.raises(error, match=text):
        list(SOURCE.read(BOX, asked(server)))


@pytest.mark.parametrize(
    ("greeting", "error"),
    [(b"* BYE too many\r\n", TryLater), (b"SSH-2.0-x\r\n", Broken), (b"", NoAnswer), (b"\xff" * 99, NoAnswer)],
)
def test_a_server_that_does_not_greet_is_no_mail_server(server, monkeypatch, greeting, error):
    monkeypatch.setattr(wires, "SECONDS", 0.3)
    monkeypatch.setattr(wires.Wire.begin, "__defaults__", (0.3,))
    server.greeting = greeting
    with pytest.raises(error):
        list(SOURCE.read(BOX, asked(server)))


def test_a_literal_that_is_cut_loses_nothing_that_was_heard(server):
    server.add(mail("a"))

    def twist(words, tag, say):
        if "BODY" in words:
            say(b"* 1 FETCH (UID 1 BODY[] {5000}\r\nFrom: Ann")
            server.cut()
            return True
        return False

    server.twist = twist
    heard: list[object] = []
    with pytest.raises(NoAnswer):
        for one in SOURCE.read(BOX, asked(server)):
            heard.append(one)
    assert of(Activity, heard) == []
    server.twist = lambda words, tag, say: False
    assert keys(SOURCE.read(BOX, asked(server))) == ["a"]


def test_a_hundred_megabytes_where_a_mail_should_be_are_not_held(server):
    server.add(mail("a"))

    def twist(words, tag, say):
        if "BODY" in words:
            say(b"* 1 FETCH (UID 1 BODY[] {%d}\r\n" % (len(mail("a")) + 100 * 1024**2) + mail("a"))
            for _ in range(100):
                say(b"x" * 1024**2)
            say(b")\r\n" + tag + b" OK\r\n")
            return True
        return False

    server.twist = twist
    tracemalloc.start()
    assert keys(SOURCE.read(BOX, asked(server))) == ["a"]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 30 * 1024 * 1024


def test_a_line_without_end_and_drops_without_end_are_not_waited_for(server, monkeypatch):
    monkeypatch.setattr(wires, "LONGEST_LINE", 100_000)
    server.twist = lambda words, tag, say: words == "CAPABILITY" and [say(b"x" * 50_000) for _ in range(4)] != []
    with pytest.raises(NoAnswer, match="line without end"):
        list(SOURCE.read(BOX, asked(server)))
    monkeypatch.setattr(wires.Wire.begin, "__defaults__", (0.5,))

    def drip(words, tag, say):
        for _ in range(100):
            say(b"* OK still here\r\n")
            threading.Event().wait(0.05)
        return True

    server.twist = drip
    with pytest.raises(NoAnswer, match="in time"):
        list(SOURCE.read(BOX, asked(server)))


def test_a_private_server_is_not_gone_to_unless_it_was_named(server):
    with pytest.raises(Refused, match="private network"):
        list(SOURCE.read(Thing(text="imaps://ann@127.0.0.1/"), Asked(secrets={"password": "p"})))
    with pytest.raises(CannotRead, match="password"):
        list(SOURCE.read(BOX, Asked(options=server.options)))


def test_no_password_is_sent_in_clear_unless_that_was_asked_for(server):
    server.twist = answering("STARTTLS", b"TAG BAD what\r\n")
    with pytest.raises(Refused, match="no encryption"):
        list(SOURCE.read(BOX, asked(server, tls="", server=f"imap://127.0.0.1:{server.port}")))
    assert not any(word.startswith(("AUTH", "LOGIN")) for word in server.heard)
    server.twist = answering("STARTTLS", b"TAG OK go\r\nTAG OK and this in clear\r\n")
    with pytest.raises(NoAnswer):
        list(SOURCE.read(BOX, asked(server, tls="", server=f"imap://127.0.0.1:{server.port}")))
    assert not any(word.startswith(("AUTH", "LOGIN")) for word in server.heard)


def test_a_stream_tells_of_what_comes_from_now_on(server):
    server.add(mail("old"))
    flow = SOURCE.stream(BOX, asked(server))
    opening = list(islice(flow, 3))
    assert [type(one) for one in opening] == [Cursor, Cursor, Alive]
    threading.Timer(0.2, server.add, args=(mail("new"),)).start()
    heard = next(flow)
    assert heard.object.title == "new"
    cursor = dict(next(flow).value)
    server.cut()
    with pytest.raises(NoAnswer):
        list(flow)
    server.add(mail("meanwhile"))
    assert next(one for one in SOURCE.stream(BOX, asked(server, cursor)) if isinstance(one, Activity)).object.title == (
        "meanwhile"
    )


def test_a_stream_looks_into_the_other_folders_too(server, monkeypatch):
    monkeypatch.setattr("twoears.sources.imap.read._WAIT", 0.2)
    flow = SOURCE.stream(BOX, asked(server))
    list(islice(flow, 3))
    server.add(mail("ours"), "Sent")
    heard = next(one for one in flow if isinstance(one, Activity))
    assert (heard.object.title, dict(heard.detail)) == ("ours", {"box": "sent"})


def test_a_stream_says_what_it_missed_where_the_server_numbered_anew(server):
    server.add(mail("a"))
    cursor = last(islice(SOURCE.stream(BOX, asked(server)), 3))
    server.boxes["INBOX"].validity = 9
    opening = list(islice(SOURCE.stream(BOX, asked(server, cursor)), 3))
    assert [type(one) for one in opening] == [Missed, Cursor, Alive]
    assert "INBOX" in opening[0].why


def test_a_server_that_cannot_tell_by_itself_is_asked(server, monkeypatch):
    monkeypatch.setattr(doors, "_POLL", 0.05)
    server.abilities = "IMAP4rev1 AUTH=PLAIN"

    def twist(words, tag, say):
        if words == "NOOP":
            say(b"* %d EXISTS\r\n" % len(server.boxes["INBOX"].mails) + tag + b" OK\r\n")
        return words == "NOOP"

    server.twist = twist
    flow = SOURCE.stream(BOX, asked(server))
    list(islice(flow, 3))
    server.add(mail("new"))
    assert next(flow).object.title == "new"


@pytest.mark.parametrize(("text", "fit", "ours"), [
    ("Ann@norrvik.example", True, ("mailto:ann@norrvik.example",)),
    ("imaps://ann%40norrvik.example@mail.norrvik.example/INBOX", True, ("mailto:ann@norrvik.example",)),
    ("imap://ann@mail.norrvik.example", True, ()),
    ("@ann@norrvik.example", False, ()), ("norrvik.example", False, ()), ("a b@norrvik.example", False, ()),
])  # fmt: skip
def test_a_mail_address_is_a_mailbox(text, fit, ours):
    assert (SOURCE.fits(Thing(text=text)) > 0, owner(Thing(text=text))) == (fit, ours)


@pytest.mark.parametrize("text", ["imaps://", "imaps://mail.example:x/", "imaps://[/", "imap:///INBOX"])
def test_an_address_that_says_too_little_is_refused(text):
    with pytest.raises(CannotRead):
        list(SOURCE.read(Thing(text=text), Asked(secrets={"password": "p"})))
