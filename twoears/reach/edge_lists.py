"""Ties in lines: CSV, TSV and words between spaces, with or without a header; Parquet; lists of followers."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import chain, islice
from pathlib import Path
from typing import Any, BinaryIO, Final

from twoears.lib.delimited import Broken, Record, decoded, delimiter_of, records, written
from twoears.lib.tables import harmless
from twoears.reach.gathering import SEVERAL, Gathering, Named
from twoears.reach.graph import KINDS, GraphError

SPEAKS: Final = ("source", "from", "speaks", "speaker", "src", "account", "followed", "followee", "following")
HEARS: Final = ("target", "to", "hears", "hearer", "dst", "follower")
PAIRED: Final = (("node_1", "node_2"), ("id_1", "id_2"), ("node1", "node2"), ("a", "b"), ("u", "v"))
BESIDE: Final = {"weight": ("weight", "count", "n"), "kinds": ("kinds", "kind", "type"), "day": ("day", "date", "last")}
HEADER: Final = ("source", "target", "weight", "kinds", "day")
_SURE: Final = ("followed", "followee", "following", "follower", "speaks", "speaker", "hears", "hearer")


def read_lines(file: BinaryIO, gathering: Gathering) -> None:
    """Every line of a table into `gathering`. Lines that begin with # or % are remarks."""
    sample = decoded(file.read(1 << 16)).rpartition("\n")[0]
    file.seek(0)
    told = "\n".join(line for line in sample.splitlines() if not _remark(line))
    delimiter = delimiter_of(told)
    if delimiter == "," and "," not in told:
        delimiter = " "
    found = (one for one in records(file, delimiter) if not (isinstance(one, Record) and _remark(one.raw)))
    start = list(islice(found, 2))
    columns, began = _columns([_cells(one, delimiter) for one in start], gathering)
    for one in chain(start[began:], found):
        if isinstance(one, Broken):
            gathering.put_aside(one.line, one.reason)
        else:
            _add(gathering, one.line, _cells(one, delimiter), columns)


def read_parquet(file: BinaryIO, gathering: Gathering) -> None:
    """Every row of a Parquet file into `gathering`, part by part. Rows are counted from 1. Raises GraphError."""
    from pyarrow import ArrowException, parquet  # takes a fifth of a second

    try:
        table = parquet.ParquetFile(file)
        names = [str(name) for name in table.schema_arrow.names]
        if len(names) < 2:
            raise GraphError("It has fewer than two columns: one says who speaks, the other who hears.")
        columns, _ = _columns([names, []], gathering)
        wanted = [names[at] for at in columns.values()]
        line = 0
        for batch in table.iter_batches(batch_size=1 << 16, columns=wanted):
            cells = {key: batch.column(wanted.index(names[at])).to_pylist() for key, at in columns.items()}
            for row in zip(*cells.values(), strict=True):
                line += 1
                gathering.add(line, **{key: _word(value) for key, value in zip(cells, row, strict=True)})
    # Letters that are none, and days beyond any calendar, are found when the values are read.
    except (ArrowException, OSError, ValueError, OverflowError) as broken:
        raise GraphError(f"This is no Parquet file that can be read: {broken}.") from broken


def read_followers(file: BinaryIO, account: str, gathering: Gathering) -> None:
    """A list of who follows `account`, one name a line, the first cell where there are several."""
    for one in records(file, ","):
        if isinstance(one, Broken):
            gathering.put_aside(one.line, one.reason)
        elif not _remark(one.raw):
            gathering.add(one.line, account, one.cells[0])


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


def _columns(first: Sequence[Sequence[str]], gathering: Gathering) -> tuple[dict[str, int], int]:
    """Which column says what, and at which record the ties begin. A header that says who speaks is believed."""
    heads = [cell.strip().lower() for cell in first[0]] if first else []
    speaks, hears = _known(heads, SPEAKS), _known(heads, HEARS)
    for one, other in PAIRED:
        if one in heads and other in heads:
            speaks, hears = heads.index(one), heads.index(other)
    if speaks is None or hears is None:
        return {"first": 0, "second": 1}, int(_is_header(first))
    if gathering.means == "follows" and (heads[speaks] in _SURE or heads[hears] in _SURE):
        gathering.means = "speaks"  # the names of the columns have said it already
    beside = {key: at for key, words in BESIDE.items() if (at := _known(heads, words)) is not None}
    return {"first": speaks, "second": hears, **beside}, 1


def _known(heads: Sequence[str], words: Sequence[str]) -> int | None:
    return next((heads.index(word) for word in words if word in heads), None)


def _is_header(first: Sequence[Sequence[str]]) -> bool:
    """Words above numbers are a header."""
    return len(first) > 1 and all(cell.strip().isdigit() for cell in first[1][:2]) and not any(
        cell.strip().isdigit() for cell in first[0][:2]
    )  # fmt: skip


def _add(gathering: Gathering, line: int, cells: Sequence[str], columns: dict[str, int]) -> None:
    gathering.add(line, **{key: cells[at] if at < len(cells) else "" for key, at in columns.items()})


def _cells(one: Record | Broken, delimiter: str) -> list[str]:
    if isinstance(one, Broken):
        return []
    return [cell for cell in one.cells if cell] if delimiter == " " else one.cells


def _remark(line: str) -> bool:
    return line.lstrip("\ufeff ").startswith(("#", "%"))


def _word(value: object) -> str:
    return "" if value is None else str(value)
