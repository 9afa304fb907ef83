"""What members decide of companies: it wins over what mail tells, it is kept, and it is taken back in any order."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twoears.activities.models import Activity as ActivityRow
from twoears.activities.record import record
from twoears.activities.values import Actor, Post, created
from twoears.conversations.voices.pages.speakers import organisations
from twoears.jobs import catch_up
from twoears.people.actions import NobodyHere, forget, merge, split, undo_identity
from twoears.people.companies import actions
from twoears.people.companies.houses import domain_in, plain_domain
from twoears.people.companies.models import CompanyDecision
from twoears.people.companies.pages.history import all_decisions
from twoears.people.companies.pages.listing import companies
from twoears.people.companies.pages.one import company, company_of, places_shown
from twoears.people.companies.said import APART, JOIN, NOT, WORKS, Heard, Houses, Said, places
from twoears.people.companies.tasks import house_by_person
from twoears.people.companies.trouble import (
    AlreadyOne,
    CompanyError,
    MayNotPlace,
    NoDomain,
    NoSuchCompanyDecision,
    NoSuchRole,
    NoSuchTime,
    NotCalled,
    NotThere,
    NoWhy,
)
from twoears.people.models import Identity, Person
from twoears.reach.joined.vertices import Joined
from twoears.reach.tasks import behind, held, refresh
from twoears.reach.wanted.actions import want
from twoears.team.models import Member, Role
from twoears.threads.actions import say_us

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
NORTH, QUAY, DAIRY = "north.example", "quay.example", "dairy.example"


def who(mail: str) -> Actor:
    return Actor(id=f"mailto:{mail}", network="mail", handle=mail, name=mail.split("@")[0].title(), mail=mail)


def says(mail: str, day: int, month: int = 3) -> Any:
    return created(
        Post(
            id=f"mail:{mail}:{month}-{day}",
            author=who(mail),
            published=datetime(2026, month, day, 9, tzinfo=UTC),
            text="Does it run?",
            mentions=("mailto:us@acme.example",),
        )
    )


@pytest.fixture
def market(owner: Member) -> Member:
    """Ann and Bob write from north.example, Cyd from gmail.com, Dan from quay.example, Eve from dairy.example."""
    say_us(member=None, handles=["us@acme.example"])
    mails = (f"ann@{NORTH}", f"bob@{NORTH}", "cyd@gmail.com", f"dan@{QUAY}", f"eve@{DAIRY}")
    record([says(mail, at + 1) for at, mail in enumerate(mails)])
    catch_up()
    return owner


def key(name: str) -> str:
    return Person.objects.get(name=name).public_id


def there(domain: str) -> tuple[list[str], list[str]]:
    one = company(domain, now=NOW)
    return sorted(p.name for p in one.people), sorted(p.name for p in one.before)


def works(member: Member, name: str, domain: str, **also: Any) -> CompanyDecision:
    return actions.works_at(member=member, person=key(name), company=domain, reason="They say so.", now=NOW, **also)


def test_a_members_word_wins_over_mail_and_is_taken_back(market: Member) -> None:
    made = works(market, "Cyd", NORTH, since=date(2026, 2, 1), roles=["decider"])
    assert there(NORTH) == (["Ann", "Bob", "Cyd"], [])
    cyd = next(one for one in company(NORTH, now=NOW).people if one.name == "Cyd")
    assert (cyd.decided, cyd.works_since, cyd.roles) == (made.pk, date(2026, 2, 1), ("decider",))
    denied = actions.not_at(member=market, person=key("Ann"), company=NORTH, reason="She left long ago.", now=NOW)
    assert there(NORTH) == (["Bob", "Cyd"], []) and company_of(Person.objects.get(name="Ann")) == ""
    record([says(f"ann@{NORTH}", 20)])
    catch_up()
    assert there(NORTH) == (["Bob", "Cyd"], []), "no mail overwrites a decision"
    actions.take_back(member=market, decision=made.pk)
    actions.take_back(member=market, decision=denied.pk)
    actions.take_back(member=market, decision=denied.pk)
    assert there(NORTH) == (["Ann", "Bob"], [])
    assert ActivityRow.objects.filter(type__in=("place", "reopen"), source="team").count() == 4
    assert [one.undone for one in all_decisions()] == [True, True]


def test_who_leaves_a_company_stands_with_those_before(market: Member) -> None:
    """Ann was heard from north.example in March; in May she writes from quay.example."""
    record([says(f"ann@{QUAY}", 4, 5)])
    catch_up()
    one, other = Person.objects.filter(name="Ann").order_by("pk")
    made = merge(member=market, left=one.public_id, right=other.public_id)
    assert there(NORTH) == (["Bob"], ["Ann"]) and there(QUAY) == (["Ann", "Dan"], [])
    shown = places_shown(Person.objects.get(name="Ann"), now=NOW).places
    assert [(p.domain, p.now, p.since and p.since.date(), p.until and p.until.date()) for p in shown] == [
        (QUAY, True, date(2026, 5, 4), date(2026, 5, 4)),
        (NORTH, False, date(2026, 3, 1), date(2026, 3, 1)),
    ]
    record([says(f"ann@{NORTH}", 9, 5)])
    catch_up()
    assert there(NORTH) == (["Ann", "Bob"], []), "she was heard from there again, so she has not left"
    undo_identity(member=market, change=made.pk)
    assert there(NORTH) == (["Ann", "Bob"], []) and there(QUAY) == (["Ann", "Dan"], [])


def test_two_times_at_one_company_are_two_and_the_newer_word_covers_the_older_of_the_same_days(market: Member) -> None:
    works(market, "Cyd", NORTH, since=date(2019, 1, 1), until=date(2020, 12, 31))
    later = works(market, "Cyd", NORTH, since=date(2024, 1, 1))
    shown = places_shown(Person.objects.get(name="Cyd"), now=NOW).places
    assert [(p.now, p.works_since) for p in shown] == [(True, date(2024, 1, 1)), (False, date(2019, 1, 1))]
    assert there(NORTH) == (["Ann", "Bob", "Cyd"], []), "who was there twice is there once"
    ended = works(market, "Cyd", NORTH, since=date(2024, 1, 1), until=date(2026, 5, 1))
    assert there(NORTH) == (["Ann", "Bob"], ["Cyd"])
    actions.take_back(member=market, decision=later.pk)
    assert there(NORTH) == (["Ann", "Bob"], ["Cyd"])
    actions.take_back(member=market, decision=ended.pk)
    assert len(places_shown(Person.objects.get(name="Cyd"), now=NOW).places) == 1


def test_domains_become_one_company_and_are_taken_apart_in_any_order(market: Member) -> None:
    about = {"member": market, "reason": "One firm."}
    first = actions.one_company(company=NORTH, other=QUAY, name="North  Dairy", **about)
    second = actions.one_company(company="north dairy", other=f"info@{DAIRY}", **about)
    one = company(QUAY)
    assert (one.domain, one.name, one.domains) == (NORTH, "North Dairy", (NORTH, QUAY, DAIRY))
    assert there("North Dairy")[0] == ["Ann", "Bob", "Dan", "Eve"]
    assert [(card.domain, card.people) for card in companies(q="NORTH d").companies] == [(NORTH, 4)]
    apart = actions.take_apart(company=NORTH, **about)
    assert company(QUAY).domains == (QUAY, DAIRY) and company(QUAY).name == "" and there(NORTH)[0] == ["Ann", "Bob"]
    actions.take_back(member=market, decision=first.pk)
    assert company(QUAY).domains == (QUAY,) and company(NORTH).domains == (NORTH,)
    actions.take_back(member=market, decision=apart.pk)
    assert company(NORTH).domains == (NORTH, DAIRY)
    actions.take_back(member=market, decision=second.pk)
    assert {card.domain: card.people for card in companies().companies} == {NORTH: 2, QUAY: 1, DAIRY: 1}
    called = actions.call_company(company=NORTH, name="North", **about)
    assert company("north").name == "North"
    actions.take_back(member=market, decision=called.pk)
    assert company(NORTH).name == ""


def test_a_domain_where_anybody_has_a_mailbox_is_no_company(market: Member) -> None:
    made = actions.anybody_has(member=market, company=NORTH, reason="A provider.")
    assert [card.domain for card in companies().companies] == [DAIRY, QUAY]
    works(market, "Ann", NORTH)
    assert there(NORTH) == (["Ann"], []), "who works for the provider itself is said by a member"
    actions.take_back(member=market, decision=made.pk)
    assert there(NORTH) == (["Ann", "Bob"], [])


def test_parts_in_buying_are_only_those_that_members_said(market: Member) -> None:
    assert all(not part.people for part in company(NORTH).parts)
    made = actions.give_roles(
        member=market, person=key("Ann"), company=NORTH, roles=["buyer", "Decider"], reason="She signed."
    )
    assert {part.role: part.people for part in company(NORTH).parts if part.people} == {
        "decider": ("Ann",),
        "buyer": ("Ann",),
    }
    assert company(NORTH).people[0].decided == 0, "a part in buying says nothing of since when she is there"
    actions.take_back(member=market, decision=made.pk)
    with pytest.raises(NotThere):
        actions.give_roles(member=market, person=key("Cyd"), company=NORTH, roles=["user"], reason="So.")


def test_what_is_said_stays_with_whom_it_concerns_through_merge_and_split(market: Member) -> None:
    cyd, dan = key("Cyd"), key("Dan")
    works(market, "Cyd", NORTH)
    made = merge(member=market, left=cyd, right=dan)
    whole = Person.objects.get(identities__actor__mail="cyd@gmail.com")
    assert [p.domain for p in places_shown(whole, now=NOW).places] == [QUAY, NORTH]
    denied = actions.not_at(member=market, person=whole.public_id, company=QUAY, reason="Long gone.")
    assert Identity.objects.get(actor=denied.actor_id).actor.mail == f"dan@{QUAY}", "it hangs on the account there"
    split(member=market, person=whole.public_id, actor=denied.actor_id)
    assert [p.domain for p in places_shown(Person.objects.get(name="Cyd")).places] == [NORTH]
    assert places_shown(Person.objects.get(name="Dan")).places == ()
    actions.take_back(member=market, decision=denied.pk)
    assert there(QUAY) == (["Dan"], []) and there(NORTH)[0] == ["Ann", "Bob", "Cyd"]
    undo_identity(member=market, change=made.pk)
    assert there(QUAY) == (["Dan"], []), "the split stands: they are two"


def test_who_is_forgotten_leaves_no_decision_behind(market: Member) -> None:
    works(market, "Cyd", NORTH)
    forget(member=market, person=key("Cyd"), typed="Cyd")
    assert not CompanyDecision.objects.exists() and there(NORTH) == (["Ann", "Bob"], [])


@pytest.mark.parametrize(
    ("about", "trouble"),
    [
        ({"company": ""}, NoDomain),
        ({"company": "x" * 300}, NoDomain),
        ({"company": "localhost"}, NoDomain),
        ({"company": "<script>.example"}, NoDomain),
        ({"company": "a\0b"}, NoDomain),
        ({"since": date(2027, 1, 1)}, NoSuchTime),
        ({"until": date(2026, 6, 2)}, NoSuchTime),
        ({"since": date(2026, 5, 1), "until": date(2026, 4, 1)}, NoSuchTime),
        ({"since": date(1, 1, 1)}, NoSuchTime),
        ({"roles": ["king"]}, NoSuchRole),
        ({"reason": " "}, NoWhy),
        ({"reason": "x" * 501}, NoWhy),
        ({"person": "p_nobody"}, NobodyHere),
    ],
)
def test_what_cannot_be_is_refused_in_words_and_nothing_is_kept(
    market: Member, about: dict[str, Any], trouble: type[Exception]
) -> None:
    usual = {"person": key("Cyd"), "company": NORTH, "reason": "So.", "now": NOW}
    with pytest.raises(trouble) as refused:
        actions.works_at(member=market, **(usual | about))
    assert len(str(refused.value)) < 200 and "\0" not in str(refused.value)
    assert not CompanyDecision.objects.exists()


def test_domains_and_names_that_cannot_be_are_refused(market: Member, reader: Member) -> None:
    said: list[tuple[Callable[..., Any], dict[str, Any], type[Exception]]] = [
        (actions.one_company, {"company": NORTH, "other": NORTH}, AlreadyOne),
        (actions.one_company, {"company": NORTH, "other": "gmail.com"}, NoDomain),
        (actions.one_company, {"company": NORTH, "other": QUAY, "name": "x" * 300}, NotCalled),
        (actions.call_company, {"company": NORTH, "name": "  "}, NotCalled),
        (actions.call_company, {"company": NORTH, "name": "North\u202egnp"}, NotCalled),
        (actions.take_apart, {"company": NORTH}, AlreadyOne),
        (actions.anybody_has, {"company": "gmail.com"}, AlreadyOne),
    ]
    for act, about, trouble in said:
        with pytest.raises(trouble):
            act(member=market, reason="So.", **about)
        with pytest.raises(MayNotPlace):
            act(member=reader, reason="So.", **about)
    with pytest.raises(NoSuchCompanyDecision):
        actions.take_back(member=market, decision=77)
    with pytest.raises(MayNotPlace):
        actions.take_back(member=reader, decision=77)
    with pytest.raises(NoSuchTime, match="Write it as"):
        actions.day_in("the 3rd of May")
    assert not CompanyDecision.objects.exists()
    member = Member.objects.create(username="mia", role=Role.MEMBER)
    assert actions.anybody_has(member=member, company=QUAY, reason="So.").pk


def test_a_domain_that_only_looks_like_another_is_another(market: Member) -> None:
    record([says("zoe@nоrth.example", 9), says("kim@bücher.example", 9)])  # an o that is Cyrillic
    catch_up()
    assert there(NORTH) == (["Ann", "Bob"], [])
    assert there("nоrth.example") == (["Zoe"], []) and company("nоrth.example").domain.startswith("xn--")
    assert there("BÜCHER.example") == (["Kim"], []) == there("xn--bcher-kva.example")


@given(st.text(max_size=300))
def test_whatever_is_typed_is_a_domain_or_none(words: str) -> None:
    found = domain_in(words)
    assert found == "" or plain_domain(found) == found and "." in found and found.isascii()


@given(st.data())
def test_what_is_taken_back_leaves_what_the_others_say(data: st.DataObject) -> None:
    """Whatever the order: taking a decision back is as if it had never been made."""
    domains = st.sampled_from(["a.example", "b.example", "c.example", "d.example"])
    kinds = st.sampled_from([JOIN, APART, WORKS, NOT])
    drawn = data.draw(st.lists(st.tuples(kinds, domains, domains), max_size=12))
    said = [Said(id=at + 1, kind=k, domain=a, other=b if k == JOIN else "") for at, (k, a, b) in enumerate(drawn)]
    left = [one for one in said if data.draw(st.booleans())]
    heard = {"a.example": Heard(NOW, NOW)}
    houses = Houses(left)
    for one in ("a.example", "b.example", "c.example", "d.example"):
        group = houses.domains(one)
        assert one in group and {houses.key(domain) for domain in group} == {group[0]}
    told = places(houses, [one for one in left if one.kind in (WORKS, NOT)], heard, NOW.date())
    assert len({one.house for one in told}) == len(told)
    newest = next((one for one in reversed(left) if one.kind in (WORKS, NOT)), None)
    if newest:
        assert (houses.key(newest.domain) in {one.house for one in told}) == (newest.kind == WORKS)


def test_every_refusal_is_one_of_companies() -> None:
    assert all(issubclass(one, CompanyError) for one in (NoDomain, NoSuchTime, NoWhy, NotThere, AlreadyOne))


def labelled(by: str) -> dict[str, str]:
    """name -> what the kept graph calls them."""
    version = held()
    assert version is not None
    joined = Joined.load(version.joined())
    labels, names = joined.labels(by), dict(Person.objects.values_list("pk", "name"))
    told = zip(joined.who.tolist(), labels.codes.tolist(), strict=True)
    return {names[who]: labels.names[code] for who, code in told if who in names and code >= 0}


def test_all_that_goes_by_company_goes_by_what_members_said(market: Member) -> None:
    """The graph, the lists of whom we want in it, and how many organisations speak in effect."""
    want(member=market, text="North Dairy", name="Those")
    refresh()
    assert not behind() and labelled("wanted") == {}
    works(market, "Cyd", NORTH)
    actions.not_at(member=market, person=key("Bob"), company=NORTH, reason="No.")
    actions.one_company(member=market, company=NORTH, other=QUAY, reason="One.", name="North Dairy")
    assert behind(), "the graph is made anew"
    refresh()
    there = {"Ann": NORTH, "Cyd": NORTH, "Dan": NORTH}
    people = {Person.objects.get(name=name).pk: name for name in (*there, "Bob")}
    told = {people[pk]: house for pk, house in house_by_person(NOW.date()).items() if pk in people}
    voices = organisations({f"person:{pk}" for pk in people})
    assert told == there == {people[int(who.removeprefix("person:"))]: house for who, house in voices.items()}
    assert labelled("organisation") == {**there, "Eve": DAIRY}
    assert labelled("wanted") == dict.fromkeys(there, "Those")
