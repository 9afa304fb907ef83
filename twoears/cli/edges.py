"""Ties from a file of two columns, who speaks and who hears, each under their name."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from twoears.reach.graph import Graph, GraphError

LARGEST: Final = 1 << 30
_HEADS: Final = ("source", "speaker", "speaks", "from")


@dataclass(frozen=True, slots=True)
class Named:
    """A graph, and the name of each of its vertices."""

    graph: Graph
    names: Sequence[str]
    places: Mapping[str, int]

    def vertex(self, name: str) -> int:
        """Whose name this is, with or without an @. Raises GraphError."""
        for tried in (name, f"@{name}", name.removeprefix("@")):
            if tried in self.places:
                return self.places[tried]
        raise GraphError(f"Nobody is called {name!r}.")


def read(path: Path) -> tuple[Named, int]:
    """The ties of a table whose first two columns are who speaks and who hears, and how many lines are none.

    Raises GraphError where it cannot be read.
    """
    rows, aside = lines(path, 2)
    places: dict[str, int] = {}
    pairs = [[places.setdefault(name, len(places)) for name in row[:2]] for row in rows]
    sides = np.array(pairs, np.int64).reshape(-1, 2)
    return Named(Graph.from_edges(sides[:, 0], sides[:, 1], people=len(places)), list(places), places), aside


def lines(path: Path, wanted: int) -> tuple[list[list[str]], int]:
    """Lines of a table that have `wanted` cells, without a header, and how many others there are. Raises GraphError."""
    try:
        if path.stat().st_size > LARGEST:
            raise GraphError(f"{path.name} is larger than {LARGEST >> 20:,} MB.")
        with path.open(newline="", encoding="utf8", errors="replace") as file:
            found = [[cell.strip() for cell in row] for row in csv.reader(file) if row]
    except (OSError, csv.Error) as broken:
        raise GraphError(f"{path} cannot be read: {getattr(broken, 'strerror', None) or broken}.") from broken
    found = found[1:] if found and found[0][0].lower() in _HEADS else found
    whole = [row for row in found if len(row) >= wanted and all(row[:wanted])]
    return whole, len(found) - len(whole)
