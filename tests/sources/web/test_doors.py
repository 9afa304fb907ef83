"""What is kept of those who bring us something, and what words open no door."""

import pytest
from django.test import Client

from twoears.sources.actions import connect
from twoears.sources.models import Brought
from twoears.sources.reading import Asked

pytestmark = pytest.mark.django_db


def test_neither_where_callers_are_nor_their_passwords_are_kept(client: Client) -> None:
    connection = connect("our shop", kind="webhook", asked=Asked())
    told = {
        "authorization": "Basic c2VjcmV0Og==",
        "x-forwarded-for": "203.0.113.7",
        "cookie": "session=1",
        "x-shop": "halden",
    }
    answer = client.post(f"/in/{connection.door}", b'{"id": 1}', content_type="application/json", headers=told)
    assert answer.status_code < 300
    kept = Brought.objects.get().headers
    assert kept["x-shop"] == "halden"
    assert not {"authorization", "x-forwarded-for", "cookie"} & kept.keys()


@pytest.mark.parametrize("word", ["a", "%00" * 24, "x" * 4000, "%2e%2e%2f" * 4, "ü" * 24])
def test_a_word_that_is_none_opens_nothing(client: Client, word: str) -> None:
    assert client.post(f"/in/{word}", b"{}", content_type="application/json").status_code in (404, 410)
    assert not Brought.objects.exists()
