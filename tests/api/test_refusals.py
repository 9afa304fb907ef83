"""Every refusal has the same shape."""

import pytest
from django.test import Client

KEYS = {"type", "title", "status", "detail", "errors"}


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/v1/today", 401),
        ("GET", "/api/v1/nowhere", 404),
        ("GET", "/api/", 404),
        ("GET", "/api/nowhere", 404),
        ("GET", "/api/v1/people/%00", 404),
        ("PATCH", "/api/v1/today", 405),
        ("POST", "/api/openapi.json/x", 404),
    ],
)
def test_a_refusal_is_a_problem(db, method: str, path: str, status: int) -> None:
    refused = Client().generic(method, path)
    assert refused.status_code == refused.json()["status"] == status
    assert refused["Content-Type"] == "application/problem+json"
    assert set(refused.json()) == KEYS


def test_a_wrong_method_is_told_which_are_right(db) -> None:
    assert Client().put("/api/v1/us")["Allow"] == "DELETE, GET, POST"


@pytest.mark.parametrize("body", [b"{", b"\xff\xfe", b'{"text": ' + b"[" * 100_000])
def test_a_body_that_is_no_json_is_named(ask, client, member, conversation, body: bytes) -> None:
    client.force_login(member)
    where = f"/api/v1/conversations/{conversation('Ann')}/notes"
    refused = client.generic("POST", where, body, "application/json")
    assert (refused.status_code, set(refused.json())) == (400, KEYS)


def test_what_went_wrong_on_our_side_is_logged_and_tells_nothing(ask, monkeypatch, caplog) -> None:
    from twoears.api import sources

    def broken() -> None:
        raise RuntimeError("secret of the house")

    monkeypatch.setattr(sources, "health", broken)
    refused = ask("GET", "sources")
    assert (refused.status_code, set(refused.json())) == (500, KEYS)
    assert "secret" not in refused.content.decode()
    assert "secret of the house" in caplog.text
