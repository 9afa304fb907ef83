"""How far a message is expected to go: beside sums by hand, and beside every possible world."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twoears.reach.cascades import cascade
from twoears.reach.graph import Graph, GraphError
from twoears.reach.observed import branched, observed, observed_sizes
from twoears.reach.passing import passing

PATH = Graph.from_edges([0, 1, 2], [1, 2, 3])
STAR = Graph.from_edges([0] * 5, [1, 2, 3, 4, 5])
DIAMOND = Graph.from_edges([0, 0, 1, 2, 3], [1, 2, 3, 3, 4])


def every_world(graph: Graph, starts: list[int], chance: list[float]) -> tuple[float, float]:
    """Those who see it and those who pass it on, over all ways in which ties may be run, each as likely as it is."""
    speakers = np.repeat(np.arange(graph.people), np.diff(graph.offsets)).tolist()
    ties = list(zip(speakers, graph.targets.tolist(), strict=True))
    sees = passes = 0.0
    for world in product((False, True), repeat=len(ties)):
        likely = float(np.prod([p if on else 1 - p for on, p in zip(world, chance, strict=True)]))
        active = set(starts)
        while more := {b for (a, b), on in zip(ties, world, strict=True) if on and a in active} - active:
            active |= more
        sees += likely * len(active | {b for a, b in ties if a in active})
        passes += likely * len(active)
    return sees, passes


@pytest.mark.parametrize(
    ("graph", "starts", "chance", "sees"),
    [
        (PATH, [0], 0.5, 1 + 1 + 0.5 + 0.25),
        (STAR, [0], 0.1, 6),
        (STAR, [1], 0.9, 1),
        (DIAMOND, [0], 0.5, 3 + 0.75 + (0.75 - 0.25 + 0.25 * 0.75 - (0.75 - 0.25) * 0.5)),
    ],
)
def test_small_graphs_are_as_counted_by_hand(graph: Graph, starts: list[int], chance: float, sees: float) -> None:
    found = cascade(graph, starts, chance, runs=20_000)
    assert found.sees.people == pytest.approx(sees, abs=0.04)
    assert every_world(graph, starts, [chance] * graph.ties)[0] == pytest.approx(sees)


TIES = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=1, max_size=9)


@given(TIES, st.integers(0, 5), st.integers(0, 1000))
@settings(max_examples=15, deadline=None)
def test_any_small_graph_is_as_all_its_worlds(pairs: list[tuple[int, int]], start: int, seed: int) -> None:
    graph = Graph.from_edges([a for a, _ in pairs], [b for _, b in pairs], people=6)
    chance = np.random.default_rng(seed).random(graph.ties).astype(np.float32)
    found = cascade(graph, [start], chance, runs=4000, seed=seed)
    sees, passes = every_world(graph, [start], chance.tolist())
    assert found.sees.people == pytest.approx(sees, abs=0.15)
    assert found.passes.people == pytest.approx(passes, abs=0.15)


def test_more_who_start_and_higher_chances_reach_more() -> None:
    luck = np.random.default_rng(4)
    graph = Graph.from_edges(luck.integers(0, 200, 900), luck.integers(0, 200, 900), people=200)
    by_starts = [cascade(graph, range(n), 0.1, runs=400).sees.people for n in (1, 5, 20)]
    by_chance = [cascade(graph, [0, 1], chance, runs=400).sees.people for chance in (0, 0.05, 0.2, 1)]
    assert by_starts == sorted(by_starts)
    assert by_chance == sorted(by_chance)
    assert by_chance[0] == len({0, 1} | set(graph.heard_by(0).tolist()) | set(graph.heard_by(1).tolist()))


def test_eight_ranges_of_ten_hold_the_truth() -> None:
    truth = every_world(DIAMOND, [0], [0.3] * 5)[0]
    ranges = [cascade(DIAMOND, [0], 0.3, runs=300, seed=seed).sees for seed in range(300)]
    assert 0.72 <= np.mean([one.low <= truth <= one.high for one in ranges]) <= 0.87


def test_steps_add_up_to_all_who_see_it_and_groups_do_too() -> None:
    found = cascade(DIAMOND, [0], 0.5, runs=500, groups={"near": [1, 2], "far": [3, 4]})
    assert sum(found.by_step) == pytest.approx(found.sees.people)
    assert sum(found.by_depth) == pytest.approx(1)
    assert found.groups["near"].people == 2
    assert found.groups["far"].of == 2
    assert 1 + 2 + found.groups["far"].people == pytest.approx(found.sees.people)


def test_only_the_audience_counts() -> None:
    found = cascade(PATH, [0], 1.0, runs=10, audience=[2, 3])
    assert (found.sees.people, found.sees.of) == (2, 2)


def test_what_is_not_known_exactly_makes_ranges_wider() -> None:
    graph = Graph.from_edges(np.repeat(np.arange(30), 30), np.tile(np.arange(30), 30), people=30)
    learnt = passing(graph, range(20), [3] * 20, [1] + [0] * 19)
    unsure = cascade(graph, [0], learnt, runs=2000).passes
    given_exactly = cascade(graph, [0], learnt.chances(), runs=2000).passes
    assert unsure.high - unsure.low > 3 * (given_exactly.high - given_exactly.low)


def test_the_same_seed_gives_the_same_and_it_can_be_stopped() -> None:
    assert cascade(DIAMOND, [0], 0.4, seed=3) == cascade(DIAMOND, [0], 0.4, seed=3)
    assert cascade(DIAMOND, [0], 0.4, runs=1000, stop=lambda: True).runs == 25


@pytest.mark.parametrize(
    ("starts", "chance", "words"),
    [
        ([], 0.1, "Nobody starts it"),
        ([9], 0.1, "no vertex 9"),
        ([-1], 0.1, "no vertex -1"),
        ([0.5], 0.1, "Whole numbers"),
        ([0], 1.1, "from 0 to 1"),
        ([0], float("nan"), "from 0 to 1"),
        ([0], [0.1, 0.2], "by tie are 3 numbers"),
        ([0], "much", "numbers"),
    ],
)
def test_what_does_not_fit_is_named(starts: list[int], chance: object, words: str) -> None:
    with pytest.raises(GraphError, match=words):
        cascade(PATH, starts, chance)  # type: ignore[arg-type]


def test_two_groups_do_not_share_anybody() -> None:
    with pytest.raises(GraphError, match="in another one too"):
        cascade(PATH, [0], 0.1, groups={"a": [1], "b": [1]})
    with pytest.raises(GraphError, match="two runs"):
        cascade(PATH, [0], 0.1, runs=1)


def test_seen_cascades_are_counted_by_size_and_steps() -> None:
    """
    7 ← 8 ← 9, 7 ← 3, 5 alone, 4 answers a post that nobody has
    """
    found = observed([7, 7, 8, 7, 5, 1], times=[0, 1, 3, 5, 0, 0], posts=[7, 8, 9, 3, 5, 4])
    assert sorted(zip(found.sizes.tolist(), found.depths.tolist(), strict=True)) == [(1, 0), (1, 0), (4, 2)]
    assert (found.first, found.later, found.half) == (pytest.approx(2 / 3), pytest.approx(1 / 3), 3)
    assert (found.alone().k, found.deep(2).k, found.large(2).k, found.alone().n) == (2, 1, 1, 3)


def test_nothing_seen_tells_nothing() -> None:
    assert observed([]).alone().estimate is None
    assert observed_sizes([]).large(2).n == 0
    assert observed_sizes([1, 1]).deep(1).n == 0


def test_posts_in_a_circle_are_named() -> None:
    with pytest.raises(GraphError, match="circle"):
        observed([1, 2, 0, 3])
    with pytest.raises(GraphError, match="number of its own"):
        observed([1, 2], posts=[1, 1])


def test_made_up_cascades_have_the_mean_of_their_law() -> None:
    made = branched([100] * 20_000, 0.005, [100])  # half an answer a post: two posts a cascade
    assert made.sizes.mean() == pytest.approx(2, abs=0.05)
    assert made.later == pytest.approx(0.5, abs=0.02)
    with pytest.raises(GraphError):
        branched([1], 0.5, [])
