"""What a notebook sees of the queries that a team keeps."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import twoears
from tests.conftest import actor, stream_of
from twoears.listening.errors import QueryError

CODE = """
import asyncio, sys
from twoears.house import open_house
open_house()
from datetime import UTC, datetime
from twoears.activities.record import record
from twoears.activities.values import Actor, Post, created
from twoears.jobs import catch_up
from twoears.queries.actions import add
from twoears.team.actions import first_owner
ann = Actor(id="https://x.com/ann", network="x", handle="ann")
record([created(Post(id="https://x.com/1", author=ann, published=datetime(2026, 3, 1, tzinfo=UTC), text="a pump"))])
from twoears.conversations.voices.actions import make_subject
add(member=first_owner(), name="Pumps", text="pump")
make_subject(member=first_owner(), name="Wet", text="pump")
catch_up()
import twoears
async def notebook():
    heard, ours = twoears.hits("pumps"), twoears.hits("pumps", which="ours")
    names, words = [q.name for q in twoears.kept_queries()], [h.words for h in heard + ours]
    taken_up, better = twoears.criticism().taken_up.n, twoears.improvements().improvements
    print(names, words, twoears.volume("Pumps").posts, taken_up, better, twoears.subject("wet").people)
asyncio.run(notebook())
"""


@pytest.mark.embedded
def test_a_notebook_looks_into_a_folder_while_its_loop_runs(tmp_path: Path) -> None:
    kept = {key: value for key, value in os.environ.items() if key not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")}
    done = subprocess.run(
        [sys.executable, "-c", CODE], capture_output=True, text=True, env=kept | {"TWOEARS_DATA": str(tmp_path)}
    )
    assert done.stdout.splitlines()[-1:] == ["['Pumps'] ['a pump'] 1 0 () 1"], done.stderr


def test_activities_are_found_by_words_and_by_who_is_us() -> None:
    heard = stream_of(
        """
        2026-03-01  ann   says   acme  Does it run on SQLite?
        2026-03-02  acme  reply  ann   It does.
        """
    )
    assert [post.author.handle for post in twoears.find("from:us", heard, us="acme")] == ["acme"]
    assert [post.author.handle for post in twoears.find("to:us sqlite", heard, us=actor("acme").id)] == ["ann"]
    with pytest.raises(QueryError):
        twoears.find("(", heard)
