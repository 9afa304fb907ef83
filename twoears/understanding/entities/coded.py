"""How well what texts name is found: on sentences that were coded by hand, kind by kind.

In the file a name is written as a link: `We open in [Berlin](place:berlin)`. Two finds are the same where kind and key
are, and where they stand on the same words.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Final

import msgspec

from twoears.understanding.entities.finding import entities
from twoears.understanding.entities.values import KINDS, Entity
from twoears.understanding.scoring import Score, score_of

FOLDER: Final = Path(__file__).parents[1] / "coded"
SETS: Final = {
    "learnt from": FOLDER / "entities.jsonl",  # looked at while the finders were written
    "written after them": FOLDER / "entities_fresh.jsonl",  # five things were mended since
}
_MARK: Final = re.compile(r"\[([^\[\]]+)\]\(([a-z]+):([^()]*(?:\([^()]*\))?)\)")


class Line(msgspec.Struct, frozen=True):
    """A sentence as it stands in the file."""

    text: str
    language: str
    said_at: str


@dataclass(frozen=True, slots=True)
class Coded:
    """A sentence, and what it names: (kind, key, start, end)."""

    text: str
    language: str
    said_at: datetime
    names: tuple[tuple[str, str, int, int], ...]


@dataclass(frozen=True, slots=True)
class Mistake:
    """What was found and is not there, or is there and was not found."""

    kind: str
    key: str
    found: bool
    text: str


def read(line: Line) -> Coded:
    """A sentence without its marks, and what these say.

    >>> read(Line("In [Berlin](place:berlin).", "en", "2026-03-04")).names
    (('place', 'berlin', 3, 9),)
    """
    text, names, done = "", [], 0
    for mark in _MARK.finditer(line.text):
        text += line.text[done : mark.start()]
        names.append((mark[2], mark[3], len(text), len(text) + len(mark[1])))
        text, done = text + mark[1], mark.end()
    moment = datetime.fromisoformat(line.said_at).replace(hour=12, tzinfo=UTC)
    return Coded(text + line.text[done:], line.language, moment, tuple(names))


@cache
def coded(file: Path) -> tuple[Coded, ...]:
    """All sentences of the file."""
    return tuple(read(msgspec.json.decode(line, type=Line)) for line in file.read_bytes().splitlines() if line)


def scored(sentences: Sequence[Coded]) -> tuple[Score, ...]:
    """For each kind, how many of those that are there are found, and how many finds are right."""
    there, found, told, right = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    for one in sentences:
        finds = _found(one)
        there.update(kind for kind, *_ in one.names)
        found.update(name[0] for name in one.names if any(_same(find, name) for find in finds))
        told.update(find.kind for find in finds)
        right.update(find.kind for find in finds if any(_same(find, name) for name in one.names))
    return tuple(
        score_of("entities", kind, found=(found[kind], there[kind]), right=(right[kind], told[kind])) for kind in KINDS
    )


def mistakes(sentences: Iterable[Coded]) -> tuple[Mistake, ...]:
    """Everything in which the finders and the coding differ, what was wrongly found first."""
    made: list[Mistake] = []
    for one in sentences:
        finds = _found(one)
        made += [
            Mistake(found.kind, found.key, True, one.text)
            for found in finds
            if not any(_same(found, name) for name in one.names)
        ]
        made += [
            Mistake(name[0], name[1], False, one.text)
            for name in one.names
            if not any(_same(found, name) for found in finds)
        ]
    return tuple(sorted(made, key=lambda mistake: not mistake.found))


def _found(one: Coded) -> tuple[Entity, ...]:
    return entities(one.text, language=one.language, said_at=one.said_at)


def _same(found: Entity, name: tuple[str, str, int, int]) -> bool:
    kind, key, start, end = name
    return (found.kind, found.key) == (kind, key) and found.start < end and start < found.end
