"""Places of posts by a reader that an owner brought: under the same switch, within the same bounds."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import connection
from typer.testing import CliRunner

from tests.chat_server import ChatServer, told
from tests.conftest import actor
from tests.onnx_models import encoder
from tests.understanding.optional.conftest import Bring
from twoears.activities.models import Post as PostRow
from twoears.activities.record import record
from twoears.activities.values import Post, created
from twoears.cli import app
from twoears.jobs import catch_up, read_elsewhere
from twoears.team.models import Member
from twoears.understanding.optional.actions import switch_off, try_reader
from twoears.understanding.optional.pages import optional_reader
from twoears.understanding.optional.placing.tasks import places_of
from twoears.understanding.optional.trouble import BadAnswer, BadWords, NotSwitchedOn

pytestmark = pytest.mark.django_db
ABOUT = ("The price of it", "It may break when it is cold", "Who can help me with that")


@pytest.fixture
def posts(owner: Member) -> list[int]:
    """Sixty posts by thirty people about three things, one of them private."""
    at = datetime(2026, 3, 1, tzinfo=UTC)
    record([
        created(Post(id=f"https://x.com/p{number % 30}/{number}", author=actor(f"p{number % 30}"), published=at,
                     text=f"{ABOUT[number % 3]}, {'abcdefghij'[number % 10]}{number}", private=number == 0))
        for number in range(60)
    ])  # fmt: skip
    catch_up()
    return list(PostRow.objects.order_by("pk").values_list("pk", flat=True))


def themes(*more: str, code: int = 0) -> str:
    done = CliRunner().invoke(app, ["needs", "themes", "--json", *more])
    assert done.exit_code == code, done.output
    return done.stdout if code == 0 else done.stderr


def test_themes_are_found_by_places_that_an_endpoint_gives(bring: Bring, posts: list[int], server: ChatServer) -> None:
    bring(name="near-by", places=True)
    found = json.loads(themes("--by", "near-by"))
    assert sorted(theme["posts"]["k"] for theme in found["themes"]) == [19, 20, 20]
    sent = [text for body in server.asked for text in body["input"]]
    assert len(sent) == 59 == optional_reader("near-by").given, "the private one was not sent"
    assert read_elsewhere() is False, "it labels nothing"


def test_no_more_posts_are_placed_than_the_day_has_left(bring: Bring, posts: list[int], server: ChatServer) -> None:
    bring(name="near-by", places=True, a_day=20)
    ids, rows = places_of("near-by", posts, ())
    assert (len(ids), rows.shape) == (20, (20, 4))
    with pytest.raises(NotSwitchedOn, match="not today any more"):
        places_of("near-by", posts, ())


def test_without_the_switch_nothing_is_placed(
    bring: Bring, posts: list[int], server: ChatServer, owner: Member
) -> None:
    bring("", name="near-by", places=True)
    assert "near-by is off" in themes("--by", "near-by", code=2)
    assert try_reader(owner=owner, reader="near-by") == "It answers: 4 numbers for a text."
    assert len(server.asked) == 1
    bring()
    with pytest.raises(BadWords, match="gives labels"):
        places_of("liked", posts, ())
    switch_off(owner=owner, reader="near-by")
    assert "no optional reader" in themes("--by", "far", code=2)
    assert "a file or from a reader" in themes("--by", "near-by", "--embeddings", "x.npy", code=2)


@pytest.mark.django_db(transaction=True)
def test_a_switch_that_is_taken_back_ends_it_between_two_requests(
    bring: Bring, posts: list[int], server: ChatServer, owner: Member
) -> None:
    def take_back() -> None:
        switch_off(owner=owner, reader="near-by")
        connection.close()

    bring(name="near-by", places=True)
    server.before = take_back
    assert len(places_of("near-by", posts, ())[0]) == 16 and len(server.asked) == 1


def test_places_of_changing_length_are_none(bring: Bring, posts: list[int], server: ChatServer) -> None:
    bring(name="near-by", places=True)
    server.raw = lambda body: told({"data": [
        {"index": at, "embedding": [1.0] * len(server.asked)} for at in range(len(body["input"]))
    ]})  # fmt: skip
    with pytest.raises(BadAnswer, match="now another"):
        places_of("near-by", posts, ())


def test_an_encoder_in_a_folder_places_what_it_may_read(bring: Bring, posts: list[int], tmp_path: Path) -> None:
    where = str(encoder(tmp_path / "places"))
    bring("all", name="here", places=True, address="", model="", near=False, folder=where)
    ids, rows = places_of("here", posts, ())
    assert (len(ids), rows.shape) == (60, (60, 6))
