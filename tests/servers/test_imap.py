"""A real mailbox (Dovecot) and a real receiver (aiosmtpd): pushed in time, nothing lost or twice, answered once."""

import imaplib
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec
from itertools import islice
from pathlib import Path

import pytest

from tests.smtp_server import certificate
from twoears.activities.models import Activity as ActivityRow
from twoears.activities.models import Post
from twoears.activities.values import Activity
from twoears.lib.http import NoAnswer, Unreachable
from twoears.publishing.actions import send
from twoears.publishing.models import State
from twoears.publishing.tasks import deliver
from twoears.sources.actions import connect, listen
from twoears.sources.imap.read import SOURCE
from twoears.sources.models import Connection
from twoears.sources.reading import Asked, CannotRead, Thing
from twoears.sources.tasks import follow
from twoears.team.models import Member

pytestmark = pytest.mark.servers
BOX = Thing(text="sales@acme.example")

CONFIG = """\
base_dir = {folder}/run
state_dir = {folder}/run
listen = 127.0.0.1
protocols = imap
ssl = yes
ssl_cert = <{folder}/both.pem
ssl_key = <{folder}/both.pem
disable_plaintext_auth = no
log_path = {folder}/log
mail_location = maildir:{folder}/box
mail_uid = mail
mail_gid = mail
first_valid_uid = 1
default_login_user = dovenull
service imap-login {{
  inet_listener imap {{
    port = {plain}
  }}
  inet_listener imaps {{
    port = {secure}
  }}
}}
namespace inbox {{
  inbox = yes
  separator = /
  mailbox Sent {{
    auto = create
    special_use = \\Sent
  }}
}}
passdb {{
  driver = static
  args = password=secret
}}
userdb {{
  driver = static
  args = uid=mail gid=mail home={folder}/box
}}
"""


def mail(key: str, **headers: str) -> bytes:
    head = {"From": "Ann <ann@norrvik.example>", "To": "sales@acme.example", "Message-ID": f"<{key}@norrvik.example>"}
    head |= {"Date": "Sun, 1 Mar 2026 10:00:00 +0000", "Subject": f"=?utf-8?q?{key}=C3=A9?="} | headers
    return "".join(f"{name}: {value}\r\n" for name, value in head.items()).encode() + b"\r\nDoes it run?\r\n"


@dataclass
class Dovecot:
    folder: Path
    plain: int
    secure: int
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self) -> None:
        shutil.rmtree(self.folder / "run", ignore_errors=True)  # sockets of one that was killed
        self.running.append(subprocess.Popen(["dovecot", "-F", "-c", self.folder / "dovecot.conf"], cwd=self.folder))
        end = time.monotonic() + 20
        while time.monotonic() < end:
            with socket.socket() as look:
                if look.connect_ex(("127.0.0.1", self.plain)) == 0:
                    return
            time.sleep(0.05)
        pytest.fail((self.folder / "log").read_text()[-2000:])

    def kill(self) -> None:
        """The master and the sessions that it has opened."""
        master = self.running.pop()
        children = Path(f"/proc/{master.pid}/task/{master.pid}/children").read_text().split()
        master.kill()  # first: it would start its children again
        for child in children:
            with suppress(ProcessLookupError):
                os.kill(int(child), signal.SIGKILL)
        master.wait(10)

    def client(self) -> imaplib.IMAP4:
        client = imaplib.IMAP4("127.0.0.1", self.plain)
        client.login("sales@acme.example", "secret")
        return client

    def add(self, *keys: str, box: str = "INBOX", **headers: str) -> None:
        with self.client() as client:
            for key in keys:
                client.append(box, "", None, mail(key, **headers))

    def asked(self, **options: str) -> Asked:
        return Asked(
            options={"server": f"127.0.0.1:{self.plain}", "tls": "none"} | options, secrets={"password": "secret"}
        )


def _needed(there: bool) -> None:
    if not there:
        why = "There is no Dovecot, no aiosmtpd, or you are not root. Run tests/servers/install-imap.sh"
        pytest.fail(why) if os.environ.get("CI") else pytest.skip(why)


def _free() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


@pytest.fixture
def dovecot() -> Iterator[Dovecot]:
    _needed(shutil.which("dovecot") is not None and os.geteuid() == 0)
    folder = Path(tempfile.mkdtemp(prefix="te-dovecot-"))  # not below the tests': others than root have to get there
    folder.chmod(0o755)
    (folder / "box").mkdir()
    shutil.chown(folder / "box", "mail", "mail")
    made = Dovecot(folder, _free(), _free())
    certificate(folder)
    (folder / "dovecot.conf").write_text(CONFIG.format(folder=folder, plain=made.plain, secure=made.secure))
    made.start()
    yield made
    if made.running:
        made.running[0].terminate()
        made.running[0].wait(10)
    shutil.rmtree(folder, ignore_errors=True)


@dataclass
class Sink:
    port: int
    taken: list[bytes] = field(default_factory=list)
    cut: bool = False


@pytest.fixture
def sink() -> Iterator[Sink]:
    _needed(find_spec("aiosmtpd") is not None)
    from aiosmtpd.controller import Controller

    made = Sink(_free())

    class Handler:
        async def handle_DATA(self, server, session, envelope) -> str:
            made.taken.append(envelope.content)
            if made.cut:
                server.transport.abort()
            return "250 taken"

    controller = Controller(Handler(), hostname="127.0.0.1", port=made.port)
    controller.start()
    yield made
    controller.stop()


def heard(asked: Asked) -> list[str]:
    return [one.object.id for one in SOURCE.read(BOX, asked) if isinstance(one, Activity)]


def test_a_mailbox_is_read_in_clear_only_where_asked_and_else_with_tls_of_both_kinds(dovecot, monkeypatch):
    dovecot.add("a", "b")
    dovecot.add("c", box="Sent")
    ids = [f"mid:{key}@norrvik.example" for key in "abc"]
    assert heard(dovecot.asked()) == ids
    for server in (f"imaps://localhost:{dovecot.secure}", f"imap://localhost:{dovecot.plain}"):
        with pytest.raises(Unreachable, match="cannot prove"):
            heard(dovecot.asked(server=server, tls=""))
    monkeypatch.setenv("SSL_CERT_FILE", str(dovecot.folder / "both.pem"))
    for server in (f"imaps://localhost:{dovecot.secure}", f"imap://localhost:{dovecot.plain}"):
        assert heard(dovecot.asked(server=server, tls="")) == ids
    with pytest.raises(CannotRead, match="does not let"):
        heard(Asked(options=dovecot.asked().options, secrets={"password": "wrong"}))


def test_reading_leaves_no_mark(dovecot):
    dovecot.add("a")
    heard(dovecot.asked())
    with dovecot.client() as client:
        client.select("INBOX", readonly=True)
        assert client.search(None, "UNSEEN")[1] == [b"1"]


def test_a_mail_is_pushed_within_two_seconds(dovecot):
    flow = SOURCE.stream(BOX, dovecot.asked())
    list(islice(flow, 3))
    sent_at: list[float] = []
    threading.Timer(0.5, lambda: (sent_at.append(time.monotonic()), dovecot.add("new"))).start()
    came = next(one for one in flow if isinstance(one, Activity))
    assert came.object.id == "mid:new@norrvik.example"
    assert time.monotonic() - sent_at[0] < 2


def test_a_mailbox_that_was_made_anew_is_read_again_and_nothing_is_twice(dovecot, db):
    dovecot.add("a", "b")
    there = connect("sales@acme.example", asked=dovecot.asked())
    assert listen(there).new == 2
    for left in (dovecot.folder / "box").glob("dovecot*"):
        left.unlink() if left.is_file() else shutil.rmtree(left)
    time.sleep(1.1)  # the next validity is made of the clock
    dovecot.add("c")
    again = listen(Connection.objects.get())
    assert (again.new, again.known) == (1, 2)


@pytest.mark.django_db(transaction=True)
def test_a_server_that_is_killed_while_it_is_read_loses_nothing_and_tells_nothing_twice(dovecot, monkeypatch):
    monkeypatch.setattr("twoears.sources.imap.read._AT_ONCE", 10)
    dovecot.add(*(f"m{n}" for n in range(200)))
    there = connect("sales@acme.example", asked=dovecot.asked())
    killed: list[int] = []

    def kill_on_the_way(outcome: object) -> None:
        if not killed and there.__class__.objects.get().read >= 50:
            killed.append(1)
            dovecot.kill()

    with pytest.raises(NoAnswer):
        listen(there, watch=kill_on_the_way)
    known = Post.objects.count()
    assert 50 <= known < 200
    dovecot.start()
    dovecot.add("last")
    rest = listen(Connection.objects.get())
    assert (Post.objects.count(), rest.new) == (201, 201 - known)


@pytest.mark.django_db(transaction=True)
def test_a_stream_that_is_cut_by_the_death_of_the_server_comes_back_and_has_everything_once(dovecot, monkeypatch):
    monkeypatch.setattr("twoears.sources.tasks._PAUSE", 0.2)
    there = connect("sales@acme.example", asked=dovecot.asked())

    def story() -> Iterator[bool]:
        while not Connection.objects.get().stream_cursor:
            yield False
        dovecot.add("a")
        while Post.objects.count() < 1:
            yield False
        dovecot.kill()
        while Connection.objects.get().state != "cut":
            yield False
        dovecot.start()
        for number, key in enumerate("bc", 2):
            dovecot.add(key)
            while Post.objects.count() < number:
                yield False

    steps, end = story(), time.monotonic() + 60
    follow(there, stop=lambda: next(steps, True) or time.monotonic() > end)
    assert ActivityRow.objects.count() == 3


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("cut", [False, True])
def test_an_answer_is_received_once_and_joins_the_thread(dovecot, sink, owner: Member, cut):
    dovecot.add("q")
    options = {"smtp": f"127.0.0.1:{sink.port}", "from": "Sales <sales@acme.example>"}
    there = connect("sales@acme.example", asked=dovecot.asked(**options))
    listen(there)
    question = Post.objects.get()
    sink.cut = cut
    delivery = send(member=owner, connection=there, act="reply", text="It does, for 10 €.", about=question)
    for minutes in range(0, 60, 10):
        while deliver(datetime.now(UTC) + timedelta(minutes=minutes)):
            pass
    delivery.refresh_from_db()
    assert len(sink.taken) == 1
    assert b"In-Reply-To: <q@norrvik.example>" in sink.taken[0]
    if cut:  # nobody can tell, and so it is not sent again
        assert (delivery.state, Post.objects.count()) == (State.UNKNOWN, 1)
        return
    assert delivery.state == State.SENT
    answer = Post.objects.get(uid=delivery.sent_uid)
    assert (answer.in_reply_to, answer.context, answer.text) == (question.uid, question.context, "It does, for 10 €.")
    again = listen(Connection.objects.get())
    assert (again.new, Post.objects.count()) == (0, 2)
    with dovecot.client() as client:
        client.select("Sent", readonly=True)
        assert client.search(None, "SEEN")[1] == [b"1"]
