"""The page of strangers worth meeting: their own words, why, and what is decided there."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.conftest import actor
from twoears.activities.models import Actor
from twoears.activities.record import record
from twoears.activities.values import Post, created
from twoears.jobs import catch_up
from twoears.people.models import Person
from twoears.queries.actions import add

WORDS = "Can anybody recommend a data logger for <b>a freezer</b>?"


@pytest.fixture
def stranger(office, owner) -> Actor:
    """Somebody nobody knows asks for what a query listens for."""
    at = datetime.now(UTC).replace(microsecond=0) - timedelta(days=2)
    record([created(Post(id="https://x.com/zoe/1", author=actor("zoe"), published=at, text=WORDS))])
    add(member=owner, name="Loggers", text="logger*")
    catch_up()
    return Actor.objects.get(handle="zoe")


def test_a_stranger_stands_there_with_their_words_and_why(office, stranger):
    page = office.get("/people/strangers").content.decode()
    assert "Can anybody recommend a data logger for &lt;b&gt;a freezer&lt;/b&gt;?" in page
    assert "asked, and nobody has answered" in page and "heard by “Loggers”" in page
    assert "Answer what they asked" in page
    assert office.get("/people/strangers.json").json()["strangers"][0]["actor"] == stranger.pk
    assert not Person.objects.filter(identities__actor=stranger).exists()


def test_whom_a_member_meets_has_a_page_and_it_can_be_taken_back(office, stranger):
    after = office.post(f"/people/strangers/{stranger.pk}/meet", follow=True)
    assert "Zoe has a page now. Nothing was sent." in after.content.decode()
    met = Person.objects.get(identities__actor=stranger)
    assert office.get(f"/people/{met.public_id}").status_code == 200
    word = office.get("/people/strangers.json").json()["words"][0]
    assert (word["says"], word["person"]) == ("meet", met.public_id)
    office.post(f"/people/strangers/words/{word['id']}/undo")
    assert not Person.objects.filter(identities__actor=stranger).exists()


@pytest.mark.parametrize(("what", "said"), [("leave", "not proposed again"), ("later", "in two weeks")])
def test_who_is_left_or_put_off_goes_from_the_list(office, stranger, what, said):
    after = office.post(f"/people/strangers/{stranger.pk}/{what}", follow=True).content.decode()
    assert said in after and WORDS[:30] not in after


def test_a_reader_looks_and_what_is_not_there_is_said(office, looking, stranger):
    assert "Meet<span" not in looking.get("/people/strangers").content.decode()
    assert looking.post(f"/people/strangers/{stranger.pk}/meet").status_code == 403
    assert office.post("/people/strangers/99999999/meet").status_code == 404
    assert office.post(f"/people/strangers/{stranger.pk}/marry").status_code == 404
    assert office.post("/people/strangers/words/99999999/undo").status_code == 404
    assert office.get("/people/strangers?need=9999").status_code == 404
