"""`twoears demo`: everything on a throw-away folder, filled with a town."""

import os
import shutil
import tempfile
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

from twoears.cli.saying import fail, hint
from twoears.house import open_house
from twoears.town.town import build
from twoears.town.write import write


def demo(*, people: int, seed: int, port: int, open_browser: bool) -> None:
    """Build the town, hear it, and start; the folder is removed at the end."""
    folder = Path(tempfile.mkdtemp(prefix="twoears-demo-"))
    try:
        os.environ["TWOEARS_DATA"] = str(folder)
        os.environ["TWOEARS_SAMPLE"] = "1"
        hint(f"Building a town of {people:,} people.")
        open_house(folder)
        _settle(folder, people, seed)
        import_module("twoears.cli.up").up(port=port, host="127.0.0.1", open_browser=open_browser)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _settle(folder: Path, people: int, seed: int) -> None:
    try:
        town = build(people, seed=seed, until=datetime.now(UTC).replace(microsecond=0))
    except ValueError as error:
        fail(str(error), 2)
    said, _ = write(town, folder / "town")
    # Only now: models cannot be imported before the house is open.
    import_module("twoears.cli.settle").settle(said, town)
