"""The five ratios of Measure over a large stream, warm, beside the same in plain SQL over SQLite.

    python benchmarks/ratios.py [--rows 1000000] [--rounds 5] [--full]

Writes a seeded stream as Parquet parts in the layout of `twoears/measures/stream.py`, a part as large as the product
makes it. SQLite is given fewer rows: its column says how many a second. `--full` is ten million rows.
"""

import argparse
import sqlite3
from datetime import datetime
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from place import HOME
from timing import Way, machine, rounds, table

from twoears.measures.ratios import five
from twoears.measures.stream import COMPRESSION, SCHEMA, WHO, engine, open_stream

PART = 1 << 17  # as twoears.threads.tasks has it, which needs Django
PEER_ROWS = 300_000
NOW = datetime(2026, 1, 10)
_DAY = 86_400_000_000
_FIRST = int(np.datetime64("2023-01-01", "us").astype(np.int64))


def main() -> None:
    ask = argparse.ArgumentParser()
    ask.add_argument("--rows", type=int, default=1_000_000)
    ask.add_argument("--rounds", type=int, default=5)
    ask.add_argument("--full", action="store_true", help="ten million rows")
    said = ask.parse_args()
    rows = 10_000_000 if said.full else said.rows
    where = write(HOME / f"stream-{rows}", rows)
    small = write(HOME / f"stream-{PEER_ROWS}", PEER_ROWS)
    print(machine(), "·", f"{sum(p.stat().st_size for p in where.glob('*')) / 1e6:,.0f} MB of Parquet")
    db, lite = engine(), sqlite(small)
    assert by_five(small, db) == by_sqlite(lite), (by_five(small, db), by_sqlite(lite))
    ours = rounds([Way("Two Ears (DuckDB, narwhals)", lambda _: by_five(where, db))], said.rounds + 1)
    table(f"Five ratios over {rows:,} activities", ours, rows, "activities")
    beside = [
        Way("Two Ears (DuckDB, narwhals)", lambda _: by_five(small, db)),
        Way("SQL over SQLite", lambda _: by_sqlite(lite)),
    ]
    table(f"The same over {PEER_ROWS:,}", rounds(beside, said.rounds), PEER_ROWS, "activities")


def write(where: Path, rows: int) -> Path:
    """The stream of `rows` activities: a fifth is ours, a quarter of the rest is said to us, most of that waits."""
    if (where / "who.parquet").exists():
        return where
    where.mkdir(parents=True, exist_ok=True)
    actors = max(rows // 20, 10)
    for number, start in enumerate(range(0, rows, PART)):
        part = _part(np.random.default_rng(number), start, min(PART, rows - start), actors, rows)
        pq.write_table(part, where / f"part-{number:06}.parquet", compression=COMPRESSION)
    met = np.arange(1, actors + 1)
    pq.write_table(pa.table([met, met // 3 * 3 + 1], schema=WHO), where / "who.parquet")
    return where


def _part(rng: np.random.Generator, start: int, count: int, actors: int, rows: int) -> pa.Table:
    said, ours = rng.random(count) < 0.9, rng.random(count) < 0.2
    ours &= said
    to_us = said & ~ours & (rng.random(count) < 0.25)
    waits = np.where(to_us, rng.choice(["", "asks", "complains", "unsure"], count, p=[0.3, 0.5, 0.1, 0.1]), "")
    at = _FIRST + ((start + np.arange(count)) * (1095 * _DAY / rows)).astype(np.int64)
    answered = np.where((waits != "") & (rng.random(count) < 0.8), at + rng.integers(0, 2 * _DAY, count), -1)
    replied = np.where(ours & (rng.random(count) < 0.7), rng.integers(1, actors, count), 0)
    back = np.where((replied > 0) & (rng.random(count) < 0.4), at + _DAY, -1)
    begins = np.where(said & (rng.random(count) < 0.1), np.where(ours, "us", "them"), "")
    number = start + np.arange(1, count + 1)
    values = {
        "activity": number,
        "type": pa.array(np.where(said, "Create", "Like")).dictionary_encode(),
        "network": pa.array(rng.choice(["fediverse", "bluesky", "x"], count)).dictionary_encode(),
        "actor": np.where(ours, 1, rng.integers(2, actors, count)),
        "post": number,
        "thread": number // 4,
        "at": pa.array(at, pa.timestamp("us")),
        "ours": ours,
        "to_us": to_us,
        "waits": waits,
        "due_at": pa.array(at + _DAY, pa.timestamp("us"), mask=waits == ""),
        "answered_at": pa.array(answered, pa.timestamp("us"), mask=answered < 0),
        "begins": begins,
        "replied_to": replied,
        "wrote_back_at": pa.array(back, pa.timestamp("us"), mask=back < 0),
        "promotion": pa.array(rng.random(count) < 0.3, pa.bool_(), mask=~ours | (rng.random(count) < 0.1)),
        "we": np.where(ours, rng.integers(0, 4, count), 0).astype(np.int16),
        "you": np.where(ours, rng.integers(0, 4, count), 0).astype(np.int16),
    }
    return pa.table([values[field.name] for field in SCHEMA], schema=SCHEMA)


def by_five(where: Path, db: duckdb.DuckDBPyConnection) -> list[tuple[int, int]]:
    """Numerators and denominators, as Measure shows them."""
    stream, who = open_stream(where, db.cursor())
    return [(number.k, number.n) for number in five(stream, who, now=NOW)]


def sqlite(where: Path) -> sqlite3.Connection:
    """The same rows as two tables in memory."""
    db = sqlite3.connect(":memory:")
    moments = ("at", "due_at", "answered_at", "wrote_back_at")
    as_text = "* REPLACE (" + ", ".join(f'CAST("{m}" AS VARCHAR) AS "{m}"' for m in moments) + ")"
    for name, files, chosen in (("stream", "part-*.parquet", as_text), ("who", "who.parquet", "*")):
        made = duckdb.sql(f"SELECT {chosen} FROM read_parquet('{where / files}')")
        db.execute(f"CREATE TABLE {name} ({', '.join(made.columns)})")
        db.executemany(f"INSERT INTO {name} VALUES ({', '.join('?' * len(made.columns))})", made.fetchall())
    return db


_COUNTS = """
SELECT SUM(NOT ours AND to_us), SUM(ours),
       SUM(asks AND COALESCE(answered_at <= due_at, 0)),
       SUM(asks AND due_at < :now AND NOT COALESCE(answered_at <= due_at, 0)),
       SUM(begins = 'them'), SUM(begins <> ''),
       SUM(ours AND COALESCE(promotion, 0)), SUM(ours AND promotion IS NOT NULL)
FROM (SELECT *, waits NOT IN ('', 'unsure') AS asks FROM stream WHERE type = 'Create')
"""
_PEOPLE = """
SELECT SUM(back), COUNT(*) FROM (
  SELECT MAX(wrote_back_at IS NOT NULL) AS back FROM stream LEFT JOIN who ON who.actor = replied_to
  WHERE type = 'Create' AND ours AND replied_to <> 0 GROUP BY COALESCE(person, -replied_to))
"""


def by_sqlite(db: sqlite3.Connection) -> list[tuple[int, int]]:
    """What somebody would write by hand."""
    heard, told, kept, broken, theirs, begun, promoting, known = db.execute(_COUNTS, {"now": f"{NOW}"}).fetchone()
    back, people = db.execute(_PEOPLE).fetchone()
    return [(heard, told), (kept, kept + broken), (back, people), (theirs, begun), (promoting, known)]


if __name__ == "__main__":
    main()
