"""Where something is named, at the command line and in a notebook."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

import twoears
from twoears.cli import app
from twoears.understanding.entities.values import NotNamed

pytestmark = pytest.mark.django_db
TABLE = """id,author,text,published,mentions
1,ann,@acme does the FX-3 come to Berlin?,2026-03-04 09:00,acme
2,bob,@acme is it loud?,2026-03-04 10:00,acme
"""


@pytest.fixture
def heard(tmp_path: Path) -> None:
    (tmp_path / "said.csv").write_text(TABLE)
    done = CliRunner().invoke(app, ["listen", str(tmp_path / "said.csv"), "--us", "acme"])
    assert done.exit_code == 0, done.output


def test_conversations_and_people_that_name_something_are_found(heard: None) -> None:
    found = json.loads(CliRunner().invoke(app, ["find", "--about", "place:Berlin", "--json"]).stdout)
    assert [row["person"] for row in found["conversations"]] == [one["name"] for one in found["people"]] == ["ann"]
    told = CliRunner().invoke(app, ["find", "--about", "product:fx-3"])
    assert told.exit_code == 0 and "does the FX-3 come to Berlin?" in told.stdout and "loud" not in told.stdout


def test_what_nobody_names_and_what_is_no_name_is_said(heard: None) -> None:
    none = CliRunner().invoke(app, ["find", "--about", "place:paris"])
    assert none.exit_code == 1 and "names 'place:paris'" in none.stdout
    wrong = CliRunner().invoke(app, ["find", "--about", "berlin"])
    assert wrong.exit_code == 2 and "place:berlin" in wrong.output
    both = CliRunner().invoke(app, ["find", "pump", "--about", "place:berlin"])
    assert both.exit_code == 2


def test_a_notebook_asks_for_what_texts_name_in_their_own_language() -> None:
    german, english = twoears.entities(
        ["Ich bin ab Montag wieder in München, sagt die Firma.", "I live in Munich now."]
    )
    assert [one.key for one in german] == [one.key for one in english] == ["munich"]
    assert twoears.entities("I live in Munich now.") == [english]


@pytest.mark.django_db(transaction=True)
def test_a_notebook_asks_a_data_folder_where_something_is_named(tmp_path: Path) -> None:
    with pytest.raises(NotNamed):
        twoears.naming("berlin")
