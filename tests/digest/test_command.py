"""The morning mail on the command line: what it would say, who gets it, one at once, and killed hard in the middle."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tests.digest.conftest import said
from tests.smtp_server import SmtpServer
from twoears.cli.digest import digest
from twoears.cli.doctor import doctor
from twoears.cli.queries import queries
from twoears.lib.mail import mail_server
from twoears.queries.models import Query
from twoears.team.models import Member

Run = Callable[..., tuple[int, str]]


@pytest.fixture
def waiting(mira: Member) -> None:
    """Somebody whose name would steer a terminal and a mail waits since an hour ago."""
    at = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=1)
    said("ann", "@acme Does it run on SQLite?", at, to_us=True, name="Ann Berg\x1b[31m\r\nBcc: x@y.example")


@pytest.fixture
def run(waiting: None, capsys: pytest.CaptureFixture[str]) -> Run:
    """How the command ends, and what it prints."""

    def act(to: str = "", *, show: bool = False, out: bool = False, json: bool = False) -> tuple[int, str]:
        capsys.readouterr()
        code = 0
        try:
            digest(to=to, show=show, out=out, json=json)
        except SystemExit as ended:
            code = int(str(ended.code))
        told = capsys.readouterr()
        # What programs read is on standard output alone; a word in the log may stand on standard error.
        return code, told.out if json else told.out + told.err

    return act


@pytest.mark.django_db
def test_without_a_mail_server_it_says_so_and_sends_nothing(run: Run) -> None:
    code, told = run()
    assert code == 0 and "Outgoing mail is not set up" in told and "mira@acme.example" in told
    code, told = run(out=True)
    assert code == 1 and "TWOEARS_MAIL_URL" in told


@pytest.mark.django_db
def test_an_address_that_nobody_can_read_is_told_without_its_password(
    run: Run, settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.MAIL = mail_server("smtps//ears:s3cret@mail", "ears@acme.example")
    told = run()[1]
    with pytest.raises(SystemExit):
        doctor(json=False)
    looked = capsys.readouterr().out
    for words in (told, looked):
        assert "no address of a mail server" in words and "s3cret" not in words


@pytest.mark.django_db
def test_it_prints_what_would_be_sent_and_sends_nothing(run: Run, out: SmtpServer) -> None:
    code, told = run("Mira", show=True)
    assert code == 0 and told.startswith("Subject: Ann waits since ")
    assert "Answer Ann Berg[31m Bcc: x@y.example: https://ears.acme.example/" in told and "\x1b" not in told
    assert sorted(msgspec.json.decode(run(show=True, json=True)[1])) == ["html", "subject", "text"]
    assert out.heard == []


@pytest.mark.django_db
def test_whoever_does_not_work_here_is_not_mailed(run: Run, out: SmtpServer) -> None:
    code, told = run("nobody", out=True)
    assert (code, out.heard) == (1, [])
    assert "Nobody who works here" in told


@pytest.mark.django_db
def test_one_is_sent_at_once_and_stands_in_the_list(run: Run, out: SmtpServer) -> None:
    code, told = run("mira@acme.example", out=True)
    assert (code, len(out.taken)) == (0, 1)
    assert told.startswith("Sent: to mira@acme.example")
    assert "(asked for) · Sent" in run()[1]
    out.answers = {"RCPT": b"550 nobody here\r\n"}
    code, told = run(out=True, json=True)
    assert (code, msgspec.json.decode(told)["state"]) == (1, "failed")
    assert [one["state"] for one in msgspec.json.decode(run(json=True)[1])[0]["settings"]["last"]] == ["failed", "sent"]


@pytest.mark.django_db
def test_a_query_goes_into_the_mail_and_out_of_it(mira: Member) -> None:
    def act(word: str, *more: str, mail: bool = False, json: bool = False) -> None:
        queries(word, more, name="", today=False, mail=mail, limit=20, json=json, quiet=True)

    act("add", "sqlite", mail=True)
    assert Query.objects.get().in_mail
    act("no-mail", "sqlite")
    assert not Query.objects.get().in_mail
    act("mail", "sqlite", json=True)
    assert Query.objects.get().in_mail
    with pytest.raises(SystemExit):
        act("mail", "nothing")


SET_UP = """
from pathlib import Path
from twoears.house import open_house
open_house(Path({folder!r}))
from datetime import UTC, datetime, timedelta
from twoears.activities.record import record
from twoears.activities.values import Actor, Post, created
from twoears.conversations.digest.actions import want
from twoears.jobs import catch_up
from twoears.team.actions import first_owner
from twoears.threads.actions import say_us
say_us(member=None, handles=["acme"])
ann = Actor(id="https://x.com/ann", network="x", handle="ann", name="Ann")
at = datetime.now(UTC) - timedelta(hours=30)
record([created(Post(id="a", author=ann, published=at, text="@acme Does it run?", mentions=("https://x.com/acme",)))])
catch_up()
want(member=first_owner(), mail="mira@acme.example")
"""
LATER = """
from pathlib import Path
from twoears.house import open_house
open_house(Path({folder!r}))
from datetime import UTC, datetime, timedelta
from twoears.conversations.digest.models import MorningMail
from twoears.conversations.digest.tasks import send
later = datetime.now(UTC) + timedelta(minutes=6)
print(send(later), MorningMail.objects.get().state)
"""


@pytest.mark.embedded
def test_killed_hard_while_the_server_took_it_it_is_not_sent_twice(tmp_path: Path, out: SmtpServer) -> None:
    gone = ("DATABASE_URL", "DJANGO_SETTINGS_MODULE", "TWOEARS_DATA")
    environment = {key: value for key, value in os.environ.items() if key not in gone} | {
        "TWOEARS_MAIL_URL": f"smtp://127.0.0.1:{out.port}",
        "TWOEARS_MAIL_FROM": "ears@acme.example",
    }

    def python(*words: str) -> subprocess.Popen[str]:
        return subprocess.Popen([sys.executable, *words], stdout=subprocess.PIPE, text=True, env=environment)

    assert python("-c", SET_UP.format(folder=str(tmp_path))).wait() == 0
    sending = python("-m", "twoears", "digest", "--send", "--data", str(tmp_path))
    out.before = lambda word: os.kill(sending.pid, signal.SIGKILL) if word == "mail" else None
    assert (sending.wait(), len(out.taken)) == (-signal.SIGKILL, 1)
    out.before = lambda word: None
    told, _ = python("-c", LATER.format(folder=str(tmp_path))).communicate()
    assert (told.split(), len(out.taken)) == (["False", "unknown"], 1)
