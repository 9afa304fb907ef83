"""Readers that an owner brings, through the API."""

from collections.abc import Iterator

import pytest

from tests.chat_server import ChatServer, told
from twoears.jobs import catch_up, read_elsewhere
from twoears.understanding.models import Note


@pytest.fixture
def server(owner) -> Iterator[ChatServer]:
    made = ChatServer()
    yield made
    made.close()


@pytest.fixture
def added(ask_as_owner, world, server: ChatServer) -> dict[str, object]:
    """A reader that was brought."""
    asked = {"question": "Does the author praise us?", "labels": ["praised"], "key": "sesame"}
    where = {"name": "liked", "address": server.address, "near": True, "model": "small"}
    answer = ask_as_owner("POST", "readers/optional", where | asked)
    assert answer.status_code == 201
    return answer.json()


def test_from_adding_to_notes_and_back(ask_as_owner, added, server: ChatServer) -> None:
    assert (added["labels"], added["switch"], added["has_key"]) == (["praised", "none"], "", True)
    assert "sesame" not in str(ask_as_owner("GET", "readers/optional").json())
    assert "praised" in ask_as_owner("POST", "readers/optional/liked/test").json()["seen"]
    at = "readers/optional/liked/switch"
    words = ask_as_owner("GET", f"{at}?whose=public&most_a_day=50&past=true").json()["words"]
    assert "strangers too" in words and "up to 50 posts a day" in words
    asked = {"whose": "public", "most_a_day": 50, "past": True}
    refused = ask_as_owner("POST", at, asked | {"words": words.replace("50", "5")})
    assert (refused.status_code, words in refused.json()["detail"]) == (422, True)
    assert ask_as_owner("POST", at, asked | {"words": words}).json()["switch"] == words
    while read_elsewhere():
        pass
    catch_up()
    assert ask_as_owner("GET", "readers/optional").json()["items"][0]["answered"] > 0
    assert "liked" in [one["name"] for one in ask_as_owner("GET", "readers").json()["items"]]
    assert ask_as_owner("DELETE", at).json()["switch"] == ""
    assert ask_as_owner("DELETE", "readers/optional/liked").status_code == 204
    catch_up()
    assert not Note.objects.filter(reader="liked").exists()
    assert ask_as_owner("DELETE", "readers/optional/liked").status_code == 404


def test_what_is_wrong_is_a_problem_with_what_to_do(ask_as_owner, added, server: ChatServer) -> None:
    again = {"name": "liked", "address": server.address, "near": True, "model": "m", "question": "?", "labels": ["a"]}
    assert ask_as_owner("POST", "readers/optional", again).status_code == 409
    assert ask_as_owner("POST", "readers/optional", again | {"name": "x", "near": False}).status_code == 422
    server.raw = lambda body: told(b"", "401 No")
    refused = ask_as_owner("POST", "readers/optional/liked/test")
    assert (refused.status_code, "Give another key" in refused.json()["detail"]) == (422, True)
    assert ask_as_owner("POST", "readers/optional/liked/key", {"key": ""}).json()["has_key"] is False
    assert ask_as_owner("POST", "readers/optional/liked/counts", {"counts": True}).status_code == 422
    assert ask_as_owner("POST", "readers/optional/liked/again").json() == {"posts": 0}
    assert ask_as_owner("POST", "readers/optional/other/test").status_code == 404


def test_those_who_are_no_owners_look_and_choose_nothing(ask, ask_as_reader, added, server: ChatServer) -> None:
    assert ask_as_reader("GET", "readers/optional").json()["items"][0]["name"] == "liked"
    heard = len(server.heads)
    for who in (ask, ask_as_reader):
        for method, what in (("POST", "/test"), ("POST", "/again"), ("DELETE", "/switch"), ("DELETE", "")):
            assert who(method, f"readers/optional/liked{what}").status_code == 403
    assert len(server.heads) == heard
