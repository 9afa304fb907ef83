"""What the fields of a call mean: proposed from its first calls, and true once a member has said so."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final

from twoears.activities.values import Activity
from twoears.sources.reading import CannotRead
from twoears.sources.tables.columns import CONSTANTS, SPOKEN, WORDINGS, NotSaid, matched, placed, plain_name
from twoears.sources.tables.rows import NETWORKS, one
from twoears.sources.webhook.nested import foremost, nested
from twoears.sources.webhook.records import ONE, Record

FIXED: Final = "="  # before words that stand for all records, such as {"=shop": "network"}
# What only wraps the record.
_WRAPS: Final = frozenset({"data", "payload", "event", "body", "object", "record", "attributes", "properties", "detail",
                           "resource", "item", "result"})  # fmt: skip
_SHAPES: Final = 6  # kinds of calls at one door for which a proposal is made
_ALIKE: Final = 0.5  # share of their paths that calls of one shape have in common
_CODE = re.compile(r"\.\d+(?=\.|\Z)")


def proposed(found: Sequence[Record]) -> dict[str, str]:
    """path -> field, for the paths of these records that we understand.

    >>> proposed([{"data.text": "Does it run?", "data.author.handle": "ann", "ce.time": "2026-03-01T09:00:00Z"}])
    {'data.author.handle': 'author', 'data.text': 'text', 'ce.time': 'published'}
    """
    mapping: dict[str, str] = {}
    left = list(found)
    for _ in range(_SHAPES):
        if not left:
            break
        alike = [flat for flat in left if _likeness(flat, left[0]) >= _ALIKE]
        mapping |= {path: field for path, field in _of_one_shape(alike).items() if path not in mapping}
        left = [flat for flat in left[1:] if not _is_said(flat, mapping)]
    return mapping


def _likeness(one: Record, other: Record) -> float:
    return len(one.keys() & other.keys()) / max(1, len(one.keys() | other.keys()))


def _is_said(flat: Record, mapping: Mapping[str, str]) -> bool:
    return any(flat.get(path) and field in ("text", "amount", "won") for path, field in mapping.items())


def _of_one_shape(found: Sequence[Record]) -> dict[str, str]:
    paths = [path for path in dict.fromkeys(path for flat in found for path in flat) if path != ONE]
    samples = [[flat.get(path, "") for path in paths] for flat in found]
    at, _, _ = placed([_alias(path) for path in paths], samples, {})
    # A channel, a source or a site is mostly one within the program, and no network.
    if "network" in at and not all(row[at["network"]].casefold() in (*NETWORKS, "") for row in samples):
        del at["network"]
    at |= nested(paths, samples, at)
    # The same number is often that of the record and of the order: once is enough, the rest is told by the rows.
    fields = {place: field for field, place in reversed(at.items())}
    wanted = sorted(fields.items(), key=lambda pair: list(WORDINGS).index(pair[1]))
    return {paths[place]: field for place, field in wanted}


def checked(mapping: Mapping[str, str]) -> dict[str, str]:
    """The mapping with its fields as we call them; raises `CannotRead` where one is none.

    Calls of several shapes have a path each for the same field: in a record that has more than one of them, what stands
    in a comment, a message or their like counts before what it is about.

    >>> checked({"data.body": "Text", "=shop": "network"})
    {'data.body': 'text', '=shop': 'network'}
    """
    made: dict[str, str] = {}
    for path, wish in mapping.items():
        field, colon, order = wish.partition(":")
        name = SPOKEN.get(plain_name(field), plain_name(field))
        if name not in WORDINGS or order not in ("", "dmy", "mdy") or bool(colon) != bool(order):
            raise CannotRead(f"There is no field {wish!r}. There are: {', '.join(WORDINGS)} (published:dmy, :mdy).")
        if path.startswith(FIXED) and name not in CONSTANTS:
            raise CannotRead(f"The same {name} for every record makes no sense. Name the path where it stands.")
        made[path[:200]] = f"{name}{colon}{order}"
    if not made:
        raise CannotRead("No field has a meaning yet. Name at least the one that holds the words, or who ordered.")
    return made


def acts(flat: Record, mapping: Mapping[str, str], at: datetime) -> Iterator[Activity]:
    """What a record tells; `at` is when it came, for records that do not say when it was.

    Raises `CannotRead` where what is needed is missing, and what rows of tables raise.
    """
    paths = _counting([path for path in mapping if not path.startswith(FIXED) and flat.get(path)], mapping)
    wishes = {path: mapping[path] for path in paths}
    wishes |= {path.removeprefix(FIXED): field for path, field in mapping.items() if path.startswith(FIXED)}
    cells = [flat[path] for path in paths]
    fields = {wish.partition(":")[0] for wish in wishes.values()}
    if not fields & {"published", "won"}:
        # Sent again, it comes at another time: then its own digest tells that it is the same.
        wishes[at.isoformat()] = "published"
        paths, cells, wishes = _with_own_name(paths, cells, wishes, flat)
    elif not fields & {"id", "deal"}:
        paths, cells, wishes = _with_own_name(paths, cells, wishes, flat)
    try:
        columns = matched(paths, [cells], wishes)
    except NotSaid as error:
        # By our own names: in its place stands what would be said of a table, whose command is another.
        held = ", ".join(path for path in flat if path != ONE)[:1000]
        raise CannotRead(
            f"No field says {' or '.join(error.fields)}. It has: {held}. Say on the page of the source which one does, "
            f"or with twoears sources map SOURCE PATH={error.fields[0]} and all that was said before."
        ) from error
    yield from one(cells, columns)


def _counting(paths: Sequence[str], mapping: Mapping[str, str]) -> list[str]:
    """Of the paths that mean the same field in one record, the one that counts."""
    first: dict[str, str] = {}
    for path in sorted(paths, key=foremost):
        first.setdefault(mapping[path].partition(":")[0], path)
    return [path for path in paths if path in first.values()]


def _with_own_name(
    paths: list[str], cells: list[str], wishes: dict[str, str], flat: Record
) -> tuple[list[str], list[str], dict[str, str]]:
    kept = [i for i, path in enumerate(paths) if wishes.get(path) != "id"]
    left = {path: wish for path, wish in wishes.items() if wish != "id"}
    return [*(paths[i] for i in kept), ONE], [*(cells[i] for i in kept), flat[ONE]], {**left, ONE: "id"}


def _alias(path: str) -> str:
    """The name by which a path may be known: without what wraps it.

    >>> _alias("data.author.handle"), _alias("customer.id"), _alias("ce.time")
    ('author handle', 'customer id', 'time')
    """
    if path in ("ce.time", "ce.id"):
        return path[3:]
    parts = [plain_name(part) for part in _CODE.sub("", path).split(".")]
    while len(parts) > 1 and parts[0] in _WRAPS:
        parts = parts[1:]
    return " ".join(parts)
