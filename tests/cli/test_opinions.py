"""Votes at the command line: in words, as JSON, and what is refused."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from twoears.cli import app

CAST = [
    (f"p{n}", f"s{m}", 1 if m == 0 or (n < 20) == bool(m % 2) else -1)
    for n in range(40)
    for m in range(7)
    if (n, m) != (3, 0)
]


@pytest.fixture
def votes(tmp_path: Path) -> Path:
    """Two camps of 20 that hold one thing alike; one vote is cast twice, one is none."""
    file = tmp_path / "votes.csv"
    rows = [*CAST, ("p3", "s0", -1), ("p3", "s0", 1), ("p4", "s9", "perhaps\x1b[31m")]
    file.write_text("participant,statement,vote\n" + "".join(f"{p},{s},{v}\n" for p, s, v in rows))
    return file


def test_people_read_groups_bridges_and_how_many_speak(votes: Path) -> None:
    done = CliRunner().invoke(app, ["voices", str(votes)])
    assert done.exit_code == 0, done.output
    assert "Group A: 20 people, surely 20" in done.stdout and "What bridges the groups\n  agree: “s0”" in done.stdout
    assert "all others: 0% · likely 0 to 8 · 0 of 20" in done.stdout
    assert "40.0 voices, in effect" in done.stdout
    assert "1 vote could not be read." in done.stderr and "\x1b[31m" not in done.stderr
    assert "1 vote came again for the same statement; the last one counts." in done.stderr


def test_programs_read_the_same_and_organisations(votes: Path, tmp_path: Path) -> None:
    (tmp_path / "who.csv").write_text("person,organisation\n" + "".join(f"p{n},Acme\n" for n in range(20)))
    done = CliRunner().invoke(app, ["voices", str(votes), "--organisations", str(tmp_path / "who.csv"), "--json"])
    told = json.loads(done.stdout)
    assert [group["sure"]["n"] for group in told["groups"]] == [20, 20]
    assert told["loudness"]["organisations"]["estimate"] < 4 < told["loudness"]["voices"]["estimate"]


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("votes.csv", b"name,mail\n", "These are no votes."),
        ("votes.csv", b"participant,statement,vote\nann,s1,yes\n", "There is no vote in it."),
        ("none.csv", None, "cannot be read"),
    ],
)
def test_what_cannot_be_heard_says_why(tmp_path: Path, name: str, data: bytes | None, why: str) -> None:
    if data is not None:
        (tmp_path / name).write_bytes(data)
    done = CliRunner().invoke(app, ["voices", str(tmp_path / name)])
    assert done.exit_code == 1 and why in done.stderr
