"""Who is who: certain rules, members' words, and the way back."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import actor
from twoears.activities.models import Activity as ActivityRow
from twoears.activities.models import Actor as ActorRow
from twoears.activities.models import Post as PostRow
from twoears.activities.record import record
from twoears.activities.values import Activity, Actor, Post, created
from twoears.jobs import catch_up
from twoears.people.actions import MayNot, NotTyped, SamePerson, forget, merge, split, the_person, undo_identity
from twoears.people.models import Identity, Person
from twoears.people.pages import people_list, person_page
from twoears.people.resolve import Account, Match, matches, persons
from twoears.team.models import Member
from twoears.threads.models import Turn
from twoears.threads.turns import UNSURE

ANN = Account(
    key=1, uid="https://a.example/ann", network="fediverse", url="https://a.example/@ann", handle="ann@a.example"
)


@pytest.mark.parametrize(
    ("other", "rule"),
    [
        (Account(key=2, uid="mailto:ann@n.example", network="mail", mail="ann@n.example"), None),
        (
            Account(key=2, uid="https://blog.example", network="web", links=("https://a.example/@ann",)),
            None,
        ),  # one way only
        (Account(key=2, uid="https://b.example/ann", network="bluesky", handle="ann@a.example"), None),
    ],
)
def test_what_is_not_certain_joins_nobody(other: Account, rule: None) -> None:
    assert matches([ANN, other]) == []


def test_links_both_ways_are_certain() -> None:
    ann = Account(key=1, uid="https://a.example/ann", network="fediverse", links=("https://blog.example/",))
    blog = Account(key=2, uid="https://blog.example", network="web", links=("https://A.example/ann",))
    assert [(m.left, m.right, m.rule) for m in matches([blog, ann])] == [(1, 2, "link")]


def test_the_same_verified_address_is_certain() -> None:
    two = [Account(key=n, uid=f"u{n}", network=f"n{n}", links=("https://ann.example",)) for n in (1, 2)]
    assert matches(two)[0].rule == "link"


def test_two_accounts_on_one_network_are_never_joined_by_a_rule() -> None:
    two = [Account(key=n, uid=f"u{n}", network="mail", mail="ann@n.example") for n in (1, 2)]
    assert matches(two) == []


def test_each_names_the_other() -> None:
    one = Account(key=1, uid="u1", network="fediverse", handle="ann@a.example", summary="Also ann.bsky.social")
    two = Account(key=2, uid="u2", network="bluesky", handle="ann.bsky.social", summary="Also @ann@a.example.")
    assert matches([one, two])[0].rule == "handle"


keys = st.integers(1, 6)


@given(st.lists(st.tuples(keys, keys), max_size=8), st.lists(st.tuples(keys, keys), max_size=4))
def test_split_accounts_never_end_up_together_and_nobody_is_lost(
    joined: list[tuple[int, int]], apart: list[tuple[int, int]]
) -> None:
    split_pairs = [(a, b) for a, b in apart if a != b]
    groups = persons(range(1, 7), [Match(a, b, "mail", "") for a, b in joined if a != b], split_pairs)
    assert sorted(key for group in groups for key in group) == list(range(1, 7))
    assert not any({a, b} <= set(group) for group in groups for a, b in split_pairs)


def write(*people: Actor) -> None:
    from datetime import UTC, datetime

    acme = actor("acme")
    record(
        [
            created(
                Post(
                    id=f"{p.id}/1",
                    author=p,
                    text="Does it run on SQLite?",
                    mentions=(acme.id,),
                    published=datetime(2026, 3, n, tzinfo=UTC),
                )
            )
            for n, p in enumerate(people, 1)
        ]
    )
    from twoears.threads.actions import say_us

    say_us(member=None, handles=["acme"])
    from twoears.activities.models import Actor as Row

    Row.objects.get_or_create(uid=acme.id, defaults={"network": "x", "handle": "acme", "seen_at": "2026-03-01T00:00Z"})
    catch_up()


MASTODON = Actor(id="https://a.example/ann", network="fediverse", handle="ann", name="Ann", mail="ann@n.example")
MAIL = Actor(id="mailto:ann@n.example", network="mail", handle="", name="Ann N.", mail="ann@n.example")
BLUESKY = Actor(id="did:plc:1", network="bluesky", handle="ann.bsky.social", name="Ann B.")


@pytest.mark.django_db
def test_one_person_for_one_mail_and_another_for_the_rest() -> None:
    write(MASTODON, MAIL, BLUESKY)
    assert sorted(p.identities.count() for p in Person.objects.all()) == [1, 2]


@pytest.mark.django_db
def test_strangers_stay_accounts() -> None:
    from datetime import UTC, datetime

    record(
        [created(Post(id="1", author=actor("eve"), text="Lovely weather.", published=datetime(2026, 3, 1, tzinfo=UTC)))]
    )
    catch_up()
    assert not Person.objects.exists()


@pytest.mark.django_db
def test_a_member_merges_and_takes_it_back(owner: Member) -> None:
    write(MAIL, BLUESKY)
    left, right = (i.public_id for i in Identity.objects.order_by("actor"))
    made = merge(member=owner, left=left, right=right)
    assert the_person(right).public_id == left
    assert len(person_page(right).known_as) == 2
    undo_identity(member=owner, change=made.pk)
    assert the_person(right).public_id == right
    assert [c.undone for c in person_page(right).changes] == [True]


@pytest.mark.django_db
def test_a_members_split_wins_over_the_rule_and_lasts(owner: Member) -> None:
    write(MASTODON, MAIL)
    person = Person.objects.get()
    made = split(member=owner, person=person.public_id, actor=ActorRow.objects.get(uid=MAIL.id).pk)
    catch_up()
    assert Person.objects.count() == 2
    undo_identity(member=owner, change=made.pk)
    assert Person.objects.count() == 1


@pytest.mark.django_db
def test_a_merge_after_a_split_wins(owner: Member) -> None:
    write(MASTODON, MAIL)
    split(member=owner, person=Person.objects.get().public_id, actor=ActorRow.objects.get(uid=MAIL.id).pk)
    left, right = (i.public_id for i in Identity.objects.order_by("actor"))
    merge(member=owner, left=left, right=right)
    assert Person.objects.count() == 1


@pytest.mark.django_db
def test_readers_do_not_merge_and_nobody_merges_with_themselves(owner: Member, reader: Member) -> None:
    write(MAIL, BLUESKY)
    left, right = (i.public_id for i in Identity.objects.order_by("actor"))
    with pytest.raises(MayNot):
        merge(member=reader, left=left, right=right)
    with pytest.raises(SamePerson):
        merge(member=owner, left=left, right=left)


@pytest.mark.django_db
def test_each_decision_is_an_activity(owner: Member) -> None:
    write(MAIL, BLUESKY)
    left, right = (i.public_id for i in Identity.objects.order_by("actor"))
    undo_identity(member=owner, change=merge(member=owner, left=left, right=right).pk)
    assert list(ActivityRow.objects.filter(source="team").values_list("type", flat=True)) == ["merge", "reopen"]


@pytest.mark.django_db
def test_who_is_forgotten_leaves_nothing_and_does_not_come_back(owner: Member) -> None:
    write(MASTODON, MAIL, BLUESKY)
    person = Identity.objects.get(actor__uid=MAIL.id).person
    with pytest.raises(NotTyped):
        forget(member=owner, person=person.public_id, typed="ann")
    gone = forget(member=owner, person=person.public_id, typed=person.name)
    assert gone["accounts"] == 2
    write(MASTODON, MAIL)
    assert not ActorRow.objects.filter(uid__in=[MASTODON.id, MAIL.id]).exists()
    assert not PostRow.objects.filter(uid__startswith="mailto").exists()
    assert Person.objects.count() == 1


def test_the_stages_of_a_customer(
    heard: Callable[..., None], stream: list[Activity], django_db_blocker: object
) -> None:
    """
    2026-03-01 09:00  ann   says   acme  Does it run on SQLite?
    2026-03-02 09:00  acme  reply  ann   It does.
    2026-03-03 09:00  ann   reply  acme  Good to know.
    """
    from datetime import UTC, datetime

    ann = stream[0].actor
    bought = Activity(
        id="order-1",
        type="order",
        actor=ann,
        published=datetime(2026, 3, 5, tzinfo=UTC),
        object="fx-3",
        detail=(("amount", "400"),),
    )
    sent = Activity(
        id="refer-1", type="refer", actor=ann, published=datetime(2026, 3, 9, tzinfo=UTC), object="https://x.com/bob"
    )
    stream += [bought, sent]
    heard("acme")
    cards, _, total = people_list()
    assert total == 1
    page = person_page(cards[0].id)
    assert [(s.stage, s.at.day) for s in page.stages] == [("friend", 3), ("customer", 5), ("evangelist", 9)]
    assert page.stage == "evangelist"
    assert {m.kind for m in page.moments} == {"question", "said", "wrote", "order", "refer"}


def test_what_is_owed_to_somebody_is_said_as_surely_as_it_is_known(heard: Callable[..., None]) -> None:
    """
    2026-03-01 09:00  ann   says   acme  Does it run on SQLite?
    2026-03-01 10:00  acme  reply  ann   It does.
    2026-03-01 11:00  bob   says   acme  Does it run on SQLite, and on Postgres?
    """
    heard("acme")
    said = {card.name: person_page(card.id).sentence for card in people_list()[0]}
    assert said["Ann"] == "They turned to you first. They asked once, and you answered."
    assert said["Bob"] == "You have not had an exchange yet. You owe them an answer."
    Turn.objects.filter(actor__handle="bob").update(waits=UNSURE)
    bob = next(card.id for card in people_list()[0] if card.name == "Bob")
    assert person_page(bob).sentence.endswith("They may wait for an answer; we cannot tell.")


def test_a_friend_whose_exchanges_others_began_is_not_told_that_there_was_none(heard: Callable[..., None]) -> None:
    """
    2026-03-01 09:00  ann   says   -     The housing leaks again, and nobody knows why.
    2026-03-01 10:00  bob   reply  ann   Ask @acme, they helped me.
    2026-03-01 11:00  acme  reply  bob   Gladly: which housing is it?
    2026-03-01 12:00  bob   reply  acme  The small one.
    """
    heard("acme")
    bob = next(card for card in people_list()[0] if card.name == "Bob")
    page = person_page(bob.id)
    assert page.stage == "friend"
    assert page.sentence.startswith("You have not begun an exchange with each other; others began those that you had.")


def test_a_profile_on_x_is_the_one_that_was_on_twitter() -> None:
    site = Account(key=1, uid="https://ann.example/", network="web", links=("https://twitter.com/Ann",))
    ann = Account(key=2, uid="https://x.com/ann", network="x", handle="ann", links=("https://ann.example",))
    assert [match.rule for match in matches([site, ann])] == ["link"]
