"""The house of the demo, as it stands when its door opens."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from twoears.cli.settle import settle
from twoears.queries.pages.lists import queries
from twoears.team.actions import first_team
from twoears.town.town import build
from twoears.town.write import write


@pytest.mark.django_db
def test_a_demo_begins_with_queries_that_found_something(tmp_path: Path) -> None:
    town = build(80, until=datetime.now(UTC).replace(microsecond=0))
    settle(write(town, tmp_path)[0], town)
    found = {query.name: query for query in queries()}
    assert sorted(found) == ["Calibration", "Other makes", "Our name"]
    assert {query.team for query in found.values()} == {str(first_team())}
    assert all(query.hits and query.caught_up for query in found.values()), found
    assert found["Our name"].ours, "what we say ourselves is told apart from the first day on"
