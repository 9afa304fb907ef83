"""Who may be whom: found behind the record, asked about, answered, and joined without a look only where wanted."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.conftest import actor
from twoears.activities.models import Activity as ActivityRow
from twoears.activities.models import Actor as ActorRow
from twoears.activities.record import record
from twoears.activities.values import Activity, Actor, Post, created
from twoears.jobs import catch_up
from twoears.people.actions import MayNot, SamePerson, forget, merge, split, the_person, undo_identity
from twoears.people.models import Identity, LikelyMatch, Person
from twoears.people.unsure.actions import NoSuchMatch, NotLikely, answer, join_likely
from twoears.people.unsure.pages import proposal, unsure, would_join
from twoears.people.unsure.tasks import find_all_likely, find_likely
from twoears.team.models import Member
from twoears.threads.actions import say_us

START = datetime(2026, 3, 1, tzinfo=UTC)
ABOUT = "Process engineer at Norrvik Pharma. Valves, pumps and the odd marathon."
LEILA = Actor(
    id="https://a.example/leila",
    network="fediverse",
    handle="leila_haddad_norrvik@a.example",
    name="Leila Haddad",
    summary=ABOUT,
    place="Uppsala",
)
HERS = Actor(
    id="did:plc:leila",
    network="bluesky",
    handle="leila_haddad_norrvik.bsky.social",
    name="Leila Haddad",
    summary=ABOUT,
    place="Uppsala",
)
OTHER = Actor(id="did:plc:tom", network="bluesky", handle="tom.bsky.social", name="Tom Pike", summary="Brass band.")


def asks(who: Actor, day: int) -> Activity:
    return created(
        Post(
            id=f"{who.id}/{day}",
            author=who,
            text="Does it run on SQLite?",
            mentions=(actor("acme").id,),
            published=START + timedelta(days=day),
        )
    )


def mumbles(who: Actor, day: int) -> Activity:
    return created(Post(id=f"{who.id}/{day}", author=who, text="Rain.", published=START + timedelta(days=day)))


@pytest.fixture
def leila_and_another_account(db: None) -> None:
    """Leila turned to us; an account that looks like hers only spoke of the weather, and so did Tom."""
    say_us(member=None, handles=["acme"])
    crowd = [Actor(id=f"https://x.com/u{n}", network="x", handle=f"u{n}", name=f"Una {n} Berg") for n in range(30)]
    record([asks(LEILA, 1), mumbles(HERS, 2), mumbles(OTHER, 3), *(mumbles(one, 4) for one in crowd)])
    catch_up()


pytestmark = pytest.mark.usefixtures("leila_and_another_account")


def test_a_strangers_account_is_proposed_to_somebody_whom_we_met() -> None:
    (one,) = unsure().proposals
    assert (one.left.name, one.left.person != "", one.right.person) == ("Leila Haddad", True, "")
    assert one.probability >= 0.5
    assert any("name" in sign.text for sign in one.signs_for)
    assert {row.name: row.same for row in one.beside}["Name"]
    assert Person.objects.count() == 1


def test_strangers_among_themselves_are_nobodys_business() -> None:
    record(
        [mumbles(Actor(id="https://b.example/tom", network="fediverse", handle="tom@b.example", name="Tom Pike"), 5)]
    )
    catch_up()
    named = {uid for pair in LikelyMatch.objects.values_list("left__uid", "right__uid") for uid in pair}
    assert named <= {LEILA.id, HERS.id}


def test_yes_makes_them_one_and_undo_makes_the_account_a_strangers_again(owner: Member) -> None:
    (one,) = unsure().proposals
    made = answer(member=owner, match=one.id, says="yes")
    assert {i.actor.uid for i in the_person(one.left.person).identities.all()} == {LEILA.id, HERS.id}
    assert unsure().proposals == ()
    with pytest.raises(SamePerson):
        answer(member=owner, match=one.id, says="yes")
    undo_identity(member=owner, change=made.pk)
    assert not Identity.objects.filter(actor__uid=HERS.id).exists()
    assert [p.id for p in unsure().proposals] == [one.id]


def test_no_is_kept_however_often_it_is_looked_at_again(owner: Member) -> None:
    (one,) = unsure().proposals
    made = answer(member=owner, match=one.id, says="no")
    record([asks(HERS, 6), asks(LEILA, 7)])
    catch_up()
    find_all_likely()
    assert LikelyMatch.objects.filter(public_id=one.id).exists()
    assert unsure().proposals == () and Person.objects.count() == 2
    undo_identity(member=owner, change=made.pk)
    assert [p.id for p in unsure().proposals] == [one.id]


def test_later_comes_back_after_two_weeks(owner: Member) -> None:
    (one,) = unsure().proposals
    answer(member=owner, match=one.id, says="later", now=START)
    soon, then = unsure(now=START + timedelta(days=13)), unsure(now=START + timedelta(days=15))
    assert (soon.proposals, soon.later) == ((), 1)
    assert ([p.id for p in then.proposals], then.later) == ([one.id], 0)


def test_each_answer_is_an_activity_of_its_own(owner: Member) -> None:
    (one,) = unsure().proposals
    for says in ("later", "no", "yes"):
        answer(member=owner, match=one.id, says=says)
    assert list(ActivityRow.objects.filter(source="team").values_list("type", flat=True)) == ["defer", "split", "merge"]


def test_the_newest_answer_counts_and_what_it_overruled_comes_back(owner: Member) -> None:
    (one,) = unsure().proposals
    answer(member=owner, match=one.id, says="no")
    yes = answer(member=owner, match=one.id, says="yes")
    assert Person.objects.get().identities.count() == 2
    undo_identity(member=owner, change=yes.pk)
    assert Person.objects.get().identities.count() == 1
    assert unsure().proposals == ()


def test_readers_look_and_words_that_are_no_answer_are_refused(owner: Member, reader: Member) -> None:
    (one,) = unsure().proposals
    with pytest.raises(MayNot):
        answer(member=reader, match=one.id, says="yes")
    with pytest.raises(NotLikely):
        answer(member=owner, match=one.id, says="perhaps")
    with pytest.raises(NoSuchMatch):
        answer(member=owner, match="m_none", says="yes")


def test_made_anew_it_is_the_same() -> None:
    kept = list(LikelyMatch.objects.order_by("public_id").values("public_id", "probability", "reasons", "version"))
    LikelyMatch.objects.all().delete()
    find_all_likely()
    assert kept == list(
        LikelyMatch.objects.order_by("public_id").values("public_id", "probability", "reasons", "version")
    )
    assert not find_likely()


def test_nothing_is_joined_by_itself_until_an_owner_says_so_and_that_is_taken_back(
    owner: Member, reader: Member
) -> None:
    LikelyMatch.objects.update(probability=0.995)
    assert Identity.objects.count() == 1
    assert [pair.right for pair in would_join(0.99).pairs] == ["Leila Haddad"]
    with pytest.raises(MayNot):
        join_likely(owner=reader, least=0.99)
    with pytest.raises(NotLikely):
        join_likely(owner=owner, least=0.5)
    join_likely(owner=owner, least=0.99)
    hers = Identity.objects.get(actor__uid=HERS.id)
    assert (hers.rule, hers.person) == ("likely", Person.objects.get())
    assert hers.evidence.startswith("likely, 99.5%")
    join_likely(owner=owner, least=None)
    assert Identity.objects.count() == 1


def test_a_split_wins_over_what_is_joined_by_itself(owner: Member) -> None:
    LikelyMatch.objects.update(probability=0.995)
    join_likely(owner=owner, least=0.99)
    whole = Person.objects.get()
    split(member=owner, person=whole.public_id, actor=ActorRow.objects.get(uid=HERS.id).pk)
    join_likely(owner=owner, least=0.9)
    assert Identity.objects.count() == 1
    assert would_join(0.9).total == 0
    assert unsure().joining.precision.k == 0 and unsure().joining.precision.n == 1


def test_how_right_it_is_is_told_by_members_only(owner: Member) -> None:
    before = unsure().joining
    assert (before.accepted.n, before.precision.estimate, before.recall.estimate) == (0, None, None)
    (one,) = unsure().proposals
    answer(member=owner, match=one.id, says="yes")
    record([asks(OTHER, 8)])
    catch_up()
    merge(member=owner, left=one.left.person, right=Identity.objects.get(actor__uid=OTHER.id).public_id)
    after = unsure().joining
    assert (after.accepted.k, after.accepted.n) == (1, 1)
    assert after.recall.n == 2


def test_who_is_forgotten_is_proposed_to_nobody(owner: Member) -> None:
    person = Person.objects.get()
    forget(member=owner, person=person.public_id, typed=person.name)
    assert not LikelyMatch.objects.exists()
    record([mumbles(HERS, 9)])
    catch_up()
    assert unsure().proposals == ()


def test_one_pair_is_looked_at_by_its_id() -> None:
    (one,) = unsure().proposals
    assert proposal(one.id) == one


def test_a_merge_overrules_every_split_between_the_two(owner: Member) -> None:
    (one,) = unsure().proposals
    answer(member=owner, match=one.id, says="yes")
    record([asks(OTHER, 8)])
    catch_up()
    tom = Identity.objects.get(actor__uid=OTHER.id)
    merge(member=owner, left=one.left.person, right=tom.public_id)
    split(member=owner, person=one.left.person, actor=tom.actor_id)
    assert Person.objects.count() == 2
    made = merge(member=owner, left=one.left.person, right=tom.public_id)
    assert Person.objects.count() == 1
    undo_identity(member=owner, change=made.pk)
    assert Person.objects.count() == 2


def test_where_many_are_held_only_who_is_new_is_looked_at() -> None:
    kept = set(LikelyMatch.objects.values_list("pk", flat=True))
    third = Actor(id="https://x.com/lh", network="x", handle="leila_haddad_norrvik", name="Leila Haddad", summary=ABOUT)
    record([mumbles(third, 9)])
    assert find_likely(small=0) == 1
    assert kept < set(LikelyMatch.objects.values_list("pk", flat=True))
    assert LikelyMatch.objects.filter(left__uid=LEILA.id, right__uid=third.id).exists()
    assert find_likely(small=0) == 0
