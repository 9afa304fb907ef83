"""Machine code that is kept, and made anew when any part of it changed."""

import os
import subprocess
import sys
from pathlib import Path

from twoears.lib.compiled import Compiled, _understood, inner

PART = "from twoears.lib.compiled import inner\n{constant}\n@inner\ndef part(value: int) -> int:\n    return {body}\n"
WHOLE = (
    "from twoears.lib.compiled import compiled\nfrom part import part\n"
    "@compiled\ndef whole(value: int) -> int:\n    return part(value) + 1\n"
)


def run(folder: Path) -> str:
    code = "import sys, whole\nwhole.whole(1)\nprint(whole.whole(1), sum(whole.whole._made.stats.cache_hits.values()))"
    env = {
        **os.environ,
        "PYTHONPATH": f"{Path(__file__).parents[2]}{os.pathsep}{folder}",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    done = subprocess.run([sys.executable, "-c", code], cwd=folder, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_a_change_in_another_file_makes_new_machine_code(tmp_path: Path) -> None:
    """`whole` calls `part`, which stands in a file of its own and reads a number there."""
    (tmp_path / "whole.py").write_text(WHOLE)
    (tmp_path / "part.py").write_text(PART.format(constant="STEP = 1", body="value + STEP"))
    assert [run(tmp_path), run(tmp_path)] == ["3 0", "3 1"]
    (tmp_path / "part.py").write_text(PART.format(constant="STEP = 5", body="value + STEP"))
    assert run(tmp_path) == "7 0"
    (tmp_path / "part.py").write_text(PART.format(constant="STEP = 5", body="value * STEP + 2"))
    assert run(tmp_path) == "8 0"


def test_an_option_that_this_numba_does_not_know_is_left_out() -> None:
    """`inner` asks for one that is not for everybody, which is known here."""
    assert Compiled(lambda: 3, {"_unheard": True})() == 3
    assert inner(len).options == _understood(inner(len).options)
