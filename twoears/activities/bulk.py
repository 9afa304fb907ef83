"""Many rows at once, in plain SQL with the names that the models give. The one place that goes around the ORM.

The ORM writes 10 to 12 thousand rows a second on a core, this ten times that. What is lost is what a raw statement
cannot know: `auto_now`, signals and model defaults. Every column must be given.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, cast

from django.db import connection, models, transaction

# SQLite's limit on parameters of one statement is 32,766; PostgreSQL's 65,535.
_IN_CHUNK = 10_000
# Fewer rows on PostgreSQL do not pay for a table to copy them into.
_COPY_FROM = 200


def columns(model: type[models.Model], names: Sequence[str]) -> str:
    """The columns of fields, quoted, with commas between."""
    quote = connection.ops.quote_name
    fields = [cast("models.Field[Any, Any]", model._meta.get_field(name)) for name in names]
    return ", ".join(quote(field.get_attname_column()[1] or "") for field in fields)


def insert(model: type[models.Model], names: Sequence[str], rows: Sequence[Sequence[Any]], conflict: str) -> int:
    """Insert `rows`, a value for each of `names`; `conflict` says what an existing key does. How many were written."""
    if not rows:
        return 0
    if connection.vendor == "postgresql" and len(rows) >= _COPY_FROM:
        return _copied(model, names, rows, conflict)
    table = connection.ops.quote_name(model._meta.db_table)
    marks = ", ".join(["%s"] * len(names))
    statement = f"INSERT INTO {table} ({columns(model, names)}) VALUES ({marks}) {conflict}"  # noqa: S608 names from _meta
    return _each(statement, _adapted(model, names, rows))


def _each(statement: str, rows: Iterable[Sequence[Any]]) -> int:
    with connection.cursor() as cursor:
        cursor.executemany(statement, cast("Sequence[Sequence[Any]]", rows))  # Django takes any iterable
        return max(int(cursor.rowcount), 0)


def _copied(model: type[models.Model], names: Sequence[str], rows: Sequence[Sequence[Any]], conflict: str) -> int:
    """The same on PostgreSQL: COPY into a table that ends with the transaction, then one INSERT … SELECT.

    One statement may not update a row twice: no key may come twice in `rows` where `conflict` updates.
    """
    table, chosen = connection.ops.quote_name(model._meta.db_table), columns(model, names)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS pg_temp.copied")
        cursor.execute(f"CREATE TEMPORARY TABLE copied ON COMMIT DROP AS SELECT {chosen} FROM {table} WITH NO DATA")  # noqa: S608
        with cursor.copy(f"COPY copied ({chosen}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        # In the order in which they were given: later steps read the record by ids.
        cursor.execute(f"INSERT INTO {table} ({chosen}) SELECT {chosen} FROM copied ORDER BY ctid {conflict}")  # noqa: S608
        return max(int(cursor.rowcount), 0)


def ids(model: type[models.Model], uids: Iterable[str]) -> dict[str, int]:
    """uid -> id, for those that exist."""
    return dict(rows(model, ("uid", "id"), uids))


def rows(model: type[models.Model], names: Sequence[str], uids: Iterable[str]) -> list[Any]:
    """The columns `names` of those of `uids` that exist, as the database gives them: moments and JSON are not made."""
    wanted = list(uids)
    found: list[Any] = []
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        for start in range(0, len(wanted), _IN_CHUNK):
            part = wanted[start : start + _IN_CHUNK]
            marks = ", ".join(["%s"] * len(part))
            cursor.execute(f"SELECT {columns(model, names)} FROM {table} WHERE uid IN ({marks})", part)  # noqa: S608
            found += cursor.fetchall()
    return found


def last_id(model: type[models.Model]) -> int:
    """The largest id, 0 where there is none."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT MAX(id) FROM {connection.ops.quote_name(model._meta.db_table)}")  # noqa: S608
        return int(cursor.fetchone()[0] or 0)


def ids_after(model: type[models.Model], last: int) -> dict[str, int]:
    """uid -> id of all that came after `last`."""
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT uid, id FROM {table} WHERE id > %s", [last])  # noqa: S608
        return dict(cursor.fetchall())


def upsert(model: type[models.Model], key: str, names: Sequence[str], rows: Sequence[Sequence[Any]]) -> int:
    """Insert `rows`, or overwrite all of `names` where the unique `key` (one of them) is there already."""
    kept = columns(model, [key])
    changed = [column for column in columns(model, names).split(", ") if column != kept]
    news = ", ".join(f"{column} = excluded.{column}" for column in changed)
    return insert(model, names, rows, f"ON CONFLICT ({kept}) DO UPDATE SET {news}")


def update(model: type[models.Model], names: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Set `names` of rows that exist; the last of `names` is the key by which each is found."""
    if not rows:
        return
    table, *changed = connection.ops.quote_name(model._meta.db_table), *columns(model, names).split(", ")
    sets = ", ".join(f"{column} = %s" for column in changed[:-1])
    _each(f"UPDATE {table} SET {sets} WHERE {changed[-1]} = %s", _adapted(model, names, rows))  # noqa: S608


def move_on(model: type[models.Model], name: str, rows: Sequence[tuple[datetime, int]]) -> None:
    """Set the moment `name` of each id, where what is held is earlier."""
    if not rows:
        return
    table, column = connection.ops.quote_name(model._meta.db_table), columns(model, [name])
    adapted = ((moment, number, moment) for moment, number in _adapted(model, (name, "id"), rows))
    _each(f"UPDATE {table} SET {column} = %s WHERE id = %s AND {column} < %s", adapted)  # noqa: S608


def _adapted(model: type[models.Model], names: Sequence[str], rows: Sequence[Sequence[Any]]) -> Iterable[Sequence[Any]]:
    # Only moments differ between databases; JSON comes in as text, and psycopg reads text into jsonb.
    if connection.vendor != "sqlite":
        return rows
    places = [i for i, name in enumerate(names) if isinstance(model._meta.get_field(name), models.DateTimeField)]
    return (_with_moments(row, places) for row in rows) if places else rows


def _with_moments(row: Sequence[Any], places: Sequence[int]) -> Sequence[Any]:
    # Each row when its turn comes and gone after it: thousands held at once cost more to keep than to write.
    made = list(row)
    for place in places:
        made[place] = _stored(made[place])
    return made


_TWO = tuple(f"{number:02}" for number in range(61))


@lru_cache(maxsize=8192)
def _stored(moment: datetime | None) -> str | None:
    """As Django writes it on SQLite, at a tenth of the cost: naive, in UTC, with a blank between day and time.

    Kept, because an activity, its post and its author are mostly of the same moment.
    """
    if moment is None:
        return None
    m = moment.astimezone(UTC)
    if m.microsecond or m.year < 1000:
        return m.replace(tzinfo=None).isoformat(" ")
    return f"{m.year}-{_TWO[m.month]}-{_TWO[m.day]} {_TWO[m.hour]}:{_TWO[m.minute]}:{_TWO[m.second]}"
