"""What it costs to begin: the time of `twoears --help`, and the size and seconds of the locked set.

    python benchmarks/start.py [--full]

`--full` also sets the locked requirements up in a folder of its own, from uv's cache where it has them.
"""

import argparse
import shutil
import subprocess
import sys
import time
from pathlib import Path

from place import HOME
from timing import Way, machine, rounds

ROOT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent


def main() -> None:
    ask = argparse.ArgumentParser()
    ask.add_argument("--rounds", type=int, default=7)
    ask.add_argument("--full", action="store_true", help="also set the locked set up")
    said = ask.parse_args()
    print(machine())
    ways = [
        Way("twoears --help", lambda _: run(str(BIN / "twoears"), "--help")),
        Way("python -c pass", lambda _: run(sys.executable, "-c", "pass")),
        Way("django-admin help", lambda _: run(str(BIN / "django-admin"), "help")),
    ]
    print("\n| command | median s | ours = 1 |\n| --- | --: | --: |")
    timed = rounds(ways, said.rounds)
    for one in timed:
        print(f"| {one.name} | {one.wall:.3f} | {one.wall / timed[0].wall:.2f} |")
    if said.full:
        set_up()


def run(*words: str) -> None:
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL)


def set_up() -> None:
    """Install the lock with its hashes and say how large it is."""
    folder = HOME / "venv"
    shutil.rmtree(folder, ignore_errors=True)
    began = time.perf_counter()
    run(str(BIN / "uv"), "venv", "-q", "--python", sys.executable, str(folder))
    lock = str(ROOT / "requirements.lock")
    run(str(BIN / "uv"), "pip", "install", "-q", "--python", str(folder / "bin/python"), "--require-hashes", "-r", lock)
    seconds = time.perf_counter() - began
    size = int(subprocess.run(["du", "-sm", folder], check=True, capture_output=True, text=True).stdout.split()[0])
    print(f"\nThe locked set: {size} MB in {seconds:.1f} s")
    shutil.rmtree(folder)


if __name__ == "__main__":
    main()
