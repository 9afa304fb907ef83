"""The command line as a user meets it."""

import csv
import io
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import msgspec
import pytest

pytestmark = pytest.mark.embedded
ACME = [{"type": "Mention", "href": "https://x.com/acme"}]
SAID: list[dict[str, object]] = [
    {
        "id": "https://x.com/ann/1",
        "attributedTo": "https://x.com/ann",
        "content": "Does it run on SQLite?",
        "published": "2026-03-01T09:00:00Z",
        "tag": ACME,
    },
    {
        "id": "https://x.com/acme/2",
        "attributedTo": "https://x.com/acme",
        "content": "It does.",
        "published": "2026-03-01T10:00:00Z",
        "inReplyTo": "https://x.com/ann/1",
    },
    {
        "id": "https://x.com/bob/3",
        "attributedTo": {"id": "https://x.com/bob", "type": "Person", "name": "=Bob\u001b[31m"},
        "content": "Does it run on Windows?",
        "published": "2026-03-01T11:00:00Z",
        "tag": ACME,
    },
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder that has heard three posts."""
    where = tmp_path_factory.mktemp("data")
    (where / "said.jsonl").write_bytes(b"\n".join(msgspec.json.encode({"type": "Note"} | said) for said in SAID))
    done = run(where, "listen", str(where / "said.jsonl"), "--us", "acme", "--json")
    assert json(done) == {"read": 3, "new": 3, "known": 0, "set_aside": 0}
    return where


def run(where: Path, *words: str) -> subprocess.CompletedProcess[str]:
    kept = {
        key: value
        for key, value in os.environ.items()
        if key not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE", "TWOEARS_DATA")
    }
    return subprocess.run(
        [sys.executable, "-m", "twoears", *words, "--data", str(where)], capture_output=True, text=True, env=kept
    )


def json(done: subprocess.CompletedProcess[str]) -> object:
    assert done.returncode == 0, done.stderr
    return msgspec.json.decode(done.stdout.splitlines()[-1])


def test_listening_again_is_known(folder: Path) -> None:
    done = run(folder, "listen", str(folder / "said.jsonl"))
    assert done.stdout.splitlines()[-1] == "read 3 · new 0 · known 3 · set aside 0"


def test_today_says_who_waits_and_why(folder: Path) -> None:
    rows = json(run(folder, "today", "--json"))
    assert isinstance(rows, list)
    (row,) = rows
    assert {"person", "words", "why", "waiting_since", "overdue", "conversation", "suggested_act"} <= set(row)
    assert (row["words"], row["overdue"], row["suggested_act"], row["why"]) == (
        "Does it run on Windows?",
        True,
        "Answer",
        ["open question"],
    )


def test_measure_gives_number_objects(folder: Path) -> None:
    numbers = json(run(folder, "measure", "--json"))
    assert isinstance(numbers, list)
    assert all({"of", "k", "n", "estimate", "low", "high", "level", "method", "question"} <= set(n) for n in numbers)
    assert [(n["k"], n["n"]) for n in numbers] == [(2, 1), (1, 2), (0, 1), (1, 1), (0, 1)]


def test_measure_says_how_long_answers_take(folder: Path) -> None:
    times = json(run(folder, "measure", "--answer-times", "--json"))
    assert isinstance(times, dict) and (times["ours"]["n"], times["ours"]["answered"]) == (2, 1)
    assert "How long do people who ask us wait for our answer?" in run(folder, "measure", "--answer-times").stdout


def test_measure_as_a_table(folder: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(run(folder, "measure", "--csv").stdout)))
    assert len(rows) == 5


def test_control_characters_of_strangers_do_not_reach_the_terminal(folder: Path) -> None:
    assert "\x1b" not in run(folder, "today").stdout


def test_show_a_person_by_handle_and_a_conversation_by_id(folder: Path) -> None:
    person = json(run(folder, "show", "@ann", "--json"))
    assert isinstance(person, dict) and person["stage"] == "stranger", "we answered, and she has not come back"
    rows = json(run(folder, "today", "--json"))
    assert isinstance(rows, list)
    talk = json(run(folder, "show", rows[0]["conversation"], "--json"))
    assert isinstance(talk, dict) and [m["text"] for m in talk["messages"]] == ["Does it run on Windows?"]


def test_nobody_of_that_name_is_said(folder: Path) -> None:
    done = run(folder, "show", "@nobody")
    assert done.returncode == 1
    assert "twoears find" in done.stderr


def test_find(folder: Path) -> None:
    found = json(run(folder, "find", "SQLite", "--json"))
    assert isinstance(found, list) and [hit["kind"] for hit in found] == ["conversation"]
    assert run(folder, "find", "xylophone").returncode == 1


def test_what_is_exported_can_be_heard_again(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "all.jsonl"
    assert run(folder, "export", "-o", str(out)).returncode == 0
    again = json(run(tmp_path / "second", "listen", str(out), "--us", "acme", "--json"))
    assert again == {"read": 3, "new": 3, "known": 0, "set_aside": 0}
    assert json(run(tmp_path / "second", "measure", "--json")) == json(run(folder, "measure", "--json"))


def test_a_copy_of_one_person_is_a_zip(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "ann.zip"
    done = run(folder, "export", "@ann", "-o", str(out))
    assert done.returncode == 0 and "README.md in it says what is what" in done.stderr
    with zipfile.ZipFile(out) as copy:
        assert copy.testzip() is None and {"README.md", "about.json", "posts.jsonl"} <= set(copy.namelist())
    assert run(folder, "export", "--format", "copy").returncode == 2
    assert run(folder, "export", "p_nobody", "-o", str(out)).returncode == 1


def test_exported_tables_hold_no_formulas(folder: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(run(folder, "export", "--format", "csv").stdout)))
    assert [row["name"][:2] for row in rows if "Bob" in row["name"]] == ["'="]


def test_forget_needs_the_name(folder: Path, tmp_path: Path) -> None:
    where = tmp_path / "data"
    run(where, "listen", str(folder / "said.jsonl"), "--us", "acme")
    refused = run(where, "forget", "@ann")
    assert refused.returncode == 2 and "--confirm" in refused.stderr
    assert json(run(where, "forget", "@ann", "--confirm", "ann", "--json")) == {
        "accounts": 1,
        "posts": 1,
        "activities": 1,
    }
    assert json(run(where, "listen", str(folder / "said.jsonl"), "--json"))["known"] == 3  # type: ignore[index,call-overload]
    assert run(where, "find", "SQLite").returncode == 1


def test_sources_and_doctor_say_how_it_goes(folder: Path) -> None:
    table = json(run(folder, "sources", "--json"))
    assert isinstance(table, dict) and table["sources"][0]["state"] == "heard"
    assert run(folder, "doctor").returncode == 0


def test_one_thing_that_cannot_be_read_does_not_stop_the_others(folder: Path) -> None:
    done = run(folder, "listen", str(folder / "missing.zip"), str(folder / "said.jsonl"))
    assert done.returncode == 3
    assert "missing.zip" in done.stderr
    assert done.stdout.splitlines()[-1] == "read 3 · new 0 · known 3 · set aside 0"
    assert run(folder, "listen", str(folder / "missing.zip")).returncode == 1


def counts(done: subprocess.CompletedProcess[str]) -> tuple[int, object]:
    line = done.stdout.splitlines()[-1]
    return done.returncode, msgspec.json.decode(line) if line.startswith("{") else line


def test_a_file_that_is_refused_is_counted_and_a_word_that_names_none_is_not(folder: Path) -> None:
    """One that nobody knows, one that is cut, one that does not exist."""
    unknown, cut, missing = (str(folder / name) for name in ("noise.bin", "cut.json", "missing.zip"))
    Path(unknown).write_bytes(bytes(range(256)))
    Path(cut).write_text('{"type": "OrderedCollection",')
    aside = {"read": 1, "new": 0, "known": 0, "set_aside": 1}
    nothing = {"read": 0, "new": 0, "known": 0, "set_aside": 0}
    assert counts(run(folder, "listen", unknown, "--json")) == (1, aside)
    assert counts(run(folder, "listen", cut, "--json")) == (1, aside)
    assert counts(run(folder, "listen", unknown, "--json", "--dry-run")) == (1, aside)
    assert counts(run(folder, "listen", missing, "--json")) == (1, nothing)
    assert counts(run(folder, "listen", unknown)) == (1, "read 1 · new 0 · known 0 · set aside 1")
    all_of_them = counts(run(folder, "listen", unknown, cut, missing, str(folder / "said.jsonl")))
    assert all_of_them == (3, "read 5 · new 0 · known 3 · set aside 2")


def test_a_folder_is_read_whatever_lies_in_it_and_is_known_the_second_time(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "said.jsonl").write_bytes((folder / "said.jsonl").read_bytes())
    (tmp_path / "noise.bin").write_bytes(bytes(range(256)))
    (tmp_path / "empty.txt").touch()
    for _ in range(2):
        done = run(folder, "listen", str(tmp_path), "--json")
        assert counts(done) == (0, {"read": 5, "new": 0, "known": 3, "set_aside": 2}), done.stderr


def test_usage_errors_are_two(folder: Path) -> None:
    assert run(folder, "listen").returncode == 2
    assert run(folder, "listen", str(folder / "said.jsonl"), "--map", "Firma").returncode == 2


def test_help_leads_with_examples() -> None:
    done = subprocess.run([sys.executable, "-m", "twoears", "--help"], capture_output=True, text=True)
    assert done.stdout.index("twoears up") < done.stdout.index("Commands")


def test_how_long_edited_words_are_kept_is_said_and_changed(tmp_path: Path) -> None:
    assert json(run(tmp_path, "keep", "--json")) == {"edits_days": 30}
    assert "kept for 7 days" in run(tmp_path, "keep", "--edits", "7").stdout
    refused = run(tmp_path, "keep", "--edits", "99999")
    assert (refused.returncode, "between 0 and 3650" in refused.stderr) == (2, True)
    assert json(run(tmp_path, "keep", "--json")) == {"edits_days": 7}
