"""A small market, heard and understood, and the members who look at it."""

import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.test import Client

from tests.square import our_place, squares
from twoears.sources.models import Connection
from twoears.team.actions import first_owner, first_team
from twoears.team.models import Member, Role

sys.path.insert(0, str(Path(__file__).parent))
import specimen  # noqa: E402
from hearing import hear  # noqa: E402  beside this file; tests are no package


@pytest.fixture
def data(settings, tmp_path):
    """A data folder of its own, so that uploads and the columnar copy stay out of everybody's way."""
    settings.DATA = tmp_path
    return tmp_path


@pytest.fixture
def owner(db, data) -> Member:
    return first_owner()


@pytest.fixture
def reader(owner) -> Member:
    made = Member.objects.create_user("rita", password="long-enough-1", role=Role.READER, first_name="Rita")
    first_team().members.add(made)
    return made


@pytest.fixture
def market(owner):
    """Eight people and Halden, as in specimen.py, up to now."""
    return hear(owner, list(specimen.activities(datetime.now(UTC))))


@pytest.fixture
def office(client: Client, market, owner) -> Client:
    """The owner at their desk."""
    client.force_login(owner)
    return client


@pytest.fixture
def looking(market, reader) -> Client:
    """A reader at theirs."""
    client = Client()
    client.force_login(reader)
    return client


@pytest.fixture
def square():
    """A place where we can speak, in which the market is heard."""
    with squares("mastodon") as made:
        yield made


@pytest.fixture
def place(owner, square) -> Connection:
    """Our account there."""
    return our_place(owner)
