"""Who waits, narrowed to a language, at the command line."""

import json
from collections.abc import Callable

import pytest
from typer.testing import CliRunner

from twoears.cli import app
from twoears.team.models import Member


def today(*words: str) -> str:
    done = CliRunner().invoke(app, ["today", *words])
    assert done.exit_code == 0, done.output
    return done.output


def refused(*words: str) -> str:
    done = CliRunner().invoke(app, ["today", *words])
    assert done.exit_code != 0
    return done.output


@pytest.fixture
def two(heard: Callable[..., None], stream: object) -> None:
    heard("acme")


def test_those_who_wait_are_narrowed_to_a_language(two: None, owner: Member) -> None:
    """
    2026-03-01 09:00  ann  says  acme  Does the heated housing run on twelve volts?
    2026-03-01 10:00  bob  says  acme  Läuft das beheizte Gehäuse auch mit zwölf Volt Spannung?
    """
    for named in ("German", "de"):
        (row,) = json.loads(today("--lang", named, "--json"))
        assert row["person"] == "Bob"
    assert "Waiting and written in German: 1 of 2." in today("--lang", "de", "--limit", "5")
    assert "Waiting and written in Danish: 0 of 2." in today("--lang", "da")
    assert "You have not said in which languages you answer." in refused("--lang", "mine")
    owner.languages = ["en", "de"]
    owner.save()
    assert "Waiting and written in a language that you answer in: 2 of 2." in today("--lang", "mine")
    assert "no language that we know" in refused("--lang", "Elvish")


@pytest.mark.django_db
@pytest.mark.parametrize("words", [["measure", "--from", "yesterday"], ["listen", "x.csv", "--since", "31.12.2025"]])
def test_a_day_that_is_none_is_named_with_how_to_write_one(words: list[str]) -> None:
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 2
    assert "is no day. Write it like 2026-03-01" in done.stderr


@pytest.mark.django_db
@pytest.mark.parametrize(
    "words",
    [["today", "--limit", "-3"], ["demo", "--people", "0"], ["measure", "--from", "2026-11-03", "--to", "2026-11-01"]],
)
def test_a_number_that_makes_no_sense_is_refused_in_a_sentence(words: list[str]) -> None:
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 2
    assert isinstance(done.exception, SystemExit) and "Traceback" not in done.output
