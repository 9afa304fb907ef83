"""Giving a source what it asks for, and answering through it, at the command line."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest
from django.conf import settings

from tests.square import TEXT, Square, our_place, squares
from twoears.activities.record import record
from twoears.activities.values import Actor, Post, created
from twoears.cli.send import send
from twoears.cli.sources import Words, sources
from twoears.cli.token import token
from twoears.conversations.models import Standing
from twoears.jobs import catch_up
from twoears.lib.seals import unseal
from twoears.publishing.models import Delivery, State
from twoears.sources.models import Connection
from twoears.team.models import Member
from twoears.threads.actions import say_us

NOTHING = Words(kind="", sets=(), secrets=(), forget=(), since=None)


def given(**changes: object) -> Words:
    return Words(**{"kind": "", "sets": (), "secrets": (), "forget": (), "since": None} | changes)  # type: ignore[arg-type]


@pytest.fixture
def square() -> Iterator[Square]:
    with squares("mastodon") as made:
        yield made


@pytest.fixture
def place(owner: Member, square: Square) -> Connection:
    return our_place(owner)


@pytest.fixture
def talk(owner: Member) -> str:
    """2026-03-01  ann asks acme  Does it run on SQLite?"""
    from datetime import UTC, datetime

    ann, acme = (
        Actor(id=f"https://square.example/{who}", network="mastodon", handle=f"{who}@square.example", name=who.title())
        for who in ("ann", "acme")
    )
    say_us(member=owner, handles=[acme.id])
    at = datetime(2026, 3, 1, 9, tzinfo=UTC)
    record([created(Post(id="https://square.example/1", author=ann, published=at, text="@acme Does it run on SQLite?",
                         mentions=(acme.id,)))])  # fmt: skip
    catch_up()
    return Standing.objects.get().thread.public_id


@pytest.mark.django_db
class TestInProcess:
    def test_a_reply_is_sent_with_a_yes_and_only_then(self, talk, place, square, capsys) -> None:
        with pytest.raises(SystemExit):
            send("reply", talk, text="It does.", through="", yes=False, json=False)
        assert "Add --yes" in capsys.readouterr().err
        assert not Delivery.objects.exists()
        send("reply", talk, text="It does.", through="", yes=True, json=False)
        assert "Sent: https://square.example/" in capsys.readouterr().out
        assert [(letter.text, letter.target) for letter in square.kept] == [("It does.", "https://square.example/1")]
        send("list", "", text="", through="", yes=False, json=False)
        assert "reply as halden@square.example: It does." in capsys.readouterr().out

    def test_a_refusal_is_said_with_what_can_be_done(self, talk, place, square, capsys) -> None:
        square.plan = ["refused"]
        with pytest.raises(SystemExit) as ended:
            send("like", talk, text="", through="", yes=True, json=False)
        said = capsys.readouterr()
        assert (ended.value.code, "You may not speak here." in said.out) == (1, True)
        number = str(Delivery.objects.get().pk)
        assert f"twoears send try-again {number}" in said.err
        send("try-again", number, text="", through="", yes=False, json=False)
        assert Delivery.objects.get().state == State.SENT

    def test_what_is_lost_is_not_sent_twice(self, place, square, capsys) -> None:
        square.plan = ["lost"]
        with pytest.raises(SystemExit):
            send("post", "", text="Hello", through="halden", yes=True, json=False)
        assert "Perhaps sent" in capsys.readouterr().out
        Delivery.objects.update(next_at=None)
        send("it-is-there", str(Delivery.objects.get().pk), text="", through="", yes=False, json=True)
        assert msgspec.json.decode(capsys.readouterr().out)["state"] == "sent"
        assert len(square.kept) == 1

    @pytest.mark.parametrize(
        ("act", "name", "through", "words"),
        [
            ("shout", "", "", "There is no 'shout'"),
            ("take-back", "99", "", "Which one?"),
            ("reply", "c_none", "", "There is no conversation"),
            ("post", "", "nobody", "Say through which"),
        ],
    )
    def test_what_cannot_be_sent_is_said(self, place, capsys, act, name, through, words) -> None:
        with pytest.raises(SystemExit):
            send(act, name, text="x", through=through, yes=True, json=False)
        assert words in capsys.readouterr().err

    def test_a_secret_is_asked_read_from_a_file_or_taken_away(self, place, tmp_path, monkeypatch, capsys) -> None:
        def kept() -> dict[str, str]:
            place.refresh_from_db()
            return unseal(bytes(place.sealed), settings.SECRET_KEY)

        (tmp_path / "token").write_text("of a file\n")
        sources("secret", str(place.pk), given(secrets=[f"token=@{tmp_path / 'token'}"]), json=False)
        assert kept() == {"token": "of a file"}
        monkeypatch.setenv("SQUARE", "of the environment")
        sources("secret", str(place.pk), given(secrets=["token=env:SQUARE"], sets=["room=hall"]), json=False)
        assert kept() == {"token": "of the environment"}
        said = capsys.readouterr().out
        assert "token: given" in said and "room: given (hall)" in said and "environment" not in said
        for wrong in (given(secrets=["token=plain"]), given(sets=["token=plain"]), given(sets=["room"])):
            with pytest.raises(SystemExit) as ended:
                sources("secret", str(place.pk), wrong, json=False)
            assert ended.value.code == 2
        sources("secret", str(place.pk), given(forget=["token"]), json=False)
        assert kept() == {}

    def test_adding_needs_what_is_asked_for(self, owner, square, monkeypatch, capsys) -> None:
        with pytest.raises(SystemExit):
            sources("add", TEXT, NOTHING, json=False)
        assert "Something is missing: Token." in capsys.readouterr().err
        monkeypatch.setenv("SQUARE", "t")
        sources("add", TEXT, given(secrets=["token=env:SQUARE"]), json=False)
        assert "in line to be read" in capsys.readouterr().out

    def test_a_source_is_read_again_from_a_day_on(self, place, square, capsys) -> None:
        from datetime import datetime

        sources("backfill", str(place.pk), given(since=datetime(2026, 3, 1)), json=False)
        assert "read 0 · new 0" in capsys.readouterr().out
        assert [asked.since.date().isoformat() for asked in square.asked if asked.since] == ["2026-03-01"]

    def test_the_table_says_what_is_wrong_and_what_happens_next(self, place, capsys) -> None:
        from datetime import UTC, datetime, timedelta

        Connection.objects.update(
            state="failed", last_error="It refused.", next_at=datetime.now(UTC) + timedelta(minutes=9, seconds=30),
            renews_on=datetime.now(UTC).date() + timedelta(days=3),
        )  # fmt: skip
        with pytest.raises(SystemExit) as ended:
            sources("", "", NOTHING, json=False)
        said = capsys.readouterr().out
        assert ended.value.code == 1
        assert "It refused. We look again in 9 minutes." in said and "in 3 days" in said


@pytest.mark.embedded
def test_a_source_is_added_with_its_secret_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "word").write_text("not-shown\n")

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        kept = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")}
        command = [sys.executable, "-m", "twoears", *words, "--data", str(tmp_path / "data")]
        return subprocess.run(command, capture_output=True, text=True, env=kept, stdin=subprocess.DEVNULL)

    made = run("sources", "add", "shop", "--as", "webhook", "--secret", f"secret=@{tmp_path / 'word'}")
    assert made.returncode == 0, made.stderr
    shown = run("sources", "--json")
    assert '"takes":true' in shown.stdout
    assert "not-shown" not in made.stdout + made.stderr + shown.stdout
    assert b"not-shown" not in (tmp_path / "data" / "twoears.sqlite3").read_bytes()


def test_where_nothing_can_be_sent_the_way_there_is_named(
    owner: Member, heard: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    """2026-03-01 09:00  ann  says  acme  Does it run on SQLite?"""
    heard("acme")
    with pytest.raises(SystemExit):
        send("reply", Standing.objects.get().thread.public_id, text="It does.", through="", yes=True, json=False)
    assert "Nothing can be sent to x from here." in capsys.readouterr().err


@pytest.mark.parametrize("number", ["²", "٣²", "9" * 40])
def test_what_is_no_number_of_anything_is_said_in_words(
    owner: Member, number: str, capsys: pytest.CaptureFixture[str]
) -> None:
    doings: list[Callable[[], None]] = [
        lambda: sources("pause", number, given(), json=False),
        lambda: send("try-again", number, text="", through="", yes=False, json=False),
        lambda: token("revoke", number, scopes=[], days=1, json=False),
    ]
    for doing in doings:
        with pytest.raises(SystemExit) as ended:
            doing()
        assert ended.value.code == 2
    said = capsys.readouterr().err
    assert "names 0 sources" in said and "Which one? Give its number" in said and "revoke NUMBER" in said
