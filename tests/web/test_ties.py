"""Ties and referrals on their pages."""

from collections.abc import Callable

import pytest
from django.test import Client

from twoears.people.models import Person
from twoears.people.referrals.models import Referral
from twoears.people.referrals.pages import referrals
from twoears.team.models import Member

pytestmark = pytest.mark.django_db


def public(handle: str) -> str:
    return Person.objects.get(identities__actor__handle=handle).public_id


@pytest.fixture
def inside(client: Client, owner: Member) -> Client:
    client.force_login(owner)
    return client


def test_a_person_shows_where_you_stand_and_whom_they_know(inside: Client, heard: Callable[..., None]) -> None:
    """
    2026-03-01 09:00  ann   says   acme  Does it run on SQLite?
    2026-03-01 09:30  acme  reply  ann   It does.
    2026-03-01 09:40  bob   reply  ann   For me too.
    """
    heard("acme")
    page = inside.get(f"/people/{public('ann')}").content.decode()
    assert "Whether you speak again" in page and "within the next 30 days" in page
    assert "Cannot tell whether it is quieter than usual" in page
    assert "They know best" in page and "Bob" in page


@pytest.mark.parametrize("view", ["turned to us first", "cooling", "carry us"])
def test_each_list_by_ties_is_there(inside: Client, heard: Callable[..., None], view: str) -> None:
    """2026-03-01 09:00  ann  says  acme  Does it run on SQLite?"""
    heard("acme")
    assert inside.get("/people", {"view": view}).status_code == 200
    assert inside.get("/people.json", {"view": view}).json()["view"] == view


def test_a_referral_is_settled_denied_said_and_taken_back_on_its_page(
    inside: Client, heard: Callable[..., None]
) -> None:
    """
    2026-03-01 09:00  ann   says   acme  Thank you for the parcel.
    2026-03-02 09:00  bob   says   acme  Hello, Ann told me about you.
    """
    heard("acme")
    number = Referral.objects.get().activity_id
    found = inside.get("/people/referrals", {"settle": number, "called": "Ann"}).content.decode()
    assert "To be settled" in found and "It was them" in found
    inside.post(f"/people/referrals/{number}/settle", {"person": public("ann")})
    (known,) = referrals().known
    inside.post(f"/people/referrals/undo/{known.decision}")
    inside.post(f"/people/referrals/{number}/deny")
    assert not referrals().open and "said to be none" in inside.get("/people/referrals").content.decode()
    found = inside.get("/people/referrals", {"who": "ann", "whom": "nobody at all"}).content.decode()
    assert "Nobody here is called" in found and "Keep it" not in found
    found = inside.get("/people/referrals", {"who": "ann", "whom": "bob"}).content.decode()
    assert f'<option value="{public("ann")}">Ann, X</option>' in found and "Keep it" in found
    asked = {"referrer": public("ann"), "referred": public("bob"), "on": "2026-02-01", "where": "On the phone"}
    inside.post("/people/referrals/say", asked)
    (known,) = referrals().known
    assert known.how == "said" and "On the phone" in inside.get("/people/referrals").content.decode()
    inside.post(f"/people/referrals/undo/{known.decision}")
    assert not referrals().known
    assert "is no day" in inside.post("/people/referrals/say", asked | {"on": "²"}, follow=True).content.decode()


def test_readers_settle_nothing(client: Client, reader: Member, heard: Callable[..., None]) -> None:
    """2026-03-02 09:00  bob  says  acme  Hello, Ann told me about you."""
    heard("acme")
    client.force_login(reader)
    assert client.get("/people/referrals").status_code == 200
    assert client.post(f"/people/referrals/{Referral.objects.get().activity_id}/deny").status_code == 403


def test_whoever_was_sent_and_has_not_come_waits_for_nobody_here(inside: Client, heard: Callable[..., None]) -> None:
    """
    2026-03-01 09:00  ann   says   acme  Thank you for the parcel.
    2026-03-02 09:00  ann   says   bob   Write to acme, say I sent you.
    """
    heard("acme")
    assert referrals().open and all(one.referrer for one in referrals().open)
    page = inside.get("/people/referrals").content.decode()
    assert "Sent, and not yet here" in page and "To be settled" not in page
