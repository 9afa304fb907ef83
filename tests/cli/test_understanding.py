"""Texts understood at the command line: from lines, tables, any file that we listen to, and a pipe."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from twoears.cli import app
from twoears.understanding.readers import readers

pytestmark = pytest.mark.django_db
ASKS, THANKS = "Does the FX-3 run on Linux, and what does it cost?", "Thank you so much for the quick help yesterday!"


def understood(*words: str, given: str | None = None) -> list[dict[str, object]]:
    done = CliRunner().invoke(app, ["understand", *words, "--json"], input=given)
    assert done.exit_code == 0, done.output
    found: list[dict[str, object]] = json.loads(done.stdout)
    return found


def labels(one: dict[str, object]) -> dict[str, str]:
    return {note["reader"]: note["label"] for note in one["notes"]}  # type: ignore[attr-defined]


def test_a_post_a_line_comes_back_with_a_note_of_every_reader(tmp_path: Path) -> None:
    file = tmp_path / "said.txt"
    file.write_text(f"{ASKS}\n\n{THANKS}\n")
    first, second = understood(str(file))
    assert [note["reader"] for note in first["notes"]] == [reader.name for reader in readers()]  # type: ignore[attr-defined]
    assert (first["post"], second["post"]) == ("1", "3")
    assert labels(first)["asks"] == "question" and labels(second)["thanks"] == "thanks"
    asks = next(note for note in first["notes"] if note["reader"] == "asks")  # type: ignore[attr-defined]
    assert 0.5 < asks["probability"] <= 1 and all(word in ASKS for word in asks["words"])
    assert understood("-", given=f"{ASKS}\n\n{THANKS}\n") == [first, second]


@pytest.mark.parametrize(
    ("name", "text", "options"),
    [
        ("said.csv", f'text\n"{ASKS}"\n', []),
        ("said.csv", f'id,author,text,published\n1,ann,"{ASKS}",2026-03-01 09:00\n', []),
        ("said.csv", f'Nummer,Wortlaut\n1,"{ASKS}"\n', ["--map", "Wortlaut=text"]),
        ("said.jsonl", json.dumps({"text": ASKS, "id": "a"}) + "\n", []),
        ("said.jsonl", json.dumps({"type": "Note", "id": "https://a.example/1", "content": ASKS}) + "\n", []),
    ],
)
def test_any_table_is_understood_also_without_a_date(tmp_path: Path, name: str, text: str, options: list[str]) -> None:
    (tmp_path / name).write_text(text)
    (one,) = understood(str(tmp_path / name), *options)
    assert one["text"] == ASKS and labels(one)["asks"] == "question"


def test_people_read_the_words_that_decided(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(f"{ASKS}\n")
    told = CliRunner().invoke(app, ["understand", str(tmp_path / "a.txt")])
    assert "asks: question" in told.stdout and "∵" in told.stdout and "thanks" not in told.stdout


@pytest.mark.parametrize("given", ["", "\n \n", "\x00\x01\n" * 3])
def test_what_holds_no_words_is_said_or_cannot_be_told(given: str) -> None:
    done = CliRunner().invoke(app, ["understand", "-", "--json"], input=given)
    if done.exit_code == 0:
        assert all(
            label in ("none", "cannot tell") for one in json.loads(done.stdout) for label in labels(one).values()
        )
    else:
        assert "There is no text in it." in done.stderr


def test_what_is_not_there_is_named() -> None:
    done = CliRunner().invoke(app, ["understand", "/nowhere/a.csv"])
    assert done.exit_code == 2 and "There is no file /nowhere/a.csv." in done.stderr


def test_what_a_text_names_comes_with_it_and_days_are_counted_from_the_post(tmp_path: Path) -> None:
    table = "id,author,text,published\n1,ann,Is the FX-3 in Berlin tomorrow?,2026-03-04 09:00\n"
    (tmp_path / "said.csv").write_text(table)
    (one,) = understood(str(tmp_path / "said.csv"))
    named = {(found["kind"], found["key"]) for found in one["entities"]}  # type: ignore[attr-defined]
    assert named == {("product", "fx-3"), ("place", "berlin"), ("date", "2026-03-05")}
    (line,) = understood("-", given="Is it here tomorrow?\n")
    assert line["entities"] == []
    told = CliRunner().invoke(app, ["understand", str(tmp_path / "said.csv")])
    assert "place: berlin" in told.stdout


def test_a_pipe_that_closes_early_ends_it_quietly(tmp_path: Path) -> None:
    """More is to be written than a pipe holds."""
    file = tmp_path / "said.txt"
    file.write_text(f"{ASKS}\n" * 100)
    words = [sys.executable, "-m", "twoears", "understand", str(file), "--json", "--data", str(tmp_path / "data")]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as going:
        assert going.stdout is not None and going.stderr is not None
        going.stdout.read(1)
        going.stdout.close()
        assert "cannot be read" not in going.stderr.read() and going.wait() != 0
