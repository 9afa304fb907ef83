"""The machine fails: a full disk, a data folder that is none, a step that breaks. It is said, and nothing is lost."""

import os
import resource
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

pytestmark = pytest.mark.embedded


def run(where: Path, *words: str, before: Callable[[], None] | None = None) -> subprocess.CompletedProcess[str]:
    kept = {key: value for key, value in os.environ.items() if key not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")}
    return subprocess.run([sys.executable, "-m", "twoears", *words], capture_output=True, text=True, preexec_fn=before,
                          env=kept | {"TWOEARS_DATA": str(where)})  # fmt: skip


def table(path: Path, rows: int) -> str:
    lines = (
        f"https://x.com/u{i}/status/{i},u{i},Does it run? {'x' * 300},2026-03-01T{i // 60 % 24:02}:{i % 60:02}"
        for i in range(rows)
    )
    path.write_text("\n".join(["id,author,text,date", *lines]))
    return str(path)


def no_larger_than(size: int) -> Callable[[], None]:
    """Files may not grow beyond `size` bytes, as on a disk that is full."""
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


@pytest.mark.slow
def test_a_full_disk_is_said_and_what_was_recorded_before_is_kept(tmp_path: Path) -> None:
    given, data = table(tmp_path / "said.csv", 14_000), tmp_path / "data"
    run(data, "listen", table(tmp_path / "first.csv", 1))  # the tables are made while there is room
    cut = run(data, "listen", given, before=no_larger_than(10 << 20))
    assert (cut.returncode, "Traceback" in cut.stderr) == (3, False)
    assert "disk" in cut.stderr and "twoears doctor" in cut.stderr
    kept = int(cut.stdout.split(" · ")[1].removeprefix("new "))
    assert 0 < kept < 13_999
    whole = run(data, "listen", given)
    assert whole.stdout.splitlines()[-1] == f"read 14000 · new {13_999 - kept} · known {kept + 1} · set aside 0"


def test_a_journey_that_breaks_after_listening_does_not_swallow_what_came_of_it(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    (data / "stream").touch()  # where the stream wants its folder
    given = table(tmp_path / "said.csv", 3)
    heard = run(data, "listen", given)
    assert (heard.returncode, heard.stdout) == (3, "read 3 · new 3 · known 0 · set aside 0\n")
    assert "What was heard is kept" in heard.stderr and "Traceback" not in heard.stderr

    ill = run(data, "doctor")
    assert ill.returncode == 4 and "✗ Journey: it stops" in ill.stdout
    (data / "stream").unlink()
    assert "✓ Journey" in run(data, "doctor").stdout


def test_a_table_that_is_gone_is_a_database_in_trouble(tmp_path: Path) -> None:
    given = table(tmp_path / "said.csv", 3)
    assert run(tmp_path / "data", "listen", given).returncode == 0
    with sqlite3.connect(tmp_path / "data" / "twoears.sqlite3") as base:
        base.execute("DROP TABLE twoears_activity")
    done = run(tmp_path / "data", "listen", given)
    assert (done.returncode, done.stdout) == (1, "read 0 · new 0 · known 0 · set aside 0\n")
    assert "no such table" in done.stderr and "twoears doctor" in done.stderr


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda data: data.touch(), "is no folder"),
        (lambda data: (data / "twoears.sqlite3").mkdir(parents=True), "Nothing can be written in"),
        (lambda data: (data.mkdir(), (data / "twoears.sqlite3").write_bytes(b"no database" * 99)), "is damaged"),
    ],
)
def test_a_data_folder_that_cannot_be_used_is_said_by_every_command(
    tmp_path: Path, spoil: Callable[[Path], None], words: str
) -> None:
    spoil(tmp_path / "data")
    for command, code in (("up", 1), ("doctor", 4)):
        done = run(tmp_path / "data", command)
        assert (done.returncode, "Traceback" in done.stderr) == (code, False), command
        assert words in done.stdout + done.stderr
