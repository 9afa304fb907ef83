"""Who can introduce us: the best chains of real ties from us to somebody, each with its reasons."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import ArrayLike, NDArray

from twoears.reach.chances import vertices
from twoears.reach.graph import KINDS, Graph, GraphError

_EPOCH = date(1970, 1, 1)
Longs = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Link:
    """`hearer` hears `speaker`: by what (`kinds`), how often, when last (None where unknown), and how strongly."""

    speaker: int
    hearer: int
    kinds: tuple[str, ...]
    times: float
    last: date | None
    strength: float


@dataclass(frozen=True, slots=True)
class Chain:
    """Links from one of us to somebody, and how likely all of it holds: the product of strengths and willingness."""

    links: tuple[Link, ...]
    likely: float

    @property
    def people(self) -> tuple[int, ...]:
        """The vertices, from one of us on."""
        return (self.links[0].speaker, *(link.hearer for link in self.links))


@dataclass(frozen=True, slots=True)
class Introductions:
    """The best chains, no two through the same person, the likeliest first."""

    chains: tuple[Chain, ...]
    steps: int

    @property
    def sentence(self) -> str:
        """What was found, in words."""
        if not self.chains:
            return f"Nobody leads there in {self.steps} steps."
        if len(self.chains[0].links) == 1:
            return "They hear you already."
        ways = "one way" if len(self.chains) == 1 else f"{len(self.chains)} ways that share nobody"
        return f"There is {ways}." if len(self.chains) == 1 else f"There are {ways}."


def strength_of(graph: Graph) -> NDArray[np.float32]:
    """How strong each tie is by how often something passed along it: half at the second time, never quite one.

    A rule of thumb, for where nothing better is known.

    >>> strength_of(Graph.from_edges([0, 0], [1, 2], weights=[2, 6])).tolist()
    [0.5, 0.75]
    """
    weights = np.asarray(graph.weights, np.float32)
    strength: NDArray[np.float32] = weights / (weights + 2)
    return strength


def introductions(
    graph: Graph,
    ours: ArrayLike,
    theirs: ArrayLike,
    *,
    strength: ArrayLike | None = None,
    willing: ArrayLike | None = None,
    allowed: ArrayLike | None = None,
    steps: int = 3,
    ways: int = 5,
) -> Introductions:
    """The likeliest chains from any of `ours` to any of `theirs` (an organisation has several), in up to three `steps`.

    Along a chain each hears the one before. `strength` is of ties, from 0 to 1 (else `strength_of`), `willing` of
    vertices: how likely they would introduce anybody (else 1). Whoever is not `allowed` (True or False for each
    vertex) stands in no chain, as those who opted out. Each way goes through people whom no way before it goes
    through. Raises GraphError.

    >>> found = introductions(Graph.from_edges([0, 0, 1, 2], [1, 2, 3, 3], weights=[8, 1, 2, 2]), [0], [3])
    >>> [(chain.people, round(chain.likely, 2)) for chain in found.chains]
    [((0, 1, 3), 0.4), ((0, 2, 3), 0.17)]
    """
    if steps not in (1, 2, 3) or ways < 1:
        raise GraphError("A chain has one to three steps, and at least one way is asked for.")
    starts, ends = vertices(graph, ours, "ours"), vertices(graph, theirs, "theirs")
    if not starts.size or not ends.size:
        raise GraphError("It takes one of us, and somebody to be introduced to.")
    strong = _within_one(strength_of(graph) if strength is None else strength, graph.ties, "strength for each tie")
    will = _within_one(
        np.ones(graph.people) if willing is None else willing, graph.people, "willingness for each vertex"
    )
    free = np.ones(graph.people, bool) if allowed is None else np.asarray(allowed)
    if free.shape != (graph.people,) or free.dtype != bool:
        raise GraphError(f"Who is allowed is told for each of {graph.people:,} vertices, by True or False.")
    walk = _Walk(graph, strong, will, free, starts[free[starts]], np.setdiff1d(ends[free[ends]], starts))
    chains = sorted(walk.chains(steps, ways), key=lambda chain: (-chain[1], len(chain[0])))
    return Introductions(tuple(_chain(graph, strong, *one) for one in chains[:ways]), steps)


def _within_one(given: ArrayLike, many: int, what: str) -> Floats:
    each = np.asarray(given)
    if each.shape != (many,) or not bool(((each >= 0) & (each <= 1)).all()):
        raise GraphError(f"The {what} is {many:,} numbers from 0 to 1.")
    return each


class _Walk:
    """The ties that a chain can run over: from us to whom we know, between these and whom they know, and to the end.

    Of each such person only the likeliest tie from us counts, and only the likeliest to the end.
    """

    def __init__(
        self, graph: Graph, strong: Floats, will: Floats, free: NDArray[np.bool_], starts: Longs, ends: Longs
    ) -> None:
        self.graph, self.strong, self.will = graph, strong, will
        end = _marked(graph.people, ends)
        self.between = free & ~end & ~_marked(graph.people, starts)
        self.first = _Best(graph, strong, _ties_of(graph, starts))
        into = np.flatnonzero(end[graph.targets]) if ends.size else np.empty(0, np.int64)
        self.last = _Best(graph, strong, into, by_speaker=True)
        direct = into[np.isin(_speakers(graph, into), starts)]
        self.direct = direct[np.argsort(-strong[direct], kind="stable")]

    def chains(self, steps: int, ways: int) -> Iterator[tuple[list[int], float]]:
        """The ties of each chain, and how likely it holds: ways that share nobody between."""
        for tie in self.direct[:1]:
            if self.strong[tie] > 0:
                yield [int(tie)], float(self.strong[tie])
        if steps == 1:
            return
        likely, first, middle, last = self._through(steps)
        used = np.zeros(self.graph.people, bool)
        speakers, hearers = first, last
        for _ in range(ways):
            best = int(likely.argmax()) if likely.size else -1
            if best < 0 or likely[best] <= 0:
                return
            y, x = int(speakers[best]), int(hearers[best])
            ties = [int(self.first.tie[y]), int(middle[best]), int(self.last.tie[x])]
            yield [tie for tie in ties if tie >= 0], float(likely[best])
            used[[y, x]] = True
            likely = np.where(used[speakers] | used[hearers], 0.0, likely)

    def _through(self, steps: int) -> tuple[Floats, Longs, Longs, Longs]:
        """All chains over one or two people between: how likely, the first of them, the tie between, the last."""
        known = self.first.vertices[self.between[self.first.vertices]]
        near = known[self.last.likely[known] > 0]
        one = self.first.likely[near] * self.will[near] * self.last.likely[near]
        if steps == 2 or not known.size:
            return one, near, np.full(near.size, -1), near
        ties = _ties_of(self.graph, known)
        x = self.graph.targets[ties]
        ties = ties[self.between[x] & (self.last.likely[x] > 0)]
        x, y = self.graph.targets[ties].astype(np.int64), _speakers(self.graph, ties)
        two = self.first.likely[y] * self.will[y] * self.strong[ties] * self.will[x] * self.last.likely[x]
        return (
            np.concatenate((one, two)),
            np.concatenate((near, y)),
            np.concatenate((np.full(near.size, -1), ties)),
            np.concatenate((near, x)),
        )


class _Best:
    """Of some ties the strongest for each of those who hear, or who speak: `likely` (0: none), and which it is."""

    def __init__(self, graph: Graph, strong: Floats, ties: Longs, *, by_speaker: bool = False) -> None:
        order = ties[np.argsort(strong[ties], kind="stable")]
        whose = _speakers(graph, order) if by_speaker else graph.targets[order]
        self.tie = np.full(graph.people, -1, np.int64)
        self.likely = np.zeros(graph.people)
        self.tie[whose], self.likely[whose] = order, strong[order]
        self.vertices = np.unique(whose).astype(np.int64)


def _marked(people: int, which: Longs) -> NDArray[np.bool_]:
    marks = np.zeros(people, bool)
    marks[which] = True
    return marks


def _ties_of(graph: Graph, speakers: Longs) -> Longs:
    """The places of all ties of some who speak."""
    starts, ends = graph.offsets[speakers], graph.offsets[speakers + 1]
    many = ends - starts
    jumps = np.repeat(starts - np.concatenate(([0], np.cumsum(many)[:-1])), many)
    ties: Longs = (np.arange(many.sum()) + jumps).astype(np.int64)
    return ties


def _speakers(graph: Graph, ties: Longs) -> Longs:
    speakers: Longs = np.searchsorted(graph.offsets, ties, side="right") - 1
    return speakers


def _chain(graph: Graph, strong: Floats, ties: list[int], likely: float) -> Chain:
    return Chain(tuple(_link(graph, strong, tie) for tie in ties), likely)


def _link(graph: Graph, strong: Floats, tie: int) -> Link:
    kinds, day = int(graph.kinds[tie]), int(graph.days[tie])
    return Link(
        int(_speakers(graph, np.array([tie]))[0]),
        int(graph.targets[tie]),
        tuple(name for name, bit in KINDS.items() if kinds & bit),
        float(graph.weights[tie]),
        _EPOCH + timedelta(days=day) if day >= 0 else None,
        float(strong[tie]),
    )
