"""Strangers through the API."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.api.conftest import actor
from twoears.activities.models import Actor
from twoears.activities.record import record
from twoears.activities.values import Post, created
from twoears.jobs import catch_up
from twoears.queries.actions import add

WORDS = "Can anybody recommend a data logger for a freezer?"


@pytest.fixture
def zoe(world, owner) -> int:
    """Somebody nobody knows."""
    at = datetime.now(UTC) - timedelta(days=2)
    record([created(Post(id="https://social.example/zoe", author=actor("zoe"), published=at, text=WORDS))])
    add(member=owner, name="Loggers", text="logger*")
    catch_up()
    return Actor.objects.get(handle__startswith="zoe").pk


def test_a_program_finds_a_stranger_meets_them_and_takes_it_back(ask, ask_as_reader, zoe) -> None:
    page = ask_as_reader("GET", "strangers").json()
    (one,) = page["items"]
    assert (one["actor"], one["start"], page["next"]) == (zoe, "answer", None)
    assert one["evidence"][0]["item"]["text"] == WORDS and one["because"]
    made = ask("POST", "strangers/words", {"actor": zoe, "says": "meet"})
    assert made.status_code == 201 and made.json()["person"].startswith("p_")
    assert ask("GET", "strangers").json()["items"] == []
    assert ask("DELETE", f"strangers/words/{made.json()['id']}").status_code == 204
    assert [one["actor"] for one in ask("GET", "strangers").json()["items"]] == [zoe]


def test_what_cannot_be_decided_is_refused(ask, ask_as_reader, zoe) -> None:
    assert ask_as_reader("POST", "strangers/words", {"actor": zoe, "says": "meet"}).status_code == 403
    assert ask("POST", "strangers/words", {"actor": 10**9, "says": "meet"}).status_code == 404
    assert ask("POST", "strangers/words", {"actor": zoe, "says": "marry"}).status_code == 422
    assert ask("DELETE", "strangers/words/99999").status_code == 404
    assert ask("GET", "strangers?days=0").status_code == 422
    assert ask("GET", "strangers?need=99999").status_code == 404
