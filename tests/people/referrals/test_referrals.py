"""Referrals: found in words, deeds and forms; settled, denied and said by members; and what came of them."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from tests.conftest import actor
from twoears.activities.record import record
from twoears.activities.values import Activity, Actor
from twoears.jobs import catch_up
from twoears.people.actions import MayNot, NobodyHere, SamePerson, forget
from twoears.people.models import Person
from twoears.people.referrals.actions import NoSuchDay, deny_referral, say_referral, settle_referral, undo_referral
from twoears.people.referrals.links import told_by
from twoears.people.referrals.models import Referral
from twoears.people.referrals.pages import referrals
from twoears.people.referrals.words import told_in
from twoears.team.models import Member

RECEIVED = (
    ("Hi, Ann Smith told me about you.", "Ann Smith"),
    ("My colleague recommended you to us.", "My colleague"),
    ("We were recommended by Jörg Müller, thanks.", "Jörg Müller"),
    ("I heard about you from @ann.", "@ann"),
    ("Anna hat mir von euch erzählt", "Anna"),
    ("Eine Kollegin hat euch empfohlen.", "Eine Kollegin"),
    ("Ich schreibe auf Empfehlung von Frau Meier.", "Frau Meier"),
    ("Marie Dupont m'a parlé de vous.", "Marie Dupont"),
    ("Bonjour, recommandé par une amie.", "une amie"),
    ("Juan me habló de ustedes", "Juan"),
    ("Vengo recomendado por María.", "María"),
    ("Luca mi ha parlato di voi.", "Luca"),
    ("Ciao, consigliato da un collega.", "un collega"),
)
NONE = (
    "Not recommended by Ann.",
    "I recommended you to him.",
    "Who told you about us?",
    "Sent by DHL yesterday.",
    "It is recommended by Google.",
    "The dose recommended by the maker is 3 g.",
    "> Ann Smith told me about you.",
    "",
)


@pytest.mark.parametrize(("text", "who"), RECEIVED)
def test_who_sent_somebody_is_found_in_five_languages(text: str, who: str) -> None:
    told = told_in(text)
    assert told is not None and told.named == who
    assert text[told.start :].startswith(told.words) and 0.5 < told.probability < 1


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_referral_is_none(text: str) -> None:
    assert told_in(text) is None


@pytest.mark.parametrize("text", ["Write to Mia, say I sent you.", "schreib an Mia, sag Gruß von mir", "de ma part"])
def test_whoever_sends_somebody_is_the_one_who_speaks(text: str) -> None:
    told = told_in(text)
    assert told is not None and told.named == ""


def test_forms_and_links_say_who_sent_somebody() -> None:
    assert told_by({"referred_by": "Ann"}, "") == ("Ann", "referred_by=Ann", 1.0)
    assert told_by({}, "https://a.example/?ref=ann") == ("ann", "ref=ann", 0.8)
    assert told_by({}, "https://a.example/?utm_source=newsletter&utm_content=ann") is None
    assert told_by({}, "https://[broken") is None


def test_whatever_a_stranger_writes_is_looked_at_in_bounded_time() -> None:
    assert told_in("recommended " + "A" * 100_000) is None
    assert told_in("Ab " * 50_000 + "told me about you") is None


pytest_db = pytest.mark.django_db


def person(handle: str) -> Person:
    return Person.objects.get(identities__actor__handle=handle)


def ordered(who: str, at: datetime) -> Activity:
    return Activity(id=f"order:{who}", type="order", actor=actor(who), published=at, object="https://acme.example/a")


@pytest_db
def test_a_referral_in_words_waits_to_be_settled_and_is_settled_by_a_member(
    owner: Member, heard: Callable[..., None]
) -> None:
    """
    2026-03-01 09:00  ann   says   acme  Thank you for the parcel.
    2026-03-02 09:00  bob   says   acme  Hello, Ann told me about you. What does it cost?
    2026-03-02 10:00  acme  reply  bob   Three euro.
    """
    heard("acme")
    (found,) = referrals().open
    assert (found.referred_name, found.referrer_name, found.referrer) == ("Bob", "Ann", ""), (
        "a first name is not certain"
    )
    assert found.why == "Ann told me about you"
    made = settle_referral(member=owner, activity=found.activity, referrer=person("ann").public_id)
    page = referrals()
    (known,) = page.known
    assert known.referrer == person("ann").public_id and known.talked and not known.ordered
    assert not page.open
    rate, _, talked, _ = page.numbers
    assert (rate.k, rate.n) == (1, 2) and (talked.k, talked.n) == (1, 1)
    undo_referral(member=owner, decision=made.pk)
    assert referrals().open and not referrals().known


@pytest_db
def test_a_handle_is_certain(heard: Callable[..., None]) -> None:
    """
    2026-03-01 09:00  ann   says   acme  Thank you for the parcel.
    2026-03-02 09:00  bob   says   acme  Hello, @ann told me about you.
    """
    heard("acme")
    (known,) = referrals().known
    assert (known.referrer_name, known.referred_name) == ("Ann", "Bob")


@pytest_db
def test_what_a_member_denies_is_none_until_it_is_taken_back(owner: Member, heard: Callable[..., None]) -> None:
    """2026-03-02 09:00  bob  says  acme  Hello, Ann told me about you."""
    heard("acme")
    made = deny_referral(member=owner, activity=Referral.objects.get().activity_id)
    assert not referrals().open and len(referrals().denied) == 1
    undo_referral(member=owner, decision=made.pk)
    assert len(referrals().open) == 1
    with pytest.raises(NobodyHere):
        undo_referral(member=owner, decision=made.pk)


@pytest_db
def test_deeds_and_forms_make_chains_with_what_came_of_them(owner: Member, heard: Callable[..., None]) -> None:
    """
    2026-03-01 09:00  ann   says   acme  Thank you for the parcel.
    2026-03-01 09:00  bob   says   acme  Thank you for the parcel.
    2026-03-01 09:00  cy    says   acme  Thank you for the parcel.
    """
    heard("acme")
    day = [datetime(2026, 3, n, tzinfo=UTC) for n in range(1, 9)]
    form = Activity(id="s:1", type="submit", actor=actor("cy"), published=day[4], object="https://acme.example/form",
                    detail=(("referred_by", "bob"),))  # fmt: skip
    sent = Activity(id="r:1", type="refer", actor=actor("ann"), published=day[3], object=actor("bob"))
    record([sent, form, ordered("bob", day[6])])
    catch_up()
    page = referrals()
    assert page.chains == (("Ann", "Bob", "Cy"),)
    assert {(one.referrer_name, one.referred_name, one.ordered) for one in page.known} == {
        ("Ann", "Bob", True),
        ("Bob", "Cy", False),
    }
    assert [(number.k, number.n) for number in page.numbers] == [(2, 3), (1, 1), (0, 2), (1, 2)]
    say_referral(member=owner, referrer=person("ann").public_id, referred=person("bob").public_id)
    assert len(referrals().known) == 2, "the same two are one referral"


@pytest_db
def test_readers_look_and_nobody_sends_themselves(reader: Member, owner: Member, heard: Callable[..., None]) -> None:
    """2026-03-02 09:00  bob  says  acme  Hello, Ann told me about you."""
    heard("acme")
    bob = person("bob").public_id
    with pytest.raises(MayNot):
        say_referral(member=reader, referrer=bob, referred=bob)
    with pytest.raises(SamePerson):
        say_referral(member=owner, referrer=bob, referred=bob)
    with pytest.raises(SamePerson):
        settle_referral(member=owner, activity=Referral.objects.get().activity_id, referrer=bob)
    for number in (10**9, 2**63, 10**30):
        with pytest.raises(NobodyHere):
            deny_referral(member=owner, activity=number)


@pytest_db
def test_forgetting_somebody_takes_their_referrals(owner: Member, heard: Callable[..., None]) -> None:
    """2026-03-02 09:00  bob  says  acme  Hello, Ann told me about you."""
    heard("acme")
    forget(member=owner, person=person("bob").public_id, typed="Bob")
    assert not Referral.objects.exists()


@pytest_db
def test_a_customer_with_a_sign_may_be_asked_and_one_who_waits_may_not(heard: Callable[..., None]) -> None:
    """
    2026-03-01 09:00  ann   says   acme  Can you help me with the red cable?
    2026-03-01 09:30  acme  reply  ann   Turn it around.
    2026-03-01 10:00  ann   reply  acme  Thank you so much, that works, you are wonderful!
    2026-03-01 11:00  bob   says   acme  Thank you so much, it works!
    2026-03-05 11:00  bob   says   acme  Can you tell me what the blue cable costs?
    """
    heard("acme")
    at = datetime(2026, 2, 1, tzinfo=UTC)
    record([ordered("ann", at), ordered("bob", at)])
    catch_up()
    found = referrals(now=datetime(2026, 3, 10, tzinfo=UTC)).ready
    assert [one.name for one in found] == ["Ann"], "Bob waits for an answer"
    assert any(why.startswith("thanked you on 1 Mar 2026") for why in found[0].why)
    assert found[0].not_too_early[0].startswith("customer since")


@pytest_db
def test_an_account_of_ours_was_not_sent(heard: Callable[..., None]) -> None:
    """2026-03-01 09:00  ann  says  acme  Thank you for the parcel."""
    heard("acme")
    ours = Actor(id="https://x.com/acme", network="x", handle="acme")
    record(
        [Activity(id="r:1", type="refer", actor=actor("ann"), published=datetime(2026, 3, 2, tzinfo=UTC), object=ours)]
    )
    catch_up()
    (one,) = referrals().open
    assert one.referrer_name == "Ann" and one.referred == ""


@pytest_db
def test_who_is_told_of_twice_stands_once_with_both_quotes_and_one_word_on_them(
    owner: Member, heard: Callable[..., None]
) -> None:
    """
    2026-03-01 09:00  ann  says  acme  Thank you for the parcel.
    2026-03-02 09:00  bob  says  acme  Hello, Ann told me about you. What does it cost?
    2026-03-04 09:00  bob  says  acme  I ask again: Ann recommended you to me.
    2026-03-05 09:00  cat  says  acme  Hello, Ann told me about you.
    """
    heard("acme")
    of_cat, of_bob = referrals().open
    assert (of_cat.referred_name, of_bob.referred_name) == ("Cat", "Bob")
    assert len(of_bob.quotes) == 2 and of_bob.why == of_bob.quotes[0] == "Ann told me about you"
    made = deny_referral(member=owner, activity=of_bob.activity)
    (denied,) = referrals().denied
    assert denied.quotes == of_bob.quotes and [one.referred_name for one in referrals().open] == ["Cat"]
    undo_referral(member=owner, decision=made.pk)
    assert len(referrals().open) == 2
    settle_referral(member=owner, activity=of_bob.activity, referrer=person("ann").public_id)
    (known,) = referrals().known
    assert known.quotes == of_bob.quotes and len(referrals().open) == 1


@pytest_db
def test_a_member_says_when_and_where_it_was_said(owner: Member, heard: Callable[..., None]) -> None:
    """
    2026-03-01 09:00  ann  says  acme  Thank you for the parcel.
    2026-03-02 09:00  bob  says  acme  Hello. What does it cost?
    """
    heard("acme")
    both = {"referrer": person("ann").public_id, "referred": person("bob").public_id}
    made = say_referral(member=owner, **both, on="2026-02-20", place="At the  fair\nin Ghent")
    (known,) = referrals().known
    assert (known.at, known.place) == (datetime(2026, 2, 20, tzinfo=UTC), "At the fair in Ghent")
    undo_referral(member=owner, decision=known.decision)
    assert made.pk == known.decision and not referrals().known
    for day in ("20.2.2026", "9999-01-01", "2026-02-30", "²"):
        with pytest.raises(NoSuchDay):
            say_referral(member=owner, **both, on=day)
