"""What the fields of a call mean: proposed from its first calls, and true once a member has said so."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final

from twoears.activities.values import Activity
from twoears.sources.reading import CannotRead
from twoears.sources.tables.columns import CONSTANTS, SPOKEN, WORDINGS, known, matched, placed, plain_name
from twoears.sources.tables.rows import one
from twoears.sources.webhook.records import ONE, Record

FIXED: Final = "="  # before words that stand for all records, such as {"=shop": "network"}
# What only wraps the record, and what may be told from the last part of a path alone.
_WRAPS: Final = frozenset({"data", "payload", "event", "body", "object", "record", "attributes", "properties", "detail",
                           "resource", "item", "result"})  # fmt: skip
_TELLING: Final = frozenset(
    word for field in ("mail", "text", "amount", "currency") for word in WORDINGS[field].split("|")
)
_CODE = re.compile(r"\.\d+(?=\.|\Z)")


def proposed(found: Sequence[Record]) -> dict[str, str]:
    """path -> field, for the paths of these records that we understand.

    >>> proposed([{"data.text": "Does it run?", "data.author.handle": "ann", "ce.time": "2026-03-01T09:00:00Z"}])
    {'data.author.handle': 'author', 'data.text': 'text', 'ce.time': 'published'}
    """
    paths = [path for path in dict.fromkeys(path for flat in found for path in flat) if path != ONE]
    samples = [[flat.get(path, "") for path in paths] for flat in found]
    at, _, _ = placed([_alias(path) for path in paths], samples, {})
    # The same number is often that of the record and of the order: once is enough, the rest is told by the rows.
    fields = {place: field for field, place in reversed(at.items())}
    wanted = sorted(fields.items(), key=lambda pair: list(WORDINGS).index(pair[1]))
    return {paths[place]: field for place, field in wanted}


def checked(mapping: Mapping[str, str]) -> dict[str, str]:
    """The mapping with its fields as we call them; raises `CannotRead` where one is none, or is meant twice.

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
        if name in {told.partition(":")[0] for told in made.values()}:
            raise CannotRead(f"Two paths are named {name}. Keep the one that says it best.")
        made[path[:200]] = f"{name}{colon}{order}"
    if not made:
        raise CannotRead("No field has a meaning yet. Name at least the one that holds the words, or who ordered.")
    return made


def acts(flat: Record, mapping: Mapping[str, str], at: datetime) -> Iterator[Activity]:
    """What a record tells; `at` is when it came, for records that do not say when it was.

    Raises `CannotRead` where what is needed is missing, and what rows of tables raise.
    """
    paths = [path for path in mapping if not path.startswith(FIXED) and flat.get(path)]
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
    yield from one(cells, matched(paths, [cells], wishes))


def _with_own_name(
    paths: list[str], cells: list[str], wishes: dict[str, str], flat: Record
) -> tuple[list[str], list[str], dict[str, str]]:
    kept = [i for i, path in enumerate(paths) if wishes.get(path) != "id"]
    left = {path: wish for path, wish in wishes.items() if wish != "id"}
    return [*(paths[i] for i in kept), ONE], [*(cells[i] for i in kept), flat[ONE]], {**left, ONE: "id"}


def _alias(path: str) -> str:
    """The name by which a path may be known: without what wraps it, or by its end where that says enough.

    >>> _alias("data.author.handle"), _alias("customer.email"), _alias("customer.id"), _alias("ce.time")
    ('author handle', 'email', 'customer id', 'time')
    """
    if path in ("ce.time", "ce.id"):
        return path[3:]
    parts = [plain_name(part) for part in _CODE.sub("", path).split(".")]
    while len(parts) > 1 and parts[0] in _WRAPS:
        parts = parts[1:]
    whole = " ".join(parts)
    return parts[-1] if not known([whole]) and parts[-1] in _TELLING else whole
