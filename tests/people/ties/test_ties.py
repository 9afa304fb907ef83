"""Ties behind the record: heard as they come, followed through merges and splits, the same when made again."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import actor
from twoears.activities.models import Actor as ActorRow
from twoears.activities.record import record
from twoears.activities.values import Activity, Post, created
from twoears.jobs import catch_up
from twoears.people.actions import PeopleError, forget, merge, split, undo_identity
from twoears.people.models import Identity, IdentityDecision, Person
from twoears.people.pages import people_list, person_page
from twoears.people.ties.learning.tasks import learnt
from twoears.people.ties.learnt import AS_SHIPPED
from twoears.people.ties.models import Exchange, Relationship, Unmet
from twoears.people.ties.pages import ties_of
from twoears.people.ties.tasks import tie_again
from twoears.team.models import Member
from twoears.threads.actions import forget_us, say_us
from twoears.threads.tasks import weave_again

pytestmark = pytest.mark.django_db
BEGIN = datetime(2026, 1, 5, 9, tzinfo=UTC)
TOLD = [field.attname for field in Relationship._meta.fields if field.name != "id"]


def held() -> list[tuple[object, ...]]:
    return sorted(Relationship.objects.values_list(*TOLD), key=str)


def made_again() -> list[tuple[object, ...]]:
    tie_again()
    weave_again()
    catch_up()
    return held()


def person(handle: str) -> Person:
    return Person.objects.get(identities__actor__handle=handle)


def note(number: int, who: str, at: datetime, text: str = "Hello there.", to: tuple[str, ...] = ()) -> Activity:
    return created(
        Post(
            id=f"https://x.com/{who}/status/{number}",
            author=actor(who),
            published=at,
            text=text,
            mentions=tuple(actor(one).id for one in to),
        )
    )


def test_a_tie_counts_who_asked_who_answered_and_who_began(heard: Callable[..., None]) -> None:
    """
    2026-03-01 09:00  ann   says   acme  Does it run on SQLite?
    2026-03-01 09:30  acme  reply  ann   It does.
    2026-03-05 09:30  acme  says   ann   How did it go?
    """
    heard("acme")
    tie = ties_of(person("ann"), now=datetime(2026, 3, 9, tzinfo=UTC)).with_us
    assert tie is not None
    way, began, asks = tie.numbers
    assert (way.k, way.n) == (0, 1), "we answered, so the one time it was us"
    assert (began.k, began.n) == (1, 2)
    assert (asks.k, asks.n) == (1, 2)
    assert tie.turned_first == "They turned to you first."
    assert tie.quiet.cooling is None, "one pause tells nothing"
    assert 0 < tie.strength.probability < 1 and len(tie.strength.why) == 3


def test_ties_between_others_are_kept_too(heard: Callable[..., None]) -> None:
    """
    2026-03-01 09:00  ann   says   acme  Does it run on SQLite?
    2026-03-01 09:30  bob   reply  ann   It does.
    2026-03-01 09:40  bob   says   eve   Have a look at this.
    """
    heard("acme")
    (bob,) = ties_of(person("ann")).others
    assert (bob.name, bob.id, bob.together) == ("Bob", "", 1), "a stranger stays an account"
    assert Relationship.objects.exclude(low=None).count() >= 1


def test_which_colleague_knows_them_best(heard: Callable[..., None]) -> None:
    """
    2026-03-01 09:00  ann   says   acme  Does it run on SQLite?
    2026-03-01 09:30  mia   reply  ann   It does.
    2026-03-01 09:40  ann   reply  mia   Thank you, Mia.
    2026-03-01 09:50  acme  says   -     We have news.
    """
    heard("acme", "mia")
    page = ties_of(person("ann"))
    assert {tie.name for tie in page.colleagues} == {"Mia", "Acme"} and all(tie.ours for tie in page.colleagues)
    assert not page.others and not Relationship.objects.filter(low__handle="acme", high__handle="mia").exists()


def test_a_like_and_a_share_come_in_as_they_are_heard(heard: Callable[..., None]) -> None:
    """2026-03-01 09:00  acme  says  -  We have news."""
    heard("acme")
    post = "https://x.com/acme/status/0"
    for n, (who, verb) in enumerate([("ann", "Like"), ("ann", "Announce"), ("bob", "Like")]):
        at = BEGIN + timedelta(days=90 + n)
        record([Activity(id=f"act:{n}", type=verb, actor=actor(who), published=at, object=post)])
    catch_up()
    ann, bob = (Relationship.objects.get(low=None, high__handle=who) for who in ("ann", "bob"))
    assert (ann.they_way, bob.they_way) == (1, 0)
    assert bob.spoke_at is None


def test_who_is_named_before_they_are_heard_is_tied_once_they_are(heard: Callable[..., None]) -> None:
    """2026-03-01 09:00  ann  says  zoe  Have you seen this?"""
    heard("acme")
    assert Unmet.objects.count() == 1 and not Relationship.objects.exists()
    record([note(9, "zoe", BEGIN + timedelta(days=80))])
    catch_up()
    assert Relationship.objects.filter(low__handle="ann", high__handle="zoe").exists()
    assert not Unmet.objects.exists()


def test_who_becomes_us_is_nobody_elses_tie(heard: Callable[..., None]) -> None:
    """
    2026-03-01 09:00  ann  says   bob  Does it run on SQLite?
    2026-03-01 09:30  bob  reply  ann  It does.
    """
    heard("acme")
    assert not Relationship.objects.filter(low=None).exists()
    say_us(member=None, handles=["bob"])
    catch_up()
    assert Relationship.objects.filter(low=None, high__handle="ann").exists()
    forget_us(member=None, handle="bob")
    catch_up()
    assert not Relationship.objects.filter(low=None).exists()


def regular(every: int, times: int, who: str, start: datetime = BEGIN, first: int = 100) -> list[Activity]:
    return [note(first + n, who, start + timedelta(days=every * n), to=("acme",)) for n in range(times)]


def test_cooling_follows_their_own_rhythm_and_not_a_count_of_days(heard: Callable[..., None]) -> None:
    """2026-01-01  acme  says  -  Hello."""
    record([*regular(3, 40, "ann"), *regular(40, 8, "bob", first=200), *regular(9, 2, "eve", first=300)])
    heard("acme")
    end = BEGIN + timedelta(days=320)
    cards, _, total = people_list(view="cooling", now=end)
    assert [card.name for card in cards] == ["Ann"] and total == 1
    assert "longer than 19 of 20 of your pauses" in cards[0].why
    later = [card.name for card in people_list(view="cooling", now=end + timedelta(days=2000))[0]]
    assert later == ["Bob", "Ann"], "who went quiet last stands first; of Eve nobody can tell"


def test_people_are_found_by_who_turned_first_and_who_carries_us(heard: Callable[..., None]) -> None:
    """
    2026-03-01 09:00  ann   says   acme  Does it run on SQLite?
    2026-03-01 09:10  acme  says   bob   Would you like to see it?
    2026-03-01 09:30  bob   reply  acme  Certainly.
    """
    heard("acme")
    record(
        [
            Activity(
                id="share:1",
                type="Announce",
                actor=actor("bob"),
                published=datetime(2026, 3, 2, tzinfo=UTC),
                object="https://x.com/acme/status/1",
            )
        ]
    )
    catch_up()
    assert [card.name for card in people_list(view="turned to us first")[0]] == ["Ann"]
    (bob,) = people_list(view="carry us")[0]
    assert bob.name == "Bob" and bob.why == "They went out of their way for you twice, you for them never."


def test_forgetting_somebody_takes_their_ties(owner: Member, heard: Callable[..., None]) -> None:
    """
    2026-03-01 09:00  ann   says   acme  Does it run on SQLite?
    2026-03-01 09:30  bob   reply  ann   It does.
    """
    heard("acme")
    forget(member=owner, person=person("ann").public_id, typed="Ann")
    assert not Exchange.objects.exists() and not Relationship.objects.exists()


def test_a_person_shows_their_ties(heard: Callable[..., None]) -> None:
    """2026-03-01 09:00  ann  says  acme  Does it run on SQLite?"""
    heard("acme")
    assert person_page(person("ann").public_id).ties.with_us is not None
    assert learnt().model == AS_SHIPPED.model, "so little teaches nothing"


WHO = ("acme", "ann", "anna", "bob", "bobby", "eve")
talk = st.lists(
    st.tuples(st.integers(0, 5), st.integers(0, 5), st.integers(1, 60)).filter(lambda one: one[0] != one[1]),
    min_size=3,
    max_size=14,
)
decisions = st.lists(st.tuples(st.sampled_from(["merge", "split", "undo"]), st.integers(0, 9)), max_size=6)


@given(talk=talk, decided=decisions)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_after_any_merges_and_splits_ties_are_as_if_made_again(
    talk: list[tuple[int, int, int]], decided: list[tuple[str, int]]
) -> None:
    from django.db import transaction

    with transaction.atomic():
        owner = Member.objects.create(username="decider", role="owner")
        say_us(member=None, handles=["acme"])
        at = BEGIN
        for n, (who, whom, days) in enumerate(talk):
            at += timedelta(days=days)
            record([note(n, WHO[who], at, "Hello?", to=(WHO[whom], "acme"))])
        catch_up()
        for kind, place in decided:
            decide(owner, kind, place)
        catch_up()
        assert held() == made_again()
        transaction.set_rollback(True)


def decide(owner: Member, kind: str, place: int) -> None:
    people = list(Person.objects.filter(identities__isnull=False).distinct().order_by("pk"))
    try:
        if kind == "merge" and len(people) > 1:
            merge(
                member=owner,
                left=people[place % len(people)].public_id,
                right=people[(place + 1) % len(people)].public_id,
            )
        elif kind == "split":
            one = list(Identity.objects.order_by("actor"))[place % Identity.objects.count()]
            split(member=owner, person=one.person.public_id, actor=one.actor_id)
        elif kind == "undo" and (made := IdentityDecision.objects.filter(undone_at=None).first()):
            undo_identity(member=owner, change=made.pk)
    except PeopleError:
        pass  # one person already, or nobody there: nothing is decided then


def test_a_merge_joins_the_ties_of_both_and_a_split_parts_them(owner: Member, heard: Callable[..., None]) -> None:
    """
    2026-03-01 09:00  ann   says   acme  Does it run on SQLite?
    2026-03-04 09:00  anna  says   acme  And on PostgreSQL?
    """
    heard("acme")
    made = merge(member=owner, left=person("ann").public_id, right=person("anna").public_id)
    (one,) = Relationship.objects.filter(low=None)
    assert sum(map(sum, one.counts)) == 2 and one.pauses == 1
    undo_identity(member=owner, change=made.pk)
    assert Relationship.objects.filter(low=None).count() == 2
    assert ActorRow.objects.filter(handle="anna").exists()
