"""Ties gathered one by one from a file: names become numbers, bad lines are set aside, and all is counted."""

from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from typing import Final

import numpy as np

from twoears.lib.edges import SEVERAL, Edge, weight_of
from twoears.reach.graph import KINDS, Graph, GraphError, kinds_of

MOST_TIES: Final = 100_000_000
MOST_NAMES: Final = 20_000_000
TOLD: Final = 1000
"""So many of the lines that were set aside are kept with their reason; the others are counted."""


@dataclass(frozen=True, slots=True)
class Aside:
    """A line, row or element that is no tie, and why."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Named:
    """A graph, and the name of each of its vertices."""

    graph: Graph
    names: Sequence[str]
    places: Mapping[str, int]

    @classmethod
    def of(cls, graph: Graph, names: Iterable[str]) -> "Named":
        """A graph under these names, one for each vertex, each once. Raises GraphError."""
        listed = list(names)
        places = {name: vertex for vertex, name in enumerate(listed)}
        if not len(places) == len(listed) == graph.people:
            raise GraphError(f"Give each of {graph.people:,} people one name of their own.")
        return cls(graph, listed, places)

    def vertex(self, name: str) -> int:
        """Whose name this is, with or without an @. Raises GraphError, with names that are like it."""
        for tried in (name, f"@{name}", name.removeprefix("@")):
            if tried in self.places:
                return self.places[tried]
        like = get_close_matches(name, self.names[:100_000], n=3) if len(name) < 100 else []
        raise GraphError(f"Nobody is called {name!r}." + (f" Did you mean {', '.join(like)}?" if like else ""))


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of a file: `read` lines are `new` ties, those `known` by an earlier line, and those set aside.

    `aside` holds the first thousand of the last with their reason, `set_aside` counts all.
    """

    named: Named
    read: int
    new: int
    known: int
    set_aside: int
    aside: tuple[Aside, ...]


@dataclass(slots=True)
class Gathering:
    """What was gathered so far."""

    places: dict[str, int] = field(default_factory=dict)
    speaks: "array[int]" = field(default_factory=lambda: array("i"))
    hears: "array[int]" = field(default_factory=lambda: array("i"))
    both: "array[int]" = field(default_factory=lambda: array("b"))
    weights: "array[float]" = field(default_factory=lambda: array("f"))
    kinds: "array[int]" = field(default_factory=lambda: array("B"))
    days: "array[int]" = field(default_factory=lambda: array("i"))
    read: int = 0
    set_aside: int = 0
    aside: list[Aside] = field(default_factory=list)

    def put_aside(self, line: int, reason: str) -> None:
        """Count a line that is no tie."""
        self.read += 1
        self.set_aside += 1
        if len(self.aside) < TOLD:
            self.aside.append(Aside(line, reason))

    def place(self, name: str) -> int:
        """The vertex of this name, a new one where it was not met."""
        found = self.places.setdefault(name, len(self.places))
        if found >= MOST_NAMES:
            raise GraphError(f"A file may name {MOST_NAMES:,} people; this one names more.")
        return found

    def add(self, edge: Edge) -> None:
        """One tie from the words of a file; sets it aside where they are none."""
        if edge.trouble:
            self.put_aside(edge.line, edge.trouble)
            return
        try:
            beside = weight_of(edge.weight), _kinds_of(edge.kinds), _day_of(edge.day)
        except ValueError as wrong:
            self.put_aside(edge.line, str(wrong))
            return
        self.put(self.place(edge.speaker), self.place(edge.hearer), *beside, both=edge.both)

    def put(
        self, one: int, other: int, weight: float = 1.0, kinds: int = 0, day: int = -1, *, both: bool = False
    ) -> None:
        """One tie from a vertex to another who hears it."""
        if self.read - self.set_aside >= MOST_TIES:
            raise GraphError(f"A file may hold {MOST_TIES:,} ties; this one holds more.")
        self.read += 1
        self.speaks.append(one)
        self.hears.append(other)
        self.both.append(both)
        self.weights.append(weight)
        self.kinds.append(kinds)
        self.days.append(day)

    def done(self) -> Imported:
        """The graph of all that was gathered, and the count of it."""
        speaks, hears = (
            np.frombuffer(side, np.int32) if len(side) else np.empty(0, np.int32) for side in self._sides()
        )
        columns = np.array(self.weights, np.float32), np.array(self.kinds, np.uint8), np.array(self.days, np.int32)
        lines = np.unique(_unordered(speaks, hears, np.array(self.both, bool)))
        back = np.flatnonzero(np.array(self.both, bool))
        weights, kinds, days = (np.append(column, column[back]) for column in columns)
        graph = Graph.from_edges(
            np.append(speaks, hears[back]),
            np.append(hears, speaks[back]),
            people=len(self.places),
            weights=weights,
            kinds=kinds,
            days=days,
        )
        named = Named(graph, list(self.places), self.places)
        known = int(speaks.size - lines.size)
        return Imported(named, self.read, int(lines.size), known, self.set_aside, tuple(self.aside))

    def _sides(self) -> tuple["array[int]", "array[int]"]:
        return self.speaks, self.hears


def told_apart(names: Iterable[str]) -> list[str]:
    """The same names, each once: whoever is called like one before has a number behind it.

    >>> told_apart(["Ann", "Bob", "Ann", "Ann (2)"])
    ['Ann', 'Bob', 'Ann (2)', 'Ann (2) (2)']
    """
    taken: dict[str, None] = {}
    met: dict[str, int] = {}
    for name in names:
        called = name
        while called in taken:
            met[name] = met.get(name, 1) + 1
            called = f"{name} ({met[name]})"
        taken[called] = None
    return list(taken)


def _unordered(speaks: np.ndarray, hears: np.ndarray, both: np.ndarray) -> np.ndarray:
    """One number for each pair, the same for both orders where the tie runs both ways."""
    low, high = np.minimum(speaks, hears), np.maximum(speaks, hears)
    return np.where(both, low, speaks).astype(np.int64) << 32 | np.where(both, high, hears).astype(np.int64)


def _kinds_of(words: str) -> int:
    try:
        return kinds_of([word.strip() for word in words.split(SEVERAL) if word.strip()])
    except KeyError as wrong:
        raise ValueError(f"There is no kind {str(wrong)[:40]}. There are: {', '.join(KINDS)}.") from None


def _day_of(words: str) -> int:
    if not words.strip():
        return -1
    try:
        return (date.fromisoformat(words.strip()[:10]) - date(1970, 1, 1)).days
    except ValueError:
        raise ValueError(f"{words[:40]!r} is no day. Write it like 2026-03-01.") from None
