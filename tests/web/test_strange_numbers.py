"""Characters that look like digits and are no number: every page answers in words."""

import pytest
from hearing import conversation_of

from twoears.publishing.models import Delivery
from twoears.team.models import Team

STRANGE = ["²", "٣²", "①", "9" * 40]


@pytest.mark.parametrize("number", STRANGE)
def test_no_page_breaks_where_a_number_is_asked_for(office, market, number):
    talk = f"/conversations/{conversation_of('Leila Haddad')}"
    etag = office.get(f"{talk}.json").json()["etag"]
    assert office.post(f"{talk}/send", {"text": "Yes.", "source": number, "etag": etag}).status_code == 404
    assert office.post(f"{talk}/send", {"act": "like", "source": number, "post": number}).status_code == 404
    assert office.post(f"{talk}/hand-over", {"to": f"m{number}"}).status_code == 404
    assert office.post(f"{talk}/hand-over", {"to": f"t{number}"}).status_code == 404
    assert office.post("/settings/team", {"team": number, "name": "Night"}).status_code == 404
    assert office.get("/asides", {"source": number}).status_code in (200, 404)
    assert office.get("/reach", {"share": [number, f"-{number}"]}).status_code == 200
    assert not Delivery.objects.exists()


@pytest.mark.parametrize("minutes", STRANGE)
def test_a_promise_in_no_number_changes_nothing_of_a_team(office, market, minutes):
    before = list(Team.objects.values_list("promise_minutes", flat=True))
    key = Team.objects.values_list("pk", flat=True)[0]
    office.post("/settings/team", {"team": key, "name": "Desk", "timezone": "UTC", "promise": minutes})
    assert list(Team.objects.values_list("promise_minutes", flat=True)) == before
