"""The reach of everybody at once: near what is counted exactly, and the same by both engines."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twoears.reach import engine
from twoears.reach.degrees import each
from twoears.reach.everyone import everyone
from twoears.reach.graph import Graph, GraphError
from twoears.reach.prepared import Prepared

PAIRS = st.lists(st.tuples(st.integers(0, 39), st.integers(0, 39)), max_size=160)


def crowd(people: int, ties: int, seed: int) -> Graph:
    luck = np.random.default_rng(seed)
    return Graph.from_edges(luck.integers(0, people, ties), luck.integers(0, people, ties), people=people)


def test_estimates_lie_as_near_as_is_said() -> None:
    """2,000 people with 6 ties each, who reach some 230 in three steps: over 20 seeds the error is the stated one."""
    graph = crowd(2000, 12_000, seed=4)
    exact = each(graph, range(2000)).cumsum(axis=1)
    errors = []
    for seed in range(20):
        found = everyone(graph, registers=64, seed=seed)
        errors.append((found.within[:, 2] - exact[:, 2]) / np.maximum(exact[:, 2], 1))
    assert np.sqrt(np.mean(np.square(errors))) < 1.1 * found.error
    assert abs(np.mean(errors)) < 0.04
    assert (found.within[:, 0] == exact[:, 0]).all(), "one step is counted"


@settings(deadline=None, max_examples=25)
@given(pairs=PAIRS, registers=st.sampled_from([16, 64]))
def test_both_engines_estimate_the_same(pairs: list[tuple[int, int]], registers: int) -> None:
    graph = Graph.from_edges([a for a, _ in pairs], [b for _, b in pairs], people=40)
    with pytest.MonkeyPatch.context() as patch:
        found = []
        for worth in (0, 1 << 60):
            patch.setattr(engine, "WORTH", worth)
            found += [everyone(form, registers=registers).within for form in (graph, Prepared.of(graph))]
    assert all(np.allclose(found[0], other, rtol=1e-5, atol=1e-5) for other in found[1:])


def test_few_are_told_nearly_exactly() -> None:
    """A chain: whoever stands at its end reaches nobody, the next one person, and so on."""
    found = everyone(Graph.from_edges([0, 1, 2], [1, 2, 3]), registers=256)
    assert found.within.round().tolist() == [[1, 2, 3], [1, 2, 2], [1, 1, 1], [0, 0, 0]]
    assert found.furthest(2).tolist() == [0, 1]


def test_the_same_seed_says_the_same_and_another_does_not() -> None:
    graph = crowd(300, 1500, seed=1)
    one, again, other = (everyone(graph, seed=seed).within for seed in (1, 1, 2))
    assert (one == again).all()
    assert (one != other).any()


def test_whoever_waits_can_stop() -> None:
    def stop(share: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        everyone(crowd(300, 1500, seed=1), told=stop)


def test_nobody_reaches_nobody() -> None:
    assert everyone(Graph.from_edges([], [])).within.shape == (0, 3)
    assert everyone(Graph.from_edges([], [], people=2)).within.tolist() == [[0, 0, 0], [0, 0, 0]]


def test_counters_of_another_size_are_refused() -> None:
    with pytest.raises(GraphError, match="16, 32, 64"):
        everyone(Graph.from_edges([0], [1]), registers=17)
