"""`twoears reach` as a user meets it: a file in, three degrees out."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import msgspec
import pytest

TIES = "ann,bob\nann,eve\nbob,kim\nkim,leo\neve\nmax,leo\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "ties.csv"
    path.write_text(TIES)
    return path


def run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "twoears", "reach", *words], capture_output=True, text=True)


def test_a_file_is_asked_how_far_a_word_goes(file: Path) -> None:
    done = run(str(file), "--from", "ann")
    assert done.returncode == 0
    assert done.stdout.splitlines() == [
        "ann: 4 of 5 people within 3 steps",
        "  1 step   2 people, 2 in all",
        "  2 steps  1 person, 3 in all",
        "  3 steps  1 person, 4 in all",
    ]
    assert "6 lines read: 5 new, 0 already known, 1 set aside." in done.stderr
    assert "line 5: A name is missing." in done.stderr


def test_several_count_as_one_and_each_is_told_what_it_adds(file: Path) -> None:
    found = msgspec.json.decode(run(str(file), "--from", "ann", "--from", "max", "--json").stdout)
    assert (found["at"], found["of"]) == ([3, 1, 0], 4)
    assert found["adds"] == [
        {"name": "ann", "reach": 4, "only": 3, "new": 4},
        {"name": "max", "reach": 1, "only": 0, "new": 0},
    ]
    alone = msgspec.json.decode(run(str(file), "--from", "ann", "--from", "max", "--each", "--json").stdout)
    assert [one["within"] for one in alone["each"]] == [[2, 3, 4], [1, 1, 1]]


def test_everybody_is_estimated_and_a_graph_is_written(file: Path) -> None:
    gexf = file.with_suffix(".gexf")
    found = msgspec.json.decode(run(str(file), "--everyone", "--limit", "2", "--json", "--to", str(gexf)).stdout)
    assert [(one["name"], one["within"][-1]) for one in found["everyone"]] == [("ann", 4), ("bob", 2)]
    assert msgspec.json.decode(run(str(gexf), "--from", "ann", "--json").stdout)["at"] == [2, 1, 1]


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["FILE", "--from", "anne"], 1, "Did you mean ann?"),
        (["FILE", "--as", "sings"], 1, "speaks, follows, knows"),
        (["FILE", "--demo-headline"], 2, "--demo-headline"),
        (["none.csv"], 1, "cannot be read"),
        (["--demo-headline", "--people", "9"], 2, "not 9"),
    ],
)
def test_what_cannot_be_asked_is_told(file: Path, words: list[str], code: int, told: str) -> None:
    data = ["--data", str(file.parent)] if "--people" in words else []
    done = run(*(str(file) if word == "FILE" else word for word in words), *data)
    assert (done.returncode, told in done.stderr) == (code, True), done.stderr
    assert "Traceback" not in done.stderr


def test_the_headline_names_its_numbers_and_what_they_took(tmp_path: Path) -> None:
    done = run("--demo-headline", "--people", "5000", "--data", str(tmp_path))
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("800 direct connections reach 4,9")
    assert "of 4,999 people within three steps" in done.stdout
    assert "the time of the question alone" in done.stdout
    assert "Memory at its most" in done.stdout
    again = msgspec.json.decode(run("--demo-headline", "--people", "5000", "--data", str(tmp_path), "--json").stdout)
    assert again["within"][0] == 800


@pytest.mark.slow
def test_whoever_stops_the_making_keeps_nothing_half_made(tmp_path: Path) -> None:
    words = [sys.executable, "-m", "twoears", "reach", "--demo-headline", "--people", "9000000"]
    going = subprocess.Popen(
        [*words, "--data", str(tmp_path)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler) and None,
    )  # fmt: skip
    until = time.monotonic() + 60
    while not list(tmp_path.glob("made-up/*.part")) and time.monotonic() < until:
        time.sleep(0.1)
    os.kill(going.pid, signal.SIGINT)
    _, told = going.communicate(timeout=60)
    assert going.returncode == 130
    assert "Nothing half made was kept" in told
    assert list((tmp_path / "made-up").iterdir()) == []
