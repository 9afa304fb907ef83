"""Who hears whom, from files and into files: CSV, TSV, Parquet, GraphML, GEXF, lists of followers.

A line of a table says that a word runs from the first to the second, unless its header or `means` say otherwise:
`follows` that the first follows the second and so hears them, `knows` that each hears the other. In GraphML and GEXF an
edge runs from its source to its target, and both ways where it is undirected.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from twoears.lib.edges import Edge, Means, Met, NoEdges, edges
from twoears.reach.edge_lists import write_followers, write_lines, write_parquet
from twoears.reach.gathering import Aside, Gathering, Imported, Named
from twoears.reach.graph import GraphError
from twoears.reach.graph_xml import write_gexf, write_graphml

__all__ = ["LARGEST", "Aside", "Imported", "Means", "Named", "read", "write", "write_followers"]

LARGEST: Final = 8 << 30
"""The largest file that is read, in bytes."""
_WRITES: Final[dict[str, Callable[[Named, Path], None]]] = {
    ".csv": lambda named, path: write_lines(named, path, ","),
    ".tsv": lambda named, path: write_lines(named, path, "\t"),
    ".parquet": write_parquet,
    ".graphml": write_graphml,
    ".gexf": write_gexf,
}


def read(path: Path, *, means: Means = "speaks", followers_of: str = "") -> Imported:
    """The ties of a file, by what its name ends in. `followers_of`: it lists who follows this account.

    Raises GraphError for a file that is too large, of no such kind or not there; bad lines are set aside and counted.

    >>> from tempfile import mkdtemp
    >>> path = Path(mkdtemp()) / "ties.csv"
    >>> path.write_text("ann,bob\\nann,eve\\nbob,\\n")
    21
    >>> found = read(path)
    >>> found.read, found.new, found.set_aside, found.aside[0].reason
    (3, 2, 1, 'A name is missing.')
    >>> found.named.graph.heard_by(found.named.vertex("ann")).size
    2
    """
    gathering = Gathering()
    try:
        size = path.stat().st_size
        if size > LARGEST:
            raise GraphError(f"{path.name} has {size >> 20:,} MB; at most {LARGEST >> 20:,} are read.")
        with path.open("rb") as file:
            for found in edges(file, path.name, means=means, followers_of=followers_of):
                if isinstance(found, Edge):
                    gathering.add(found)
                elif isinstance(found, Met):
                    gathering.place(found.name)
                else:
                    gathering.put_aside(found.line, found.reason)
    except NoEdges as broken:
        raise GraphError(str(broken)) from broken
    except OSError as broken:
        raise GraphError(f"{path} cannot be read: {broken.strerror or broken}.") from broken
    return gathering.done()


def write(named: Named, path: Path) -> None:
    """The ties into a file, by what its name ends in: .csv, .tsv, .parquet, .graphml or .gexf. Raises GraphError.

    Tables hold ties alone, so that people without any are only in GraphML and GEXF; these hold no kinds and days.
    """
    ending = path.suffix.lower()
    if ending not in _WRITES:
        raise GraphError(f"A graph cannot be written as {path.name}. Its name may end in {', '.join(_WRITES)}.")
    try:
        _WRITES[ending](named, path)
    except OSError as broken:
        raise GraphError(f"{path} cannot be written: {broken.strerror or broken}.") from broken
