"""The stream as a lazy table: one row an activity, with what became of it. Parquet in, any engine out.

| column | what |
| --- | --- |
| activity, actor, post, thread | numbers of the record; post and thread 0 where there is none |
| type, network | word of ActivityStreams 2.0; the network |
| at | when, UTC |
| ours, to_us | said by us; said to us |
| waits, due_at, answered_at | why it waits for us (empty: it does not), when it is due, when answered |
| begins | `us` or `them` on the turn that began an exchange |
| replied_to, wrote_back_at | whom a turn of ours answers (0: nobody), when they next wrote |
| promotion | whether a turn of ours promotes; null: cannot tell |
| we, you | words of a turn of ours that speak of us, and of them |
"""

from pathlib import Path
from typing import Final

import duckdb
import narwhals as nw
import pyarrow as pa

SCHEMA: Final = pa.schema(
    [
        ("activity", pa.int64()),
        ("type", pa.dictionary(pa.int32(), pa.string())),
        ("network", pa.dictionary(pa.int32(), pa.string())),
        ("actor", pa.int64()),
        ("post", pa.int64()),
        ("thread", pa.int64()),
        ("at", pa.timestamp("us")),
        ("ours", pa.bool_()),
        ("to_us", pa.bool_()),
        ("waits", pa.string()),
        ("due_at", pa.timestamp("us")),
        ("answered_at", pa.timestamp("us")),
        ("begins", pa.string()),
        ("replied_to", pa.int64()),
        ("wrote_back_at", pa.timestamp("us")),
        ("promotion", pa.bool_()),
        ("we", pa.int16()),
        ("you", pa.int16()),
    ]
)
# Not compressed: it is read at every look at a measure, which takes two thirds of the time so, and the record beside it
# is twenty times as large. Values that repeat are written once as it is.
COMPRESSION: Final = "none"
_LATER: Final = ("we", "you")
WHO: Final = pa.schema([("actor", pa.int64()), ("person", pa.int64())])


class NoStream(Exception):
    """Nothing was written to the stream yet."""


def engine() -> duckdb.DuckDBPyConnection:
    """A DuckDB in memory that neither downloads nor loads extensions."""
    # The parts change under us while the jobs run; a second process could not open a database file.
    return duckdb.connect(
        ":memory:", config={"autoinstall_known_extensions": False, "autoload_known_extensions": False}
    )


def folder(data: Path) -> Path:
    """Where the parts lie below the data folder."""
    return data / "stream"


def open_stream(
    where: Path, db: duckdb.DuckDBPyConnection
) -> tuple[nw.LazyFrame[duckdb.DuckDBPyRelation], nw.LazyFrame[duckdb.DuckDBPyRelation]]:
    """The stream, and who is who (actor -> person); raises NoStream."""
    if not any(where.glob("part-*.parquet")) or not (where / "who.parquet").exists():
        raise NoStream(f"There is no stream in {where} yet. It is written after something was heard.")
    # Parts that were written before a column was there have nothing in it, until they are written anew.
    rows = db.read_parquet(str(where / "part-*.parquet"), union_by_name=True)
    lacks = [f"NULL::SMALLINT AS {name}" for name in _LATER if name not in rows.columns]
    rows = rows.project(", ".join(["*", *lacks])) if lacks else rows
    return nw.from_native(rows), nw.from_native(db.read_parquet(str(where / "who.parquet")))
