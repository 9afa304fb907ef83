"""Three degrees: counted by hand, by a search that anybody can read, and by both engines alike."""

from collections import deque
from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twoears.reach import engine, kernels
from twoears.reach.degrees import UNREACHED, degrees, each, steps_from
from twoears.reach.graph import Graph, GraphError
from twoears.reach.prepared import Prepared

PEOPLE = 40
PAIRS = st.lists(st.tuples(st.integers(0, PEOPLE - 1), st.integers(0, PEOPLE - 1)), max_size=160)
SOME = st.lists(st.integers(0, PEOPLE - 1), min_size=1, max_size=4)
ENGINES = ("machine code", "numpy")


@pytest.fixture(params=ENGINES)
def by(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(engine, "WORTH", 0 if request.param == "machine code" else 1 << 60)
    yield


def graph_of(pairs: list[tuple[int, int]], people: int = PEOPLE) -> Graph:
    return Graph.from_edges([a for a, _ in pairs], [b for _, b in pairs], people=people)


def searched(pairs: list[tuple[int, int]], starts: list[int], steps: int) -> list[int]:
    """Breadth first, as in any textbook."""
    hears: dict[int, set[int]] = {}
    for speaks, heard in pairs:
        hears.setdefault(speaks, set()).add(heard)
    far = [0 if v in starts else UNREACHED for v in range(PEOPLE)]
    waiting = deque(starts)
    while waiting:
        vertex = waiting.popleft()
        for other in hears.get(vertex, ()):
            if far[other] == UNREACHED and far[vertex] < steps:
                far[other] = far[vertex] + 1
                waiting.append(other)
    return far


def test_a_word_is_counted_where_it_is_heard_first(by: None) -> None:
    """0 is heard by 1 and 2, both are heard by 3, 3 by 4 and by 0 again; 5 hears nobody and 6 speaks to 0 only."""
    graph = Graph.from_edges([0, 0, 1, 2, 3, 3, 6], [1, 2, 3, 3, 4, 0, 0])
    for form in (graph, Prepared.of(graph)):
        found = degrees(form, 0)
        assert (found.at, found.within, found.others) == ((2, 1, 1), (2, 3, 4), 6)
        assert steps_from(form, 0).tolist() == [0, 1, 1, 2, 3, UNREACHED, UNREACHED]


def test_a_team_counts_as_one_and_does_not_reach_itself(by: None) -> None:
    """0 and 3 ask together: 0 is heard by 1, 1 by 3, 3 by 4 and 1."""
    graph = Graph.from_edges([0, 1, 3, 3], [1, 3, 4, 1])
    assert degrees(graph, [0, 3, 3]).at == (2, 0, 0)
    assert degrees(graph, [0, 3]).starts == 2
    assert each(graph, [[0, 3], 0, 4]).tolist() == [[2, 0, 0], [1, 1, 1], [0, 0, 0]]


def test_more_steps_than_there_are_people_find_nobody_new(by: None) -> None:
    graph = Graph.from_edges([0, 1, 2], [1, 2, 3])
    assert degrees(graph, 0, steps=6).at == (1, 1, 1, 0, 0, 0)
    assert each(Prepared.of(graph), [0], steps=6).tolist() == [[1, 1, 1, 0, 0, 0]]


@settings(deadline=None, max_examples=60)
@given(pairs=PAIRS, starts=SOME, steps=st.integers(1, 5))
def test_both_engines_find_what_a_plain_search_finds(
    pairs: list[tuple[int, int]], starts: list[int], steps: int
) -> None:
    expected = searched(pairs, starts, steps)
    at = tuple(expected.count(step) for step in range(1, steps + 1))
    with pytest.MonkeyPatch.context() as patch:
        for worth in (0, 1 << 60):
            patch.setattr(engine, "WORTH", worth)
            graph = graph_of(pairs)
            for form in (graph, Prepared.of(graph)):
                assert steps_from(form, starts, steps).tolist() == expected
                assert degrees(form, starts, steps).at == at


@settings(deadline=None, max_examples=25)
@given(pairs=PAIRS, steps=st.integers(1, 5), many=st.sampled_from([1, 64, 65, 128, 200]))
def test_many_accounts_in_one_pass_are_each_as_if_asked_alone(
    pairs: list[tuple[int, int]], steps: int, many: int
) -> None:
    starts = [v % PEOPLE for v in range(many)]
    alone = [degrees(graph_of(pairs), v, steps).at for v in range(PEOPLE)]
    with pytest.MonkeyPatch.context() as patch:
        for worth, under in ((0, 0), (0, 1 << 40), (1 << 60, 0)):
            patch.setattr(engine, "WORTH", worth)
            patch.setattr(kernels, "ALONE_UNDER", under)
            found = each(graph_of(pairs), starts, steps).tolist()
            assert found == [list(alone[v]) for v in starts]


def test_a_crowd_that_hears_the_same_few_is_looked_back_from(by: None) -> None:
    """One speaks to a hub that everybody hears: the last step looks back, and stops at the hub."""
    people = 700
    pairs = [(0, 1), *((1, v) for v in range(2, people)), *((v, v + 1) for v in range(2, people - 1))]
    assert degrees(Prepared.of(graph_of(pairs, people)), 0).at == (1, people - 2, 0)


@pytest.mark.parametrize(
    ("starts", "words"), [(9, "from 0 to 8"), (-1, "no vertex -1"), ([], "Nobody asks"), (1.5, "whole number")]
)
def test_a_start_that_is_not_there_is_named(starts: object, words: str) -> None:
    graph = Graph.from_edges([0], [8])
    for form in (graph, Prepared.of(graph)):
        with pytest.raises(GraphError, match=words):
            degrees(form, starts)  # type: ignore[arg-type]


def test_nobody_can_be_asked_in_a_graph_of_nobody() -> None:
    with pytest.raises(GraphError, match="holds nobody"):
        degrees(Graph.from_edges([], []), 0)
    assert each(Graph.from_edges([], []), []).shape == (0, 3)


def test_a_single_person_reaches_nobody(by: None) -> None:
    graph = Graph.from_edges([], [], people=1)
    assert degrees(graph, 0).at == (0, 0, 0)
    assert each(Prepared.of(graph), [0]).tolist() == [[0, 0, 0]]


@pytest.mark.parametrize("steps", [0, 255])
def test_steps_that_cannot_be_counted_are_refused(steps: int) -> None:
    with pytest.raises(GraphError, match="1 to 254"):
        degrees(Graph.from_edges([0], [1]), 0, steps)


def test_engines_are_chosen_by_size_and_by_word(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not engine.swift(engine.WORTH - 1)
    assert engine.swift(engine.WORTH)
    monkeypatch.setenv("TWOEARS_PLAIN", "1")
    assert not engine.swift(engine.WORTH)
    assert np.uint8(UNREACHED) == UNREACHED
