"""What the fields of a webhook mean, through the API."""

import json
from datetime import UTC, datetime

import pytest

from twoears.sources.actions import bring, connect
from twoears.sources.models import Connection
from twoears.sources.reading import Incoming
from twoears.sources.tasks import take_in

MAPPING = {"message": "text", "who": "author", "when": "published"}


@pytest.fixture
def hook(owner) -> Connection:
    """A program has called once."""
    made = connect("webhook forum")
    said = {"message": "Does it run on SQLite?", "who": "ann", "when": "2026-03-01"}
    bring(made.door, Incoming(body=json.dumps(said).encode(), at=datetime(2026, 3, 2, tzinfo=UTC)))
    return made


def test_a_proposal_is_shown_and_then_said(ask, hook: Connection) -> None:
    shown = ask("GET", f"sources/{hook.pk}/mapping").json()
    assert (shown["accepted"], shown["waiting"], shown["records"], shown["readable"]) == (False, 1, 1, 1)
    assert {"path": "message", "value": "Does it run on SQLite?", "field": "text"} in shown["meanings"]
    (listed,) = ask("GET", "sources").json()["items"]
    assert (listed["unread"], listed["ready"]) == (1, False)
    for _ in range(2):
        answer = ask("PUT", f"sources/{hook.pk}/mapping", {"mapping": MAPPING | {"=forum": "network"}})
        assert (answer.status_code, answer.json()["accepted"]) == (200, True)
    assert answer.json()["same"] == [{"path": "", "value": "forum", "field": "network"}]
    assert take_in() == 1
    (listed,) = ask("GET", "sources").json()["items"]
    assert (listed["unread"], listed["ready"]) == (0, True)


def test_what_cannot_be_said_is_refused_with_its_reason(ask, hook: Connection, source) -> None:
    said = f"sources/{hook.pk}/mapping"
    for wrong, why in (({"message": "song"}, "no field"), ({"who": "author"}, "none of what has come"), ({}, "")):
        answer = ask("PUT", said, {"mapping": wrong})
        assert answer.status_code == 422 and why in answer.json()["detail"]
    for method, body in (("GET", None), ("PUT", {"mapping": MAPPING})):
        answer = ask(method, f"sources/{source.pk}/mapping", body)
        assert (answer.status_code, "is no webhook" in answer.json()["detail"]) == (422, True)
        assert ask(method, "sources/999/mapping", body).status_code == 404


def test_readers_look_and_say_nothing(ask_as_reader, hook: Connection) -> None:
    assert ask_as_reader("GET", f"sources/{hook.pk}/mapping").status_code == 200
    assert ask_as_reader("PUT", f"sources/{hook.pk}/mapping", {"mapping": MAPPING}).status_code == 403
    assert take_in() == 0
