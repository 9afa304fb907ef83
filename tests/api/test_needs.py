"""Needs through the API: themes, the book, coding, talks, and who speaks of what."""

import pytest

from twoears.activities.models import Post


def post_of(words: str) -> str:
    return f"post:{Post.objects.get(text__contains=words).pk}"


def test_a_program_codes_and_takes_it_back(ask, world) -> None:
    made = ask("POST", "needs/codes", {"name": "works in the cold", "examples": [post_of("four degrees")]})
    assert made.status_code == 201 and made.json()["examples"][0]["who"] == "Ann"
    code = made.json()["id"]
    said = ask("POST", "needs/codings", {"item": post_of("four degrees"), "code": code})
    assert said.status_code == 201 and said.json()["code"] == "works in the cold"
    assert ask("POST", "needs/codings", {"item": post_of("heated housing")}).json()["code"] == ""
    book = ask("GET", "needs/codes").json()
    assert (book["codes"][0]["items"]["k"], book["codes"][0]["items"]["n"]) == (1, 2)
    assert book["agreement"]["alpha"] is None and "Cannot tell" in book["sentence"]
    segment = ask("GET", f"needs/segments?code={code}").json()["segments"][0]
    assert [who["name"] for who in segment["who"]] == ["Ann"] and segment["people"]["n"] == 2
    assert ask("DELETE", f"needs/codings/{said.json()['id']}").status_code == 204
    assert ask("GET", "needs/segments").json()["segments"][0]["people"]["k"] == 0


def test_the_book_is_changed_with_its_history(ask, world) -> None:
    one = ask("POST", "needs/codes", {"name": "cold"}).json()["id"]
    other = ask("POST", "needs/codes", {"name": "price"}).json()["id"]
    assert ask("POST", "needs/codes", {"name": "Cold"}).status_code == 409
    changed = ask("POST", f"needs/codes/{one}/change", {"meaning": "Below zero."}).json()
    assert (changed["name"], changed["meaning"]) == ("cold", "Below zero.")
    ask("POST", "needs/codings", {"item": post_of("four degrees"), "code": one})
    ask("POST", "needs/codings", {"item": post_of("heated housing"), "code": one})
    split = ask("POST", f"needs/codes/{one}/split", {"name": "warm", "items": [post_of("heated housing")]})
    assert split.status_code == 201 and split.json()["split_from"] == "cold"
    assert ask("POST", f"needs/codes/{other}/merge", {"into": one}).json()["name"] == "cold"
    assert ask("POST", f"needs/codes/{one}/examples", {"item": post_of("DN25"), "fits": False}).json()[
        "counter_examples"
    ]
    assert ask("DELETE", f"needs/codes/{split.json()['id']}").status_code == 204
    latest = ask("GET", f"needs/changes?code={split.json()['id']}").json()["items"][0]
    assert latest["what"] == "retire"
    assert ask("DELETE", f"needs/changes/{latest['id']}").json()["undone"] is True
    assert {one["code"]["name"] for one in ask("GET", "needs/codes").json()["codes"]} == {"cold", "warm"}
    first = ask("GET", "needs/changes?limit=2").json()
    assert len(first["items"]) == 2 and first["next"]
    assert ask("GET", f"needs/changes?limit=2&after={first['next']}").json()["items"][0] not in first["items"]


def test_a_talk_is_kept_and_removed(ask, world) -> None:
    talk = ask(
        "POST", "needs/talks", {"title": "Ann", "text": "Fine.\n\nBut cold.", "with_whom": "@ann@social.example"}
    )
    assert talk.status_code == 201 and [one["item"]["text"] for one in talk.json()["passages"]] == [
        "Fine.",
        "But cold.",
    ]
    assert talk.json()["about"] == "Ann"
    key = talk.json()["id"]
    assert ask("GET", "needs/talks").json()["items"][0]["coded"]["n"] == 2
    assert ask("GET", f"needs/talks/{key}").json()["kind"] == "interview"
    assert ask("DELETE", f"needs/talks/{key}").status_code == 204
    assert ask("GET", f"needs/talks/{key}").status_code == 404


def test_themes_of_too_little_say_why_and_proposals_are_there(ask, ask_as_reader, world) -> None:
    assert ask_as_reader("GET", "needs/themes").json()["made_at"] is None
    told = ask("POST", "needs/themes", {}).json()
    assert told["themes"] == [] and "it takes 40" in told["why_none"]
    assert ask_as_reader("GET", "needs/themes").json()["made_at"]
    assert ask_as_reader("POST", "needs/themes", {}).status_code == 403
    assert len(ask("GET", "needs/proposals?limit=3").json()["posts"]) == 3
    code = ask("POST", "needs/codes", {"name": "cold"}).json()["id"]
    assert "it takes 3" in ask("GET", f"needs/proposals?code={code}").json()["why_none"]
    found = ask("GET", "needs/proposals?order=sure&limit=1").json()
    assert found["learnt"] is None and "it takes 20" in found["why_not_learnt"]
    assert found["posts"][0]["probability"] is None and found["posts"][0]["code"] == 0


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("GET", "needs/codes/999", None, 404),
        ("GET", "needs/themes?label=nonsense", None, 422),
        ("GET", "needs/proposals?query=(a", None, 422),
        ("GET", "needs/proposals?code=999", None, 404),
        ("GET", "needs/proposals?order=best", None, 422),
        ("GET", "needs/segments?code=999", None, 404),
        ("POST", "needs/codes", {"name": ""}, 422),
        ("POST", "needs/codes", {"name": "a\u0000"}, 422),
        ("POST", "needs/codes", {"name": "a", "examples": ["post:999999"]}, 404),
        ("POST", "needs/codes", {"name": "a", "examples": ["who"]}, 422),
        ("POST", "needs/codings", {"item": "post:1", "code": 999}, 404),
        ("POST", "needs/codings", {"item": "post:0"}, 422),
        ("POST", "needs/talks", {"title": "a", "text": " "}, 422),
        ("POST", "needs/talks", {"title": "a", "text": "b", "with_whom": "zoe"}, 404),
        ("POST", "needs/talks", {"title": "a", "text": "b", "day": "2999-01-01"}, 422),
        ("DELETE", "needs/codings/999", None, 404),
        ("DELETE", "needs/changes/999", None, 404),
        ("DELETE", "needs/talks/999", None, 404),
    ],
)
def test_what_cannot_be_answered_is_refused_in_a_sentence(ask, world, method, path, body, status) -> None:
    answer = ask(method, path, body)
    assert answer.status_code == status and answer.json()["detail"]


def test_who_only_reads_changes_nothing(ask_as_reader, stranger, world) -> None:
    for path, body in (("needs/codes", {"name": "a"}), ("needs/codings", {"item": "post:1"})):
        assert ask_as_reader("POST", path, body).status_code == 403
        assert stranger("POST", path, body).status_code == 401
