"""Starting with numbers that are no ports, and dying hard: nothing is left running."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from twoears.cli.up import up


@pytest.mark.parametrize("port", [-1, 0, 65_536, 99_999])
def test_a_number_that_is_no_port_is_a_mistake_in_the_call(port: int) -> None:
    with pytest.raises(SystemExit) as stopped:
        up(port=port, host="127.0.0.1", open_browser=False)
    assert stopped.value.code == 2


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _serves(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _parts_of(parent: int) -> dict[str, int]:
    """Number by kind of the processes that `parent` has started."""
    found = {}
    for number in Path(f"/proc/{parent}/task/{parent}/children").read_text().split():
        words = Path(f"/proc/{number}/cmdline").read_text()
        found["pages" if "granian" in words else "worker"] = int(number)
    return found


@pytest.mark.embedded
@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="only Linux shows the children of a process as a file")
@pytest.mark.parametrize(
    ("killed", "code", "words"),
    [("pages", 1, "The pages stopped by itself"), ("worker", 1, "The worker stopped by itself"), ("all", -9, "")],
)
def test_whatever_is_killed_nothing_is_left_running(tmp_path: Path, killed: str, code: int, words: str) -> None:
    port = _free_port()
    kept = {key: value for key, value in os.environ.items() if key not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")}
    command = [sys.executable, "-m", "twoears", "up", "--no-open", "--port", str(port)]
    with (tmp_path / "said").open("wb") as said:
        running = subprocess.Popen(command, stderr=said, stdout=subprocess.PIPE,
                                   env=kept | {"TWOEARS_DATA": str(tmp_path / "data")})  # fmt: skip
        assert running.stdout is not None
        assert running.stdout.readline()  # the welcome comes when the pages are there
        parts = _parts_of(running.pid)
        os.kill(parts.get(killed, running.pid), signal.SIGKILL)
        assert running.wait(20) == code
        running.stdout.close()
    assert words in (tmp_path / "said").read_text()
    end = time.monotonic() + 15
    while time.monotonic() < end and (_serves(port) or any(Path(f"/proc/{part}").exists() for part in parts.values())):
        time.sleep(0.1)
    assert not _serves(port)
    assert not [name for name, part in parts.items() if Path(f"/proc/{part}").exists()]
