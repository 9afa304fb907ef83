"""Who may come in, what they may do, and that every page is also data."""

import json

import pytest
from django.test import Client
from hearing import conversation_of, person_of

from twoears.conversations.models import Decision
from twoears.team.actions import one_time_link

PAGES = ("/today", "/conversations", "/people", "/measure", "/sources", "/settings", "/find", "/start", "/digest")


@pytest.mark.parametrize("page", PAGES)
def test_a_stranger_is_shown_the_door(client, market, page):
    answer = client.get(page)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("page", PAGES)
def test_a_stranger_gets_no_data(client, market, page):
    answer = client.get(f"{page}.json")
    assert answer.status_code == 401
    assert "Leila" not in answer.content.decode()


@pytest.mark.parametrize("page", PAGES)
def test_every_page_is_a_page_and_data(office, page):
    assert office.get(page).status_code == 200
    answer = office.get(f"{page}.json")
    assert answer["Content-Type"] == "application/json"
    assert json.loads(answer.content)["stable"] is False
    assert office.get(page, headers={"Accept": "application/json"})["Content-Type"] == "application/json"


def test_a_conversation_and_a_person_are_data_too(office):
    talk = office.get(f"/conversations/{conversation_of('Leila Haddad')}.json").json()
    assert [m["ours"] for m in talk["messages"]] == [False, True, False, True, False]
    who = office.get(f"/people/{person_of('Leila Haddad')}.json").json()
    assert who["name"] == "Leila Haddad"
    assert who["known_as"][0]["handle"] == "leila@process.example"


def test_what_is_not_here_is_said_so(office):
    assert office.get("/conversations/c_nobody").status_code == 404
    assert office.get("/people/p_nobody").status_code == 404
    assert office.post("/conversations/c_nobody/done").status_code == 404


def test_a_reader_looks_and_sees_no_buttons(looking):
    page = looking.get(f"/conversations/{conversation_of('Leila Haddad')}").content.decode()
    assert "Leila Haddad" in page
    assert "Hand over" not in page
    assert "I answered there" not in page
    today = looking.get("/today").content.decode()
    assert 'data-key="e"' not in today and "<kbd>e</kbd> done" not in today
    assert ">Look<span" in today and ">Answer<span" not in today


def test_a_reader_may_not_decide(looking):
    talk, who = conversation_of("Leila Haddad"), person_of("Leila Haddad")
    for address in (
        f"/conversations/{talk}/done",
        f"/conversations/{talk}/later",
        f"/conversations/{talk}/note",
        f"/conversations/{talk}/draft",
        f"/people/{who}/forget",
        f"/people/{who}/split",
        "/start/listen",
        "/start/upload?name=a.jsonl",
        "/us",
        "/settings/people",
        "/settings/team",
    ):
        assert looking.post(address, {"text": "x"}).status_code == 403, address
    assert not Decision.objects.exists()


def test_looking_changes_nothing(office):
    talk = conversation_of("Leila Haddad")
    assert office.get(f"/conversations/{talk}/done").status_code == 405
    assert office.get("/start/listen").status_code == 405
    assert not Decision.objects.exists()


def test_a_form_without_its_token_is_refused(owner, market):
    client = Client(enforce_csrf_checks=True)
    client.force_login(owner)
    talk = conversation_of("Leila Haddad")
    assert client.post(f"/conversations/{talk}/done").status_code == 403
    client.get("/today")
    token = client.cookies["csrftoken"].value
    sent = client.post(f"/conversations/{talk}/done", headers={"X-CSRFToken": token})
    assert sent.status_code == 302


def test_a_link_from_this_machine_opens_the_door_once(client, owner):
    token = one_time_link(owner)
    first = client.get(f"/?once={token}", REMOTE_ADDR="127.0.0.1")
    assert (first.status_code, first["Location"]) == (302, "/")
    assert client.get("/settings").status_code == 200
    again = Client().get(f"/?once={token}", REMOTE_ADDR="127.0.0.1")
    assert again.status_code == 403


@pytest.mark.parametrize(
    "asked", [{"REMOTE_ADDR": "203.0.113.9"}, {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "127.0.0.1"}]
)
def test_a_link_from_elsewhere_opens_nothing(client, owner, asked):
    assert client.get(f"/?once={one_time_link(owner)}", **asked).status_code == 403
    assert client.get("/settings").status_code == 302


def test_nobody_signs_up_by_themselves(client, owner):
    page = client.get("/accounts/signup/").content.decode()
    assert "An owner adds you" in page


def test_sign_in_looks_like_the_house_and_works(client, reader, market):
    assert "Come in and listen" in client.get("/accounts/login/").content.decode()
    client.post("/accounts/login/", {"login": "rita", "password": "long-enough-1"})
    assert client.get("/today").status_code == 200


def test_the_policy_allows_no_inline_script_or_style(office):
    answer = office.get("/today")
    policy = answer["Content-Security-Policy"]
    assert "unsafe-inline" not in policy
    for page in (*PAGES, "/-/patterns", "/keys", "/more", f"/people/{person_of('Leila Haddad')}"):
        body = office.get(page).content.decode()
        assert " style=" not in body, page
        assert " onclick=" not in body, page
        assert "<script>" not in body, page


def test_the_house_is_well(client, db):
    assert client.get("/healthz").content == b"ok"


def test_the_door_speaks_as_the_house_does(client, owner):
    page = client.get("/today", follow=True).content.decode()
    assert "Name or mail address</label>" in page and "Password</label>" in page
    assert "Login:" not in page and "Username or email" not in page
