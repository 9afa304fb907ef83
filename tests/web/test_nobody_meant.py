"""Ids and words that mean nobody: answered with words, in either database."""

import pytest

from twoears.people.models import Person


def test_a_nul_in_what_is_asked_is_nobody_and_breaks_nothing(office):
    who = Person.objects.earliest("pk").public_id
    for address in ("people?q=x%00y", f"people/{who}?same=x%00y", "people/referrals?called=x%00y"):
        assert office.get(f"/{address}").status_code == 200, address
    assert office.get("/people/unsure?pair=x%00y").status_code == 404
    assert office.post(f"/people/{who}/merge", {"other": "x\0y"}).status_code == 404
    assert office.post("/people/referrals/say", {"referrer": "x\0y", "referred": who}).status_code == 404


@pytest.mark.parametrize("account", ["²", "-1", "9" * 30, "one"])
def test_what_is_no_account_is_not_split(office, account):
    who = Person.objects.earliest("pk").public_id
    assert office.post(f"/people/{who}/split", {"actor": account}).status_code == 404
