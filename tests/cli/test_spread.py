"""Cascades, messengers and introductions over a file of ties, at the command line."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from twoears.cli import app

TIES = "source,target\nacme,ann\nacme,bob\nann,eve\nbob,eve\nann,joe\neve,kim\nbob,\n"


@pytest.fixture
def file(tmp_path: Path) -> str:
    (tmp_path / "ties.csv").write_text(TIES, "utf8")
    return str(tmp_path / "ties.csv")


def run(*words: str, code: int = 0) -> str:
    done = CliRunner().invoke(app, list(words))
    assert done.exit_code == code, done.output
    return done.output


def test_a_cascade_tells_what_is_expected_and_what_was_assumed(file: str) -> None:
    said = run("cascade", file, "--from", "acme", "--share", "0")
    assert "3.0 people are expected to see it" in said
    assert "Assumed: of all that they hear, people pass on 0.0%" in said
    assert "1 line is set aside; line 8: A name is missing." in said
    told = json.loads(run("cascade", file, "--from", "@acme", "--share", "1", "--json", "--quiet"))
    assert told["cascade"]["sees"]["people"] == 6


def test_messengers_come_with_what_they_add_and_the_proof(file: str) -> None:
    said = run("messengers", file, "--k", "2", "--share", "0")
    assert "1. acme: adds 3." in said or "1. ann: adds 3." in said
    assert "Proven: at least" in said
    assert "Run from them 200 times" in said
    told = json.loads(
        run("messengers", file, "--only", "bob", "--only", "eve", "--k", "1", "--share", "1", "--json", "--quiet")
    )
    assert [one["name"] for one in told["messengers"]] == ["bob"]


def test_of_each_organisation_one_is_asked(file: str, tmp_path: Path) -> None:
    (tmp_path / "who.csv").write_text("ann,Acme\nacme,Acme\nbob,Acme\neve,Eve Ltd\n", "utf8")
    (tmp_path / "names.txt").write_text("ann\nacme\nbob\n", "utf8")
    said = run(
        "messengers", file, "--only", f"file:{tmp_path}/names.txt", "--one-of-each", f"{tmp_path}/who.csv", "--k", "3"
    )
    assert "1. acme" in said or "1. ann" in said
    assert "2. " not in said
    assert "Nobody else was seen to add anything." in said


def test_chances_are_learnt_from_what_was_passed_on(file: str, tmp_path: Path) -> None:
    (tmp_path / "passed.csv").write_text("acme,ann,40,20\nacme,bob,40,0\nann,acme,9,9\n", "utf8")
    said = run("cascade", file, "--from", "acme", "--learn", f"{tmp_path}/passed.csv")
    assert "Learnt from 20 passed on of 80 posts heard, along 2 ties." in said
    (tmp_path / "passed.csv").write_text("acme,ann,4,2\n", "utf8")
    assert "Cannot tell" in run("cascade", file, "--from", "acme", "--learn", f"{tmp_path}/passed.csv", code=2)
    (tmp_path / "passed.csv").write_text("acme,ann,four,2\n", "utf8")
    assert "is no number" in run("messengers", file, "--learn", f"{tmp_path}/passed.csv", code=2)
    for heard in ("²", "9" * 30, "9" * 5_000):
        (tmp_path / "passed.csv").write_text(f"acme,ann,{heard},1\n")
        assert "is no number" in run("cascade", file, "--from", "acme", "--learn", f"{tmp_path}/passed.csv", code=2)


def test_an_introduction_says_why_and_never_goes_through_who_does_not_want_it(file: str) -> None:
    said = run("introduce", file, "--from", "acme", "--to", "eve")
    assert "There are 2 ways that share nobody." in said
    assert "acme → ann → eve" in said
    assert "eve hears ann: a tie, 1 times; strength 0.33" in said
    assert "ann" not in run("introduce", file, "--from", "acme", "--to", "eve", "--not", "ann")
    said = run("introduce", file, "--from", "acme", "--to", "eve", "--not", "ann", "--not", "bob", code=1)
    assert "Nobody leads there in 3 steps." in said
    told = json.loads(run("introduce", file, "--from", "acme", "--to", "kim", "--json", "--quiet"))
    assert told["chains"][0]["names"][-2:] == ["eve", "kim"]


@pytest.mark.parametrize("command", ["cascade", "introduce"])
def test_who_is_not_there_is_named(command: str, file: str) -> None:
    more = ["--to", "eve"] if command == "introduce" else []
    assert "Nobody is called 'zoe'" in run(command, file, "--from", "zoe", *more, code=2)
    assert "cannot be read" in run(command, file.replace("ties", "none"), "--from", "zoe", *more, code=2)


def test_an_empty_file_has_nobody(tmp_path: Path) -> None:
    (tmp_path / "empty.csv").write_text("", "utf8")
    assert "nobody in the graph" in run("messengers", str(tmp_path / "empty.csv"), code=2)
