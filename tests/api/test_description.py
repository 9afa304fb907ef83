"""The API is what it is said to be."""

import ast
import dataclasses
import json
from collections import Counter
from pathlib import Path

import pytest
from django.test import Client

from twoears.api import asked, reference
from twoears.api.credentials import Session, Token
from twoears.api.shapes import conversations, deliveries, measures, people, queries, sources
from twoears.api.v1 import api
from twoears.conversations import finding, listing, one
from twoears.conversations import today as queue
from twoears.lib.intervals import Number
from twoears.measures import showing as measured
from twoears.people import showing as known
from twoears.people.pages import PEOPLE_VIEWS
from twoears.publishing import showing as sent
from twoears.queries import shown as listened
from twoears.sources import health
from twoears.sources.webhook import showing as webhook
from twoears.team.models import Scope
from twoears.threads.actions import Candidate

HERE = Path(__file__).parent
SNAPSHOT = HERE / "openapi.json"
QUERIES = (
    *("Advised", "Mistake", "Read", "QueryShown", "HitShown", "Preview", "Count", "Burst", "Volume"),
    *("ExclusionShown", "Delivered", "OnToday", "Loud"),
)
RENEW = "python -m twoears.api.reference docs/reference/api.md tests/api/openapi.json"


@pytest.fixture
def description(db) -> dict:
    return Client().get("/api/openapi.json").json()


def test_it_is_described_in_openapi_3_1(description) -> None:
    assert description["openapi"] == "3.1.0"
    assert all(path.startswith("/api/v1/") for path in description["paths"])


def test_the_description_has_not_changed_unnoticed(description) -> None:
    assert description == json.loads(SNAPSHOT.read_text("utf8")), f"If that is meant, renew it: {RENEW}"


def test_no_key_that_was_promised_is_gone(description) -> None:
    """The snapshot of today against the code of today; in a review, its diff may only add."""
    for name, shape in json.loads(SNAPSHOT.read_text("utf8"))["components"]["schemas"].items():
        assert set(shape["properties"]) <= set(description["components"]["schemas"][name]["properties"])


def test_the_reference_page_is_current(description) -> None:
    assert reference.PAGE.read_text("utf8") == reference.page(description), f"Renew it: {RENEW}"


def test_every_operation_names_a_scope_every_refusal_and_what_it_does(description) -> None:
    for path, ways in description["paths"].items():
        for method, operation in ways.items():
            assert operation["security"][0]["Token"][0] in Scope.values
            assert {"401", "403", "404", "409", "412", "422", "429"} <= set(operation["responses"])
            assert operation["description"]
            kept = "Idempotency-Key" in [parameter["name"] for parameter in operation["parameters"]]
            assert kept == (method == "post" and not path.endswith("/test"))


def test_only_reading_needs_no_more_than_read(description) -> None:
    for path, ways in description["paths"].items():
        for method, operation in ways.items():
            # What is given to these is read, and nothing of it is kept.
            reads = method == "get" or path.endswith(("/understand", "/fit", "/voices", "/from-posts", "/stages/try"))
            assert (operation["security"][0]["Token"][0] == Scope.READ) == reads


def test_every_operation_is_behind_credentials() -> None:
    for router in api._get_bound_routers():
        for view in router.path_operations.values():
            for operation in view.operations:
                assert [type(way) for way in operation.auth_callbacks] == [Token, Session]


@pytest.mark.parametrize(
    ("shape", "value"),
    [
        (measures.Number, Number),
        (measures.Week, measured.Week),
        (conversations.Today, queue.Today),
        (conversations.Row, queue.Row),
        (conversations.Why, queue.Why),
        (conversations.Day, queue.Day),
        (conversations.Conversation, one.Conversation),
        (conversations.Message, one.Message),
        (conversations.Label, one.Label),
        (conversations.Note, one.Note),
        (conversations.Decided, one.Decided),
        (conversations.Hit, finding.Hit),
        (people.PersonCard, known.PersonCard),
        (people.PersonPage, known.PersonPage),
        (people.KnownAs, known.KnownAs),
        (people.Stood, known.Stood),
        (people.Moment, known.Moment),
        (people.IdentityChange, known.IdentityChange),
        *[(getattr(queries, name), getattr(listened, name)) for name in QUERIES],
        (sources.Source, health.Health),
        (sources.Beat, health.Beat),
        (sources.Hole, health.Hole),
        (sources.Meaning, webhook.Meaning),
        (sources.Meanings, webhook.Meanings),
        (sources.Speaking, measured.Speaking),
        (sources.Spoken, measured.Spoken),
        (sources.Voices, measured.Voices),
        (sources.Asked, health.FieldShown),
        (deliveries.Delivery, sent.DeliveryShown),
        (deliveries.Mouth, sent.Mouth),
        (sources.Aside, health.AsideShown),
        (sources.Candidate, Candidate),
    ],
)
def test_the_api_shows_what_the_pages_show(shape: type, value: type) -> None:
    assert list(shape.model_fields) == [field.name for field in dataclasses.fields(value)]


def test_the_choices_are_those_of_the_pages() -> None:
    assert asked.Tab.__args__ == listing.TABS
    assert asked.View.__args__ == tuple(PEOPLE_VIEWS)


def test_no_two_shapes_share_a_name() -> None:
    """In the description one would stand in the other's place."""
    folder = Path(conversations.__file__).parent
    named = [
        (found.name, path.name)
        for path in (*folder.glob("*.py"), folder.parent / "asked.py")
        for found in ast.parse(path.read_text("utf8")).body
        if isinstance(found, ast.ClassDef)
    ]
    assert len(named) > 50
    assert [name for name, n in Counter(name for name, _ in named).items() if n > 1] == []
