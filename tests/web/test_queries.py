"""How much a page asks of the database: never more because more stands on it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hearing import person_of

from twoears.people.models import Person
from twoears.people.pages import people_list
from twoears.sources.models import Connection, Look
from twoears.sources.pages import health

NOW = datetime.now(UTC)


def asked(question) -> int:
    with CaptureQueriesContext(connection) as queries:
        question()
    return len(queries)


def test_a_long_list_of_people_asks_no_more_than_a_short_one(market):
    assert Person.objects.count() > 5
    few = asked(lambda: people_list(limit=2))
    assert asked(lambda: people_list(limit=40)) == few


def test_each_card_has_the_words_its_person_said_last(market):
    words = {card.id: card.words for card in people_list()[0]}
    assert words[person_of("Leila Haddad")].startswith("That fixed most of it.")
    assert words[person_of("Sam Otieno")].startswith("@halden Are you taking interns")


@pytest.mark.django_db
def test_many_sources_ask_no_more_than_one():
    def add(name: str, looks: int) -> None:
        made = Connection.objects.create(name=name, kind="feeds", text=name)
        Look.objects.bulk_create(
            Look(connection=made, at=NOW - timedelta(hours=i), well=i != 1, new=i) for i in reversed(range(looks))
        )

    add("one", 30)
    few = asked(health)
    add("two", 2)
    add("three", 0)
    assert asked(health) == few
    beats = [[beat.new for beat in source.beats] for source in health()]
    assert beats == [list(range(23, -1, -1)), [1, 0], []]
    assert [beat.state for beat in health()[1].beats] == ["failed", "well"]
