"""Buying cycles: learnt from the own record, foretold with what decided it, or said that it cannot be told."""

import random
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import actor
from twoears.activities.record import record
from twoears.activities.values import Activity, Actor
from twoears.jobs import catch_up
from twoears.people.buying.acts import SIGNS, Act, weekly
from twoears.people.buying.cycle import CannotLearn, Cycle, furthest, learn, lessons, reasons
from twoears.people.buying.models import BuyingView
from twoears.people.buying.pages import buying_of, near
from twoears.people.buying.states import STATES, ahead, behind
from twoears.people.buying.tasks import tell_all
from twoears.people.companies.houses import house_of
from twoears.people.models import Person
from twoears.people.pages import people_list

NOW = datetime(2026, 11, 30, tzinfo=UTC)


def market(people: int, seed: int = 3) -> list[Act]:
    """Everybody looks now and then for two years; who looks at prices orders within days, one time in two."""
    draw, made = random.Random(seed), []
    for who in range(people):
        for _ in range(10):
            at = NOW - timedelta(days=draw.uniform(1, 700))
            made.append(Act(who, at, draw.choice(("visit", "ask"))))
        for _ in range(draw.choice((0, 0, 1, 2))):
            at = NOW - timedelta(days=draw.uniform(20, 600))
            made.append(Act(who, at, "price"))
            if draw.random() < 0.5:
                made.append(Act(who, at + timedelta(days=draw.uniform(8, 18)), "order"))
    return made


def test_who_looks_at_prices_is_nearer_and_it_says_so() -> None:
    acts = [*market(200), Act(900, NOW - timedelta(days=9), "price"), Act(900, NOW - timedelta(days=300), "visit")]
    table = weekly(acts, NOW)
    learnt = learn(table, acts)
    assert isinstance(learnt, Cycle) and learnt.gain > 0 and learnt.order_gain > 0
    told = learnt.tell(table, table.counts.shape[1] - 1)
    assert np.allclose(told.sum(1), 1)
    at = table.who.index(900)
    assert told[at, -1] > 3 * learnt.usual
    assert any("prices" in reason and "(likelier)" in reason for reason in reasons(learnt, table, 103)[at])


def test_the_same_record_tells_the_same() -> None:
    one, other = (learn(weekly(acts, NOW), acts) for acts in (market(120), market(120)))
    assert isinstance(one, Cycle) and isinstance(other, Cycle)
    assert all(np.array_equal(a.weights, b.weights) for a, b in zip(one.chances, other.chances, strict=True))


def test_too_little_teaches_nothing() -> None:
    few = learn(weekly(market(20), NOW), market(20))
    looks = [act for act in market(200) if act.kind != "order"]
    no_orders = learn(weekly(looks, NOW), looks)
    late = [Act(act.who, NOW - timedelta(hours=act.who), act.kind) for act in market(200)]
    short = learn(weekly(late, NOW), late)
    assert all(isinstance(one, CannotLearn) for one in (few, no_orders, short))
    assert "it takes 50" in few.why and "only 0 orders heard" in no_orders.why and "four months" in short.why


def test_orders_by_chance_are_not_foretold() -> None:
    draw = random.Random(1)
    acts = [act for act in market(200) if act.kind not in ("order", "price")]
    acts += [Act(draw.randrange(200), NOW - timedelta(days=draw.uniform(1, 700)), "order") for _ in range(200)]
    learnt = learn(weekly(acts, NOW), acts)
    assert isinstance(learnt, CannotLearn) or learnt.order_gain < 0.01


def test_what_comes_later_is_not_known_before() -> None:
    """Whoever reads the future foretells well; so a week's row may not change with what comes after it."""
    acts = market(60)
    early = [act for act in acts if act.at <= NOW - timedelta(weeks=30)]
    whole, part = weekly(acts, NOW), weekly(early, NOW)
    from twoears.people.buying.columns import columns

    rows = [whole.who.index(who) for who in part.who]
    assert np.array_equal(columns(whole, 73)[rows], columns(part, 73))


any_acts = st.tuples(st.integers(0, 5), st.integers(0, 800), st.sampled_from(sorted(set(SIGNS) - {"days"})))


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=30)
@given(st.lists(any_acts, max_size=20))
def test_a_table_counts_each_act_once_and_loses_only_what_is_too_old(told: list[tuple[int, int, str]]) -> None:
    acts = [Act(who, NOW - timedelta(days=days), kind) for who, days, kind in told]
    table = weekly(acts, NOW, weeks=104)
    kept = [act for act in acts if (NOW - act.at).days < 728]
    for at, sign in enumerate(SIGNS):
        more = sum(act.kind == "price" for act in kept) if sign == "visit" else 0
        if sign != "days":
            assert table.counts[:, :, at].sum() == sum(act.kind == sign for act in kept) + more
    assert lessons(table, acts)[0].shape[0] == lessons(table, acts)[1].shape[0]


def test_states_are_what_was_done() -> None:
    after = [Act(1, NOW - timedelta(days=20), "order"), Act(2, NOW - timedelta(days=60), "visit")]
    after += [Act(3, NOW - timedelta(days=d), "visit") for d in (20, 18)]
    table = weekly(after, NOW)
    assert [STATES[at] for at in behind(table, 103)] == ["near", "not looking", "comparing"]
    assert [STATES[at] for at in ahead(table, after, 100)] == ["near", "not looking", "comparing"]


def test_a_house_is_as_far_as_its_furthest() -> None:
    told = furthest(np.array([[1.0, 0, 0, 0], [0.2, 0.3, 0.3, 0.2]]))
    assert np.allclose(told, [0.2, 0.3, 0.3, 0.2])
    assert house_of(["x@web.de", "y@Acme.Example"]) == "acme.example"


def activities(acts: list[Act]) -> list[Activity]:
    pages = {"visit": "https://acme.example/blog", "price": "https://acme.example/prices", "order": "deal:1"}
    return [
        Activity(
            id=f"act-{n}",
            type="visit" if act.kind == "price" else act.kind,
            actor=Actor(
                id=f"mailto:p{act.who}@f{act.who // 3}.example",
                network="mail",
                handle=f"p{act.who}",
                name=f"P{act.who}",
                mail=f"p{act.who}@f{act.who // 3}.example",
            ),
            published=act.at,
            object=pages.get(act.kind, "https://acme.example/form"),
        )
        for n, act in enumerate(acts)
    ]


@pytest.mark.django_db
def test_it_is_told_behind_the_record_and_thrown_away_at_will() -> None:
    acts = [act for act in market(150) if act.kind != "ask"]
    acts += [Act(who, NOW - timedelta(days=650), "submit") for who in range(150)]  # so that everybody is met
    acts += [Act(7, NOW - timedelta(days=9), "price"), Act(149, NOW - timedelta(days=1), "visit")]
    record(activities(acts))
    catch_up()
    found = near()
    assert found.why == "" and "of your own record" in found.taught
    seven = Person.objects.get(name="P7")
    shown = buying_of(seven)
    assert shown.order_soon and shown.usual and shown.order_soon > shown.usual and shown.reasons
    assert abs(sum(state.probability for state in shown.states) - 1) < 0.001
    assert seven.public_id in [one.person for one in found.people]
    assert "f2.example" in [one.name for one in found.organisations]
    assert people_list(view="near")[2] == found.total
    before = list(
        BuyingView.objects.order_by("person", "organisation").values_list("person", "probabilities", "reasons")
    )
    tell_all()
    after = list(
        BuyingView.objects.order_by("person", "organisation").values_list("person", "probabilities", "reasons")
    )
    assert before == after


@pytest.mark.django_db
def test_a_short_record_says_that_it_cannot_tell() -> None:
    record([Activity(id="a", type="submit", actor=actor("ann"), published=NOW, object="https://acme.example/form")])
    catch_up()
    assert "it takes 50" in near().why and people_list(view="near")[2] == 0
    shown = buying_of(Person.objects.get())
    assert shown.state == "" and "it takes 50" in shown.why


@pytest.mark.django_db
def test_a_record_from_the_first_year_of_all_stops_nobody(heard) -> None:
    """
    0001-01-01  acme  says   -     Hello.
    0001-01-02  bob   reply  acme  Hello to you.
    """
    heard("acme")
    assert near().people == ()
