"""Companies: made of those who write from one, each time anew; claims in profiles make nobody a colleague."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twoears.activities.record import record
from twoears.activities.values import Activity, Actor, Post, created
from twoears.jobs import catch_up
from twoears.people.actions import NobodyHere, forget, merge
from twoears.people.companies.houses import house_of
from twoears.people.companies.pages.listing import companies
from twoears.people.companies.pages.one import company, company_of
from twoears.people.models import Person
from twoears.team.models import Member
from twoears.threads.actions import say_us

pytestmark = pytest.mark.django_db
US = "mailto:us@acme.example"
MAILS = ("ann@north-dairy.example", "bob@north-dairy.example", "cyd@gmail.com", "dan@quay.example")


def day(n: int) -> datetime:
    return datetime(2026, 3, n, 9, tzinfo=UTC)


def who(mail: str) -> Actor:
    return Actor(id=f"mailto:{mail}", network="mail", handle=mail, name=mail.split("@")[0].title(), mail=mail)


def person(name: str) -> Person:
    return Person.objects.get(name=name)


@pytest.fixture
def market(owner: Member) -> None:
    """Ann asks and orders, Bob asks, Cyd writes from a mailbox that anybody can have, Dan asks."""
    said = [
        Post(
            id=f"mail:{at}",
            author=who(mail),
            published=day(at + 1),
            text="Does it run?",
            mentions=("mailto:us@acme.example",),
        )
        for at, mail in enumerate((*MAILS, MAILS[0]))
    ]
    order = Activity(id="order:1", type="order", actor=who(MAILS[0]), published=day(9), object="FX-3")
    say_us(member=None, handles=["us@acme.example"])
    record([*(created(post) for post in said), order])
    catch_up()


def test_a_company_is_the_domain_of_those_who_write_from_it(market: None) -> None:
    page = companies()
    assert [(one.domain, one.people) for one in page.companies] == [("north-dairy.example", 2), ("quay.example", 1)]
    assert (page.told.k, page.told.n) == (3, 4), "a mailbox that anybody can have tells no company"
    assert (page.companies[0].customers.k, page.companies[0].customers.n) == (1, 2)
    assert [one.domain for one in companies(q="QUAY").companies] == ["quay.example"]
    first = companies(limit=1)
    assert companies(limit=1, after=first.after).companies[0].domain == "quay.example"
    assert company_of(person("Cyd")) == "" and company_of(person("Dan")) == "quay.example"


def test_who_is_known_there_since_when_and_what_waits(market: None) -> None:
    one = company("North-Dairy.example ")
    assert [(who.name, who.stage, who.since, who.until) for who in one.people] == [
        ("Ann", "customer", day(1), day(9)),
        ("Bob", "stranger", day(2), day(2)),
    ]
    assert (one.asked.k, one.asked.n) == (2, 2)
    assert one.waits == sum(who.waits for who in one.people) > 0
    assert one.near is None and one.state == "", "nothing was learnt yet, so it cannot be told"
    with pytest.raises(NobodyHere, match="met nobody"):
        company("gmail.com")


def test_a_company_follows_merges_and_forgetting_at_once(market: None, owner: Member) -> None:
    merge(member=owner, left=person("Cyd").public_id, right=person("Dan").public_id)
    assert [who.name for who in company("quay.example").people] == ["Cyd"]
    forget(member=owner, person=person("Cyd").public_id, typed="Cyd")
    with pytest.raises(NobodyHere):
        company("quay.example")


@given(st.lists(st.text(max_size=40), max_size=4))
def test_whatever_stands_there_for_an_address_gives_a_domain_or_none(mails: list[str]) -> None:
    house = house_of(mails)
    assert house == "" or ("." in house and len(house) <= 255 and house == house.strip().lower())
