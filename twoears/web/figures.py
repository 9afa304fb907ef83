"""How good the readers were on texts that they had not learnt from, as the page shows it."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from twoears.lib.intervals import Number, share
from twoears.understanding.own.setting.pages import ReaderSet
from twoears.understanding.recipe.evaluate import weighers
from twoears.understanding.recipe.figures import kept, kept_confusion
from twoears.understanding.recipe.measure import Row

_SHADES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class OnTexts:
    """One kind of text: how much of it was told, and of that how much was right; `f1` is the macro-F1 in per cent, None
    where there is one label only, `gap` how far probabilities were from the truth on average."""

    texts: str
    n: int
    told: Number
    right: Number
    f1: float | None
    gap: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """Of the texts that are one label, how many were taken for each; `shade` is the share from 0 to 5."""

    label: str
    n: int
    counts: tuple[tuple[str, int, int], ...]  # label, how many, shade


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderFigures:
    """A reader with its figures, and what it takes for what over all those texts."""

    name: str
    question: str
    rows: tuple[OnTexts, ...]
    taken: tuple[Taken, ...]


@cache
def reader_figures() -> tuple[ReaderFigures, ...]:
    """Every reader that is measured, as the shipped weights were."""
    return tuple(
        ReaderFigures(
            name=reader.name,
            question=reader.question,
            rows=tuple(_on(row) for row in kept() if row.reader == reader.name),
            taken=tuple(_taken(label, said) for label, said in kept_confusion(reader.name).items()),
        )
        for reader in weighers()
    )


def with_settings(sets: Iterable[ReaderSet]) -> list[tuple[ReaderFigures, ReaderSet]]:
    """Each reader's figures with how it is set here."""
    by_name = {one.name: one for one in sets}
    return [(figures, by_name[figures.name]) for figures in reader_figures()]


def _on(row: Row) -> OnTexts:
    return OnTexts(
        texts=row.group,
        n=row.n,
        told=share(row.told, row.n, of="told", question="Of all texts, how many were told?"),
        right=share(row.right, row.told, of="right", question="Of what was told, how much was right?"),
        f1=row.f1 and round(100 * row.f1[0], 1),
        gap=row.gap,
    )


def _taken(label: str, said: dict[str, int]) -> Taken:
    n = sum(said.values())
    return Taken(
        label=label,
        n=n,
        counts=tuple((one, count, round(_SHADES * count / n) if n else 0) for one, count in said.items()),
    )
