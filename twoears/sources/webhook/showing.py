"""A mapping as it is shown by every door: what came, under which path, and what it is taken for."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from twoears.sources.webhook.mapping import FIXED
from twoears.sources.webhook.records import ONE, Record

# What a field is called where somebody chooses it, in the order in which it is looked for.
FIELDS: Final[Mapping[str, str]] = {
    "text": "what was said",
    "title": "its title",
    "author": "who: handle or number",
    "name": "who: name",
    "mail": "who: mail address",
    "place": "who: where they are",
    "followers": "who: how many follow them",
    "published": "when",
    "published:dmy": "when, the day first",
    "published:mdy": "when, the month first",
    "id": "its own number",
    "url": "its address",
    "reply": "what it answers",
    "mentions": "who is named in it",
    "network": "network",
    "language": "language",
    "private": "whether it is private",
    "deal": "number of the order",
    "amount": "how much was paid",
    "currency": "currency",
    "product": "product",
    "stage": "how far the order is",
    "won": "when it was ordered",
    "won:dmy": "when it was ordered, the day first",
    "won:mdy": "when it was ordered, the month first",
}
_LONGEST, _MOST = 80, 100  # characters of a value, and paths that are shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """What a path is taken for: `field`, empty for nothing. `value` is how it looked in what came, shortened."""

    path: str
    value: str
    field: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Meanings:
    """What the fields of a webhook mean, and what it rests on.

    `accepted` says that a member has said so; before that it is a proposal. `waiting` calls are not read yet; of
    `records` in the first of them, `readable` can be read by this mapping. `same` are fields that are one for all
    records, their words in the place of a path. `more` paths are not listed.
    """

    accepted: bool
    waiting: int
    records: int
    readable: int
    meanings: tuple[Meaning, ...]
    same: tuple[Meaning, ...]
    more: int


def together(found: Iterable[Record], paths: Iterable[str] = ()) -> Record:
    """Every path of these records, each with the first value that says something; `paths` are known without one.

    >>> together([{"#": "7", "text": "", "who": "ann"}, {"text": "Hi"}], ["when"])
    {'text': 'Hi', 'who': 'ann', 'when': ''}
    """
    seen: Record = {}
    for flat in found:
        for path, value in flat.items():
            if path != ONE:
                seen[path] = seen.get(path) or value
    return seen | {path: "" for path in paths if path not in seen}


def shown(seen: Record, mapping: Mapping[str, str]) -> tuple[tuple[Meaning, ...], tuple[Meaning, ...], int]:
    """The paths with what they are taken for, those first; the fields that are one for all; how many are left out.

    >>> shown({"a": "1", "b": "Hello"}, {"b": "text", "=shop": "network"})[0][0].path
    'b'
    """
    paths = [path for path in mapping if not path.startswith(FIXED)]
    paths += [path for path in seen if path not in mapping]
    fixed = [path for path in mapping if path.startswith(FIXED)]
    same = [Meaning(path="", value=path.removeprefix(FIXED), field=mapping[path]) for path in fixed]
    rows = [Meaning(path=path, value=short(seen.get(path, "")), field=mapping.get(path, "")) for path in paths[:_MOST]]
    return tuple(rows), tuple(same), max(len(paths) - _MOST, 0)


def short(value: str) -> str:
    """A value on one line, without what cannot be seen, cut where it is long.

    >>> short("Does it\\n\\x1brun?"), len(short("x" * 900))
    ('Does it run?', 80)
    """
    flat = " ".join("".join(c if c.isprintable() else " " for c in value[: 4 * _LONGEST]).split())
    return flat if len(flat) <= _LONGEST else flat[: _LONGEST - 1] + "…"


def changed(proposal: Mapping[str, str], pairs: Sequence[tuple[str, str]]) -> dict[str, str]:
    """A proposal with some paths said otherwise: who takes a field takes it from the others, an empty one leaves out.

    >>> changed({"data.text": "text", "data.at": "published"}, [("data.body", "text"), ("data.at", "")])
    {'data.body': 'text'}
    """
    said = dict(pairs)
    taken = {field.partition(":")[0] for field in said.values()}
    kept = {path: field for path, field in proposal.items() if path not in said}
    left = {path: field for path, field in kept.items() if field.partition(":")[0] not in taken}
    return {**left, **{path: field for path, field in said.items() if field}}
