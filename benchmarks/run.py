"""Run the benchmarks one by one: `python benchmarks/run.py [start record ratios pages queries readers …] [--full]`.

Small sizes by default, so that it ends in a few minutes; `--full` is the stated scale and takes much longer.
"""

import subprocess
import sys
from pathlib import Path

NAMES = (
    *("start", "record", "ratios", "pages", "queries", "readers", "teaching"),
    *("matching", "reach", "messengers", "buying"),
)


def main(words: list[str]) -> int:
    """Each in a process of its own: none is warmed up by another."""
    options = [word for word in words if word.startswith("-")]
    wanted = [word for word in words if not word.startswith("-")] or list(NAMES)
    if unknown := set(wanted) - set(NAMES):
        sys.exit(f"There is no benchmark {', '.join(sorted(unknown))}. There are: {', '.join(NAMES)}.")
    here, worst = Path(__file__).parent, 0
    for name in wanted:
        print(f"\n## {name}", flush=True)
        worst = max(worst, subprocess.run([sys.executable, here / f"{name}.py", *options]).returncode)
    return worst


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
