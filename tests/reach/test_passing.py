"""How likely a tie passes on: learnt from what was passed on, and no surer than that allows."""

import numpy as np
import pytest

from twoears.reach.graph import FOLLOWS, SHARES, Graph, GraphError
from twoears.reach.passing import EVERYBODY, HEARER, KIND, OWN, UNKNOWN, passing


def made_up(seed: int, hearers: float = 30, ties: float = 60) -> tuple[Graph, np.ndarray, np.ndarray, np.ndarray]:
    """A graph, what its ties pass on in truth, and posts heard and passed on along half of them."""
    luck = np.random.default_rng(seed)
    graph = Graph.from_edges(
        luck.integers(0, 800, 8000), luck.integers(0, 800, 8000), people=800, kinds=luck.choice([FOLLOWS, SHARES], 8000)
    )
    mean = np.where(graph.kinds & SHARES, 0.12, 0.04)
    of_hearer = luck.beta(hearers * 0.08, hearers * 0.92, 800) / 0.08
    middle = np.clip(mean * of_hearer[graph.targets], 1e-6, 0.9)
    truth = luck.beta(ties * middle, ties * (1 - middle))
    heard = np.where(luck.random(graph.ties) < 0.5, luck.poisson(15, graph.ties), 0)
    return graph, truth, heard, luck.binomial(heard, truth)


def test_eight_ranges_of_ten_hold_the_truth_also_of_ties_that_never_heard_anything() -> None:
    own, hearer = [], []
    for seed in range(4):
        graph, truth, heard, passed = made_up(seed)
        found = passing(graph, np.arange(graph.ties), heard, passed)
        held = (found.low <= truth) & (truth <= found.high)
        own.append(held[found.source == OWN].mean())
        hearer.append(held[found.source == HEARER].mean())
    assert 0.75 <= np.mean(own) <= 0.84
    assert 0.75 <= np.mean(hearer) <= 0.84


def test_what_is_learnt_is_nearer_the_truth_than_each_alone_and_than_all_alike() -> None:
    graph, truth, heard, passed = made_up(5)
    found = passing(graph, np.arange(graph.ties), heard, passed)
    own = heard > 0
    alone = np.mean((passed[own] / heard[own] - truth[own]) ** 2)
    alike = np.mean((passed.sum() / heard.sum() - truth[own]) ** 2)
    assert np.mean((found.chance[own] - truth[own]) ** 2) < 0.6 * min(alone, alike)


def test_draws_are_about_what_is_expected() -> None:
    graph, _, heard, passed = made_up(6)
    found = passing(graph, np.arange(graph.ties), heard, passed)
    luck = np.random.default_rng(1)
    drawn = np.array([found.draw(luck).values for _ in range(300)])
    assert drawn.mean() == pytest.approx(found.chance.mean(), rel=0.03)
    assert ((found.low <= drawn) & (drawn <= found.high)).mean() == pytest.approx(0.8, abs=0.04)


def test_where_hearers_are_alike_nobody_stands_out() -> None:
    star = Graph.from_edges([0] * 300, range(1, 301))
    luck = np.random.default_rng(2)
    found = passing(star, range(300), [40] * 300, luck.binomial(40, 0.1, 300))
    assert found.chance.max() - found.chance.min() < 0.06


def test_each_estimate_says_what_it_was_learnt_from() -> None:
    graph = Graph.from_edges(
        [0, 2, 0, 0], [1, 1, 3, 4], kinds=[FOLLOWS, FOLLOWS, FOLLOWS, SHARES]
    )  # 0 to 1, 3 and 4; 2 to 1
    found = passing(graph, [0, 0], [20, 10], [1, 2])
    assert found.source.tolist() == [OWN, KIND, EVERYBODY, HEARER]
    assert (found.heard, found.passed) == (30, 3)
    assert (found.high - found.low)[2] >= (found.high - found.low)[0]


def test_where_hardly_anything_was_heard_nothing_is_told() -> None:
    star = Graph.from_edges([0, 0], [1, 2])
    found = passing(star, [0], [19], [3])
    assert not found.can_tell
    assert found.source.tolist() == [UNKNOWN, UNKNOWN]
    assert np.isnan(found.chance).all()
    with pytest.raises(GraphError, match="Cannot tell"):
        found.chances()
    assert not passing(star, [], [], []).can_tell


def test_nobody_who_ever_passed_anything_on_is_still_not_surely_never() -> None:
    star = Graph.from_edges([0] * 30, range(1, 31))
    found = passing(star, range(30), [10] * 30, [0] * 30)
    assert 0 < found.chance.max() < 0.01
    assert np.isfinite(found.high).all()
    every = passing(star, range(30), [10] * 30, [10] * 30)
    assert every.chance.min() > 0.9
    assert every.chance.max() <= 1


@pytest.mark.parametrize(
    ("ties", "heard", "passed", "words"),
    [
        ([5], [10], [1], "not there"),
        ([-1], [10], [1], "not there"),
        ([0], [10], [11], "none to all"),
        ([0], [10], [-1], "none to all"),
        ([0, 1], [10], [1], "Each tie needs"),
    ],
)
def test_what_does_not_fit_is_named(ties: list[int], heard: list[int], passed: list[int], words: str) -> None:
    with pytest.raises(GraphError, match=words):
        passing(Graph.from_edges([0, 0], [1, 2]), ties, heard, passed)
