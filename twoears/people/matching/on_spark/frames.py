"""Profiles as a table on Spark and back, and what is cut out of each: words that are counted, signs that it shares."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from twoears.lib.spark import session
from twoears.people.matching.columns import Columns
from twoears.people.matching.values import Profile

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

_TYPES: Final = {"key": "bigint", "links": "array<string>", "hours": "array<int>"}
_LISTS: Final = tuple(name for name, kind in _TYPES.items() if kind.startswith("array"))
SHAPE: Final = ", ".join(f"`{one.name}` {_TYPES.get(one.name, 'string')}" for one in fields(Profile))
"""A column for each field of `Profile`."""
CUT: Final = "key bigint, network string, organisation int, named boolean, words array<string>, signs array<string>"
AT_ONCE: Final = 5_000

Cut = tuple[int, str, int, bool, list[str], list[str]]


def frame_of(profiles: Sequence[Profile]) -> "DataFrame":
    """Profiles that are at hand as a table with a column for each of their fields. Raises SparkError."""
    return session().createDataFrame([row_of(one) for one in profiles], SHAPE)


def row_of(one: Profile) -> tuple[Any, ...]:
    """A profile as a row.

    >>> row_of(Profile(key=1, uid="https://x.com/ann", network="x", links=("https://ann.example",)))[7]
    ['https://ann.example']
    """
    values = (getattr(one, field.name) for field in fields(Profile))
    return tuple(list(value) if isinstance(value, tuple) else value for value in values)


def profile_of(row: Any) -> Profile:
    """A row as a profile; what is missing in it is as where nothing is known."""
    held: dict[str, Any] = {field.name: row[field.name] for field in fields(Profile) if row[field.name] is not None}
    held |= {name: tuple(held[name]) for name in _LISTS if name in held}
    return Profile(**held)


def cut(rows: Iterable[Any]) -> Iterator[Cut]:
    """What is counted of each account and what it shares, by the same columns as in one process, some at a time."""
    waiting = iter(rows)
    while some := [profile_of(row) for row in islice(waiting, AT_ONCE)]:
        columns = Columns()
        columns.put(some)
        kind, full = columns.column("organisation"), columns.column("full")
        words, signs = columns.words.words, columns.signs.words
        for row, one in enumerate(some):
            counted = [words[n] for n in columns.counted_of(row)]
            yield (
                one.key, one.network, int(kind[row]), bool(full[row] >= 0),
                counted, [signs[n] for n in columns.signs_of(row)],
            )  # fmt: skip
