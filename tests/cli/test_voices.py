"""One source at the command line: how it goes, when its people speak, in which languages."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from typer.testing import CliRunner

from tests.conftest import actor
from twoears.activities.record import record
from twoears.activities.values import Post, created
from twoears.cli import app
from twoears.jobs import catch_up
from twoears.sources.models import Connection
from twoears.team.models import Member

pytestmark = pytest.mark.django_db
WORDS = "Does it run on twelve volts as well?"


def show(*words: str) -> str:
    done = CliRunner().invoke(app, ["sources", "show", "a.example", *words])
    assert done.exit_code == 0, done.output
    return done.output


def test_a_source_is_shown_with_its_voices(owner: Member) -> None:
    place = Connection.objects.create(name="a", kind="feeds", text="https://a.example/feed", state="listening")
    assert "Too early to tell: no posts were heard" in show()
    start = datetime(2026, 3, 2, tzinfo=UTC)
    moments = [start + timedelta(days=day, hours=hour) for day in range(40) for hour in (9, 10)]
    posts = [
        Post(
            id=f"https://x.com/{n}",
            author=actor(f"u{n % 5}"),
            published=at,
            text=WORDS,
        )
        for n, at in enumerate(moments)
    ]
    record(list(map(created, posts)), source=f"connection:{place.pk}")
    catch_up()
    said = show()
    assert "A good hour to speak: they are there mostly every day 9–11. (UTC)" in said
    assert "Of the newer half, in such hours: 100% · likely " in said
    assert "English: 100% · likely 98 to 100 · 80 of 80 · nobody has said to answer in it" in said
    told = json.loads(show("--json"))
    assert (told["source"]["id"], told["voices"]["speak"]["n"]) == (place.pk, 80)
