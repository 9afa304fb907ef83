"""Once to each member and day, whatever breaks: the server, the line, the answer, or we ourselves."""

import smtplib
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path
from threading import Barrier, Thread
from time import sleep
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.template import Template

from tests.digest.conftest import MONDAY, said
from tests.smtp_server import SmtpServer, certificate
from twoears.conversations.digest.actions import MOST_ASKED, MailTrouble, ask_for_one, want
from twoears.conversations.digest.models import MorningMail
from twoears.conversations.digest.pages.showing import mail_settings
from twoears.conversations.digest.tasks import begin, send
from twoears.lib.mail import UNSET, MailServer, mail_server
from twoears.team.models import Member

pytestmark = pytest.mark.django_db
State = MorningMail.State
_STEP = timedelta(minutes=3)


class Killed(BaseException):
    """The process ends here."""


@pytest.fixture
def waiting(mira: Member) -> None:
    """Somebody waits, so there is something to say."""
    said("ann", "@acme Does it run on SQLite?", MONDAY - timedelta(hours=43), to_us=True)


def work(start: datetime = MONDAY, *, hours: float = 5) -> None:
    """The worker from then on, which is started again when it is killed."""
    for step in range(int(timedelta(hours=hours) / _STEP)):
        now = start + _STEP * step
        begin(now)
        try:
            while send(now):
                pass
        except Killed:
            pass


def states() -> list[str]:
    return list(MorningMail.objects.order_by("pk").values_list("state", flat=True))


def told(out: SmtpServer) -> list[str]:
    """To whom mails were sent."""
    return [line[9:-1] for line in out.heard if line.startswith("rcpt TO:<")]


def test_it_arrives_whole_at_half_past_seven(mira: Member, waiting: None, out: SmtpServer) -> None:
    work(MONDAY - timedelta(hours=2), hours=2)
    assert out.taken == []
    work(hours=0.1)
    (taken,) = out.taken
    mail = message_from_bytes(taken, policy=policy.default)
    assert mail["Subject"] == "Ann waits since Saturday"
    assert (mail["From"], mail["To"]) == ("Two Ears <ears@acme.example>", "mira@acme.example")
    assert mail["Date"].datetime == MONDAY
    assert mail["Message-ID"].endswith("@acme.example>")
    assert mail["List-Unsubscribe"].strip().startswith("<https://ears.acme.example/digest/choose/")
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert told(out) == ["mira@acme.example"]
    assert taken.isascii() and max(map(len, taken.splitlines())) < 998, "any server on the way takes it"
    assert "/conversations/c_" in mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]


def test_it_is_sent_once_a_day_and_again_on_the_next_work_day(mira: Member, waiting: None, out: SmtpServer) -> None:
    for day in range(7):
        work(MONDAY + timedelta(days=day))
    mails = [message_from_bytes(taken, policy=policy.default) for taken in out.taken]
    assert [f"{mail['Date'].datetime:%a}" for mail in mails] == ["Mon", "Tue", "Wed", "Thu", "Fri"]
    assert len({str(mail["Message-ID"]) for mail in mails}) == 5


def test_each_member_has_their_own(mira: Member, colleague: Member, waiting: None, out: SmtpServer) -> None:
    colleague.timezone = "America/New_York"
    colleague.save()
    work(hours=4)
    assert told(out) == ["mira@acme.example"]
    work(MONDAY + timedelta(hours=4), hours=0.1)
    assert told(out) == ["mira@acme.example", "ana@acme.example"]


# what the server says, how it ends, how many mails it took
FAULTS: list[tuple[dict[str, bytes], str, int]] = [
    ({"RCPT": b"550 nobody here\r\n"}, State.FAILED, 0),
    ({"MAIL": b"553 not yours\r\n"}, State.FAILED, 0),
    ({"mail": b"552 too long\r\n"}, State.FAILED, 0),
    ({"hello": b"554 go away\r\n"}, State.FAILED, 0),
    ({"mail": b""}, State.UNKNOWN, 1),
    ({"mail": b"what is this\r\n"}, State.UNKNOWN, 1),
]


@pytest.mark.parametrize(("answers", "state", "taken"), FAULTS)
def test_what_was_refused_or_cannot_be_known_is_not_sent_again(
    mira: Member, waiting: None, out: SmtpServer, answers: dict[str, bytes], state: str, taken: int
) -> None:
    out.answers = answers
    work(hours=1)
    out.answers = {}
    work(MONDAY + timedelta(hours=1), hours=3)
    assert (states(), len(out.taken)) == ([state], taken)
    assert MorningMail.objects.get().said


LATER: list[dict[str, bytes]] = [
    {"RCPT": b"451 greylisted\r\n"},
    {"hello": b"421 busy\r\n"},
    {"hello": b""},
    {"RCPT": b""},
    {"DATA": b"451 not now\r\n"},
    {"mail": b"452 full\r\n"},
    {"mail": b"421 going down\r\n"},
]


@pytest.mark.parametrize("answers", LATER)
def test_what_surely_was_not_taken_is_sent_later_and_once(
    mira: Member, waiting: None, out: SmtpServer, answers: dict[str, bytes]
) -> None:
    out.answers = answers
    work(hours=0.2)
    assert (states(), out.taken) == ([State.PENDING], [])
    out.answers = {}
    work(MONDAY + timedelta(minutes=12), hours=3)
    assert (states(), len(out.taken)) == ([State.SENT], 1)


def test_when_the_morning_is_over_nothing_is_sent_any_more(mira: Member, waiting: None, out: SmtpServer) -> None:
    out.answers = {"hello": b"421 busy\r\n"}
    work(hours=0.1)
    out.answers = {}
    work(MONDAY + timedelta(hours=6), hours=1)
    assert (states(), out.taken) == ([State.FAILED], [])
    assert "421" in MorningMail.objects.get().said


def test_a_worker_that_starts_in_the_afternoon_leaves_the_day_out(mira: Member, waiting: None, out: SmtpServer) -> None:
    work(MONDAY + timedelta(hours=7), hours=1)
    assert (states(), out.taken) == ([], [])


def test_killed_after_the_server_took_it_it_is_not_sent_twice(
    mira: Member, waiting: None, out: SmtpServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = smtplib.SMTP.data

    def killed(self: smtplib.SMTP, msg: Any) -> Any:
        done(self, msg)
        raise Killed

    monkeypatch.setattr(smtplib.SMTP, "data", killed)
    work(hours=0.1)
    assert (states(), len(out.taken)) == ([State.SENDING], 1)
    monkeypatch.setattr(smtplib.SMTP, "data", done)
    work(MONDAY + timedelta(minutes=3), hours=4)
    assert (states(), len(out.taken)) == ([State.UNKNOWN], 1)
    assert "stopped" in MorningMail.objects.get().said


def test_killed_while_it_was_written_it_is_sent_once(
    mira: Member, waiting: None, out: SmtpServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    render = Template.render

    def killed(self: Template, context: Any) -> Any:
        raise Killed

    monkeypatch.setattr(Template, "render", killed)
    work(hours=0.1)
    assert (states(), out.taken) == ([State.PENDING], [])
    monkeypatch.setattr(Template, "render", render)
    work(MONDAY + timedelta(minutes=3), hours=4)
    assert (states(), len(out.taken)) == ([State.SENT], 1)


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_it_once(mira: Member, waiting: None, out: SmtpServer) -> None:
    begin(MONDAY)
    barrier, did = Barrier(4), []

    def run() -> None:
        barrier.wait()
        patiently(begin)
        did.append(patiently(send))
        connection.close()

    def patiently(work: Callable[[datetime], int]) -> int:
        """A database in memory that threads share does not let anybody wait: a worker comes again."""
        for _ in range(100):
            try:
                return work(MONDAY)
            except OperationalError:
                sleep(0.02)
        return work(MONDAY)

    threads = [Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (states(), len(out.taken)) == ([State.SENT], 1)
    assert len(did) == 4


def test_with_nothing_to_say_no_mail_is_sent_that_day(mira: Member, out: SmtpServer) -> None:
    work(hours=1)
    assert (states(), out.heard) == ([State.NOTHING], [])
    said("ann", "@acme Does it run?", MONDAY + timedelta(minutes=70), to_us=True)
    work(MONDAY + timedelta(hours=1), hours=3)
    assert (states(), out.heard) == ([State.NOTHING], [])
    work(MONDAY + timedelta(days=1), hours=0.1)
    assert len(out.taken) == 1


def test_without_an_address_or_a_wish_nothing_is_sent(
    mira: Member, colleague: Member, waiting: None, out: SmtpServer
) -> None:
    want(member=mira, when="never")
    want(member=colleague, mail="")
    work()
    assert (states(), out.heard) == ([], [])


def test_on_mondays_only_is_on_mondays_only(mira: Member, waiting: None, out: SmtpServer) -> None:
    want(member=mira, when="mondays")
    for day in range(8):
        work(MONDAY + timedelta(days=day), hours=0.1)
    assert [mail.day for mail in MorningMail.objects.order_by("day")] == [date(2026, 3, 9), date(2026, 3, 16)]


def test_who_changes_their_mind_meanwhile_gets_none(mira: Member, waiting: None, out: SmtpServer) -> None:
    begin(MONDAY)
    want(member=mira, when="never")
    work()
    assert (states(), out.heard) == ([State.FAILED], [])


def test_without_a_mail_server_nothing_is_sent_and_that_is_said(mira: Member, waiting: None, settings: Any) -> None:
    settings.MAIL = mail_server("", "")
    work(hours=1)
    assert states() == []
    assert mail_settings(mira, now=MONDAY).trouble == UNSET
    with pytest.raises(MailTrouble, match="TWOEARS_MAIL_URL"):
        ask_for_one(member=mira, now=MONDAY)


def test_one_that_is_asked_for_comes_beside_that_of_the_morning(mira: Member, waiting: None, out: SmtpServer) -> None:
    evening = MONDAY + timedelta(hours=11)
    work(hours=0.1)
    ask_for_one(member=mira, now=evening)
    assert send(evening)
    ids = {str(message_from_bytes(taken, policy=policy.default)["Message-ID"]) for taken in out.taken}
    assert (states(), len(ids)) == ([State.SENT, State.SENT], 2)
    for _ in range(MOST_ASKED - 1):
        ask_for_one(member=mira, now=evening)
    with pytest.raises(MailTrouble, match="enough"):
        ask_for_one(member=mira, now=evening)


def test_who_has_no_address_cannot_ask_for_one(mira: Member, out: SmtpServer) -> None:
    want(member=mira, mail="")
    with pytest.raises(MailTrouble, match="no mail address"):
        ask_for_one(member=mira)


@pytest.mark.parametrize("address", ["mira", "mira@acme.example\nBcc: all@acme.example", "a b@acme.example", "<x@y.z>"])
def test_an_address_that_is_none_is_refused(mira: Member, address: str) -> None:
    with pytest.raises(MailTrouble, match="no mail address"):
        want(member=mira, mail=address)
    assert Member.objects.get(pk=mira.pk).email == "mira@acme.example"


def test_a_password_is_said_to_the_server_and_to_nobody_else(
    mira: Member, waiting: None, out: SmtpServer, settings: Any
) -> None:
    settings.MAIL = mail_server(f"smtp://ears:s3cret@127.0.0.1:{out.port}", "ears@acme.example")
    out.answers = {"AUTH": b"535 wrong\r\n"}
    work(hours=0.1)
    assert any(line.startswith("AUTH PLAIN") for line in out.heard)
    assert states() == [State.FAILED]
    told = MorningMail.objects.get().said
    assert "535" in told and "s3cret" not in told and "s3cret" not in repr(settings.MAIL)


def test_nothing_is_said_in_clear_where_the_server_cannot_encrypt(
    mira: Member, waiting: None, out: SmtpServer, settings: Any
) -> None:
    server = MailServer(
        host="127.0.0.1",
        port=out.port,
        user="ears",
        password="s3cret",
        tls="first",
        sender="e@acme.example",
        trouble="",
    )
    settings.MAIL = server
    work(hours=0.1)
    assert (states(), out.taken) == ([State.FAILED], [])
    assert not any(line.lower().startswith(("auth", "mail")) for line in out.heard)


ENCRYPTED = [("smtps", True), ("smtp", False)]


@pytest.mark.parametrize(("scheme", "always"), ENCRYPTED)
def test_user_password_and_mail_are_said_encrypted_to_a_server_that_is_who_it_says(
    mira: Member,
    waiting: None,
    settings: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    scheme: str,
    always: bool,
) -> None:
    file = certificate(tmp_path)
    out = SmtpServer(file, always=always)
    url = f"{scheme}://ears:s3cret@localhost:{out.port}"
    settings.MAIL = replace(mail_server(url, "ears@acme.example"), tls="always" if always else "first")
    work(hours=0.1)
    assert (states(), out.taken) == ([State.PENDING], []), "nobody vouches for it"
    assert "CERTIFICATE_VERIFY_FAILED" in MorningMail.objects.get().said
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    work(MONDAY + timedelta(minutes=9), hours=0.5)
    assert (states(), len(out.taken)) == ([State.SENT], 1)
    assert any(line.startswith("AUTH PLAIN") for line in out.heard)
    assert {line.split()[0].upper() for line in out.clear} <= {"EHLO", "STARTTLS", "QUIT"}
    out.stop()


def test_the_next_one_is_told_and_how_the_last_one_went(mira: Member, waiting: None, out: SmtpServer) -> None:
    assert mail_settings(mira, now=MONDAY - timedelta(hours=1)).next_on == date(2026, 3, 9)
    work(hours=0.1)
    shown = mail_settings(mira, now=datetime(2026, 3, 9, 8, tzinfo=UTC))
    assert (shown.next_on, shown.last[0].state_words) == (date(2026, 3, 10), "Sent")
