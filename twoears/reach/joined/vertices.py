"""Who stands behind each vertex, and what is known of them, as arrays beside a kept graph. Plain values."""

import json
from array import array
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from twoears.reach.graph import Graph, GraphError

_BESIDE: Final = ("who", "ours", "blind", "said", "passed")
KINDS_OF: Final = ("wanted", "network", "stage", "language", "place", "organisation", "need")
"""By what people can be told apart, in the order in which it is offered."""
UNTOLD: Final = frozenset(("mail", "web"))
"""Where nobody follows anybody: who is not known to hear us there may well do."""


@dataclass(frozen=True, slots=True)
class Labels:
    """What each vertex is called in one respect: a place in `names`, or -1 where nobody can tell."""

    codes: NDArray[np.int32]
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Joined:
    """A vertex is a person where they are met, else an account.

    `who` is the person's id, or the account's below zero; `ours` are we; `blind` are those of whom no tie is known, on
    networks of which none is known at all, or where nobody follows anybody (UNTOLD). `said` is how many posts each made
    in public lately, and beside each tie `passed` is how many of those were passed on along it.
    """

    graph: Graph
    who: NDArray[np.int64]
    ours: NDArray[np.bool_]
    blind: NDArray[np.bool_]
    said: NDArray[np.int32]
    passed: NDArray[np.int32]
    folder: Path

    @classmethod
    def load(cls, folder: Path) -> "Joined":
        """What a version keeps, mapped into memory. Raises GraphError."""
        graph = Graph.load(folder)
        try:
            who, ours, blind, said, passed = (
                np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False) for name in _BESIDE
            )
        except (OSError, ValueError) as broken:
            raise GraphError(f"No whole graph is kept in {folder}: {broken}.") from broken
        return cls(graph, who, ours, blind, said, passed, folder)

    def labels(self, by: str) -> Labels:
        """What everybody is called in one of KINDS_OF. Raises GraphError."""
        try:
            names = json.loads((self.folder / f"by-{by}.json").read_bytes())
            return Labels(np.load(self.folder / f"by-{by}.npy", mmap_mode="r"), tuple(names))
        except (OSError, ValueError) as broken:
            raise GraphError(f"Nobody is told apart by {by} here: {broken}.") from broken


@dataclass(slots=True)
class Column:
    """Labels that are being gathered, a vertex after the other."""

    codes: "array[int]" = field(default_factory=lambda: array("i"))
    places: dict[str, int] = field(default_factory=dict)
    shown: dict[str, str] = field(default_factory=dict)

    def say(self, vertex: int, label: str) -> None:
        """`vertex` is called `label`, unless it is called something already; an empty label says nothing."""
        if vertex == len(self.codes):
            self.codes.append(-1)
        if label and self.codes[vertex] < 0:
            key = label.casefold()
            self.shown.setdefault(key, label)
            self.codes[vertex] = self.places.setdefault(key, len(self.places))

    def labels(self) -> Labels:
        """What was gathered."""
        return Labels(np.array(self.codes, np.int32), tuple(self.shown[key] for key in self.places))


@dataclass(slots=True)
class Gathering:
    """Accounts that are joined to vertices, one after the other, in the order of their ids."""

    actors: "array[int]" = field(default_factory=lambda: array("q"))
    vertices: "array[int]" = field(default_factory=lambda: array("i"))
    who: "array[int]" = field(default_factory=lambda: array("q"))
    ours: bytearray = field(default_factory=bytearray)
    networks: "array[int]" = field(default_factory=lambda: array("i"))
    of_person: dict[int, int] = field(default_factory=dict)
    by: dict[str, Column] = field(default_factory=lambda: {kind: Column() for kind in KINDS_OF})
    network: dict[str, int] = field(default_factory=dict)

    def add(self, actor: int, person: int | None, network: str, *, ours: bool, **labels: str) -> None:
        """An account, and what is known of whoever is behind it."""
        vertex = len(self.who) if person is None else self.of_person.setdefault(person, len(self.who))
        if vertex == len(self.who):
            self.who.append(person or -actor)
            self.ours.append(0)
        self.actors.append(actor)
        self.vertices.append(vertex)
        self.networks.append(self.network.setdefault(network, len(self.network)))
        self.ours[vertex] |= ours
        for kind, column in self.by.items():
            column.say(vertex, network if kind == "network" else labels.get(kind, ""))

    def save(
        self, folder: Path, graph: Graph, *, tied: NDArray[np.bool_], said: NDArray[np.int32], shared: NDArray[np.int64]
    ) -> None:
        """Keep `graph` of these vertices in `folder`.

        For each account `tied` tells whether a tie of it is known, and `said` how many posts it made lately; `shared`
        are pairs (2, n) of the vertices of who said something and who passed it on.
        """
        graph.save(folder)
        vertices, networks = np.array(self.vertices, np.int32), np.array(self.networks, np.int32)
        telling = np.zeros(len(self.network), bool)
        telling[networks[tied]] = True
        telling[[place for name, place in self.network.items() if name in UNTOLD]] = False
        blind = np.ones(len(self.who), bool)
        blind[vertices[tied | telling[networks]]] = False
        kept = {
            "who": np.array(self.who, np.int64),
            "ours": np.frombuffer(self.ours, bool),
            "blind": blind,
            "said": np.bincount(vertices, said, len(self.who)).astype(np.int32),
            "passed": along(graph, shared),
        }
        for name, values in kept.items():
            np.save(folder / f"{name}.npy", values, allow_pickle=False)
        for kind, column in self.by.items():
            labels = column.labels()
            np.save(folder / f"by-{kind}.npy", labels.codes, allow_pickle=False)
            (folder / f"by-{kind}.json").write_text(json.dumps(labels.names), encoding="ascii")


def along(graph: Graph, pairs: NDArray[np.int64]) -> NDArray[np.int32]:
    """How often each tie stands among `pairs` (2, n) of who speaks and who hears.

    >>> along(Graph.from_edges([0, 0], [1, 2]), np.array([[0, 0, 2], [2, 2, 0]])).tolist()
    [0, 2]
    """
    speaks = np.repeat(np.arange(graph.people, dtype=np.int64), np.diff(graph.offsets))
    keys, wanted = speaks * graph.people + graph.targets, pairs[0] * graph.people + pairs[1]
    places = np.searchsorted(keys, wanted)
    there = places < keys.size
    there[there] = keys[places[there]] == wanted[there]
    return np.bincount(places[there], minlength=keys.size).astype(np.int32)
