"""A real server of Bluesky (PDS): its firehose into the record, our answers in its repositories, its patience."""

import json
import os
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from twoears.activities.models import Activity, Post
from twoears.lib.http import NoAnswer, TryLater, exchange
from twoears.sources.actions import connect
from twoears.sources.bluesky.door import Door
from twoears.sources.bluesky.send import find, send
from twoears.sources.models import Aside, Connection, Gap
from twoears.sources.reading import Asked
from twoears.sources.sending import Access, Letter, NotSent
from twoears.sources.tasks import follow

pytestmark = [pytest.mark.servers, pytest.mark.slow, pytest.mark.django_db]
HOME = Path(os.environ.get("TWOEARS_TEST_SERVERS", "/opt/twoears-test-servers")) / "bluesky"
SCRIPT = Path(__file__).with_name("bluesky_pds.mjs")
POST = "app.bsky.feed.post"


@dataclass
class Pds:
    """A server and its directory; it can be killed and started again on the same data."""

    folder: Path
    limits: bool = False
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    port: int = field(default_factory=lambda: _free())
    plc: int = field(default_factory=lambda: _free())

    @property
    def base(self) -> str:
        return f"http://localhost:{self.port}"

    def start(self, role: str) -> None:
        port = self.port if role == "pds" else self.plc
        words = [HOME / "node22", SCRIPT, HOME, role, str(port), str(self.plc), self.folder / "data"]
        env = os.environ | {"PDS_RATE_LIMITS_ENABLED": "true" if self.limits else "false"}
        with (self.folder / f"{role}.log").open("ab") as log:
            self.running[role] = subprocess.Popen(words, stdout=log, stderr=log, env=env)
        self._wait(f"http://localhost:{port}/{'xrpc/' if role == 'pds' else ''}_health", self.folder / f"{role}.log")

    def kill(self, role: str = "pds") -> None:
        self.running[role].kill()
        self.running.pop(role).wait(10)

    def stop(self) -> None:
        for role in list(self.running):
            self.kill(role)

    def _wait(self, url: str, log: Path) -> None:
        end = time.monotonic() + 60
        while time.monotonic() < end:
            try:
                if exchange("GET", url).status == 200:
                    return
            except NoAnswer:
                pass
            time.sleep(0.2)
        pytest.fail(log.read_text()[-2000:])

    def do(self, name: str, token: str = "", **data: Any) -> dict[str, Any]:
        headers = {"content-type": "application/json"} | ({"authorization": f"Bearer {token}"} if token else {})
        answer = exchange("POST", f"{self.base}/xrpc/{name}", headers=headers, body=json.dumps(data).encode())
        assert answer.status == 200, answer.body
        return dict(json.loads(answer.body or b"{}"))

    def account(self, name: str) -> "Somebody":
        made = self.do("com.atproto.server.createAccount", handle=f"{name}.test", email=f"{name}@norrvik.example",
                       password="abcd-efgh")  # fmt: skip
        return Somebody(self, made["did"], made["accessJwt"], f"{name}.test")


@dataclass
class Somebody:
    """An account, and what its app does."""

    pds: Pds
    did: str
    token: str
    handle: str

    def say(self, text: str, **more: Any) -> str:
        record = {"$type": POST, "text": text, "createdAt": datetime.now(UTC).isoformat(), **more}
        made = self.pds.do("com.atproto.repo.createRecord", self.token, repo=self.did, collection=POST, record=record)
        return str(made["uri"])

    def take_back(self, uri: str) -> None:
        self.pds.do("com.atproto.repo.deleteRecord", self.token, repo=self.did, collection=POST,
                    rkey=uri.rpartition("/")[2])  # fmt: skip

    def access(self) -> Access:
        return Access(text=f"@{self.handle}", base=self.pds.base, secrets={"password": "abcd-efgh"})


def _free() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


@pytest.fixture
def make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Pds]]:
    monkeypatch.setenv("TWOEARS_ALLOW_PRIVATE_HOSTS", "1")
    monkeypatch.setattr("twoears.sources.tasks._PAUSE", 0.1)
    monkeypatch.setattr("twoears.sources.tasks._LONGEST_PAUSE", 1.0)
    if not (HOME / "ready").exists():
        why = "There is no server of Bluesky here. Install it with tests/servers/install-bluesky.sh"
        pytest.fail(why) if os.environ.get("CI") else pytest.skip(why)
    made: list[Pds] = []

    def start(*, limits: bool = False) -> Pds:
        pds = Pds(tmp_path, limits)
        made.append(pds)
        pds.start("plc")
        pds.start("pds")
        return pds

    yield start
    for pds in made:
        pds.stop()


def hear(pds: Pds, until: Callable[[], bool], *, seconds: float = 60) -> Connection:
    connection = connect("firehose", asked=Asked(base=pds.base))
    end = time.monotonic() + seconds

    def stop() -> bool:
        assert time.monotonic() < end, list(Post.objects.values_list("text", flat=True))
        return until()

    follow(connection, stop=stop)
    connection.refresh_from_db()
    return connection


def heard(*texts: str) -> Callable[[], bool]:
    return lambda: set(texts) <= set(Post.objects.values_list("text", flat=True))


def test_a_server_that_is_killed_in_the_middle_loses_nothing_and_tells_nothing_twice(make: Callable[..., Pds]) -> None:
    """Ben speaks twelve times; after the sixth his server is killed, and started again on what it had."""
    pds = make()
    ben = pds.account("ben")
    texts = [f"Words {number}" for number in range(12)]

    def speak() -> None:
        for number, text in enumerate(texts):
            ben.say(text)
            if number == 5:
                time.sleep(1.5)  # until the first half was recorded: a place is known then
                pds.kill()
                pds.start("pds")
            time.sleep(0.05)

    speaking = threading.Thread(target=speak)
    connection = connect("firehose", asked=Asked(base=pds.base))
    opened = threading.Event()

    def stop() -> bool:
        connection.refresh_from_db()
        if connection.alive_at and not opened.is_set():
            opened.set()
            speaking.start()
        return heard(*texts)()

    end = time.monotonic() + 90
    follow(connection, stop=lambda: stop() or time.monotonic() > end)
    speaking.join(30)
    assert sorted(Post.objects.values_list("text", flat=True)) == sorted(texts)
    assert Activity.objects.filter(type="Create").count() == 12
    assert not Gap.objects.filter(filled_at=None).exists()
    assert Gap.objects.exists(), "it was cut off, and that is told"
    assert not Aside.objects.exists()


def test_our_answer_stands_below_the_question_once_and_is_heard_like_any_other(make: Callable[..., Pds]) -> None:
    pds = make()
    ann, ben = pds.account("ann"), pds.account("ben")
    question = ben.say("Does it run on SQLite?", langs=["en"])
    connection = connect("firehose", asked=Asked(base=pds.base))
    Connection.objects.filter(pk=connection.pk).update(stream_cursor={"seq": "1"})
    now = datetime.now(UTC)
    letter = Letter(key="k1", act="reply", text="It does, @ben.test: https://norrvik.example #sqlite", language="en",
                    target=question, since=now)  # fmt: skip
    assert find(letter, ann.access()) is None
    sent = send(letter, ann.access())
    assert send(letter, ann.access()) == sent
    assert find(letter, ann.access()) == sent
    like = send(Letter(key="k2", act="like", target=question, since=now), ann.access())
    share = send(Letter(key="k3", act="share", target=question, since=now), ann.access())
    deeper = send(Letter(key="k4", act="reply", text="And on PostgreSQL.", target=sent.id, since=now), ann.access())
    hear(pds, heard("And on PostgreSQL.", "Does it run on SQLite?"))
    answer = Post.objects.get(uid=sent.id)
    assert (answer.in_reply_to, answer.context, answer.language) == (question, question, "en")
    assert (answer.tags, answer.links) == (["sqlite"], ["https://norrvik.example"])
    assert Post.objects.get(uid=deeper.id).context == question
    assert Post.objects.count() == 3
    assert {(a.type, a.uid) for a in Activity.objects.exclude(type__in=("Create", "Update"))} == {
        ("Like", like.id), ("Announce", share.id)}  # fmt: skip
    assert Activity.objects.filter(type="Update", actor__handle="ben.test").exists(), "his handle was told"

    ben.take_back(question)
    hear(pds, lambda: Post.objects.filter(uid=question, withdrawn_at__isnull=False).exists())
    assert Post.objects.get(uid=question).text == ""
    with pytest.raises(NotSent, match="was deleted"):
        send(Letter(key="k5", act="reply", text="Hello?", target=question, since=now), ann.access())
    with pytest.raises(NotSent):
        send(Letter(key="k6", act="post", text="x" * 301, since=now), ann.access())


def test_a_server_that_has_had_enough_of_us_says_when_to_come_back(make: Callable[..., Pds]) -> None:
    pds = make(limits=True)
    ann = pds.account("ann")
    door = Door(pds.base, ann.handle, "abcd-efgh")
    assert door.limit is not None
    assert door.limit.left < door.limit.most
    with pytest.raises(TryLater) as told:
        for _ in range(40):
            Door(pds.base, ann.handle, "abcd-efgh")
    assert 0 < told.value.seconds <= 300


def test_an_account_that_is_deleted_takes_back_what_it_said(make: Callable[..., Pds]) -> None:
    pds = make()
    ben = pds.account("ben")
    ben.say("I am leaving.")
    connection = connect("firehose", asked=Asked(base=pds.base))
    Connection.objects.filter(pk=connection.pk).update(stream_cursor={"seq": "1"})
    hear(pds, heard("I am leaving."))
    headers = {"content-type": "application/json", "authorization": "Basic YWRtaW46YWRtaW4="}
    answer = exchange("POST", f"{pds.base}/xrpc/com.atproto.admin.deleteAccount", headers=headers,
                      body=json.dumps({"did": ben.did}).encode())  # fmt: skip
    assert answer.status == 200
    hear(pds, lambda: Activity.objects.filter(type="Delete", object_uid=ben.did).exists())
    assert Post.objects.get().text == ""
