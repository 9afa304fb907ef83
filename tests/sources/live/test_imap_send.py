"""An answer by SMTP: surely sent, surely not sent, and what nobody can tell."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from tests.smtp_server import SmtpServer
from tests.sources.live.imap_server import ImapServer
from tests.sources.live.recorded import of
from twoears.activities.values import Activity
from twoears.lib.http import NoAnswer, Refused, TryLater, Unreachable
from twoears.sources.imap import smtp
from twoears.sources.imap.read import SOURCE
from twoears.sources.reading import Asked, Thing
from twoears.sources.sending import Access, Letter, NotSent

NOW = datetime.now(UTC).replace(microsecond=0)
MAIL = b"""From: Ann <ann@norrvik.example>\r
Reply-To: Ann Berg <berg@norrvik.example>\r
To: sales@acme.example\r
Message-ID: <q1@norrvik.example>\r
Date: Sun, 1 Mar 2026 10:00:00 +0000\r
Subject: Preise\r
\r
Does it run?\r
"""


@pytest.fixture
def imap() -> Iterator[ImapServer]:
    made = ImapServer()
    made.add(MAIL)
    yield made
    made.stop()


@pytest.fixture
def out() -> Iterator[SmtpServer]:
    made = SmtpServer()
    yield made
    made.stop()


def access(imap: ImapServer, port: int, **more: str) -> Access:
    options = imap.options | {"smtp": f"127.0.0.1:{port}", "from": "Sales <sales@acme.example>"} | more
    return Access(text="sales@acme.example", options=options, secrets={"password": "secret"})


def letter(text: str = "It does.\n.\n..and a dot", **more: object) -> Letter:
    told = {"key": "k1", "act": "reply", "target": "mid:q1@norrvik.example", "target_mail": "ann@norrvik.example"}
    return Letter(text=text, **({"since": NOW} | told | more))


def test_an_answer_arrives_whole_and_is_heard_as_the_sent_folder_tells_it(imap, out):
    sent = SOURCE.post.send(letter(), access(imap, out.port))
    assert (sent.id, len(out.taken)) == ("mid:k1@acme.example", 1)
    assert b"To: Ann Berg <berg@norrvik.example>" in out.taken[0]
    assert out.taken[0].endswith(b"It does.\r\n.\r\n..and a dot\r\n")
    assert "RCPT TO:<berg@norrvik.example>" in out.heard
    asked = Asked(options=imap.options, secrets={"password": "secret"})
    read = list(of(Activity, SOURCE.read(Thing(text="sales@acme.example"), asked)))
    assert read[-1] == sent.heard
    assert sent.heard.object.in_reply_to == "mid:q1@norrvik.example"


SURELY_NOT = [
    ({"RCPT": b"550 nobody here\r\n"}, NotSent, "550 nobody here"),
    ({"MAIL": b"553 not yours\r\n"}, NotSent, "553"),
    ({"AUTH": b"535 wrong\r\n"}, NotSent, "does not let"),
    ({"AUTH": b"454 later\r\n"}, TryLater, "454"),
    ({"RCPT": b"451 greylisted\r\n"}, TryLater, "greylisted"),
    ({"hello": b"421 busy\r\n"}, TryLater, "busy"),
    ({"hello": b"554 go away\r\n"}, NotSent, "go away"),
    ({"hello": b""}, TryLater, "Nothing was sent"),
    ({"hello": b"what is this\r\n"}, TryLater, "Nothing was sent"),
    ({"RCPT": b""}, TryLater, "Nothing was sent"),
    ({"DATA": b""}, TryLater, "Nothing was sent"),
    ({"mail": b"552 too long\r\n"}, NotSent, "too long"),
    ({"mail": b"452 full\r\n"}, TryLater, "full"),
]


@pytest.mark.parametrize(("answers", "error", "why"), SURELY_NOT)
def test_what_was_refused_was_not_sent(imap, out, answers, error, why):
    out.answers = answers
    with pytest.raises(error, match=why):
        SOURCE.post.send(letter(), access(imap, out.port))
    assert imap.boxes["Sent"].mails == {}


def test_where_the_answer_is_lost_nobody_can_tell_and_nothing_is_sent_again(imap, out):
    out.answers = {"mail": b""}
    with pytest.raises(Unreachable, match="before it said whether"):
        SOURCE.post.send(letter(), access(imap, out.port))
    with pytest.raises(NoAnswer, match="cannot be looked up"):
        SOURCE.post.find(letter(), access(imap, out.port))
    assert len(out.taken) == 1


def test_what_left_a_trace_is_found(imap, out):
    answer = MAIL.replace(b"q1@", b"q9@").replace(b"Subject:", b"References: <k1@acme.example>\r\nSubject:")
    imap.add(answer)
    assert SOURCE.post.find(letter(), access(imap, out.port)).id == "mid:k1@acme.example"


def test_where_the_house_files_what_it_sends_no_trace_is_a_proof(imap, monkeypatch):
    monkeypatch.setattr("twoears.sources.imap.send._FILE_IT", (".127.0.0.1",))
    old = letter(since=NOW - timedelta(minutes=5))
    assert SOURCE.post.find(old, access(imap, 1)) is None
    # Just now: the house may not have filed it yet. Not the NOW of the file, which a long run leaves behind.
    with pytest.raises(NoAnswer):
        SOURCE.post.find(letter(since=datetime.now(UTC)), access(imap, 1))


def test_nobody_there_is_no_reason_to_give_up(imap, out):
    out.stop()
    with pytest.raises(TryLater):
        SOURCE.post.send(letter(), access(imap, 1))


def test_a_server_that_drips_is_not_waited_for(imap, out, monkeypatch):
    monkeypatch.setattr(smtp, "SECONDS", 0.5)
    out.answers = {"EHLO": b"250-drip\r\n" * 10}
    with pytest.raises(TryLater):
        SOURCE.post.send(letter(), access(imap, out.port))


def test_a_private_server_is_not_gone_to_unless_it_was_named(imap, out, monkeypatch):
    monkeypatch.setattr("twoears.sources.imap.place._HOUSES", {"acme.example": ("x", "smtp://127.0.0.1")})
    with pytest.raises(Refused, match="private network"):
        SOURCE.post.send(letter(), access(imap, out.port, smtp=""))


def test_a_post_elsewhere_is_not_answered_by_mail(imap, out):
    with pytest.raises(NotSent, match="no mail"):
        SOURCE.post.send(letter(target="at://did:plc:1/x"), access(imap, out.port))


def test_an_answer_that_was_filed_already_is_not_filed_twice(imap, out):
    for _ in range(2):
        SOURCE.post.send(letter(), access(imap, out.port))
    assert len(imap.boxes["Sent"].mails) == 1


def test_a_password_is_not_said_in_clear_where_encryption_was_asked_for(imap, out, monkeypatch):
    monkeypatch.setattr("twoears.sources.imap.send._original", lambda *_: None)
    with pytest.raises(Refused, match="no encryption"):
        SOURCE.post.send(letter(), access(imap, out.port, tls=""))
    assert not any(line.startswith("AUTH") for line in out.heard)
