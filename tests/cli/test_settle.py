"""The house of the demo, as it stands when its door opens."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from twoears.cli.settle import settle
from twoears.conversations.criticism.pages.found import found
from twoears.conversations.criticism.pages.improving import improvements
from twoears.conversations.models import Draft
from twoears.queries.pages.lists import queries
from twoears.reach.pages import reached
from twoears.team.actions import first_team
from twoears.town.town import build
from twoears.town.write import write

A_DAY = datetime(2026, 11, 30, tzinfo=UTC)  # what happened in a town depends on the day on which it ends


@pytest.mark.django_db
def test_a_demo_begins_with_queries_that_found_something(tmp_path: Path) -> None:
    town = build(80, until=A_DAY)
    settle(write(town, tmp_path)[0], town)
    found = {query.name: query for query in queries()}
    assert sorted(found) == ["Calibration", "Other makes", "Our name"]
    assert {query.team for query in found.values()} == {str(first_team())}
    assert all(query.hits and query.caught_up for query in found.values()), found
    assert found["Our name"].ours, "what we say ourselves is told apart from the first day on"


@pytest.mark.django_db
def test_a_demo_has_decided_what_to_make_better(tmp_path: Path) -> None:
    town = build(150, until=A_DAY)
    settle(write(town, tmp_path)[0], town)
    made = improvements()
    assert {one.state for one in made.improvements} == {"done", "decided"}, made
    assert all(one.owner and one.need and one.posts for one in made.improvements)
    assert made.figures.heard.n > 0
    assert [group.need > 0 for group in found().groups][0] and not found().groups[-1].need
    assert not Draft.objects.exists(), "nothing lies ready that no member asked for"


@pytest.mark.django_db
def test_a_demo_knows_who_of_those_it_wants_can_hear_it(tmp_path: Path) -> None:
    town = build(80, until=datetime.now(UTC).replace(microsecond=0))
    settle(write(town, tmp_path)[0], town)
    page = reached()
    assert page.by == "wanted" and len(page.audiences) >= 4 and page.all.at[0] and page.all.outside
