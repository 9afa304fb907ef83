"""What could not be read: counted in full, shown page by page, and never called "everything was read"."""

from pathlib import Path

import pytest
from django.test import Client
from typer.testing import CliRunner

from twoears.cli import app
from twoears.sources.actions import connect, listen
from twoears.sources.models import Connection
from twoears.team.models import Member

BROKEN = 120
NOTE = (
    b'{"type": "Note", "id": "https://a.example/1", "attributedTo": "https://a.example/ann", "content": "Hi", '
    b'"published": "2026-03-01T09:00:00Z"}\n'
)


@pytest.fixture
def broken(tmp_path: Path, owner: Member) -> Connection:
    path = tmp_path / "said.jsonl"
    path.write_bytes(NOTE + b"".join(b"{%d\n" % n for n in range(BROKEN)))
    connection = connect(str(path))
    listen(connection)
    return connection


@pytest.fixture
def office(client: Client, owner: Member) -> Client:
    client.force_login(owner)
    return client


def test_the_page_of_sources_counts_them_all_and_leads_to_them(office: Client, broken: Connection) -> None:
    page = office.get("/sources").content.decode()
    assert "<h1>120 records could not be read</h1>" in page
    assert "Everything was read" not in page
    assert page.count("Try again") == 10 and 'href="/asides">See all 120</a>' in page


def test_all_of_them_are_there_page_by_page(office: Client, broken: Connection) -> None:
    shown, address = 0, f"/asides?source={broken.pk}"
    while address:
        page = office.get(address)
        shown += len(page.context["page"].asides)
        onward = page.context["page"].after
        address = f"/asides?source={broken.pk}&after={onward}" if onward else ""
    assert shown == office.get("/asides.json").json()["asides_in_all"] == BROKEN
    assert office.get("/asides?source=999").status_code == 404


def test_at_the_command_line_one_source_shows_all_of_its(broken: Connection) -> None:
    said = CliRunner().invoke(app, ["sources"])
    assert said.stdout.count("said.jsonl, line") == 10 and "110 more were set aside" in said.stderr
    one = CliRunner().invoke(app, ["sources", "show", str(broken.pk)])
    assert one.stdout.count("said.jsonl, line") == BROKEN
