"""The page of those who may be one person: two beside each other, and what is said of them."""

from datetime import UTC, datetime, timedelta

import pytest
from hearing import person_of

from twoears.activities.record import record
from twoears.activities.values import Actor, Post, created
from twoears.jobs import catch_up
from twoears.people.models import Identity, IdentityDecision, LikelyMatch
from twoears.people.unsure.pages import unsure
from twoears.team.actions import first_team

NOW = datetime.now(UTC)
NADIA = Actor(
    id="did:plc:nadia",
    network="bluesky",
    handle="nadia_brandt_dairy.bsky.social",
    name="Nadia Brandt",
    summary="Quality, Alm Dairy <script>alert(1)</script>",
)


def body(answer) -> str:
    return answer.content.decode()


@pytest.fixture
def desk(office):
    """Nadia, whom we met, and a stranger's account of her name."""
    record(
        [created(Post(id="did:plc:nadia/1", author=NADIA, text="Milk & <b>honey</b>", published=NOW - timedelta(1)))]
    )
    catch_up()
    assert LikelyMatch.objects.exists()
    return office


def test_two_stand_beside_each_other_with_what_speaks_for_it(desk) -> None:
    page = body(desk.get("/people/unsure"))
    assert "One pair may be one person" in page
    assert "What speaks for it" in page and "times as likely" in page
    assert "&lt;script&gt;" in page and "<script>alert" not in page
    assert f"/people/{person_of('Nadia Brandt')}" in page and "A stranger's account" in page
    assert "too few for a percentage" not in page and "Cannot tell yet" in page
    assert desk.get("/people/unsure.json").json()["left"] == 1
    assert 'href="/people/unsure"' in body(desk.get("/people"))


def test_yes_is_said_and_taken_back_from_the_toast(desk) -> None:
    one = unsure().proposals[0].id
    page = body(desk.post(f"/people/unsure/{one}/yes", follow=True))
    made = IdentityDecision.objects.get()
    assert "They are one person now." in page and f"/people/unsure/{made.pk}/undo" in page
    assert "Nobody is in doubt" in page and "1 of 1" in page
    assert len(desk.get(f"/people/{person_of('Nadia Brandt')}.json").json()["known_as"]) == 2
    assert "Taken back." in body(desk.post(f"/people/unsure/{made.pk}/undo", follow=True))
    assert not Identity.objects.filter(actor__uid=NADIA.id).exists()


def test_no_and_later_leave_them_two(desk) -> None:
    one = unsure().proposals[0].id
    assert "asked again in two weeks" in body(desk.post(f"/people/unsure/{one}/later", follow=True))
    assert "One waits until you wanted to be asked again." in body(desk.get("/people/unsure"))
    assert "are not proposed again" in body(desk.post(f"/people/unsure/{one}/no", follow=True))
    assert not Identity.objects.filter(actor__uid=NADIA.id).exists()


def test_a_pair_is_looked_at_out_of_turn(desk) -> None:
    one = unsure().proposals[0].id
    assert "Nadia Brandt" in body(desk.get(f"/people/unsure?pair={one}"))
    assert desk.get("/people/unsure?pair=m_none").status_code == 404


def test_words_that_are_no_answer_change_nothing(desk) -> None:
    one = unsure().proposals[0].id
    assert "Say yes, no or later" in body(desk.post(f"/people/unsure/{one}/perhaps", follow=True))
    assert desk.post("/people/unsure/m_none/yes").status_code == 404
    assert desk.get(f"/people/unsure/{one}/yes").status_code == 405
    assert not IdentityDecision.objects.exists()


def test_readers_look_and_say_nothing(desk, looking) -> None:
    one = unsure().proposals[0].id
    page = body(looking.get("/people/unsure"))
    assert "What speaks for it" in page and "The same person" not in page
    assert looking.post(f"/people/unsure/{one}/yes").status_code == 403
    assert looking.post("/people/unsure/join", {"on": "yes", "least": "99"}).status_code == 403
    assert not IdentityDecision.objects.exists()


def test_a_stranger_sees_nothing(client, desk) -> None:
    client.logout()
    assert client.get("/people/unsure").status_code == 302
    assert client.get("/people/unsure.json").status_code == 401


def test_an_owner_tries_switches_on_and_off(desk) -> None:
    LikelyMatch.objects.update(probability=0.995)
    page = body(desk.get("/people/unsure?least=99"))
    assert "<b>One pair</b> would be joined" in page and "Nothing is joined by itself" in page
    assert "is joined now" in body(desk.post("/people/unsure/join", {"on": "yes", "least": "99"}, follow=True))
    assert first_team().join_likely_from == 0.99
    assert Identity.objects.get(actor__uid=NADIA.id).rule == "likely"
    assert "one pair now" in body(desk.get("/people/unsure"))
    assert "Nothing is joined by itself." in body(desk.post("/people/unsure/join", follow=True))
    assert not Identity.objects.filter(actor__uid=NADIA.id).exists()
    for wrong in ("", "often", "50", "101", "nan"):
        answer = body(desk.post("/people/unsure/join", {"on": "yes", "least": wrong}, follow=True))
        assert "Give a probability" in answer
    assert first_team().join_likely_from is None
