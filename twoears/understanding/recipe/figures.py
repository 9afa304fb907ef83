"""The figures of the readers: kept beside their weights, taken again from data, and looked into for one reader."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import msgspec

from twoears.understanding.notes import CANNOT_TELL, SILENT
from twoears.understanding.own.trading import Trade, counted, traded
from twoears.understanding.recipe.evaluate import Gathered, all_tables, at_any_threshold, confusion, gather, weighers
from twoears.understanding.recipe.measure import AllWeights, Row, all_shipped, notes_of
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


@dataclass(frozen=True, slots=True)
class _Kept:
    rows: list[Row]
    confusion: dict[str, dict[str, dict[str, int]]]
    traded: dict[str, list[tuple[int, int]]]  # by reader, for each threshold: how many are told, how many right


def keep(rows: Sequence[Row], of: Gathered, weights: AllWeights) -> None:
    """Write the figures where the package reads them."""
    confusions, counts = {}, {}
    for reader in weighers():
        held = of.held_for(reader)
        confusions[reader.name] = confusion(reader, held, weights)
        counts[reader.name] = list(counted(at_any_threshold(reader, held, weights)))
    raw = msgspec.json.encode(_Kept(list(rows), confusions, counts))
    KEPT.write_bytes(msgspec.json.format(raw, indent=1) + b"\n")


@cache
def _kept() -> _Kept:
    return msgspec.json.decode(KEPT.read_bytes(), type=_Kept)


@cache
def kept() -> tuple[Row, ...]:
    """The figures that were taken when the shipped weights were made.

    >>> kept()[0].reader
    'asks'
    """
    return tuple(_kept().rows)


def kept_confusion(reader: str) -> dict[str, dict[str, int]]:
    """How often a reader said what, by what it was, on all texts that it had not learnt from.

    >>> list(kept_confusion("thanks"))
    ['thanks', 'none']
    """
    return _kept().confusion[reader]


def kept_trade(reader: str) -> tuple[Trade, ...]:
    """What other thresholds would cost, on all texts that the reader had not learnt from.

    >>> [round(one.enough, 2) for one in kept_trade("thanks")[:2]]
    [0.3, 0.35]
    """
    there = sum(sum(said.values()) for truth, said in kept_confusion(reader).items() if truth not in SILENT)
    return traded(_kept().traded[reader], there)


def taken(folder: Path, reader: str = "") -> list[Row]:
    """The figures of the shipped weights on the sets below `folder`, taken again. NoSet where one is missing."""
    return all_tables(gather(folder), all_shipped(), reader)


def looked(folder: Path, name: str) -> Looked:
    """One reader on all texts that it has not learnt from and whose label is known."""
    reader, weights = next(one for one in weighers() if one.name == name), all_shipped()
    known = gather(folder).held_for(reader)
    pairs = zip(known, notes_of(reader, known, weights), strict=True)
    wrong = [(note, one) for one, note in pairs if note.label not in (one.labels[name], CANNOT_TELL)]
    wrong.sort(key=lambda pair: (-pair[0].probability, pair[1].text))
    return Looked(
        reader=name,
        labels=reader.labels,
        confusion=confusion(reader, known, weights),
        worst=tuple(
            Wrong(
                text=one.text,
                language=one.language,
                origin=one.origin,
                truth=one.labels[name],
                label=note.label,
                probability=note.probability,
            )
            for note, one in wrong[:_WORST]
        ),
    )


def looked_before(name: str) -> Looked:
    """The same as it was when the shipped weights were made, without examples: the texts are not with us."""
    reader = next(one for one in weighers() if one.name == name)
    return Looked(reader=name, labels=reader.labels, confusion=kept_confusion(name), worst=())
