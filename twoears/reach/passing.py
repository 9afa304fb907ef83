"""How likely whoever hears a message passes it on, learnt from what people really passed on before."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from twoears.lib.betas import beta_quantiles
from twoears.lib.intervals import LEVEL
from twoears.reach.chances import TIE, Chances
from twoears.reach.graph import Graph, GraphError
from twoears.reach.levels import Levels, levels_of

Floats = NDArray[np.float64]
UNKNOWN, EVERYBODY, KIND, HEARER, OWN = range(5)
FROM: Final = ("cannot tell", "all ties", "ties of the kind", "the hearer", "the tie itself")
ENOUGH = 20
"""Posts that must have been heard before anything is told at all."""


@dataclass(frozen=True, slots=True)
class Passing:
    """For each tie of a graph, in the order of its `targets`: `chance`, likely between `low` and `high` (80 %).

    `source` says what each was learnt from: an index of FROM. Where it is UNKNOWN nothing can be told, and the three
    are NaN. `heard` and `passed` are all posts heard, and those of them passed on.
    """

    chance: Floats
    low: Floats
    high: Floats
    source: NDArray[np.uint8]
    heard: int
    passed: int
    hearers: NDArray[np.int32]
    levels: Levels | None

    @property
    def can_tell(self) -> bool:
        """Whether enough was heard to tell anything."""
        return self.levels is not None

    def chances(self) -> Chances:
        """As they are expected. Raises GraphError where nothing can be told."""
        self._told()
        return Chances(self.chance.astype(np.float32), TIE)

    def draw(self, rng: np.random.Generator) -> Chances:
        """One draw of what they might be: how sharing people are on the whole, each hearer, and each tie."""
        drawn = self._told().draw(rng, self.hearers)
        return Chances(np.clip(drawn, 0, 1).astype(np.float32), TIE)

    def _told(self) -> Levels:
        if self.levels is None:
            raise GraphError(f"Cannot tell how often people pass on: {self.heard} posts heard, it takes {ENOUGH}.")
        return self.levels


def passing(graph: Graph, ties: ArrayLike, heard: ArrayLike, passed: ArrayLike) -> Passing:
    """Learn from `passed` of `heard` posts along each of `ties` (places in `graph.targets`, each once or more often).

    What a tie lacks is taken from its hearer, what the hearer lacks from ties of the same kinds, and what these lack
    from all: each in the measure in which people, and ties, are seen to differ (empirical Bayes by moments, Beta
    for ties and Gamma for hearers; on levels of credibility see Bühlmann and Gisler 2005, ch. 6). Raises GraphError.

    >>> star = Graph.from_edges([0] * 40, range(1, 41))
    >>> found = passing(star, range(40), [50] * 40, [10] * 10 + [0] * 30)
    >>> bool(found.chance[0] > 0.15), bool(found.chance[39] < 0.02)
    (True, True)
    """
    n, k = _counted(graph, ties, heard, passed)
    hearers = np.asarray(graph.targets)
    if n.sum() < ENOUGH:
        nothing = np.full(graph.ties, np.nan)
        source = np.full(graph.ties, UNKNOWN, np.uint8)
        return Passing(nothing, nothing, nothing, source, int(n.sum()), int(k.sum()), hearers, None)
    levels = levels_of(n, k, hearers, np.asarray(graph.kinds), graph.people)
    mean = np.clip(levels.mean, 1e-9, 1 - 1e-9)
    size = np.maximum(mean * (1 - mean) / np.maximum(levels.variance, 1e-12) - 1, 1e-3)
    low, high = (beta_quantiles(mean * size, (1 - mean) * size, share) for share in ((1 - LEVEL) / 2, (1 + LEVEL) / 2))
    source = _source(n, hearers, np.asarray(graph.kinds), graph.people)
    return Passing(mean, low, high, source, int(n.sum()), int(k.sum()), hearers, levels)


def _counted(graph: Graph, ties: ArrayLike, heard: ArrayLike, passed: ArrayLike) -> tuple[Floats, Floats]:
    where, n, k = (np.atleast_1d(np.asarray(column, np.int64)) for column in (ties, heard, passed))
    if not where.size == n.size == k.size:
        raise GraphError("Each tie needs how many posts were heard, and how many of them were passed on.")
    if where.size and (where.min() < 0 or where.max() >= graph.ties):
        raise GraphError(f"A tie is named that is not there: there are {graph.ties:,}, from 0 on.")
    if (k < 0).any() or (k > n).any():
        raise GraphError("Of the posts heard, none to all can be passed on; a row says otherwise.")
    return (np.bincount(where, column, graph.ties) for column in (n, k))  # type: ignore[return-value]


def _source(n: Floats, hearers: NDArray[np.int32], kinds: NDArray[np.uint8], people: int) -> NDArray[np.uint8]:
    source = np.full(n.size, EVERYBODY, np.uint8)
    source[np.bincount(kinds, n, 256)[kinds] > 0] = KIND
    source[np.bincount(hearers, n, people)[hearers] > 0] = HEARER
    source[n > 0] = OWN
    return source
