"""Sources that are given what they ask for, and what is sent through them."""

from collections.abc import Iterator

import pytest
from django.conf import settings

from tests.square import TEXT, Square, our_place, squares
from twoears.lib.seals import unseal
from twoears.publishing.models import Delivery
from twoears.publishing.tasks import deliver
from twoears.sources.models import Connection


@pytest.fixture
def square() -> Iterator[Square]:
    with squares("mastodon") as made:
        yield made


@pytest.fixture
def place(owner, square) -> Connection:
    return our_place(owner)


def test_a_source_is_added_with_what_it_asks_for(ask, square) -> None:
    refused = ask("POST", "sources", {"text": TEXT})
    assert (refused.status_code, refused.json()["detail"][:18]) == (422, "Something is missi")
    made = ask("POST", "sources", {"text": TEXT, "given": {"token": "t-1", "room": "old"}})
    assert made.status_code == 201
    assert (made.json()["speaks"], made.json()["renews_on"], made.json()["ends_in"] < 0) == (True, "2020-01-31", True)
    assert b"t-1" not in made.content
    row = Connection.objects.get(pk=made.json()["id"])
    assert unseal(bytes(row.sealed), settings.SECRET_KEY) == {"token": "t-1"}


def test_secrets_are_replaced_and_taken_away_and_never_told(ask, ask_as_reader, place) -> None:
    fields = ask("GET", f"sources/{place.pk}/access").json()["fields"]
    assert [(f["name"], f["given"], f["value"]) for f in fields] == [("token", True, ""), ("room", False, "")]
    assert ask_as_reader("POST", f"sources/{place.pk}/access", {"given": {"token": "x"}}).status_code == 403
    assert ask_as_reader("POST", f"sources/{place.pk}/address").status_code == 403
    assert ask("POST", f"sources/{place.pk}/access", {"given": {"token": "t-2"}}).status_code == 200
    place.refresh_from_db()
    assert unseal(bytes(place.sealed), settings.SECRET_KEY) == {"token": "t-2"}
    assert ask("POST", f"sources/{place.pk}/access", {"given": {"word": "x"}}).status_code == 422
    assert ask("DELETE", f"sources/{place.pk}/access/token").status_code == 204
    assert not ask("GET", f"sources/{place.pk}/access").json()["fields"][0]["given"]


def test_an_address_is_told_to_those_who_set_up(ask, place, settings) -> None:
    settings.PUBLIC_URL = "https://ears.example"
    told = ask("POST", f"sources/{place.pk}/address").json()
    assert told == {"address": f"https://ears.example/in/{place.door}"}


def test_a_source_is_read_again_from_a_moment_on(ask, place) -> None:
    Connection.objects.filter(pk=place.pk).update(cursor={"since": "9"}, state="listening")
    answer = ask("POST", f"sources/{place.pk}/look-back", {"since": "2026-03-01T00:00:00Z"})
    assert answer.json()["state"] == "waiting"
    place.refresh_from_db()
    assert (place.cursor, place.asked["since"]) == ({}, "2026-03-01T00:00:00+00:00")


def test_a_reply_is_sent_once_however_often_it_is_asked_for(ask, conversation, place, square) -> None:
    body = {"act": "reply", "conversation": conversation("Dora"), "text": "It depends on the length."}
    first = ask("POST", "deliveries", body, idempotency_key="one")
    assert (first.status_code, first.json()["state"], first.json()["may"]) == (201, "pending", ["take-back"])
    assert ask("POST", "deliveries", body, idempotency_key="one").json()["id"] == first.json()["id"]
    while deliver():
        pass
    assert [letter.text for letter in square.kept] == ["It depends on the length."]
    now = ask("GET", f"deliveries/{first.json()['id']}").json()
    assert (now["state"], now["url"][:23], now["may"]) == ("sent", "https://square.example/", [])
    assert ask("POST", f"deliveries/{now['id']}/take-back").status_code == 409


def test_what_cannot_be_sent_is_refused_in_words(ask, ask_as_reader, conversation, square, owner) -> None:
    talk = conversation("Dora")
    nobody = ask("POST", "deliveries", {"act": "reply", "conversation": talk, "text": "Hello"})
    assert (nobody.status_code, nobody.json()["errors"][0]["detail"]) == (422, "no source speaks there")
    place = our_place(owner)
    for body, status in (
        ({"act": "reply", "conversation": talk, "text": " "}, 422),
        ({"act": "reply", "conversation": talk, "text": "x" * 201}, 422),
        ({"act": "reply", "text": "Hello"}, 422),
        ({"act": "reply", "conversation": "c_none", "text": "Hello"}, 404),
        ({"act": "reply", "conversation": talk, "text": "Hello", "source": place.pk + 9}, 422),
        ({"act": "like", "conversation": talk, "post": 999_999}, 404),
        ({"act": "shout", "conversation": talk}, 422),
    ):
        assert ask("POST", "deliveries", body).status_code == status, body
    assert ask_as_reader("POST", "deliveries", {"act": "post", "text": "Hello"}).status_code == 403
    assert not Delivery.objects.exists()


def test_what_was_lost_is_said_by_a_member(ask, place, square) -> None:
    square.plan = ["lost"]
    made = ask("POST", "deliveries", {"act": "post", "text": "Hello"}).json()
    deliver()
    Delivery.objects.update(next_at="2026-01-01T00:00Z")
    deliver()
    assert ask("GET", f"deliveries/{made['id']}").json()["may"] == ["it-is-there", "try-again"]
    assert ask("POST", f"deliveries/{made['id']}/it-is-there").json()["state"] == "sent"


def test_deliveries_are_listed_a_page_at_a_time(ask, ask_as_reader, place) -> None:
    for number in range(3):
        ask("POST", "deliveries", {"act": "post", "text": f"Number {number}"})
    first = ask("GET", "deliveries?limit=2").json()
    rest = ask("GET", f"deliveries?limit=2&after={first['next']}").json()
    assert [one["text"] for one in first["items"] + rest["items"]] == ["Number 2", "Number 1", "Number 0"]
    assert rest["next"] is None
    assert ask_as_reader("GET", "mouths").json()["items"][0]["longest"] == 200
