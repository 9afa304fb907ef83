"""The figures of the readers: kept beside their weights, taken again from data, and looked into for one reader."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import msgspec

from twoears.understanding.notes import CANNOT_TELL
from twoears.understanding.recipe.evaluate import all_tables, held_for, weighers
from twoears.understanding.recipe.examples import Example
from twoears.understanding.recipe.measure import Row, all_shipped, notes_of
from twoears.understanding.weights import FILE

KEPT: Final = FILE.with_name("figures.json")
_WORST: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrong:
    """A text that a reader was sure of, and wrong."""

    text: str
    language: str
    origin: str
    truth: str
    label: str
    probability: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """One reader on held-out texts: how often it said what where the truth was what, and what it got most wrong."""

    reader: str
    labels: tuple[str, ...]
    confusion: dict[str, dict[str, int]]
    worst: tuple[Wrong, ...]


def keep(rows: Sequence[Row]) -> None:
    """Write the figures where the package reads them."""
    KEPT.write_bytes(msgspec.json.format(msgspec.json.encode(list(rows)), indent=1) + b"\n")


@cache
def kept() -> tuple[Row, ...]:
    """The figures that were taken when the shipped weights were made.

    >>> kept()[0].reader
    'asks'
    """
    return tuple(msgspec.json.decode(KEPT.read_bytes(), type=list[Row]))


def taken(folder: Path, reader: str = "") -> list[Row]:
    """The figures of the shipped weights on the sets below `folder`, taken again. NoSet where one is missing."""
    return all_tables(folder, all_shipped(), reader)


def looked(folder: Path, name: str) -> Looked:
    """One reader on all texts that it has not learnt from and whose label is known."""
    reader = next(one for one in weighers() if one.name == name)
    known = held_for(folder, reader)
    notes = notes_of(reader, known, all_shipped())
    counts: dict[str, Counter[str]] = {label: Counter() for label in reader.labels if label != CANNOT_TELL}
    wrong: list[tuple[float, Example, str]] = []
    for example, note in zip(known, notes, strict=True):
        truth = example.labels[name]
        counts[truth][note.label] += 1
        if note.label not in (truth, CANNOT_TELL):
            wrong.append((note.probability, example, note.label))
    wrong.sort(key=lambda one: (-one[0], one[1].text))
    return Looked(
        reader=name,
        labels=reader.labels,
        confusion={truth: {label: said[label] for label in reader.labels} for truth, said in counts.items()},
        worst=tuple(
            Wrong(
                text=one.text,
                language=one.language,
                origin=one.origin,
                truth=one.labels[name],
                label=label,
                probability=sure,
            )
            for sure, one, label in wrong[:_WORST]
        ),
    )
