"""`Prepared`: a graph laid out for many questions, kept beside it, as laying it out costs seconds where it is large."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from twoears.reach import plain, rows
from twoears.reach.engine import swift
from twoears.reach.graph import Graph, GraphError
from twoears.reach.rows import Offsets, Vertices

_FORTH: Final = ("label", "offsets", "targets")
_BACK: Final = ("back", "sources")


@dataclass(frozen=True, slots=True)
class Prepared:
    """A graph under new numbers, both ways round: whoever hears most has the lowest number.

    So those who are met most often share the same few lines of the cache, and stand first in each row. `label` says the
    new number of each vertex. `offsets` and `targets` are its rows as in `Graph`; `sources[back[v]:back[v + 1]]` are
    those whom `v` hears. From `live` on nobody hears anybody. Where all ties run both ways, both are the same arrays.

    >>> prepared = Prepared.of(Graph.from_edges([0, 0, 1, 2], [1, 2, 3, 3]))
    >>> prepared.label.tolist(), prepared.live
    ([3, 1, 2, 0], 3)
    """

    label: Vertices
    offsets: Offsets
    targets: Vertices
    back: Offsets
    sources: Vertices
    live: int

    @property
    def people(self) -> int:
        """How many vertices there are."""
        return int(self.label.size)

    @property
    def ties(self) -> int:
        """How many ordered pairs there are."""
        return int(self.targets.size)

    @classmethod
    def of(cls, graph: Graph, *, mutual: bool | None = None) -> "Prepared":
        """The prepared form of `graph`. It takes 8 bytes a tie, 4 where all ties run both ways.

        Whether they do is found out, which for a large graph takes as long again, unless it is known and said.
        """
        heard = np.zeros(graph.people, np.int64)
        _tally(graph.targets, heard)
        vertices = np.argsort(-heard, kind="stable").astype(np.int32)
        label = np.empty_like(vertices)
        label[vertices] = np.arange(vertices.size, dtype=np.int32)
        back, sources = _renumbered_back(graph, label, vertices)
        offsets, targets = (back, sources) if mutual else _turned(back, sources)
        if mutual is None and np.array_equal(offsets, back) and np.array_equal(targets, sources):
            offsets, targets = back, sources
        return cls(label, offsets, targets, back, sources, int(np.count_nonzero(heard)))

    def save(self, folder: Path) -> None:
        """Keep it in the folder of its graph. What is there last says that it is whole."""
        folder.mkdir(parents=True, exist_ok=True)
        whole = _file(folder, "whole")
        whole.unlink(missing_ok=True)
        for name in _FORTH if self.mutual else _FORTH + _BACK:
            np.save(_file(folder, name), getattr(self, name), allow_pickle=False)
        np.save(whole, np.array([self.people, self.ties, self.live, self.mutual]), allow_pickle=False)

    @classmethod
    def load(cls, folder: Path) -> "Prepared":
        """What is kept, mapped into memory. Raises GraphError where it is not there or not whole."""
        try:
            people, ties, live, mutual = np.load(_file(folder, "whole"), allow_pickle=False).tolist()
            label, offsets, targets = (_mapped(folder, name) for name in _FORTH)
            back, sources = (offsets, targets) if mutual else (_mapped(folder, name) for name in _BACK)
        except (OSError, ValueError, EOFError) as broken:
            raise GraphError(f"No prepared graph is kept in {folder}: {broken}.") from broken
        if (label.size, targets.size, sources.size) != (people, ties, ties):
            raise GraphError(f"The prepared graph in {folder} is not whole; prepare it again.")
        return cls(label, offsets, targets, back, sources, live)

    @classmethod
    def beside(cls, folder: Path) -> "Prepared":
        """The prepared form of the graph kept in `folder`: what lies beside it, else made now and kept there."""
        try:
            return cls.load(folder)
        except GraphError:
            prepared = cls.of(Graph.load(folder))
            prepared.save(folder)
            return prepared

    @property
    def mutual(self) -> bool:
        """Whether all ties run both ways."""
        return self.targets is self.sources


def _tally(targets: Vertices, heard: Offsets) -> None:
    """In parts, so that no second array of all ties is made."""
    for begin in range(0, targets.size, 1 << 24):
        heard += np.bincount(targets[begin : begin + (1 << 24)], minlength=heard.size)


def _renumbered_back(graph: Graph, label: Vertices, vertices: Vertices) -> tuple[Offsets, Vertices]:
    if not swift(graph.ties):
        return plain.renumbered_back(graph.offsets, graph.targets, label)
    back, sources = np.zeros(graph.people + 1, np.int64), np.empty(graph.ties, np.int32)
    rows.renumbered_back(rows.read_only(graph.offsets), rows.read_only(graph.targets), label, vertices, back, sources)
    return back, sources


def _turned(back: Offsets, sources: Vertices) -> tuple[Offsets, Vertices]:
    if not swift(sources.size):
        return plain.turned(back, sources)
    offsets, targets = np.zeros(back.size, np.int64), np.empty(sources.size, np.int32)
    rows.turned(back, sources, offsets, targets)
    return offsets, targets


def _file(folder: Path, name: str) -> Path:
    return folder / f"prepared-{name}.npy"


def _mapped(folder: Path, name: str) -> NDArray[Any]:
    mapped: NDArray[Any] = np.load(_file(folder, name), mmap_mode="r", allow_pickle=False)
    return mapped
