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


def test_posts_of_strangers_that_name_something_are_found_the_latest_first(tmp_path: Path) -> None:
    """Nobody here speaks with us, nobody is ours."""
    said = "id,author,text,published\n1,ann,Berlin is far,2026-03-04 09:00\n2,bob,Off to Berlin,2026-03-05 09:00\n"
    (tmp_path / "said.csv").write_text(said)
    assert CliRunner().invoke(app, ["listen", str(tmp_path / "said.csv")]).exit_code == 0
    told = CliRunner().invoke(app, ["find", "--about", "place:berlin"])
    assert told.exit_code == 0 and told.stdout.index("Off to Berlin") < told.stdout.index("Berlin is far")
    found = json.loads(CliRunner().invoke(app, ["find", "--about", "place:berlin", "--json", "--limit", "1"]).stdout)
    (post,) = found["posts"]
    (start, end), = post["marks"]  # fmt: skip
    assert post["author"] == "bob" and post["words"][start:end] == "Berlin" and found["conversations"] == []
    cut = CliRunner().invoke(app, ["find", "--about", "place:berlin", "--limit", "1"])
    assert "The latest 1 of 2" in cut.output


def test_a_name_is_marked_in_the_body_behind_a_title(tmp_path: Path) -> None:
    post = {
        "type": "Article",
        "id": "https://a.example/1",
        "attributedTo": "https://a.example/ann",
        "name": "Madrid, and then",
        "content": "We stay in Berlin.",
        "published": "2026-03-04T09:00:00Z",
    }
    (tmp_path / "said.json").write_text(json.dumps(post))
    assert CliRunner().invoke(app, ["listen", str(tmp_path / "said.json")]).exit_code == 0
    for about, marked in (("place:berlin", ["Berlin"]), ("place:madrid", [])):
        out = CliRunner().invoke(app, ["find", "--about", about, "--json"]).stdout
        (found,) = json.loads(out)["posts"]
        assert [found["words"][start:end] for start, end in found["marks"]] == marked


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
