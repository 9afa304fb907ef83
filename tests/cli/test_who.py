"""`twoears who`: likely matches on the command line, in words and as JSON."""

import json
from datetime import UTC, datetime

import pytest
from typer.testing import CliRunner

from tests.conftest import actor
from twoears.activities.record import record
from twoears.activities.values import Actor, Post, created
from twoears.cli import app
from twoears.jobs import catch_up
from twoears.people.models import Identity, LikelyMatch
from twoears.threads.actions import say_us

ABOUT = "Process engineer at Norrvik Pharma. Valves and pumps."


def do(*words: str, code: int = 0) -> str:
    done = CliRunner().invoke(app, ["who", *words])
    assert done.exit_code == code, done.output
    return done.output


@pytest.fixture
def pair(owner) -> str:
    """Leila turned to us; another account looks like hers. The id of that."""
    say_us(member=owner, handles=["acme"])
    two = (
        Actor(id="f:1", network="fediverse", handle="leila_haddad_p@a.example", name="Leila Haddad", summary=ABOUT),
        Actor(id="b:1", network="bluesky", handle="leila_haddad_p.bsky.social", name="Leila Haddad", summary=ABOUT),
    )
    said = zip(two, ("Does it run on SQLite?", "Rain."), ((actor("acme").id,), ()), strict=True)
    record(
        [
            created(
                Post(id=f"{who.id}/1", author=who, text=text, mentions=to, published=datetime(2026, 3, 1, tzinfo=UTC))
            )
            for who, text, to in said
        ]
    )
    catch_up()
    return LikelyMatch.objects.get().public_id


def test_a_pair_is_listed_answered_and_taken_back(pair: str) -> None:
    told = do()
    assert pair in told and "Leila Haddad" in told and "+ " in told and "times as likely" in told
    assert "a stranger's account" in told and "Joined by itself: nothing" in told
    assert json.loads(do("--json"))["proposals"][0]["id"] == pair
    made = json.loads(do("yes", pair, "--json"))
    assert (made["kind"], Identity.objects.count()) == ("merge", 2)
    assert "Nobody is in doubt." in do()
    assert "Taken back." in do("undo", str(made["id"]))
    assert Identity.objects.count() == 1
    assert "asked again" in do("later", pair) and "Nobody is in doubt." in do()
    assert "not proposed again" in do("no", pair)
    assert pair in do("show", pair)


def test_everybody_is_looked_at_again_and_a_no_stays(pair: str) -> None:
    do("no", pair)
    assert "Nobody is in doubt." in do("--all")
    assert LikelyMatch.objects.get().public_id == pair


def test_what_a_switch_would_join_is_tried_first(pair: str) -> None:
    LikelyMatch.objects.update(probability=0.995)
    assert "1 pair would be joined" in do("join", "99", "--dry-run")
    assert Identity.objects.count() == 1
    assert "by 99.0% or more, 1 pair" in do("join", "99")
    assert Identity.objects.count() == 2
    assert json.loads(do("join", "off", "--json"))["least"] is None
    assert Identity.objects.count() == 1


def test_what_cannot_be_is_said(pair: str, reader) -> None:
    assert "no proposal" in do("yes", "m_none", code=2)
    assert "no percentage" in do("join", "often", code=2)
    assert "between 90% and 100%" in do("join", "50", code=2)
    assert "takes PROPOSAL" in do("yes", code=2)
    assert "Readers look" in do("yes", pair, "--as", "reader", code=1)


def test_what_was_learnt_is_said_and_an_owner_goes_back_to_what_is_shipped(pair: str) -> None:
    assert "learns from 16 answers on" in do("learnt")
    assert "as an owner wanted" in do("weigh", "shipped")
    assert json.loads(do("weigh", "learnt", "--json"))["standing"] == "too few"
    assert "Say by what" in do("weigh", "nothing", code=2)
