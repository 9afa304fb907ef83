"""Merge, split and undo, any number deep and in any order: nothing is lost, and everything can be made again."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from tests.conftest import actor
from tests.people.rolled import run_rolled_back
from twoears.activities.models import Activity as ActivityRow
from twoears.activities.models import Actor as ActorRow
from twoears.activities.models import Position
from twoears.activities.models import Post as PostRow
from twoears.activities.record import record
from twoears.activities.values import Activity, Actor, Post, created
from twoears.conversations.models import Standing
from twoears.conversations.tasks import stand
from twoears.jobs import catch_up
from twoears.people.actions import PeopleError, merge, split, undo_identity
from twoears.people.joining.tasks import resolve
from twoears.people.models import (
    Identity,
    IdentityDecision,
    LikelyMatch,
    Person,
    StageChange,
    SureMatch,
    ToMatch,
)
from twoears.people.needs.pages import segments
from twoears.people.pages import people_list, person_page
from twoears.people.standing.tasks import restage
from twoears.people.tasks import meet, meet_those_who_act, people_of
from twoears.people.unsure.actions import answer, join_likely
from twoears.people.unsure.tasks import pair_id
from twoears.team.models import Member
from twoears.threads.actions import say_us, us
from twoears.threads.models import Thread

START = datetime(2026, 3, 1, tzinfo=UTC)
NETWORKS = ("x", "mail", "fediverse", "bluesky")


def account(number: int, **also: Any) -> Actor:
    network = NETWORKS[number % len(NETWORKS)]
    return Actor(
        id=f"https://{network}.example/{number}", network=network, handle=f"h{number}", name=f"N{number}", **also
    )


def turns_to_us(who: Actor, day: int) -> Activity:
    return created(
        Post(
            id=f"{who.id}/{day}",
            author=who,
            text="Does it run on SQLite?",
            mentions=(actor("acme").id,),
            published=START + timedelta(days=day),
        )
    )


def says(who: Actor, day: int) -> Activity:
    return created(Post(id=f"{who.id}/{day}", author=who, text="Lovely.", published=START + timedelta(days=day)))


def a_small_market() -> None:
    """Six who turned to us, two of them with one mail, one of whom ordered and one answered; and two strangers."""
    we = actor("acme")
    say_us(member=None, handles=["acme"])
    people = [account(n, mail="ann@n.example") if n in (1, 2) else account(n) for n in range(6)]
    heard = [turns_to_us(who, day) for day, who in enumerate(people)]
    reply = Post(
        id="https://x.com/acme/1",
        author=we,
        text="It does.",
        in_reply_to=f"{people[3].id}/3",
        published=START + timedelta(days=9),
    )
    order = Activity(
        id="order-1", type="order", actor=people[0], object="order-1", published=START + timedelta(days=10), detail={}
    )
    record([*heard, created(reply), order, says(account(6), 11), says(account(7), 12)])
    catch_up()


def likely(left: str, right: str, probability: float) -> LikelyMatch:
    """As the job writes it."""
    one, other = ActorRow.objects.get(uid=left), ActorRow.objects.get(uid=right)
    first, second = sorted((one, other), key=lambda row: row.pk)
    made, _ = LikelyMatch.objects.update_or_create(
        public_id=pair_id(left, right),
        defaults={
            "left": first,
            "right": second,
            "probability": probability,
            "reasons": [["the same name", 6.0], ["other places", -1.0]],
            "version": "t",
            "made_at": START,
        },
    )
    return made


def facts() -> tuple[object, ...]:
    """All that was heard."""
    heard = (
        ActivityRow.objects.exclude(source="team").order_by("pk").values_list("uid", "type", "actor__uid", "published")
    )
    return list(heard), list(PostRow.objects.order_by("pk").values_list("uid", "text", "author__uid"))


def figures() -> dict[str, object]:
    """All that is told of people, by names that stay when it is made anew."""
    people = Person.objects.order_by("public_id")
    return {
        "identities": sorted(
            Identity.objects.values_list("actor__uid", "person__public_id", "public_id", "rule", "evidence")
        ),
        "people": list(people.values_list("public_id", "name", "organisation", "stage", "stage_since", "last_at")),
        "stages": sorted(StageChange.objects.values_list("person__public_id", "stage", "at", "rule", "activity__uid")),
        "standing": sorted(Standing.objects.values_list("thread__public_id", "needs", "waits", "order_at")),
        "why": {s.thread.public_id: s.why for s in Standing.objects.select_related("thread")},
        "list": [(c.id, c.name, c.stage, c.networks, c.words) for c in people_list()[0]],
        "counts": people_list(limit=1)[2],
        "pages": [_page(p.public_id) for p in people],
        "counterparts": sorted(Thread.objects.values_list("public_id", "counterpart__identity__person__public_id")),
        "segments": segments(None),
    }


def _page(public_id: str) -> object:
    page = person_page(public_id, now=START + timedelta(days=30))
    return page.finding, page.sentence, page.moments, page.give_and_take, page.stages, page.known_as


def rebuild() -> None:
    """Throw away every opinion on people, and make them again from facts and decisions."""
    for table in (StageChange, Identity, Person, SureMatch, ToMatch):
        table.objects.all().delete()
    Position.objects.filter(step="people").update(reached=0)
    ours = us().actors
    met = meet(Thread.objects.values_list("pk", flat=True), ours)
    _, acted = meet_those_who_act(ours)
    restage(people_of(met | acted), ours)
    resolve()
    stand(Thread.objects.values_list("pk", flat=True))


class Deciding(RuleBasedStateMachine):
    """Members merge, split, take back and answer; the worker runs again; more is heard."""

    @initialize()
    def begin(self) -> None:
        from twoears.team.actions import first_owner

        a_small_market()
        self.member: Member = first_owner()
        for left, right, probability in ((0, 3, 0.97), (3, 6, 0.995), (4, 7, 0.999), (1, 4, 0.92), (0, 5, 0.99)):
            likely(account(left).id, account(right).id, probability)
        self.heard = facts()
        self.at = START + timedelta(days=40)
        self.more = 0

    def moment(self) -> datetime:
        self.at += timedelta(minutes=1)
        return self.at

    @rule(data=st.data())
    def merge_two(self, data: st.DataObject) -> None:
        left, right = (data.draw(st.sampled_from(self.people())) for _ in range(2))
        if left != right:
            made = merge(member=self.member, left=left, right=right, now=self.moment())
            assert Identity.objects.get(actor=made.left).person_id == Identity.objects.get(actor=made.right).person_id

    @rule(data=st.data())
    def split_one(self, data: st.DataObject) -> None:
        whole = data.draw(st.sampled_from(self.people()))
        actors = sorted(Identity.objects.filter(person__public_id=whole).values_list("actor", flat=True))
        one = data.draw(st.sampled_from(actors))
        if len(actors) > 1:
            split(member=self.member, person=whole, actor=one, now=self.moment())
            rest = Person.objects.filter(identities__actor__in=set(actors) - {one})
            assert not rest.filter(identities__actor=one).exists()

    @rule(data=st.data(), says=st.sampled_from(["yes", "no", "later"]))
    def answer_one(self, data: st.DataObject, says: str) -> None:
        match = data.draw(st.sampled_from(sorted(LikelyMatch.objects.values_list("public_id", flat=True))))
        try:
            answer(member=self.member, match=match, says=says, now=self.moment())
        except PeopleError:
            return
        two = LikelyMatch.objects.get(public_id=match)
        behind = set(Identity.objects.filter(actor__in=(two.left, two.right)).values_list("person", flat=True))
        assert says == "later" or (len(behind) == 1) == (says == "yes") or says == "no"

    @rule(data=st.data())
    def undo_any(self, data: st.DataObject) -> None:
        made = sorted(IdentityDecision.objects.filter(undone_at=None).values_list("pk", flat=True))
        if made:
            undo_identity(member=self.member, change=data.draw(st.sampled_from(made)), now=self.moment())

    @rule(data=st.data())
    def undo_at_once(self, data: st.DataObject) -> None:
        """What is done and taken back at once leaves everything as it was."""
        before = figures()
        left, right = (data.draw(st.sampled_from(self.people())) for _ in range(2))
        if left != right:
            made = merge(member=self.member, left=left, right=right, now=self.moment())
            undo_identity(member=self.member, change=made.pk, now=self.moment())
            assert figures() == before

    @rule(least=st.sampled_from([None, 0.9, 0.98]))
    def switch(self, least: float | None) -> None:
        join_likely(owner=self.member, least=least)

    @rule()
    def run_again(self) -> None:
        before, decided = figures(), list(IdentityDecision.objects.values())
        resolve()
        assert figures() == before
        assert list(IdentityDecision.objects.values()) == decided

    @precondition(lambda self: self.more < 2)
    @rule(stranger=st.sampled_from([6, 7]))
    def hear_more(self, stranger: int) -> None:
        self.more += 1
        decided = list(IdentityDecision.objects.order_by("pk").values_list("pk", "undone_at", "closed_by"))
        found = list(LikelyMatch.objects.values_list("left__uid", "right__uid", "probability"))
        record([turns_to_us(account(stranger), 50 + self.more)])
        catch_up()
        for left, right, probability in found:
            likely(left, right, probability)
        resolve()
        self.heard = facts()
        assert decided == list(IdentityDecision.objects.order_by("pk").values_list("pk", "undone_at", "closed_by"))

    @invariant()
    def facts_stay_and_everything_can_be_made_again(self) -> None:
        if not hasattr(self, "heard"):
            return
        assert facts() == self.heard
        before = figures()
        rebuild()
        assert figures() == before

    def people(self) -> list[str]:
        return sorted(Person.objects.values_list("public_id", flat=True))


@pytest.mark.slow
@pytest.mark.django_db
def test_whatever_members_decide_in_any_order_is_the_same_as_made_anew() -> None:
    run_rolled_back(Deciding, examples=9, steps=10)
