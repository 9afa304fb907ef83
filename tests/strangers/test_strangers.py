"""Strangers worth meeting: found by their own words, never met unless they engage or a member decides."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twoears.activities.models import Activity, Actor, Post
from twoears.conversations.strangers import actions
from twoears.conversations.strangers.pages.listing import strangers
from twoears.conversations.strangers.trouble import MayNotMeet, NoSuchStranger, NoSuchWord
from twoears.conversations.strangers.worth import Known, Looked, Spoke, in_order, worth
from twoears.people.models import Identity, Person
from twoears.queries.actions import add
from twoears.reach.introducing.actions import ask_again, spare
from twoears.team.models import Member
from twoears.understanding.needs.actions import make_code
from twoears.understanding.needs.coding.actions import code_item
from twoears.understanding.needs.items import Item

Hear = Callable[..., None]
NOW = datetime(2026, 3, 20, tzinfo=UTC)
PAST = st.datetimes(datetime(2026, 1, 1), datetime(2026, 3, 1), timezones=st.just(UTC))
SPOKE = st.builds(Spoke, post=st.integers(1, 99), at=PAST, why=st.just(("asks",)), open=st.booleans())
KNOWN = st.builds(Known, person=st.just("p_1"), name=st.just("Ann"), times=st.integers(1, 9), both=st.booleans())
LOOKED = st.builds(
    Looked,
    actor=st.integers(1, 9),
    spoke=st.lists(SPOKE, min_size=1, max_size=5).map(tuple),
    posts=st.integers(5, 9),
    answers=st.integers(0, 5),
    known=st.lists(KNOWN, max_size=2).map(tuple),
)


def the(handle: str) -> Actor:
    return Actor.objects.get(handle=handle)


def names(**words: object) -> list[str]:
    return [one.name for one in strangers(now=NOW, **words).strangers]  # type: ignore[arg-type]


@pytest.mark.django_db
def test_a_stranger_is_found_by_asking_of_what_a_query_listens_for(owner: Member, heard: Hear) -> None:
    """
    2026-03-01  ann  says   -     Can anybody recommend a data logger for a freezer?
    2026-03-02  bob  says   -     Our logger is in the lab.
    2026-03-03  cyd  says   acme  Does your logger run at minus forty?
    2026-03-04  dan  says   -     Which logger do you use for vaccines? Does it need a gateway?
    2026-03-05  eve  reply  dan   We use two of them.
    2026-03-06  fay  says   -     Does anybody know a good dentist?
    """
    heard("acme")
    add(member=owner, name="Loggers", text="logger*")
    heard("acme")
    page = strangers(now=NOW)
    assert [one.name for one in page.strangers] == ["Ann", "Dan"], (
        "Bob asks nothing, Cyd turned to us, Fay is not heard"
    )
    ann, dan = page.strangers
    assert (ann.start, dan.start) == ("answer", "join"), "Eve has answered Dan"
    assert "heard by “Loggers”" in ann.evidence[0].why
    assert ann.because[0] == "asked, and nobody has answered"
    assert (page.found.k, page.found.n) == (2, 5), "two of Ann, Bob, Dan, Eve and Fay"
    assert not Identity.objects.filter(actor__handle="ann").exists(), "who is proposed stays a stranger"


@pytest.mark.django_db
def test_what_a_member_coded_shows_a_need_too(owner: Member, heard: Hear) -> None:
    """
    2026-03-01  ann  says  -  The chart has a hole every Tuesday.
    2026-03-02  bob  says  -  A fine day.
    """
    heard("acme")
    code = make_code(member=owner, name="charts without holes", meaning="Nothing is missing.")
    code_item(member=owner, item=Item("post", Post.objects.get(author__handle="ann").pk), code=code.pk)
    assert names() == names(need=code.pk) == ["Ann"]
    assert strangers(now=NOW).strangers[0].evidence[0].why == ("speaks of charts without holes",)


@pytest.mark.django_db
def test_somebody_whom_we_know_may_introduce_us(owner: Member, heard: Hear) -> None:
    """
    2026-03-01  ann   says   -     Which logger would you buy for a freezer?
    2026-03-02  bob   reply  ann   Ask acme about it.
    2026-03-03  ann   reply  bob   I will look at it.
    2026-03-04  bob   says   acme  Does your logger run at minus forty?
    2026-03-05  acme  reply  bob   It does.
    """
    heard("acme")
    add(member=owner, name="Loggers", text="logger*")
    heard("acme")
    (ann,) = strangers(now=NOW).strangers
    assert [(one.name, one.times, one.both) for one in ann.known] == [("Bob", 2, True)]
    assert ann.start == "ask"
    assert "Bob, whom you know, talks with them" in ann.because
    assert (ann.talks.k, ann.talks.n) == (1, 2)


def chained(owner: Member, heard: Hear) -> None:
    heard("acme")
    add(member=owner, name="Loggers", text="logger*")
    heard("acme")


@pytest.mark.django_db
def test_a_chain_of_ties_tells_how_near_somebody_is_and_through_whom(owner: Member, heard: Hear) -> None:
    """
    2026-03-01  acme  says   -     We measured a freezer for a year.
    2026-03-02  bob   reply  acme  How cold was it?
    2026-03-03  cyd   reply  bob   Minus forty, they say.
    2026-03-04  dan   reply  cyd   Which logger would you recommend?
    2026-03-05  eve   says   -     Can anybody recommend a logger?
    """
    chained(owner, heard)
    dan, eve = strangers(now=NOW).strangers
    assert (dan.name, eve.name, eve.near) == ("Dan", "Eve", None), "Eve spoke later, and is not near"
    assert dan.near is not None
    assert (dan.near.steps, [one.name for one in dan.near.through]) == (3, ["Bob", "Cyd"])
    assert dan.near.ties == ("Bob heard you once", "Cyd heard Bob once", "Dan heard Cyd once")
    assert "three steps away, through Bob and then Cyd" in dan.because
    assert (names(within=3), names(within=2)) == (["Dan"], [])


@pytest.mark.django_db
def test_whom_members_leave_stands_in_no_chain(owner: Member, heard: Hear) -> None:
    """
    2026-03-01  acme  says   -     We measured a freezer for a year.
    2026-03-02  bob   reply  acme  How cold was it?
    2026-03-03  cyd   reply  bob   Minus forty, they say.
    2026-03-04  dan   reply  cyd   Which logger would you recommend?
    """
    chained(owner, heard)
    assert names(within=3) == ["Dan"]
    word = actions.leave(member=owner, actor=the("cyd").pk, now=NOW)
    assert names(within=3) == [] and strangers(now=NOW).strangers[0].near is None
    actions.take_back(member=owner, word=word.pk, now=NOW)
    assert names(within=3) == ["Dan"]


@pytest.mark.django_db
def test_whom_nobody_asks_stands_in_no_chain_though_we_met_them(owner: Member, heard: Hear) -> None:
    """
    2026-03-01  acme  says   -     We measured a freezer for a year.
    2026-03-02  bob   reply  acme  How cold was it?
    2026-03-03  cyd   reply  bob   Minus forty, they say.
    2026-03-04  dan   reply  cyd   Which logger would you recommend?
    """
    chained(owner, heard)
    assert Identity.objects.filter(actor=the("bob")).exists() and names(within=3) == ["Dan"]
    spared = spare(member=owner, actor=the("bob").pk, now=NOW)
    assert names(within=3) == [] and strangers(now=NOW).strangers[0].near is None
    ask_again(member=owner, key=spared.pk, now=NOW)
    assert names(within=3) == ["Dan"]


@pytest.mark.django_db
def test_who_is_met_gets_a_page_and_loses_it_again(owner: Member, heard: Hear) -> None:
    """
    2026-03-01  ann  says  -  Can anybody recommend a data logger for a freezer?
    """
    heard("acme")
    add(member=owner, name="Loggers", text="logger*")
    heard("acme")
    facts = Activity.objects.exclude(source="team").count()
    word = actions.meet(member=owner, actor=the("ann").pk, now=NOW)
    assert names() == [] and Person.objects.get().name == "Ann"
    assert strangers(now=NOW).words[0].person == Person.objects.get().public_id
    with pytest.raises(NoSuchStranger):
        actions.leave(member=owner, actor=the("ann").pk)
    actions.take_back(member=owner, word=word.pk, now=NOW)
    assert names() == ["Ann"] and not Person.objects.exists()
    assert Activity.objects.exclude(source="team").count() == facts


@pytest.mark.django_db
def test_who_has_turned_to_us_meanwhile_stays_met(owner: Member, heard: Hear) -> None:
    """
    2026-03-01  ann  says  acme  Can you recommend a data logger for a freezer?
    """
    heard("acme")
    Person.objects.all().delete()
    word = actions.meet(member=owner, actor=the("ann").pk, now=NOW)
    actions.take_back(member=owner, word=word.pk, now=NOW)
    assert Person.objects.get().name == "Ann"


@pytest.mark.django_db
def test_who_is_left_is_not_proposed_again_and_later_comes_back(owner: Member, heard: Hear) -> None:
    """
    2026-03-01  ann  says  -  Can anybody recommend a data logger for a freezer?
    2026-03-02  bob  says  -  Can anybody recommend a data logger for a lab?
    """
    heard("acme")
    add(member=owner, name="Loggers", text="logger*")
    heard("acme")
    left = actions.leave(member=owner, actor=the("ann").pk, now=NOW)
    actions.later(member=owner, actor=the("bob").pk, now=NOW)
    assert names() == []
    assert [one.name for one in strangers(now=NOW + timedelta(days=15)).strangers] == ["Bob"]
    actions.take_back(member=owner, word=left.pk)
    assert names() == ["Ann"]


@pytest.mark.django_db
def test_what_cannot_be_decided_is_said(owner: Member, reader: Member, heard: Hear) -> None:
    """
    2026-03-01  ann   says  -  Can anybody recommend a data logger for a freezer?
    2026-03-02  acme  says  -  We have news.
    """
    heard("acme")
    with pytest.raises(MayNotMeet):
        actions.meet(member=reader, actor=the("ann").pk)
    for nobody in (the("acme").pk, 10**9):
        with pytest.raises(NoSuchStranger):
            actions.meet(member=owner, actor=nobody)
    with pytest.raises(NoSuchWord):
        actions.take_back(member=owner, word=10**9)


@given(st.lists(LOOKED, max_size=8))
def test_who_waits_for_an_answer_comes_first_whatever_else_is_so(some: list[Looked]) -> None:
    order = [one.spoke[0].open for one in in_order(worth(one) for one in some)]
    assert order == sorted(order, reverse=True)


@given(LOOKED)
def test_nobody_is_proposed_without_their_own_words_and_a_reason_that_holds(looked: Looked) -> None:
    made = worth(looked)
    assert made.spoke and made.said == len(looked.spoke)
    assert (made.start == "answer") == any(one.open for one in looked.spoke)
    assert made.talks.k <= made.talks.n
