"""Keep the columnar stream up with the record: only parts that changed are written anew."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from django.conf import settings
from django.db import connection, transaction
from django.db.models import Max

from twoears.activities.actions import reached, save
from twoears.activities.models import Activity, Position
from twoears.measures.stream import COMPRESSION, SCHEMA, WHO, folder
from twoears.measures.voices import SLOT, counts_of
from twoears.people.models import Identity
from twoears.threads.models import StalePart
from twoears.threads.tasks import PART, mark_stale

STEP = "stream"
_BESIDE = 3  # columns that are read with those of the stream, and only counted
_ROWS = """
SELECT a.id, a.type, c.network, a.actor_id, COALESCE(a.post_id, 0), COALESCE(t.thread_id, 0), {at},
       COALESCE(t.ours, {false}),
       COALESCE(t.to_us, {false}), COALESCE(t.waits, ''), {due}, {answered}, COALESCE(t.begins, ''),
       COALESCE(t.replied_to_id, 0), {back}, t.promotion, COALESCE(t.we, 0), COALESCE(t.you, 0),
       a.source, COALESCE(n.label, ''), {slot}
FROM twoears_activity a JOIN twoears_actor c ON c.id = a.actor_id
LEFT JOIN twoears_turn t ON t.post_id = a.post_id AND a.type = 'Create'
LEFT JOIN twoears_note n ON n.post_id = t.post_id AND n.reader = 'language'
WHERE a.id >= %s AND a.id < %s ORDER BY a.id
"""


def refresh(most: int = 8) -> int:
    """Write the stalest parts anew, at most `most`, and return how many were written."""
    where = folder(Path(settings.DATA))
    where.mkdir(parents=True, exist_ok=True)
    _mark_new()
    _mark_uncounted(where)
    parts = list(StalePart.objects.order_by("part")[:most])
    for stale in parts:
        _write_part(where, stale.part)
        # Cleared only as it was when we began: a change that came meanwhile has moved the mark.
        StalePart.objects.filter(part=stale.part, mark=stale.mark).delete()
    if parts or not (where / "who.parquet").exists():
        _write_who(where)
    return len(parts)


def stale() -> bool:
    """Whether the stream is behind the record."""
    last = Activity.objects.aggregate(last=Max("pk"))["last"] or 0
    reached_now = Position.objects.filter(step=STEP).values_list("reached", flat=True).first() or 0
    return last > reached_now or StalePart.objects.exists()


@transaction.atomic
def _mark_new() -> None:
    after = reached(STEP)
    last = Activity.objects.aggregate(Max("pk"))["pk__max"] or 0
    if last > after:
        parts = range((after + 1) // PART, last // PART + 1)
        mark_stale(parts)
        save(STEP, last)


def _mark_uncounted(where: Path) -> None:
    """Parts that were written before they were counted, too."""
    counted = {path.stem.removeprefix("voices-") for path in where.glob("voices-*.parquet")}
    written = {path.stem.removeprefix("part-") for path in where.glob("part-*.parquet")}
    mark_stale({int(part) for part in written - counted})


def _write_part(where: Path, part: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_ROWS.format(**_dialect()), [part * PART, (part + 1) * PART])
        rows = cursor.fetchall()
    columns: list[Any] = list(zip(*rows, strict=True)) if rows else [[] for _ in range(len(SCHEMA) + _BESIDE)]
    arrays = [_column(field, list(values)) for field, values in zip(SCHEMA, columns, strict=False)]
    _replace(counts_of(_theirs(*columns)), where / f"voices-{part:06}.parquet")
    _replace(pa.table(arrays, schema=SCHEMA), where / f"part-{part:06}.parquet")


def _theirs(*columns: Sequence[Any]) -> Iterator[tuple[str, int, str, bool]]:
    """What others said, as it is counted."""
    named = dict(zip((*SCHEMA.names, "source", "language", "slot"), columns, strict=True))
    rows = zip(*(named[name] for name in ("thread", "ours", "source", "slot", "language", "to_us")), strict=True)
    return ((source, slot, language, bool(to_us)) for thread, ours, source, slot, language, to_us in rows
            if thread and not ours)  # fmt: skip


def _dialect() -> dict[str, str]:
    moments = {"at": "a.published", "due": "t.due_at", "answered": "t.answered_at", "back": "t.wrote_back_at"}
    if connection.vendor == "postgresql":
        return {"false": "FALSE", "slot": f"FLOOR(EXTRACT(EPOCH FROM a.published) / {SLOT})::bigint"} | moments
    # As text: Arrow reads moments a hundred times faster than Python's converters.
    texts = {name: f"CAST({column} AS TEXT)" for name, column in moments.items()}
    # The quotient of whole numbers is cut towards zero: before 1970 it lies a half hour late.
    return {"false": "0", "slot": f"CAST(strftime('%%s', a.published) AS INTEGER) / {SLOT}"} | texts


def _column(field: pa.Field, values: list[Any]) -> pa.Array:
    if pa.types.is_timestamp(field.type):
        if connection.vendor == "sqlite":
            return pa.array(values, pa.string()).cast(field.type)
        return pa.array(values, pa.timestamp("us", "UTC")).cast(field.type)
    if pa.types.is_boolean(field.type):
        return pa.array([None if value is None else bool(value) for value in values], field.type)
    if pa.types.is_dictionary(field.type):
        return pa.array(values, pa.string()).dictionary_encode()
    return pa.array(values, field.type)


def _write_who(where: Path) -> None:
    rows = list(Identity.objects.order_by("actor").values_list("actor", "person"))
    actors, people = zip(*rows, strict=True) if rows else ((), ())
    table = pa.table([pa.array(actors, pa.int64()), pa.array(people, pa.int64())], schema=WHO)
    _replace(table, where / "who.parquet")


def _replace(table: pa.Table, path: Path) -> None:
    # A reader sees the old part or the new one, never half of it.
    fresh = path.with_suffix(f".{os.getpid()}.tmp")
    pq.write_table(table, fresh, compression=COMPRESSION)
    os.replace(fresh, path)
