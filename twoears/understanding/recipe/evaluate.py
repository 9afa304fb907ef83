"""How good the readers are on what they have not learnt from: accuracy, calibration, and how often they cannot tell."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from twoears.lib.intervals import wilson
from twoears.understanding.evidence import Floats
from twoears.understanding.linear import LinearReader
from twoears.understanding.looking import look
from twoears.understanding.notes import CANNOT_TELL, Note, Text
from twoears.understanding.recipe.examples import Example
from twoears.understanding.weights import READERS, Weights

_BINS: Final = 10
_LEVEL: Final = 0.95
# What the readers are made for: posts said to, by and about companies. Queries to assistants and talks are shown apart.
_CARE: Final = ("care, coded", "care, customers", "care, companies")
_OWN: Final = ("own, en", "own, de", "own, fr", "own, es", "own, it")
MADE_FOR: Final = (*_CARE, *_OWN, "corporate", "brands")
_UNTAUGHT: Final = ("nl", "pt", "pl", "sv", "ja", "ru", "ar", "tr", "da")
_GROUPS: Final = {
    "posts said to companies, coded by us": ("care, coded",),
    "customers who open a talk (they ask)": ("care, customers",),
    "companies' answers (nothing asked)": ("care, companies",),
    "all talks between customers and companies": _CARE,
    "our fresh posts, English": ("fresh, en",),
    "our fresh posts, German, French, Spanish, Italian": tuple(f"fresh, {name}" for name in ("de", "fr", "es", "it")),
    "our fresh posts, languages not taught": tuple(f"fresh, {name}" for name in _UNTAUGHT),
    "our dry and terse posts, English": ("dry, en",),
    "our own hard cases, all five languages": _OWN,
    "our own hard cases, English": ("own, en",),
    "our own hard cases, German": ("own, de",),
    "our own hard cases, French": ("own, fr",),
    "our own hard cases, Spanish": ("own, es",),
    "our own hard cases, Italian": ("own, it",),
    "companies' posts": ("corporate",), "posts that name a product": ("brands",),
    "queries to assistants": ("clinc", "banking77", "nlupp"), "talks about a gift": ("persuasion",),
    "prose": ("prose",), "comments under a video": ("comments",),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """`right` of `told`, where `told` of `n` were not "cannot tell". `first` counts right first choices of all `n`.

    `found` of `there` texts with a label other than none were told so; `named` of them all. `gap` is the expected
    calibration error over all `n` in ten bins.
    """

    reader: str
    group: str
    n: int
    told: int
    right: int
    there: int
    found: int
    named: int
    gap: float

    @property
    def interval(self) -> tuple[float, float]:
        """Where the share of right notes among those told lies, 95 % (Wilson)."""
        return wilson(self.right, self.told, _LEVEL)


def calibration_gap(sure: NDArray[np.float64], right: NDArray[np.bool_]) -> float:
    """Expected calibration error: mean distance of probability and share of right ones, over ten bins by probability.

    >>> calibration_gap(np.array([0.8, 0.8, 0.8, 0.8, 0.8]), np.array([True, True, True, True, False]))
    0.0
    """
    place = np.minimum((sure * _BINS).astype(int), _BINS - 1)
    bins = [place == one for one in np.unique(place)]
    return round(float(sum(abs(sure[some].mean() - right[some].mean()) * some.mean() for some in bins)), 4)


def notes_of(reader: LinearReader, examples: Sequence[Example], weights: Weights) -> list[Note]:
    """What the reader makes of each example, its language being known."""
    found: list[Note] = []
    for start in range(0, len(examples), 256):
        batch = [Text(example.text, example.language) for example in examples[start : start + 256]]
        found += reader.judge(look(batch, weights), weights)
    return found


def first_choices(reader: LinearReader, examples: Sequence[Example], weights: Weights) -> tuple[list[str], Floats]:
    """The likeliest label of each example and its probability, also where the reader would not tell."""
    shares = [
        reader.shares(look([Text(one.text, one.language) for one in examples[start : start + 256]], weights), weights)
        for start in range(0, len(examples), 256)
    ]
    found = np.concatenate(shares)
    return [READERS[reader.name][place] for place in found.argmax(axis=1)], found.max(axis=1)


def row(reader: LinearReader, group: str, examples: Sequence[Example], weights: Weights) -> Row | None:
    """The figures of one reader on the examples whose label is known; None where there are none or none is told."""
    known = [example for example in examples if example.labels.get(reader.name, "") in READERS[reader.name]]
    if not known:
        return None
    truth = [example.labels[reader.name] for example in known]
    notes, (labels, sure) = notes_of(reader, known, weights), first_choices(reader, known, weights)
    right = [note.label == label for note, label in zip(notes, truth, strict=True)]
    told = sum(note.label != CANNOT_TELL for note in notes)
    given = [note.label not in ("none", CANNOT_TELL) for note in notes]
    there = [some for some, label in zip(given, truth, strict=True) if label != "none"]
    gap = calibration_gap(sure, np.array(labels) == np.array(truth))
    if not told:
        return None
    return Row(reader.name, group, len(known), told, sum(right), len(there), sum(there), sum(given), gap)


def table(readers: Sequence[LinearReader], examples: Sequence[Example], weights: Weights) -> list[Row]:
    """A row for each reader and each kind of held-out text, and one over all that the readers are made for."""
    held = [example for example in examples if example.held]
    groups = {"all posts said to, by and about companies": MADE_FOR, **_GROUPS}
    rows = [
        row(reader, group, [example for example in held if example.origin in origins], weights)
        for reader in readers
        for group, origins in groups.items()
    ]
    return [one for one in rows if one]


def asking_found(reader: LinearReader, examples: Sequence[Example], weights: Weights) -> tuple[int, int, int]:
    """Of held-out customers' posts that ask: how many, how many are read as question or request, how many as none."""
    care = [one for one in examples if one.held and one.origin.startswith("care")]
    asking = [one for one in care if one.labels.get("asks", "none") != "none"]
    labels = [note.label for note in notes_of(reader, asking, weights)]
    return len(asking), sum(label in ("question", "request") for label in labels), labels.count("none")
