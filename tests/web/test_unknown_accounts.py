"""A network on which one account answers many people, and none of ours is known to speak."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from typer.testing import CliRunner

from twoears.cli import app
from twoears.sources.models import Connection, State
from twoears.team.models import Member


@pytest.fixture
def office(client: Client, heard: Callable[..., None], owner: Member) -> Client:
    """Acme spoke nowhere yet; somebody else answers everybody."""
    heard("acme")
    Connection.objects.create(name="talk", kind="tables", text="talk.csv", state=State.HEARD, read=7)
    client.force_login(owner)
    return client


def test_who_answers_everybody_where_we_are_unknown_is_asked_for(office: Client) -> None:
    """
    2026-03-01 09:00  ann   says   shop  Is it open on Sunday?
    2026-03-01 10:00  shop  reply  ann   It is.
    2026-03-01 11:00  bob   says   shop  Is it open on Monday?
    2026-03-01 12:00  shop  reply  bob   It is.
    2026-03-01 13:00  cleo  says   shop  Is it open on Tuesday?
    2026-03-01 14:00  shop  reply  cleo  It is.
    2026-03-01 15:00  dora  says   shop  Is it open on Wednesday?
    """
    said = office.get("/today").content.decode()
    assert "Is <span" in said and "shop (x)" in said and "That is everyone." not in said
    start = office.get("/start").content.decode()
    assert "Is one of these you, too?" in start and 'value="shop" checked' in start
    told = CliRunner().invoke(app, ["today"])
    assert "Is shop you, too? It answers many people on x" in told.stderr
    assert office.post(reverse("say-us"), {"us": "shop"}).status_code == 302
    from twoears.jobs import catch_up

    catch_up()
    assert "Dora" in office.get("/today").content.decode()
    assert "Is one of these you, too?" not in office.get("/start").content.decode()


def test_where_everybody_answers_everybody_nobody_is_asked(office: Client) -> None:
    """
    2026-03-01 09:00  ann   says   shop  Is it open on Sunday?
    2026-03-01 10:00  bob   reply  ann   It is.
    2026-03-01 11:00  cleo  reply  bob   It was.
    """
    assert "That is everyone." in office.get("/today").content.decode()
    assert "Is one of these you, too?" not in office.get("/start").content.decode()


def test_a_file_that_is_not_there_is_said_to_be_so(owner: Member) -> None:
    told = CliRunner().invoke(app, ["listen", "/nowhere/talk.csv"])
    assert told.exit_code == 1
    assert "There is no file /nowhere/talk.csv." in told.stderr
    assert "webhook" not in told.stderr and "Heard in" not in told.stderr
