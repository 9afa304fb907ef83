"""What a notebook sees of the graph that its folder keeps."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

CODE = """
import asyncio
from twoears.house import open_house
open_house()
from datetime import UTC, datetime
import twoears
from twoears.activities.record import record
from twoears.activities.values import Activity, Actor
from twoears.jobs import catch_up
from twoears.reach import degrees
print(twoears.graph().names)
def one(name):
    return Actor(id=f"https://x.com/{name}", network="x", handle=name, name="Ann" if name != "acme" else "Acme")
def follow(who, whom): return Activity(id=f"{who}-{whom}", type="Follow", actor=one(who), object=one(whom),
                                       published=datetime(2026, 3, 1, tzinfo=UTC))
record([follow("ann", "acme"), follow("annie", "ann")])
catch_up()
async def notebook():
    own = twoears.graph()
    print(own.names, degrees(own.graph, own.vertex("Acme")).at)
asyncio.run(notebook())
"""


@pytest.mark.embedded
def test_a_notebook_has_the_graph_of_its_folder_with_names_told_apart(tmp_path: Path) -> None:
    kept = {key: value for key, value in os.environ.items() if key not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")}
    done = subprocess.run(
        [sys.executable, "-c", CODE], capture_output=True, text=True, env=kept | {"TWOEARS_DATA": str(tmp_path)}
    )
    assert done.stdout.splitlines() == ["[]", "['Ann', 'Acme', 'Ann (2)'] (1, 1, 0)"], done.stderr
