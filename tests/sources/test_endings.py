"""The day on which a token or a password ends: given by a member, and told before."""

from datetime import UTC, datetime, timedelta

import pytest

from twoears.cli.doctor import _endings
from twoears.sources.access import connected, give
from twoears.sources.catalogue import sources
from twoears.sources.models import Connection
from twoears.sources.pages import health_of
from twoears.sources.reading import Asked, CannotRead
from twoears.team.models import Member

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop(owner: Member) -> Connection:
    """A webhook whose secret ends in ten days."""
    day = (datetime.now(UTC) + timedelta(days=10)).date()
    return connected(member=owner, text="webhook shop", asked=Asked(), given={"secret": "s", "ends": str(day)})


def test_the_day_that_a_member_gives_is_told_before(shop: Connection) -> None:
    assert health_of(shop).ends_in == 10
    found = _endings()
    assert not found.well and str(shop.renews_on) in found.words


def test_a_day_far_away_is_no_trouble(shop: Connection, owner: Member) -> None:
    give(member=owner, connection=shop, given={"ends": "2099-01-01"})
    assert _endings().well


def test_a_new_secret_does_not_end_on_the_day_of_the_old_one(shop: Connection, owner: Member) -> None:
    assert give(member=owner, connection=shop, given={"secret": "t"}).renews_on is None
    assert (
        str(give(member=owner, connection=shop, given={"secret": "u", "ends": "2099-01-01"}).renews_on) == "2099-01-01"
    )


def test_what_is_no_day_is_refused(shop: Connection, owner: Member) -> None:
    with pytest.raises(CannotRead, match="like 2027-03-31"):
        give(member=owner, connection=shop, given={"ends": "next March"})


def test_who_asks_for_a_day_tells_it() -> None:
    for source in sources().values():
        assert (source.renewal is not None) == any(field.name == "ends" for field in source.fields), source.kind
