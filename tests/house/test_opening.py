"""A folder that is opened by several at once, such as the pages and a command after a new version came."""

import subprocess
import sys
from pathlib import Path

import pytest

OPEN = """
import sys, time
from pathlib import Path
from twoears import house
folder, look = Path(sys.argv[1]), house.behind
def both_look():
    found = look()
    (folder / sys.argv[2]).touch()
    while not all((folder / name).exists() for name in "ab"):
        time.sleep(0.01)
    return found
house.behind = both_look
house.open_house(folder)
"""


@pytest.mark.slow
def test_two_may_open_a_folder_that_is_behind_at_once(tmp_path: Path) -> None:
    both = [
        subprocess.Popen([sys.executable, "-c", OPEN, str(tmp_path), name], stderr=subprocess.PIPE) for name in "ab"
    ]
    told = [one.communicate(timeout=120)[1].decode() for one in both]
    assert [one.returncode for one in both] == [0, 0], told
