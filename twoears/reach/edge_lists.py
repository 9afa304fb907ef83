"""Ties into lines: CSV, TSV, Parquet, lists of followers."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from typing import Any, Final

from twoears.lib.delimited import written
from twoears.lib.edges import SEVERAL
from twoears.lib.tables import harmless
from twoears.reach.gathering import Named
from twoears.reach.graph import KINDS

HEADER: Final = ("source", "target", "weight", "kinds", "day")


def write_lines(named: Named, path: Path, delimiter: str) -> None:
    """The ties as a table with a header; names that a spreadsheet would run are made harmless."""
    with path.open("w", encoding="utf8", newline="") as out:
        out.write(written(HEADER, delimiter))
        for row in rows(named):
            out.write(written([harmless(cell) for cell in row], delimiter))


def write_parquet(named: Named, path: Path) -> None:
    """The ties as Parquet, part by part."""
    import pyarrow as pa
    from pyarrow import parquet

    types = (pa.string(), pa.string(), pa.float32(), pa.string(), pa.string())
    shape = pa.schema(list(zip(HEADER, types, strict=True)))
    with parquet.ParquetWriter(path, shape) as out:
        walk = rows(named)
        while part := list(islice(walk, 1 << 16)):
            columns = zip(*part, strict=True)
            out.write_table(pa.table([pa.array(c, t) for c, t in zip(columns, types, strict=True)], schema=shape))


def write_followers(named: Named, account: str, path: Path) -> None:
    """Who hears `account`, one name a line."""
    hearers = named.graph.heard_by(named.vertex(account))
    path.write_text("".join(written([named.names[vertex]]) for vertex in hearers), encoding="utf8")


def rows(named: Named) -> Iterator[tuple[str, str, float, str, str]]:
    """Each tie as who speaks, who hears, how often, of what kinds, and the last day."""
    graph, names = named.graph, named.names
    for vertex in range(graph.people):
        for tie in range(int(graph.offsets[vertex]), int(graph.offsets[vertex + 1])):
            kinds = SEVERAL.join(kind for kind, bit in KINDS.items() if graph.kinds[tie] & bit)
            yield names[vertex], names[graph.targets[tie]], float(graph.weights[tie]), kinds, day_of(graph.days[tie])


def day_of(days: Any) -> str:
    """A day as it is written, nothing where it is not known.

    >>> day_of(0), day_of(-1)
    ('1970-01-01', '')
    """
    return "" if days < 0 else (date(1970, 1, 1) + timedelta(days=int(days))).isoformat()
