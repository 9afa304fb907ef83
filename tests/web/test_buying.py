"""Buying cycles at the doors: what is told, and that it cannot be told."""

import json
from datetime import UTC, datetime

import pytest
from hearing import person_of
from typer.testing import CliRunner

from twoears.cli import app
from twoears.people.buying.models import BuyingView
from twoears.people.models import Person
from twoears.team.actions import make_token


@pytest.fixture
def leila(market) -> str:
    """As if her workspace had taught it: she is near."""
    now = datetime.now(UTC)
    BuyingView.objects.all().delete()
    figures = {"gain": 0.1, "order gain": 0.01, "orders": 40.0, "people": 90.0}
    BuyingView.objects.create(organisation="", probabilities=figures, order_soon=0.02, as_of=now, version="cycle 1")
    chances = {"not looking": 0.1, "looking": 0.1, "comparing": 0.7, "near": 0.1}
    BuyingView.objects.create(
        person=Person.objects.get(name="Leila Haddad"), state="comparing", probabilities=chances, order_soon=0.1,
        reasons=["looks at prices, offers or trials, 2 in thirteen weeks (likelier)"], acts=9,
        as_of=now, version="cycle 1",
    )  # fmt: skip
    return person_of("Leila Haddad")


def test_a_person_stands_somewhere_or_it_cannot_be_told(office, leila):
    page = office.get(f"/people/{leila}").content.decode()
    assert "<b>Comparing</b>, likely" in page and "in thirteen weeks (likelier)" in page
    assert "Of an order: 10 %; of anybody 2 %" in page
    near = office.get("/people?view=near").content.decode()
    assert (
        "One person is at least twice as likely to order soon as anybody" in near
        and "Of an order: 10%; of anybody 2%" in near
        and "Leila Haddad" in near
    )
    BuyingView.objects.all().delete()
    assert "Cannot tell: nothing was told yet" in office.get(f"/people/{leila}").content.decode()
    assert (
        "No people are at least twice as likely to order soon as anybody"
        in office.get("/people?view=near").content.decode()
    )


def test_at_the_command_line_and_through_the_api(client, leila, owner):
    def do(*words: str) -> str:
        done = CliRunner().invoke(app, ["buying", *words])
        assert done.exit_code == 0, done.output
        return done.output

    assert (
        "1 person is at least twice as likely as anybody to order within thirty days" in do()
        and "an order within thirty days 10%, of anybody 2%" in do()
    )
    assert "comparing: 70%" in do(leila)
    assert json.loads(do("--json"))["total"] == 1
    sent = {"Authorization": f"Bearer {make_token(member=owner, name='all', scopes=['read'])}"}
    assert client.get("/api/v1/buying", headers=sent).json()["people"][0]["state"] == "comparing"
    assert client.get(f"/api/v1/people/{leila}/buying", headers=sent).json()["order_soon"] == 0.1
    assert client.get("/api/v1/people?view=near", headers=sent).json()["total"] == 1
    BuyingView.objects.all().delete()
    assert "Cannot tell who is near" in do()
