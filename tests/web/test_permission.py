"""Permission by signing in at the server of an account."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings

from tests.sources.live.conftest import fediverse
from twoears.lib.seals import unseal
from twoears.sources.actions import connect
from twoears.sources.models import Connection
from twoears.sources.reading import Asked

__all__ = ["fediverse"]


@pytest.fixture
def account(office, fediverse) -> Connection:
    return connect("@ann@social.example", asked=Asked(base=fediverse.base))


def test_a_member_signs_in_there_and_brings_the_code(office, account, fediverse):
    page = f"/sources/{account.pk}/permission"
    assert "Sign in at the server" in office.get(f"/sources/{account.pk}").content.decode()
    office.post(page)
    address = office.get(f"{page}").context["page"].address
    assert address.startswith(f"{fediverse.base}/oauth/authorize?")
    fediverse.codes = {"a-code": parse_qs(urlsplit(address).query)["code_challenge"][0]}

    refused = office.post(page, {"code": "another"})
    assert (refused.status_code, "refuses" in refused.content.decode()) == (422, True)
    done = office.post(page, {"code": " a-code "}, follow=True)
    assert done.redirect_chain[-1][0] == f"/sources/{account.pk}"
    account.refresh_from_db()
    kept = unseal(bytes(account.sealed), settings.SECRET_KEY)
    assert kept["token"] in fediverse.tokens
    assert kept["token"] not in done.content.decode()


def test_readers_and_sources_without_it_have_no_such_page(looking, office, account):
    assert looking.post(f"/sources/{account.pk}/permission").status_code == 403
    feed = Connection.objects.create(name="feeds a", kind="feeds", text="https://a.example/feed")
    assert office.get(f"/sources/{feed.pk}/permission").status_code == 404
