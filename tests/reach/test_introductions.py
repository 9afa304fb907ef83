"""Who can introduce us: the likeliest chains, through other people each, and never through who does not want it."""

from datetime import date
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twoears.reach.graph import FOLLOWS, REPLIES, Graph, GraphError
from twoears.reach.introductions import introductions

TIES = st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), min_size=1, max_size=30)


def best_of_all(graph: Graph, strength: np.ndarray, willing: np.ndarray, allowed: np.ndarray, steps: int) -> float:
    """The likeliest chain from 0 to 7, by looking at every one."""
    likely = {
        (v, int(w)): float(strength[graph.offsets[v] + at]) for v in range(8) for at, w in enumerate(graph.heard_by(v))
    }
    best = 0.0
    for many in range(steps):
        for between in permutations([v for v in range(1, 7) if allowed[v]], many):
            chain = [0, *between, 7]
            product = float(np.prod([willing[v] for v in between]))
            for pair in zip(chain, chain[1:], strict=False):
                product *= likely.get(pair, 0.0)
            best = max(best, product)
    return best


@given(TIES, st.integers(0, 1000), st.integers(1, 3))
@settings(max_examples=60, deadline=None)
def test_the_first_chain_is_the_likeliest_of_all(pairs: list[tuple[int, int]], seed: int, steps: int) -> None:
    graph = Graph.from_edges([a for a, _ in pairs], [b for _, b in pairs], people=8)
    luck = np.random.default_rng(seed)
    strength, willing, allowed = luck.random(graph.ties), luck.random(8), luck.random(8) < 0.8
    allowed[[0, 7]] = True
    found = introductions(graph, [0], [7], strength=strength, willing=willing, allowed=allowed, steps=steps)
    best = best_of_all(graph, strength, willing, allowed, steps)
    assert (found.chains[0].likely if found.chains else 0.0) == pytest.approx(best)
    between = [v for chain in found.chains for v in chain.people[1:-1]]
    assert len(between) == len(set(between))
    assert all(allowed[between])
    assert all(len(chain.links) <= steps for chain in found.chains)


def test_each_link_says_why() -> None:
    """
    1 follows us and answered, last on 1970-01-11; 2 hears 1
    """
    graph = Graph.from_edges([0, 1], [1, 2], kinds=[FOLLOWS | REPLIES, FOLLOWS], days=[10, -1], weights=[6, 2])
    chain = introductions(graph, [0], [2]).chains[0]
    first, second = chain.links
    assert (first.kinds, first.last, first.times, first.strength) == (
        ("follows", "replies"),
        date(1970, 1, 11),
        6,
        0.75,
    )
    assert (second.speaker, second.hearer, second.last) == (1, 2, None)
    assert chain.likely == pytest.approx(0.75 * 0.5)


def test_nobody_leads_there_through_who_opted_out() -> None:
    graph = Graph.from_edges([0, 1], [1, 2])
    found = introductions(graph, [0], [2], allowed=[True, False, True])
    assert found.chains == ()
    assert found.sentence == "Nobody leads there in 3 steps."
    assert introductions(graph, [0], [2], allowed=[True, True, False]).chains == ()
    assert introductions(graph, [0], [2], allowed=[False, True, True]).chains == ()


def test_who_hears_us_needs_no_introduction() -> None:
    found = introductions(Graph.from_edges([0, 0, 1], [1, 2, 2]), [0], [2])
    assert found.chains[0].people == (0, 2)
    assert found.sentence == "They hear you already."
    assert len(found.chains) == 2


def test_a_strong_detour_stands_before_a_weak_tie() -> None:
    graph = Graph.from_edges([0, 0, 1], [1, 2, 2])
    found = introductions(graph, [0], [2], strength=[0.9, 0.1, 0.9])
    assert [chain.people for chain in found.chains] == [(0, 1, 2), (0, 2)]


def test_an_organisation_is_reached_through_any_of_its_people_by_any_of_us() -> None:
    graph = Graph.from_edges([0, 1, 3, 4], [3, 4, 6, 7])
    found = introductions(graph, [0, 1], [6, 7], strength=[0.5, 0.9, 0.5, 0.9])
    assert [chain.people for chain in found.chains] == [(1, 4, 7), (0, 3, 6)]
    assert found.sentence == "There are 2 ways that share nobody."


def test_who_is_not_willing_is_asked_last() -> None:
    graph = Graph.from_edges([0, 0, 1, 2], [1, 2, 3, 3])
    found = introductions(graph, [0], [3], willing=[1, 0.1, 0.9, 1])
    assert [chain.people[1] for chain in found.chains] == [2, 1]
    assert len(introductions(graph, [0], [3], ways=1).chains) == 1


def test_nobody_is_introduced_to_themselves() -> None:
    assert introductions(Graph.from_edges([0, 1], [1, 0]), [0], [0]).chains == ()


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"steps": 4}, "one to three"),
        ({"ways": 0}, "one way"),
        ({"ours": []}, "one of us"),
        ({"theirs": []}, "one of us"),
        ({"theirs": [9]}, "no vertex 9"),
        ({"strength": [0.1]}, "strength"),
        ({"strength": [0.1, 1.5]}, "from 0 to 1"),
        ({"willing": [1, 1, float("nan")]}, "willingness"),
        ({"allowed": [1, 1, 0]}, "True or False"),
    ],
)
def test_what_does_not_fit_is_named(told: dict[str, object], words: str) -> None:
    asked = {"ours": [0], "theirs": [2], **told}
    with pytest.raises(GraphError, match=words):
        introductions(Graph.from_edges([0, 1], [1, 2]), **asked)  # type: ignore[arg-type]
