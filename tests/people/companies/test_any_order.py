"""Affiliate, deny, join, take apart, merge, split and undo in any order: nothing is lost, all can be made again."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tests.people.rolled import run_rolled_back
from twoears.activities.models import Activity as ActivityRow
from twoears.activities.models import Position
from twoears.activities.models import Post as PostRow
from twoears.activities.record import record
from twoears.activities.values import Actor, Post, created
from twoears.jobs import catch_up
from twoears.people.actions import merge, split, undo_identity
from twoears.people.buying.tasks import tell_all
from twoears.people.companies import actions
from twoears.people.companies.models import CompanyDecision
from twoears.people.companies.pages.listing import companies
from twoears.people.companies.pages.one import company, company_of, places_shown
from twoears.people.companies.tasks import house_by_person, members_at, members_of
from twoears.people.companies.trouble import CompanyError
from twoears.people.joining.tasks import resolve
from twoears.people.models import Identity, IdentityDecision, Person, StageChange, SureMatch, ToMatch
from twoears.people.standing.tasks import restage
from twoears.people.tasks import meet, meet_those_who_act, people_of
from twoears.team.models import Member
from twoears.threads.actions import say_us, us
from twoears.threads.models import Thread

START = datetime(2026, 3, 1, tzinfo=UTC)
NOW = datetime(2026, 6, 1, tzinfo=UTC)
MAILS = ("ann@a.example", "bob@a.example", "cid@b.example", "dan@c.example", "eve@gmail.com", "fay@b.example")
DOMAINS = ("a.example", "b.example", "c.example", "d.example")
DAYS = (None, date(2026, 1, 1), date(2026, 3, 4), date(2026, 5, 1))


def says(mail: str, day: int) -> Any:
    who = Actor(id=f"mailto:{mail}", network="mail", handle=mail, name=mail.split("@")[0].title(), mail=mail)
    return created(
        Post(
            id=f"mail:{mail}:{day}",
            author=who,
            published=START + timedelta(days=day),
            text="Does it run?",
            mentions=("mailto:us@acme.example",),
        )
    )


def facts() -> tuple[object, ...]:
    """All that was heard."""
    heard = ActivityRow.objects.exclude(source="team").order_by("pk")
    return list(heard.values_list("uid", "type", "actor__uid", "published")), list(
        PostRow.objects.order_by("pk").values()
    )


def figures() -> dict[str, object]:
    """All that is told of companies, by names that stay when people are made anew."""
    page = companies(now=NOW)
    people = Person.objects.order_by("public_id")
    ids = dict(people.values_list("pk", "public_id"))
    return {
        "list": page,
        "each": [_group(card.domain) for card in page.companies],
        "people": [(places_shown(one, now=NOW), company_of(one)) for one in people],
        "houses": sorted((ids[pk], house) for pk, house in house_by_person(NOW.date()).items()),
    }


def _group(domain: str) -> object:
    one = company(domain, now=NOW)
    assert {p.id for p in one.people} == {
        p.public_id
        for p in Person.objects.all()
        if any(q.now and q.domain == domain for q in places_shown(p, now=NOW).places)
    }, "the page of a company and those of its people say the same"
    return one.name, one.domains, one.part, one.asked, one.people, one.before, one.decisions


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
    tell_all(NOW)


class Deciding(RuleBasedStateMachine):
    """Members decide of people and companies, and take back; more is heard."""

    @initialize()
    def begin(self) -> None:
        from twoears.team.actions import first_owner

        say_us(member=None, handles=["us@acme.example"])
        record([says(mail, day) for day, mail in enumerate(MAILS)])
        catch_up()
        self.member: Member = first_owner()
        self.heard, self.more, self.at = facts(), 0, NOW

    def moment(self) -> datetime:
        self.at += timedelta(minutes=1)
        return self.at

    def who(self, data: st.DataObject) -> str:
        return str(data.draw(st.sampled_from(sorted(Person.objects.values_list("public_id", flat=True)))))

    @rule(data=st.data(), domain=st.sampled_from(DOMAINS), since=st.sampled_from(DAYS), until=st.sampled_from(DAYS))
    def works(self, data: st.DataObject, domain: str, since: date | None, until: date | None) -> None:
        person = self.who(data)
        try:
            made = actions.works_at(
                member=self.member, person=person, company=domain, since=since, until=until, reason="So.",
                roles=data.draw(st.lists(st.sampled_from(["user", "decider"]), max_size=1)), now=self.moment(),
            )  # fmt: skip
        except CompanyError:
            assert since and until and until < since
            return
        shown = places_shown(Person.objects.get(public_id=person), now=NOW).places
        assert any(one.decided == made.pk and one.now == (until is None) for one in shown)

    @rule(data=st.data(), domain=st.sampled_from(DOMAINS))
    def denies(self, data: st.DataObject, domain: str) -> None:
        person = self.who(data)
        before = places_shown(Person.objects.get(public_id=person), now=NOW).places
        try:
            actions.not_at(member=self.member, person=person, company=domain, reason="No.", now=self.moment())
        except CompanyError:
            return
        after = places_shown(Person.objects.get(public_id=person), now=NOW).places
        assert len({one.domain for one in before} - {one.domain for one in after}) == 1

    @rule(first=st.sampled_from(DOMAINS), second=st.sampled_from(DOMAINS), name=st.sampled_from(["", "Able", "Best"]))
    def joins(self, first: str, second: str, name: str) -> None:
        try:
            actions.one_company(
                member=self.member, company=first, other=second, name=name, reason="One.", now=self.moment()
            )
        except CompanyError:
            return
        assert company(first, now=NOW).domains == company(second, now=NOW).domains

    @rule(domain=st.sampled_from(DOMAINS), what=st.sampled_from([actions.take_apart, actions.anybody_has]))
    def says_of_a_domain(self, domain: str, what: Any) -> None:
        try:
            what(member=self.member, company=domain, reason="So.", now=self.moment())
        except CompanyError:
            return

    @rule(data=st.data())
    def undoes_any(self, data: st.DataObject) -> None:
        made = sorted(CompanyDecision.objects.filter(undone_at=None).values_list("pk", flat=True))
        if made:
            actions.take_back(member=self.member, decision=data.draw(st.sampled_from(made)), now=self.moment())

    @rule(data=st.data(), domain=st.sampled_from(DOMAINS))
    def undoes_at_once(self, data: st.DataObject, domain: str) -> None:
        """What is done and taken back at once leaves everything that is told as it was."""
        before, person = self.told(), self.who(data)
        made = actions.works_at(member=self.member, person=person, company=domain, reason="So.", now=self.moment())
        actions.take_back(member=self.member, decision=made.pk, now=self.moment())
        assert self.told() == before

    @rule(data=st.data())
    def merges_two(self, data: st.DataObject) -> None:
        left, right = self.who(data), self.who(data)
        if left == right:
            return
        before = self.told()
        made = merge(member=self.member, left=left, right=right, now=self.moment())
        if data.draw(st.booleans()):
            undo_identity(member=self.member, change=made.pk, now=self.moment())
            assert self.told() == before, "what a merge brought together a split gives back"

    @rule(data=st.data())
    def splits_one(self, data: st.DataObject) -> None:
        whole = self.who(data)
        actors = sorted(Identity.objects.filter(person__public_id=whole).values_list("actor", flat=True))
        if len(actors) > 1:
            split(member=self.member, person=whole, actor=data.draw(st.sampled_from(actors)), now=self.moment())

    @rule(data=st.data())
    def undoes_who_is_who(self, data: st.DataObject) -> None:
        made = sorted(IdentityDecision.objects.filter(undone_at=None).values_list("pk", flat=True))
        if made:
            undo_identity(member=self.member, change=data.draw(st.sampled_from(made)), now=self.moment())

    @rule(mail=st.sampled_from(MAILS))
    def hears_more(self, mail: str) -> None:
        if self.more == 2:
            return
        self.more += 1
        decided = list(CompanyDecision.objects.order_by("pk").values())
        record([says(mail, 40 + self.more)])
        catch_up()
        self.heard = facts()
        assert decided == list(CompanyDecision.objects.order_by("pk").values()), "more data keeps every decision"

    @invariant()
    def one_company_has_the_people_that_it_has_among_all(self) -> None:
        for house, some in members_of(NOW.date()).items():
            assert members_at(house, NOW.date()) == some

    @invariant()
    def facts_stay_and_companies_can_be_made_again(self) -> None:
        if not hasattr(self, "heard"):
            return
        assert facts() == self.heard
        before = figures()
        rebuild()
        assert figures() == before

    def told(self) -> object:
        """Who belongs where, without the list of decisions, which only grows."""
        page = companies(now=NOW)
        places = [(p.person, p.places) for p in (places_shown(one, now=NOW) for one in Person.objects.order_by("pk"))]
        return page, sorted(places, key=lambda one: one[0])


@pytest.mark.slow
@pytest.mark.django_db
def test_whatever_members_say_of_companies_in_any_order_is_the_same_as_made_anew() -> None:
    run_rolled_back(Deciding, examples=5, steps=9)
