"""Who came without a name is told by the day on which they first came, wherever people are shown."""

from datetime import UTC, datetime

import pytest

from twoears.activities.models import Actor as ActorRow
from twoears.activities.record import record
from twoears.activities.values import Activity, Actor
from twoears.jobs import catch_up
from twoears.people.models import Person
from twoears.people.pages import people_list, person_page
from twoears.people.referrals.pages import referrals
from twoears.team.models import Member

pytestmark = pytest.mark.django_db
NUMBER = "visitor:5a7d90c1"
CALLED = "a visitor (first seen 3 March 2026)"


def came(number: int, verb: str, day: int, **detail: str) -> Activity:
    who = Actor(id=NUMBER, network="web")
    at = datetime(2026, 3, day, 9, tzinfo=UTC)
    return Activity(id=f"came:{number}", type=verb, actor=who, published=at, object="https://acme.example/offer",
                    detail=tuple(detail.items()))  # fmt: skip


def test_a_visitor_without_a_name_has_a_first_day_in_place_of_a_number(owner: Member) -> None:
    record([came(1, "visit", 3), came(2, "submit", 5, referred_by="Ann")])
    catch_up()
    person = Person.objects.get()
    assert person.name == CALLED
    assert [card.name for card in people_list(q="")[0]] == [CALLED]
    assert [known.handle for known in person_page(person.public_id).known_as] == [CALLED]
    (found,) = referrals().open
    assert found.referred_name == CALLED and NUMBER not in repr(found)
    assert str(ActorRow.objects.get()) == CALLED


def test_a_number_in_place_of_a_handle_is_none(owner: Member) -> None:
    at = datetime(2026, 3, 3, 9, tzinfo=UTC)
    for handle in ("5ece3c48909e77fe", "ann", "facade"):
        who = Actor(id=f"https://acme.example/{handle}", network="web", handle=handle)
        record([Activity(id=handle, type="visit", actor=who, published=at, object="https://acme.example/")])
    assert {str(row) for row in ActorRow.objects.all()} == {CALLED, "ann", "facade"}


def test_whoever_says_a_name_later_has_it(owner: Member) -> None:
    record([came(1, "visit", 3), came(2, "submit", 5)])
    catch_up()
    ActorRow.objects.update(name="Ann")
    assert str(ActorRow.objects.get()) == "Ann"
