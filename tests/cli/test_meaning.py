"""What the fields of a webhook mean, at the command line."""

import json
from datetime import UTC, datetime

import pytest
from typer.testing import CliRunner

from twoears.cli import app
from twoears.sources.actions import bring, connect
from twoears.sources.models import Connection
from twoears.sources.reading import Incoming
from twoears.sources.tasks import take_in
from twoears.team.models import Member

pytestmark = pytest.mark.django_db
SAID = {"message": "Does it run on SQLite?\u001b[31m", "who": "ann", "when": "2026-03-01", "note": "Not this"}


def run(*words: str) -> str:
    done = CliRunner().invoke(app, ["sources", *words])
    assert done.exit_code == 0, done.output
    return done.output


def refused(*words: str) -> str:
    done = CliRunner().invoke(app, ["sources", *words])
    assert done.exit_code != 0
    return done.output


@pytest.fixture
def hook(owner: Member) -> Connection:
    return connect("webhook forum")


@pytest.fixture
def called(hook: Connection) -> Connection:
    bring(hook.door, Incoming(body=json.dumps(SAID).encode(), at=datetime(2026, 3, 2, tzinfo=UTC)))
    return hook


def kept(hook: Connection) -> object:
    hook.refresh_from_db()
    return hook.asked.get("columns")


def test_before_the_first_call_there_is_nothing_to_say(hook: Connection) -> None:
    assert "Nothing has come yet." in run("map", "webhook")
    assert "Nothing has come yet." in refused("map", "webhook", "--accept")


def test_the_proposal_is_shown_and_changes_nothing(called: Connection) -> None:
    shown = run("map", "webhook")
    assert "text           message  “Does it run on SQLite? [31m”" in shown
    assert "1 of 1 record can be read like this." in shown
    assert f"twoears sources map {called.pk} --accept" in shown
    assert (kept(called), take_in()) == ({}, 0)
    assert json.loads(run("map", "webhook", "--json"))["records"] == 1
    assert f"1 call unread until somebody says what it means: twoears sources map {called.pk}" in run()


def test_what_is_said_is_the_mapping(called: Connection) -> None:
    run("map", "webhook", "note=text", "who=author", "when=published", "=forum=network")
    assert kept(called) == {"note": "text", "who": "author", "when": "published", "=forum": "network"}
    assert take_in() == 1


def test_the_proposal_is_taken_and_mended(called: Connection) -> None:
    run("map", "webhook", "--accept")
    assert kept(called) == {"message": "text"}
    run("map", "webhook", "note=text", "who=author", "--accept")
    assert kept(called) == {"note": "text", "who": "author"}
    run("map", "webhook", "who=", "--accept")
    assert kept(called) == {"note": "text"}


def test_what_makes_no_sense_is_refused(called: Connection) -> None:
    assert "Write it as PATH=FIELD" in refused("map", "webhook", "note")
    assert "There is no field 'song'" in refused("map", "webhook", "note=song")
    assert "none of what has come could be read" in refused("map", "webhook", "who=author")
    assert kept(called) == {}
    Connection.objects.create(name="feed", kind="feeds", text="https://feed.example/")
    assert "is no webhook" in refused("map", "feed.example")
