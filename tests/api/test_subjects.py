"""Voices from posts through the API: subjects, statements, marks, and who agrees with what."""

import pytest

from twoears.activities.models import Post

STATEMENT = "It does run on SQLite."


@pytest.fixture
def subject(world, ask) -> int:
    return ask("POST", "subjects", {"name": "SQLite", "text": "sqlite OR calibration"}).json()["id"]


def test_a_program_chooses_statements_marks_and_hears_who_agrees(world, ask, ask_as_reader, subject) -> None:
    made = ask("POST", f"subjects/{subject}/statements", {"text": STATEMENT})
    assert made.status_code == 201 and made.json()["words"] == STATEMENT
    statement = made.json()["id"]
    told = ask_as_reader("GET", f"subjects/{subject}").json()
    assert (told["people"], told["voices"], told["statements"][0]["sides"]["cannot_tell"]["k"]) == (2, None, 2)
    bob = Post.objects.get(text__contains="Does it run on SQLite").pk
    marked = ask("POST", f"statements/{statement}/marks", {"post": bob, "side": "agree"})
    assert marked.status_code == 201 and marked.json()["side"] == "agree"
    told = ask_as_reader("GET", f"subjects/{subject}").json()
    (one,) = told["statements"]
    (quote,) = one["agreeing"]
    assert (quote["by"], quote["speaker"]["name"], quote["speaker"]["conversation"][:2]) == ("mark", "Bob", "c_")
    assert told["voices"]["why_none"] == "only one person voted"
    posts = ask_as_reader("GET", f"statements/{statement}/posts").json()
    assert [mark["side"] for mark in posts["marks"]] == ["agree"] and posts["looked_at"] > 1
    assert ask("DELETE", f"stance-marks/{marked.json()['id']}").status_code == 204
    assert ask("GET", f"subjects/{subject}").json()["statements"][0]["agreeing"] == []


def test_each_is_taken_back_and_brought_back(world, ask, subject) -> None:
    statement = ask("POST", f"subjects/{subject}/statements", {"text": STATEMENT}).json()["id"]
    assert ask("DELETE", f"statements/{statement}").status_code == 204
    assert ask("GET", f"statements/{statement}/posts").status_code == 404
    back = ask("POST", f"statements/{statement}/bring-back").json()
    assert [one["id"] for one in back["statements"]] == [statement]
    assert ask("POST", f"subjects/{subject}/change", {"likes_count": True}).json()["likes_count"] is True
    assert ask("DELETE", f"subjects/{subject}").status_code == 204
    assert ask("GET", "subjects").json()["items"] == []
    assert [one["id"] for one in ask("GET", "subjects?removed=true").json()["items"]] == [subject]
    assert ask("POST", f"subjects/{subject}/bring-back").json()["removed"] is False
    assert ask("GET", f"subjects/{subject}/proposals").json() == {"items": []}


def test_a_query_is_heard_once_and_nothing_is_kept(world, ask, ask_as_reader) -> None:
    asked = {"query": "display", "statements": ["The display froze again."]}
    told = ask_as_reader("POST", "voices/from-posts", asked).json()
    assert told["statements"][0]["sides"]["agree"]["k"] == 1 and told["subject"]["id"] == 0
    assert ask("GET", "subjects").json()["items"] == []


def test_what_cannot_be_is_refused(world, ask, ask_as_reader, stranger, subject) -> None:
    statement = ask("POST", f"subjects/{subject}/statements", {"text": STATEMENT}).json()["id"]
    for method, path, given, status in (
        ("POST", "subjects", {"name": "A"}, 422),
        ("POST", "subjects", {"name": "A", "text": "(a OR"}, 422),
        ("POST", "subjects", {"name": "sqlite", "text": "a"}, 409),
        ("POST", "subjects", {"name": "A", "query": "none"}, 404),
        ("POST", "voices/from-posts", {"query": "(a OR", "statements": ["b"]}, 422),
        ("POST", f"subjects/{subject}/statements", {"text": STATEMENT}, 409),
        ("POST", f"statements/{statement}/marks", {"post": 999, "side": "agree"}, 404),
        ("POST", f"statements/{statement}/marks", {"post": 1, "side": "love"}, 422),
        ("GET", "subjects/999", None, 404),
    ):
        assert ask(method, path, given).status_code == status, path
    assert ask_as_reader("POST", "subjects", {"name": "A", "text": "a"}).status_code == 403
    assert stranger("GET", f"subjects/{subject}").status_code == 401
