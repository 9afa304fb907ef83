"""What each colleague adds to the reach of all, and how many of a group are reached."""

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twoears.reach import engine, walking
from twoears.reach.degrees import adds, by_group, degrees, steps_from
from twoears.reach.graph import Graph, GraphError
from twoears.reach.prepared import Prepared

PEOPLE = 30
PAIRS = st.lists(st.tuples(st.integers(0, PEOPLE - 1), st.integers(0, PEOPLE - 1)), max_size=90)


@pytest.fixture(params=["machine code", "numpy"])
def by(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(engine, "WORTH", 0 if request.param == "machine code" else 1 << 60)
    yield


def test_who_is_reached_by_one_only_would_be_lost_without_them(by: None) -> None:
    """Ann (0) is heard by 3, 4, 5; Bob (1) by 5 and 6; Eve (2) by 3 and by Ann, who asks too."""
    graph = Graph.from_edges([0, 0, 0, 1, 1, 2, 2], [3, 4, 5, 5, 6, 3, 0])
    found = adds(graph, [0, 1, 2], steps=1)
    assert [(one.start, one.reach, one.only, one.new, one.together) for one in found] == [
        (0, 3, 1, 3, 3),
        (1, 2, 1, 1, 4),
        (2, 1, 0, 0, 4),
    ]


@settings(deadline=None, max_examples=25)
@given(pairs=PAIRS, team=st.lists(st.integers(0, PEOPLE - 1), min_size=1, max_size=6, unique=True))
def test_leaving_one_out_and_asking_again_says_the_same(pairs: list[tuple[int, int]], team: list[int]) -> None:
    graph = Graph.from_edges([a for a, _ in pairs], [b for _, b in pairs], people=PEOPLE)
    with pytest.MonkeyPatch.context() as patch:
        for worth in (0, 1 << 60):
            patch.setattr(engine, "WORTH", worth)
            found = adds(graph, team)
            assert found[-1].together == sum(degrees(graph, team).at)
            assert sorted(one.start for one in found) == list(range(len(team)))
            assert [one.new for one in found] == sorted((one.new for one in found), reverse=True)
            for one in found:
                others = [v for at, v in enumerate(team) if at != one.start]
                lost = found[-1].together - (len(reached(graph, others) - set(team)) if others else 0)
                assert one.only == lost
                assert one.reach == len(reached(graph, [team[one.start]]) - set(team))


def reached(graph: Graph, starts: list[int]) -> set[int]:
    far = steps_from(graph, starts).tolist()
    return {v for v, steps in enumerate(far) if 0 < steps < 255}


def test_a_company_of_hundreds_is_asked_in_several_passes(by: None) -> None:
    """200 colleagues, each heard by two of 201 customers in a row: only the first and the last of these have one."""
    team = list(range(200))
    graph = Graph.from_edges([v for v in team for _ in (0, 1)], [200 + v + n for v in team for n in (0, 1)])
    for form in (graph, Prepared.of(graph)):
        found = adds(form, team)
        assert found[-1].together == 201
        assert {one.start: one.only for one in found if one.only} == {0: 1, 199: 1}


def test_nobody_adds_nothing() -> None:
    assert adds(Graph.from_edges([0], [1]), []) == ()


def test_more_than_fits_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(walking, "LARGEST", 10)
    with pytest.raises(GraphError, match="ask for fewer"):
        adds(Graph.from_edges([0], [1]), [0])


def test_of_a_network_that_tells_no_ties_it_is_unknown_who_is_reached(by: None) -> None:
    """Ann in Bonn is heard by Bob there and by Eve in Oslo; Kim in Oslo hears only Leo; Max has no tie at all."""
    ann, bob, eve, kim, leo = range(5)
    graph = Graph.from_edges([ann, ann, leo], [bob, eve, kim], people=6)
    places = [0, 0, 1, 1, 2, 1]
    for form in (graph, Prepared.of(graph)):
        found = by_group(form, steps_from(form, ann), places, ["Bonn", "Oslo", "Rome"])
        assert [(g.name, g.at, g.others, g.unreached, g.unknown) for g in found] == [
            ("Bonn", (1, 0, 0), 1, 0, 0),
            ("Oslo", (1, 0, 0), 3, 1, 1),
            ("Rome", (0, 0, 0), 1, 1, 0),
        ]


def test_one_who_asks_is_not_unknown_even_without_ties() -> None:
    graph = Graph.from_edges([0], [1], people=3)
    (found,) = by_group(graph, steps_from(graph, 2), [0, 0, 0], ["all"])
    assert (found.asking, found.unknown, found.unreached) == (1, 0, 2)


@pytest.mark.parametrize(("groups", "names"), [([0], ["a"]), ([0, 1], ["a"]), ([0, -2], ["a"]), ([0, 0], [])])
def test_groups_that_do_not_fit_are_refused(groups: list[int], names: list[str]) -> None:
    graph = Graph.from_edges([0], [1])
    with pytest.raises(GraphError, match="group"):
        by_group(graph, steps_from(graph, 0), groups, names)
