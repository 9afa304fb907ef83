"""New customers who were sent, and customers who send, counted by hand."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from tests.conftest import actor
from twoears.activities.record import record
from twoears.activities.values import Activity
from twoears.jobs import catch_up
from twoears.measures.pages import measured, referring
from twoears.measures.referring import customers_who_refer, new_by_referral
from twoears.people.models import Person
from twoears.people.referrals.actions import say_referral, settle_referral
from twoears.people.referrals.pages import referrals
from twoears.team.models import Member

DAY = [datetime(2026, 3, day or 1) for day in range(20)]


def test_where_nobody_became_a_customer_there_is_no_number() -> None:
    assert new_by_referral({}, {}, {}).estimate is None
    assert customers_who_refer({}, [("ann", DAY[1])]).estimate is None


def test_who_was_sent_after_they_had_bought_did_not_come_by_it() -> None:
    made = new_by_referral({"ann": DAY[3]}, {"ann": DAY[4]}, {})
    assert (made.k, made.n, made.aside) == (0, 1, 0)


@pytest.mark.django_db
def test_of_three_new_customers_one_was_sent_and_one_is_not_settled(owner: Member, heard: Callable[..., None]) -> None:
    """
    2026-03-01 09:00  ann  says  acme  Thank you for the parcel.
    2026-03-02 09:00  bob  says  acme  Hello. What does it cost?
    2026-03-03 09:00  cat  says  acme  Hello, Dora told me about you.
    """
    heard("acme")
    record([
        Activity(id=f"order:{who}", type="order", actor=actor(who), object="https://acme.example/a",
                 published=datetime(2026, 3, day, 12, tzinfo=UTC))
        for who, day in (("ann", 1), ("bob", 5), ("cat", 6))
    ])  # fmt: skip
    catch_up()
    ids = {person.name: person.public_id for person in Person.objects.all()}
    say_referral(member=owner, referrer=ids["Ann"], referred=ids["Bob"], on="2026-03-02")
    new, sends = referring()
    assert (new.k, new.n, new.aside) == (1, 2, 1)
    assert (sends.k, sends.n) == (1, 3)
    later, _ = referring(since=datetime(2026, 3, 6, tzinfo=UTC))
    assert (later.n, later.estimate, later.aside) == (0, None, 1)
    settle_referral(member=owner, activity=referrals().open[0].activity, referrer=ids["Ann"])
    assert (referring()[0].k, referring()[0].n) == (2, 3)
    assert measured().referring == referring()
