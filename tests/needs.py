"""What the tests need beside Python: says what is missing and how to get it. Under CI nothing may be missing."""

import os
import shutil
import sys

NEEDS = {"chromium": "the walk through the pages. On Debian: sudo apt install chromium"}


def main() -> int:
    """Say what is missing; 1 under CI, where nothing may be."""
    missing = [f"Without {name} there is no test of {words}" for name, words in NEEDS.items() if not shutil.which(name)]
    for words in missing:
        sys.stderr.write(words + "\n")
    return int(bool(missing and os.environ.get("CI")))


if __name__ == "__main__":
    sys.exit(main())
