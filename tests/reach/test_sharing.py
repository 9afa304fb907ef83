"""If some of us share something: who is expected to see it, learnt from what was passed on before."""

import numpy as np

from twoears.reach.graph import Graph
from twoears.reach.sharing import learnt, shared


def test_whoever_always_passes_on_carries_it_to_their_own_hearers() -> None:
    near, far = range(2, 42), range(42, 82)
    graph = Graph.from_edges([*[0] * 40, *near], [*near, *far], people=82)
    said = np.zeros(82, np.int32)
    said[0] = 50
    for passed, least, most in ((50, 75, 80), (0, 39, 45)):
        chances = learnt(graph, said, np.where(np.arange(graph.ties) < 40, passed, 0).astype(np.int32))
        seen = shared(graph, chances, [0], np.arange(2, 82))
        assert seen and least <= seen.people <= most and seen.low <= seen.people <= seen.high
        assert (seen.heard, seen.of, seen.direct) == (2000, 80, 40)


def test_whose_hearers_hear_somebody_else_already_adds_nothing() -> None:
    graph = Graph.from_edges([*[0] * 30, *[1] * 5], [*range(2, 32), *range(2, 7)], people=32)
    said = np.array([40, 40, *[0] * 30], np.int32)
    chances = learnt(graph, said, np.zeros(graph.ties, np.int32))
    seen = shared(graph, chances, [0, 1], np.arange(2, 32))
    assert seen and seen.idle == (1,)


def test_where_too_little_was_heard_it_cannot_be_told() -> None:
    graph = Graph.from_edges([0], [1])
    chances = learnt(graph, np.array([3, 0], np.int32), np.zeros(1, np.int32))
    assert shared(graph, chances, [0], np.array([1])) is None
