"""The graph that everything about reach stands on: ties in, rows out, kept and read again."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from twoears.reach import engine
from twoears.reach.graph import FOLLOWS, SHARES, Graph, GraphError

PAIRS = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), max_size=60)


def test_the_same_pair_twice_is_one_tie_with_all_that_is_known_of_it() -> None:
    graph = Graph.from_edges([0, 0], [1, 1], weights=[2, 3], kinds=[FOLLOWS, SHARES], days=[10, 4])
    assert (graph.ties, graph.weights.tolist(), graph.kinds.tolist(), graph.days.tolist()) == (1, [5], [9], [10])


@given(PAIRS)
def test_every_tie_is_there_once_and_nobody_hears_themselves(pairs: list[tuple[int, int]]) -> None:
    graph = Graph.from_edges([a for a, _ in pairs], [b for _, b in pairs], people=13)
    found = [(v, int(w)) for v in range(graph.people) for w in graph.heard_by(v)]
    assert found == sorted({(a, b) for a, b in pairs if a != b})


def test_a_kept_graph_is_the_same_when_read_again(tmp_path: Path) -> None:
    graph = Graph.from_edges([0, 5, 2], [1, 2, 0], kinds=[1, 2, 4])
    graph.save(tmp_path / "kept")
    again = Graph.load(tmp_path / "kept")
    assert np.array_equal(again.targets, graph.targets)
    assert np.array_equal(again.kinds, graph.kinds)


def test_a_graph_that_is_not_whole_is_named(tmp_path: Path) -> None:
    with pytest.raises(GraphError, match="No whole graph"):
        Graph.load(tmp_path)
    graph = Graph.from_edges([0, 5, 2], [1, 2, 0])
    graph.save(tmp_path)
    np.save(tmp_path / "targets.npy", graph.targets[:1])
    with pytest.raises(GraphError, match="not whole"):
        Graph.load(tmp_path)


@pytest.mark.parametrize(
    ("speakers", "hearers", "people"), [([0], [1, 2], None), ([-1], [0], None), ([0], [7], 3), ([9], [0], 3)]
)
def test_ties_that_do_not_fit_are_refused(speakers: list[int], hearers: list[int], people: int | None) -> None:
    with pytest.raises(GraphError):
        Graph.from_edges(speakers, hearers, people=people)


def test_nobody_is_a_graph_too() -> None:
    assert Graph.from_edges([], []).people == 0
    assert Graph.from_edges([], [], people=3).ties == 0


@given(PAIRS)
def test_counting_and_sorting_make_the_same_graph(pairs: list[tuple[int, int]]) -> None:
    speaks, hears = [a for a, _ in pairs], [b for _, b in pairs]
    columns = {"weights": range(len(pairs)), "kinds": [n % 128 for n in range(len(pairs))], "days": range(len(pairs))}
    made = []
    with pytest.MonkeyPatch.context() as patch:
        for worth in (0, 1 << 60):
            patch.setattr(engine, "WORTH", worth)
            made.append(Graph.from_edges(speaks, hears, people=13, **{k: list(v) for k, v in columns.items()}))
            made.append(Graph.from_edges(speaks, hears, people=13))
    for part in ("offsets", "targets", "weights", "kinds", "days"):
        for one, other in ((made[0], made[2]), (made[1], made[3])):
            assert getattr(one, part).tolist() == getattr(other, part).tolist()
            assert getattr(one, part).dtype == getattr(other, part).dtype


def test_a_vertex_that_no_graph_can_number_is_refused() -> None:
    with pytest.raises(GraphError, match="at most"):
        Graph.from_edges([0], [2**31 - 1])
