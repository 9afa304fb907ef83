"""What makes a friend: that somebody comes back. What shows a customer without an order, an evangelist by a name."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from tests.conftest import actor
from twoears.activities.record import record
from twoears.activities.values import Activity, Post, created
from twoears.jobs import catch_up
from twoears.people.models import Person, StageChange
from twoears.people.referrals.actions import deny_referral, settle_referral, undo_referral
from twoears.people.referrals.models import Referral
from twoears.people.standing.evidence.words import bought_in
from twoears.team.models import Member

pytestmark = pytest.mark.django_db


def stage(handle: str) -> str:
    return Person.objects.get(identities__actor__handle=handle).stage


def ordered(who: str, day: int) -> Activity:
    at = datetime(2026, 3, day, tzinfo=UTC)
    return Activity(id=f"order:{who}", type="order", actor=actor(who), published=at, object="https://acme.example/a")


def test_who_was_answered_and_fell_silent_is_a_stranger_and_who_wrote_back_is_a_friend(
    heard: Callable[..., None],
) -> None:
    """
    2026-03-01 09:00  ann   says   acme  Does it hold?
    2026-03-01 10:00  acme  reply  ann   It does.
    2026-03-02 09:00  bob   says   acme  And the price?
    2026-03-02 10:00  acme  reply  bob   Ten.
    2026-03-02 11:00  bob   reply  acme  And for a hundred of them?
    """
    heard("acme")
    assert (stage("ann"), stage("bob")) == ("stranger", "friend")
    assert StageChange.objects.get().at == datetime(2026, 3, 2, 11, tzinfo=UTC)


def test_who_speaks_to_us_again_on_another_day_has_come_back(heard: Callable[..., None]) -> None:
    """
    2026-03-01 09:00  ann   says   acme  Does it hold?
    2026-03-01 10:00  acme  reply  ann   It does.
    2026-03-02 09:00  ann   says   acme  And in rain?
    2026-03-01 09:00  bob   says   acme  Does it float?
    2026-03-01 10:00  acme  reply  bob   It does.
    2026-03-09 09:00  bob   says   acme  And in salt water?
    """
    heard("acme")
    assert (stage("ann"), stage("bob")) == ("stranger", "friend"), "ann asked again within the day"


def test_who_was_only_found_and_helped_did_not_come_back(heard: Callable[..., None]) -> None:
    """
    2026-03-01 09:00  ann   says   acme  Does it hold?
    2026-03-01 10:00  acme  reply  ann   It does.
    2026-03-09 09:00  ann   says   -     Which glue is best for glass, everybody?
    2026-03-09 10:00  acme  reply  ann   Any with silane.
    """
    heard("acme")
    assert stage("ann") == "stranger"


def test_a_program_that_answers_for_them_is_no_coming_back(heard: Callable[..., None]) -> None:
    """
    2026-03-01 09:00  ann   says   acme  Does it hold?
    2026-03-01 10:00  acme  reply  ann   It does.
    """
    heard("acme")
    away = Post(
        id="https://x.com/ann/status/9", author=actor("ann"), published=datetime(2026, 3, 1, 11, tzinfo=UTC),
        text="I am out of the office.", in_reply_to="https://x.com/acme/status/1", mentions=(actor("acme").id,),
    )  # fmt: skip
    said = created(away)
    record([Activity(id=said.id, type=said.type, actor=said.actor, published=said.published, object=away,
                     detail=(("auto", "replied"),))])  # fmt: skip
    catch_up()
    assert stage("ann") == "stranger"


def test_who_accepts_to_meet_us_is_a_friend(heard: Callable[..., None]) -> None:
    """
    2026-03-01 09:00  ann   says   acme  Does it hold?
    """
    heard("acme")
    meeting = Post(id="https://acme.example/m", type="Event", author=actor("acme"), title="Tea",
                   published=datetime(2026, 3, 2, tzinfo=UTC))  # fmt: skip
    record([created(meeting)])
    record([Activity(id="yes", type="Accept", actor=actor("ann"), published=datetime(2026, 3, 3, tzinfo=UTC),
                     object=meeting.id)])  # fmt: skip
    catch_up()
    from twoears.people.standing.tasks import restage
    from twoears.threads.actions import us

    restage(Person.objects.values_list("pk", flat=True), us().actors)
    assert stage("ann") == "friend"


def test_who_says_that_they_bought_is_a_customer_without_an_order(heard: Callable[..., None]) -> None:
    """
    2026-03-01 09:00  ann   says   acme  We bought six pumps from you in spring. How do I clean them?
    2026-03-02 09:00  bob   says   acme  What do your customers say of the pump?
    """
    heard("acme")
    assert (stage("ann"), stage("bob")) == ("customer", "stranger")


def test_a_customer_who_is_named_as_the_one_who_sent_somebody_is_an_evangelist(
    owner: Member, heard: Callable[..., None]
) -> None:
    """
    2026-03-01 09:00  ann   says   acme  Thank you for the parcel.
    2026-03-09 09:00  bob   says   acme  Hello, @ann told me about you.
    """
    heard("acme")
    assert stage("ann") == "stranger", "she has not tried what she speaks of"
    record([ordered("ann", 2)])
    catch_up()
    assert stage("ann") == "evangelist"
    made = deny_referral(member=owner, activity=Referral.objects.get().activity_id)
    assert stage("ann") == "customer"
    undo_referral(member=owner, decision=made.pk)
    assert stage("ann") == "evangelist"


def test_whom_a_member_names_as_the_sender_stands_where_that_leads(owner: Member, heard: Callable[..., None]) -> None:
    """
    2026-03-01 09:00  ann   says   acme  Thank you for the parcel.
    2026-03-09 09:00  bob   says   acme  Hello, Ann told me about you.
    """
    record([ordered("ann", 2)])
    heard("acme")
    assert stage("ann") == "customer", "a first name is not certain"
    ann = Person.objects.get(identities__actor__handle="ann")
    settle_referral(member=owner, activity=Referral.objects.get().activity_id, referrer=ann.public_id)
    assert stage("ann") == "evangelist"


def test_to_share_our_words_makes_no_evangelist(heard: Callable[..., None]) -> None:
    """
    2026-03-01 09:00  acme  says   -     Our new pump is here.
    2026-03-01 10:00  ann   says   acme  Thank you for the parcel.
    """
    shared = Activity(id="share", type="Announce", actor=actor("ann"), published=datetime(2026, 3, 9, tzinfo=UTC),
                      object="https://x.com/acme/status/0")  # fmt: skip
    heard("acme")
    record([ordered("ann", 2), shared])
    catch_up()
    assert stage("ann") == "customer"


@pytest.mark.parametrize(
    "text",
    [
        "I have ordered two of them from you.",
        "As a long-time customer: thank you.",
        "Customers of yours since 2019.",
        "Wir haben im Mai zwölf Stück bei Ihnen gekauft.",
        "Seit vier Jahren Kunde, nie ein Ärger.",
        "Clients chez vous depuis 2018.",
        "Commandé trois pièces chez vous en mai.",
        "Os compramos diez en mayo.",
        "Ne abbiamo comprati sei da voi.",
        "Klant sinds 2020.",
        "Clientes desde 2021.",
        "五月に御社から十台購入しました。",
    ],
)
def test_words_of_a_customer_are_found_in_eight_languages(text: str) -> None:
    assert bought_in(text) in text and bought_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "What do your customers say?",
        "We are not a customer of yours.",
        "If I were a customer since years, would it be cheaper?",
        "Where is order H-251234?",
        "Wir haben noch nie etwas bei Ihnen gekauft.",
        "> We bought six from you.",
        "We bought milk.",
        "",
        "bought " * 50_000,
    ],
)
def test_what_anybody_may_say_is_no_word_of_a_customer(text: str) -> None:
    assert bought_in(text) == ""
