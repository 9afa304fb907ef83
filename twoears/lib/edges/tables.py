"""Ties in lines: CSV, TSV and words between spaces, with or without a header; Parquet; lists of followers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import BinaryIO, Final

from twoears.lib.delimited import Broken, Record, decoded, delimiter_of, records
from twoears.lib.edges.values import Bad, Edge, Found, Means, NoEdges, directed, tidy

SPEAKS: Final = ("source", "from", "speaks", "speaker", "src", "account", "followed", "followee", "following")
HEARS: Final = ("target", "to", "hears", "hearer", "dst", "follower")
PAIRED: Final = (("node_1", "node_2"), ("id_1", "id_2"), ("node1", "node2"), ("a", "b"), ("u", "v"))
BESIDE: Final = {"weight": ("weight", "count", "n"), "kinds": ("kinds", "kind", "type"), "day": ("day", "date", "last")}
NAMES: Final = ("follower", "followers", "handle", "username", "user", "screen_name", "account", "name")
"""How the column of a list of followers is called; the first that is there."""
SURE: Final = ("followed", "followee", "following", "follower", "speaks", "speaker", "hears", "hearer")
"""Names of columns that say by themselves who hears whom."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Where everything stands, and what a line says of its first name."""

    first: int
    second: int
    means: Means
    beside: dict[str, int]

    @property
    def places(self) -> dict[str, int]:
        """Each by its name."""
        return {"first": self.first, "second": self.second, **self.beside}

    def edge(self, line: int, cells: Sequence[str]) -> Edge:
        """The tie of a line."""
        speaks, hears, both = directed(self.means, tidy(_at(cells, self.first)), tidy(_at(cells, self.second)))
        if not self.beside:  # as of most files, of which each line counts
            return Edge(line, speaks, hears, both)
        return Edge(line, speaks, hears, both, **{key: _at(cells, at) for key, at in self.beside.items()})


def of_lines(file: BinaryIO, means: Means) -> Iterator[Found]:
    """Every line of a table. Lines that begin with # or % are remarks."""
    delimiter = delimiter_in(file)
    found = (one for one in records(file, delimiter) if not (isinstance(one, Record) and remark(one.raw)))
    start = list(islice(found, 2))
    columns, began = columns_of([_cells(one, delimiter) for one in start], means)
    for one in chain(start[began:], found):
        if isinstance(one, Broken):
            yield Bad(one.line, one.reason, one.raw)
        else:
            yield columns.edge(one.line, _cells(one, delimiter))


def delimiter_in(file: BinaryIO) -> str:
    """What stands between the cells of a table, a space where it is words in lines; `file` is at its start again."""
    sample = decoded(file.read(1 << 16)).rpartition("\n")[0]
    file.seek(0)
    told = "\n".join(line for line in sample.splitlines() if not remark(line))
    delimiter = delimiter_of(told)
    return " " if delimiter == "," and "," not in told else delimiter


def of_parquet(file: BinaryIO, means: Means) -> Iterator[Found]:
    """Every row of a Parquet file, part by part. Rows are counted from 1. Raises NoEdges."""
    from pyarrow import ArrowException, parquet  # takes a fifth of a second

    try:
        table = parquet.ParquetFile(file)
        names = [str(name) for name in table.schema_arrow.names]
        if len(names) < 2:
            raise NoEdges("It has fewer than two columns: one says who speaks, the other who hears.")
        columns, _ = columns_of([names, []], means)
        wanted = sorted({columns.first, columns.second, *columns.beside.values()})
        places = {key: wanted.index(at) for key, at in columns.beside.items()}
        narrow = Columns(wanted.index(columns.first), wanted.index(columns.second), columns.means, places)
        line = 0
        for batch in table.iter_batches(batch_size=1 << 16, columns=[names[at] for at in wanted]):
            cells = [batch.column(names[at]).to_pylist() for at in wanted]
            for row in zip(*cells, strict=True):
                line += 1
                yield narrow.edge(line, [_word(value) for value in row])
    # Letters that are none, and days beyond any calendar, are found when the values are read.
    except (ArrowException, OSError, ValueError, OverflowError, KeyError) as broken:
        raise NoEdges(f"This is no Parquet file that can be read: {broken}.") from broken


def of_followers(file: BinaryIO, account: str) -> Iterator[Found]:
    """A list of who follows `account`, one name a line: the first cell, or the column that a header names."""
    at, first = 0, True
    for one in records(file, ","):
        if isinstance(one, Broken):
            yield Bad(one.line, one.reason, one.raw)
            continue
        if remark(one.raw):
            continue
        named = names_in(one.cells) if first else None
        if named is not None:
            at = named
        else:
            yield Edge(one.line, account, tidy(_at(one.cells, at)))
        first = False


def names_in(cells: Sequence[str]) -> int | None:
    """The column that holds the names, where this is the header of a list of followers.

    >>> names_in(["date", "Handle"]), names_in(["ann"])
    (1, None)
    """
    return _known([cell.strip().lower() for cell in cells], NAMES)


def says_who_hears(head: str) -> bool:
    """Whether the first line of a table names its columns so that it can be nothing else than ties.

    >>> says_who_hears("follower,followed\\nann,bob\\n"), says_who_hears("from,to,subject\\n")
    (True, False)
    """
    line = next((line for line in head.splitlines() if line.strip() and not remark(line)), "")
    heads = [cell.strip().strip('"').lower() for cell in line.split(delimiter_of(head))]
    pair = _known(heads, SPEAKS), _known(heads, HEARS)
    return None not in pair and any(heads[at] in SURE for at in pair if at is not None)


def columns_of(first: Sequence[Sequence[str]], means: Means) -> tuple[Columns, int]:
    """Which column says what, and at which record the ties begin. A header that says who speaks is believed."""
    heads = [cell.strip().lower() for cell in first[0]] if first else []
    speaks, hears = _known(heads, SPEAKS), _known(heads, HEARS)
    for one, other in PAIRED:
        if one in heads and other in heads:
            speaks, hears = heads.index(one), heads.index(other)
    if speaks is None or hears is None:
        return Columns(0, 1, means, {}), int(_is_header(first))
    if means == "follows" and (heads[speaks] in SURE or heads[hears] in SURE):
        means = "speaks"  # the names of the columns have said it already
    beside = {key: at for key, words in BESIDE.items() if (at := _known(heads, words)) is not None}
    return Columns(speaks, hears, means, beside), 1


def _known(heads: Sequence[str], words: Sequence[str]) -> int | None:
    return next((heads.index(word) for word in words if word in heads), None)


def _is_header(first: Sequence[Sequence[str]]) -> bool:
    """Words above numbers are a header."""
    return len(first) > 1 and all(cell.strip().isdigit() for cell in first[1][:2]) and not any(
        cell.strip().isdigit() for cell in first[0][:2]
    )  # fmt: skip


def _at(cells: Sequence[str], at: int) -> str:
    return cells[at] if at < len(cells) else ""


def _cells(one: Record | Broken, delimiter: str) -> list[str]:
    if isinstance(one, Broken):
        return []
    return [cell for cell in one.cells if cell] if delimiter == " " else one.cells


def remark(line: str) -> bool:
    """Whether a line is no tie but a remark.

    >>> remark("# made by hand"), remark("ann,bob")
    (True, False)
    """
    return line.lstrip("\ufeff ").startswith(("#", "%"))


def _word(value: object) -> str:
    return "" if value is None else str(value)
