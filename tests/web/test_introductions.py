"""Who could introduce us: ways over people who hear each other, without those whom nobody asks."""

import json

import pytest
from django.test import Client
from msgspec.structs import replace
from typer.testing import CliRunner

from tests.conftest import NOW, actor
from tests.web.test_reach import body, follow
from twoears.activities.models import Activity as ActivityRow
from twoears.activities.models import Actor
from twoears.activities.record import record
from twoears.cli import app
from twoears.jobs import catch_up
from twoears.people.models import Person
from twoears.people.tasks import meet_by_hand
from twoears.reach.introducing.actions import ask_again, spare
from twoears.reach.introducing.models import Spared
from twoears.reach.introducing.pages import to_account, to_person
from twoears.reach.wanted.trouble import MayNotWant, NoSuchList
from twoears.team.models import Role


def account(name: str) -> Actor:
    return Actor.objects.get(uid=actor(name).id)


def do(*words: str, code: int = 0) -> str:
    done = CliRunner().invoke(app, list(words))
    assert done.exit_code == code, done.output
    return done.output


@pytest.fixture
def square(heard) -> Person:
    """Ann and Bob follow acme; Dan hears Ann and Bob, and Bob by Cid; he is met, and does not hear us."""
    heard("acme")
    ties = (("ann", "acme"), ("bob", "acme"), ("dan", "ann"), ("cid", "bob"), ("dan", "cid"))
    record([follow(*tie) for tie in ties])
    meet_by_hand(account("dan").pk)
    catch_up()
    return Person.objects.get(first_actor=account("dan"))


@pytest.fixture
def stream() -> list[object]:
    return []


def names(found) -> list[list[str]]:
    return [[step.who.name for step in way.steps] for way in found.ways]


def test_ways_go_through_different_people_with_reasons(square) -> None:
    found = to_person(square)
    assert found.sentence == "Two ways lead to Dan, through different people."
    assert names(found) == [["Acme", "Ann", "Dan"], ["Acme", "Bob", "Cid", "Dan"]]
    assert found.ways[0].steps[1].why.startswith("follows them: once, last on ")
    assert found.ways[0].steps[1].strength == 0.33


def test_who_is_left_out_stands_in_no_way_until_they_may_be_asked_again(square, owner) -> None:
    made = spare(member=owner, actor=account("ann").pk)
    assert spare(member=owner, actor=account("ann").pk) == made
    assert names(to_person(square)) == [["Acme", "Bob", "Cid", "Dan"]]
    spare(member=owner, actor=account("cid").pk)
    found = to_person(square)
    assert (found.sentence, found.ways) == ("Nobody whom we heard leads to Dan in three steps.", ())
    assert [one.who.name for one in found.left_out] == ["Cid", "Ann"]
    ask_again(member=owner, key=made.pk)
    assert names(to_person(square)) == [["Acme", "Ann", "Dan"]]
    decided = ActivityRow.objects.filter(actor__network="twoears", object_uid=actor("ann").id)
    assert sorted(decided.values_list("type", flat=True)) == ["annotate", "reopen"]


def test_readers_leave_nobody_out_and_nobody_is_left_out_who_is_not_there(square, owner) -> None:
    with pytest.raises(NoSuchList):
        spare(member=owner, actor=10**9)
    owner.role = Role.READER
    with pytest.raises(MayNotWant):
        spare(member=owner, actor=account("ann").pk)


def test_who_hears_us_needs_no_introduction(square) -> None:
    found = to_account(account("ann"))
    assert (found.hear, found.ways, found.sentence) == (True, (), "Ann hears you already.")


def test_the_page_shows_the_ways_and_leaves_out_whom_nobody_asks(client: Client, owner, square) -> None:
    client.force_login(owner)
    page = body(client.get(f"/people/{square.public_id}"))
    assert "Who could introduce us" in page and "Two ways lead to Dan" in page
    there = f"/people/{square.public_id}#introductions"
    answer = client.post(f"/introductions/spare/{account('ann').pk}", {"next": there})
    assert answer.headers["Location"] == there
    page = body(client.get(f"/people/{square.public_id}"))
    assert "Left out of introductions: Ann." in page and "One way leads to Dan." in page and "1 left out" in page
    client.post(f"/introductions/left-out/{Spared.objects.get().pk}/ask-again")
    assert "Two ways lead to Dan" in body(client.get(f"/people/{square.public_id}"))


def test_the_command_says_the_same_and_records_whom_nobody_asks(square) -> None:
    assert "Acme → Ann → Dan" in do("introduce", square.public_id)
    assert "Acme → Ann → Dan" not in do("introduce", "@dan", "--leave-out", "@ann")
    assert [one["who"]["name"] for one in json.loads(do("introduce", "--json"))] == ["Ann"]
    assert "Acme → Ann → Dan" in do("introduce", "@dan", "--ask-again", "@ann")
    assert "not left out" in do("introduce", "--ask-again", "@ann", code=1)
    assert "Say whom" in do("introduce", code=2)
    assert "hears you already" in do("introduce", "@bob")
    assert "Nobody here is called" in do("introduce", "@nobody", code=1)


def test_a_company_is_led_to_by_anybody_of_it(client: Client, owner, heard) -> None:
    heard("acme")
    eve = Actor.objects.create(
        uid="mailto:eve@dairy.example", network="mail", handle="eve@dairy.example", mail="eve@dairy.example",
        seen_at=NOW,
    )  # fmt: skip
    meet_by_hand(eve.pk)
    whom = actor("ann")
    record([follow("ann", "acme")])
    tie = follow("bob", "ann")
    record([replace(tie, id="x", actor=replace(whom, id=eve.uid, network="mail", handle=eve.handle, mail=eve.mail))])
    catch_up()
    client.force_login(owner)
    assert "One way leads to dairy.example." in body(client.get("/people/companies/dairy.example"))
    assert "One way leads to dairy.example." in do("introduce", "dairy.example")
