"""Answering where the conversation is: pressed once, seen as it goes, never twice."""

import pytest
from hearing import conversation_of

from tests.square import Square
from twoears.activities.record import record
from twoears.activities.values import Post, created
from twoears.conversations.models import Draft
from twoears.jobs import catch_up
from twoears.publishing.models import Delivery, State
from twoears.publishing.tasks import deliver
from twoears.sources.models import Connection
from twoears.threads.models import Thread

WORDS = "It holds down to five degrees below zero."


def body(answer) -> str:
    return " ".join(answer.content.decode().split())


@pytest.fixture
def talk(market) -> str:
    return f"/conversations/{conversation_of('Leila Haddad')}"


def press(office, talk: str, place: Connection, text: str = WORDS, **more):
    etag = office.get(f"{talk}.json").json()["etag"]
    return office.post(f"{talk}/send", {"text": text, "source": place.pk, "etag": etag} | more, follow=True)


def the_one() -> Delivery:
    return Delivery.objects.get()


def test_a_reply_is_in_line_then_sent_and_its_draft_is_gone(office, talk, place, square: Square):
    assert "Send as halden@square.example on Square" in body(office.get(talk))
    office.post(f"{talk}/draft", {"text": WORDS})
    page = body(press(office, talk, place))
    assert "In line to be sent." in page
    assert "Waiting to be sent" in page and "Take back" in page
    assert not Draft.objects.exists()
    assert square.kept == [], "pages send nothing; the worker does"

    assert deliver()
    page = body(office.get(talk))
    assert "<b>Sent</b> as" in page and "See it there" in page
    assert [(letter.act, letter.text, letter.target) for letter in square.kept] == [
        ("reply", WORDS, "https://social.example/posts/l5")
    ]


def test_what_was_heard_back_stands_once_and_the_talk_is_answered(office, owner, talk, place, square, market):
    press(office, talk, place)
    deliver()
    sent = the_one()
    ours = next(a.actor for a in market if a.actor.handle.startswith("halden"))
    record([created(Post(id=sent.sent_uid, author=ours, published=sent.sent_at, text=WORDS,
                         in_reply_to="https://social.example/posts/l5"))])  # fmt: skip
    catch_up()
    page = body(office.get(talk))
    assert page.count(WORDS) == 1 and "<b>Sent</b>" not in page
    assert office.get(f"{talk}.json").json()["waiting_since"] is None


def test_pressing_twice_sends_once(office, talk, place, square):
    etag = office.get(f"{talk}.json").json()["etag"]
    for _ in range(2):
        office.post(f"{talk}/send", {"text": WORDS, "source": place.pk, "etag": etag})
    while deliver():
        pass
    assert (Delivery.objects.count(), len(square.kept)) == (1, 1)


def test_nothing_is_sent_past_somebody_who_has_spoken_since(office, talk, place, market):
    answer = press(office, talk, place, etag="of an hour ago")
    assert "your words are kept" in body(answer)
    assert not Delivery.objects.exists()
    assert Draft.objects.get().text == WORDS


def test_what_is_taken_back_is_a_draft_again(office, talk, place, square):
    press(office, talk, place)
    answer = office.post(f"/deliveries/{the_one().pk}/take-back", {"next": talk}, follow=True)
    assert "Taken back. Nothing was sent." in body(answer)
    assert Draft.objects.get().text == WORDS
    assert not deliver()
    late = office.post(f"/deliveries/{the_one().pk}/take-back", follow=True)
    assert "It has gone on since you looked." in body(late)


def test_a_refusal_is_said_and_tried_again(office, talk, place, square):
    square.plan = ["refused"]
    press(office, talk, place)
    deliver()
    page = body(office.get(talk))
    assert "Not sent" in page and "You may not speak here." in page
    assert "One thing was not sent" in body(office.get("/sources"))
    assert "One thing was not sent" in body(office.get("/deliveries?only=unsent"))
    office.post(f"/deliveries/{the_one().pk}/try-again")
    deliver()
    assert (the_one().state, len(square.kept)) == (State.SENT, 1)


def test_where_nobody_can_tell_a_member_says_it_is_there(office, talk, place, square):
    square.plan = ["lost"]
    press(office, talk, place)
    deliver()
    assert "We are looking it up there" in body(office.get(talk))
    Delivery.objects.update(next_at="2026-01-01T00:00Z")
    deliver()
    page = body(office.get(talk))
    assert "Perhaps sent" in page and "It is there" in page and "It is not there: send again" in page
    office.post(f"/deliveries/{the_one().pk}/it-is-there")
    assert (the_one().state, len(square.kept)) == (State.SENT, 1)
    assert not deliver()


def test_a_post_is_liked_once_and_its_button_goes(office, talk, place, square):
    page = body(office.get(talk))
    buttons = page.count('name="act" value="like"')
    assert buttons == 3, "their posts only"
    post = Thread.objects.get(public_id=talk.rsplit("/", 1)[1]).all_turns.filter(ours=False).first().post_id
    office.post(f"{talk}/send?source={place.pk}", {"act": "like", "post": post})
    deliver()
    assert [(letter.act, letter.text) for letter in square.kept] == [("like", "")]
    assert body(office.get(talk)).count('name="act" value="like"') == buttons - 1


def test_a_private_talk_is_not_shared_and_says_that_it_stays_private(office, talk, place, square):
    Thread.objects.filter(public_id=talk.rsplit("/", 1)[1]).update(private=True)
    page = body(office.get(talk))
    assert "This was said in private. Your answer goes to the same people and to nobody else." in page
    assert 'value="share"' not in page and 'value="like"' in page
    answer = press(office, talk, place, act="share")
    assert "It is not ours to share." in body(answer)
    assert not Delivery.objects.exists()


def test_too_many_characters_and_no_words_are_said_before_anything_is_done(office, talk, place):
    assert 'data-most="200"' in body(office.get(talk))
    assert "201 characters, and 200 are the most there" in body(press(office, talk, place, "x" * 201))
    assert Draft.objects.get().text == "x" * 201, "the words are kept"
    assert "There are no words yet." in body(press(office, talk, place, "  "))
    assert not Delivery.objects.exists()


def test_a_source_speaks_only_where_it_is_at_home(office, talk, place, square):
    elsewhere = Connection.objects.create(name="feeds x", kind="feeds", text="https://x.example/feed", sealed=b"x")
    assert "does not speak there" in body(press(office, talk, elsewhere))
    assert press(office, talk, place, post="999999").status_code == 404
    assert not Delivery.objects.exists()


def test_without_a_place_to_speak_there_is_copy_and_open(office, talk):
    page = body(office.get(talk))
    assert "Send as" not in page and "Copy" in page and "I answered there" in page


def test_readers_see_what_is_sent_and_may_not_send(office, looking, talk, place, square):
    press(office, talk, place)
    page = body(looking.get(talk))
    assert "Waiting to be sent" in page
    assert "Take back" not in page and "Send as" not in page and 'value="like"' not in page
    assert looking.get("/deliveries").status_code == 200
    assert looking.post(f"{talk}/send", {"text": "x", "source": place.pk}).status_code == 403
    assert looking.post(f"/deliveries/{the_one().pk}/take-back").status_code == 403
    assert the_one().state == State.PENDING


def test_strangers_see_nothing_of_it(client, office, talk, place):
    press(office, talk, place)
    client.logout()
    for page in ("/deliveries", f"/deliveries/{the_one().pk}", f"/sources/{place.pk}", "/sources/connect"):
        assert client.get(page).status_code == 302
        assert client.get(page, headers={"accept": "application/json"}).status_code == 401


def test_an_owner_forgets_somebody_who_was_answered(office, owner, talk, place):
    from twoears.people.actions import forget
    from twoears.people.models import Person

    press(office, talk, place)
    forget(member=owner, person=Person.objects.get(name="Leila Haddad").public_id, typed="Leila Haddad")
    assert not Delivery.objects.exists(), "and nothing is sent to them any more"
