"""The pages of companies, and the same for programs and at the command line."""

import json
from datetime import UTC, datetime

import pytest

from twoears.activities.models import Actor
from twoears.cli.companies import Words, companies
from twoears.people.tasks import meet_by_hand


@pytest.fixture
def domain(office) -> str:
    """Somebody of a company was met."""
    mail = "eve@north-dairy.example"
    eve = Actor.objects.create(
        uid=f"mailto:{mail}", network="mail", handle=mail, name="Eve <b>", mail=mail, seen_at=datetime.now(UTC)
    )
    meet_by_hand(eve.pk)
    return "north-dairy.example"


def test_a_company_stands_in_the_list_and_has_a_page(office, domain):
    page = office.get("/people/companies").content.decode()
    assert domain in page and f'href="/people/companies/{domain}"' in page
    one = office.get(f"/people/companies/{domain}")
    assert f'<h1 class="any">{domain}: we know' in one.content.decode()
    assert office.get(f"/people/companies/{domain}.json").json()["people"]
    assert "No company has that" in office.get("/people/companies?q=zzzz").content.decode()


def test_a_company_of_which_nobody_was_met_is_not_there(office):
    assert office.get("/people/companies/nowhere.example").status_code == 404
    assert office.get("/people/companies/%3Cscript%3E").status_code == 404


def test_the_command_line_says_the_same(office, domain, capsys):
    companies("list", [], Words(json=True))
    assert json.loads(capsys.readouterr().out)["companies"][0]["domain"] == domain
    companies(domain, [], Words())
    assert domain in capsys.readouterr().out
    with pytest.raises(SystemExit):
        companies("nowhere.example", [], Words())
