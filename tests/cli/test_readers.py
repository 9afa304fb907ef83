"""Readers that an owner brings, at the command line."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from typer.testing import CliRunner

from tests.chat_server import ChatServer, told
from tests.conftest import actor
from twoears.activities.record import record
from twoears.activities.values import Post, created
from twoears.cli import app
from twoears.team.models import Member
from twoears.understanding.models import Note

pytestmark = pytest.mark.django_db


@pytest.fixture
def server(owner: Member) -> Iterator[ChatServer]:
    made = ChatServer()
    yield made
    made.close()


def run(*words: str) -> str:
    done = CliRunner().invoke(app, ["readers", *words])
    assert done.exit_code == 0, done.output
    return done.output


def refused(*words: str) -> str:
    done = CliRunner().invoke(app, ["readers", *words])
    assert done.exit_code == 2, done.output
    return done.output


def add(server: ChatServer, *more: str) -> str:
    asked = ("--question", "Does the author praise us?", "--label", "praised")
    return run("add", "liked", "--address", server.address, "--near", "--model", "small", *asked, *more)


def test_from_adding_to_a_note_and_back(server: ChatServer) -> None:
    assert "twoears readers add NAME" in run()
    assert "off: nothing is given to it." in add(server)
    assert "reads as praised, 90% sure as it says, because of “works well”." in run("test", "liked")
    assert "strangers too" in refused("on", "liked")
    said = refused("on", "liked", "--whose", "public", "--a-day", "5")
    assert "up to 5 posts a day" in said and "To agree: --yes" in said
    run("on", "liked", "--whose", "public", "--a-day", "5", "--yes")
    at = datetime(2026, 3, 1, tzinfo=UTC)
    record([created(Post(id="https://x.com/ann/1", author=actor("ann"), published=at, text="I love it."))])
    shown = run("read")
    assert "given today: 1 of 5 posts" in shown and "answered on 1 post, set aside 0" in shown
    assert "right, of what members looked at: cannot tell" in shown
    assert Note.objects.get(reader="liked").label == "praised"
    assert "off: nothing is given to it." in run("off", "liked")
    assert "is gone" in run("remove", "liked")
    assert json.loads(run("--json"))["optional"] == [] and not Note.objects.filter(reader="liked").exists()


def test_it_stands_in_for_a_shipped_reader_and_no_longer(server: ChatServer) -> None:
    run("add", "grumble", "--address", server.address, "--near", "--model", "small", "--for", "complaint")
    assert "It counts in place of complaint." in run("count", "grumble")
    assert "The shipped complaint counts." in run("shipped", "grumble")


def test_a_key_is_given_without_the_shell_and_shown_never(server: ChatServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LLM_KEY", "sesame")
    add(server, "--secret", "key=env:LLM_KEY")
    shown = json.loads(run("--json"))["optional"][0]
    assert shown["has_key"] and "sesame" not in json.dumps(shown)
    run("test", "liked")
    assert "Bearer sesame" in server.heads[-1]
    monkeypatch.setenv("LLM_KEY", "other")
    run("key", "liked", "--secret", "key=env:LLM_KEY")
    run("test", "liked")
    assert "Bearer other" in server.heads[-1]


def test_what_is_wrong_is_said_with_what_to_do(server: ChatServer) -> None:
    clear = ("--address", "http://llm.example/v1", "--model", "small", "--question", "Is it?", "--label", "a")
    assert "write https://" in refused("add", "liked", *clear)
    assert "Say where the model is" in refused("add", "liked")
    assert "is no folder" in refused("add", "liked", "--folder", "/nowhere", "--question", "?", "--label", "a")
    add(server)
    server.raw = lambda body: told({"error": {"message": "model 'small' not found"}}, "404 No")
    said = refused("test", "liked")
    assert "model 'small' not found" in said and "It knows small, large." in said and "ollama list" in said
    assert "There is no optional reader 'other'" in refused("off", "other")
    assert "There are:" in refused("sing")
    for wrong in (("--name", "x"), ()):
        assert CliRunner().invoke(app, ["readers", "add", *wrong]).exit_code == 2


@pytest.mark.parametrize(("said", "words"), [
    (("add", "asks"), "There is a reader called asks"), (("add", "Not-So"), "small letters"),
    (("add", "x", "--label", "complaint"), "is what complaint says"),
    (("add", "x", "--label", "none"), "1 to 20 labels"),
    (("add", "x", "--for", "mood"), "no shipped reader"), (("add", "x", "--label", "x" * 33), "up to 32"),
    (("add", "x", "--label", "a", "--together", "99"), "1 to 20 posts"),
])  # fmt: skip
def test_what_cannot_be_is_refused(said: tuple[str, ...], words: str, server: ChatServer) -> None:
    assert words in refused(*said, "--address", server.address, "--near", "--model", "small", "--question", "Is it?")
