"""What the readers of one step learnt: small whole numbers for runs of words and letters, and weights for the signs.

Those of feelings and those of intents have a file each beside `readers.npz`, made by the recipe in the same way.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from twoears.understanding.intents import INTENTS as ALL_INTENTS
from twoears.understanding.intents import WANTS
from twoears.understanding.tones import TONES
from twoears.understanding.weights import ENGLISH, OTHER, arrays, named

_LANES: Final = 8  # small numbers of a key in 64 bits


@dataclass(frozen=True)
class Family:
    """Readers that are taught together and shipped in one file: the labels of each, and of those the one that says
    nothing, if any: of it no row is kept, and no words are shown. `taught` are the groups of languages that a reader
    was taught; elsewhere it cannot tell.
    """

    name: str
    labels: Mapping[str, tuple[str, ...]]
    silent: Mapping[str, str]
    taught: Mapping[str, tuple[str, ...]]

    @cached_property
    def file(self) -> Path:
        """Where its weights are."""
        return Path(__file__).with_name(f"{self.name}.npz")

    @property
    def check(self) -> Path:
        """Where the checksum of its weights is."""
        return self.file.with_suffix(".sha256")

    @cached_property
    def lanes(self) -> dict[tuple[str, str], int]:
        """Which of the small numbers of a key is for which label. Those left over ("none") are weighed by signs alone.

        >>> len(FEELINGS.lanes), FEELINGS.lanes["offence", "offensive"]
        (8, 7)
        """
        told = [(reader, label) for reader, labels in self.labels.items() for label in labels if label != "none"]
        return {one: place for place, one in enumerate(told)}

    @cached_property
    def names(self) -> tuple[str, ...]:
        """What the rows in its file are called."""
        return tuple(named(reader, group) for reader, groups in self.taught.items() for group in groups)


FEELINGS: Final = Family(
    "feelings",
    {
        "sentiment": ("positive", "neutral", "negative"),
        "emotion": ("anger", "joy", "optimism", "sadness", "none"),
        "offence": ("offensive", "none"),
    },
    {"sentiment": "neutral", "emotion": "none", "offence": "none"},
    {"sentiment": (ENGLISH, OTHER), "emotion": (ENGLISH,), "offence": (ENGLISH,)},
)
INTENTS: Final = Family("intents", ALL_INTENTS, dict.fromkeys(WANTS, "none"), dict.fromkeys(ALL_INTENTS, (ENGLISH,)))


@dataclass(frozen=True, slots=True)
class Rows:
    """The weights of a reader in a group of languages, a row for each label: the lane that is for it, what that weighs
    (0 where none is), weights of TONES with the start value behind. `pulls` and `leads` are what each lane and each of
    TONES adds to it against the others.
    """

    lanes: NDArray[np.int64]
    pull: NDArray[np.float64]
    signs: NDArray[np.float64]
    pulls: NDArray[np.float64]
    leads: NDArray[np.float64]


def ready(family: Family, reader: str, rows: NDArray[np.float64]) -> Rows:
    """The rows of a file of weights: weight of the lane, weights of TONES, start value."""
    lanes = np.array([family.lanes.get((reader, label), -1) for label in family.labels[reader]], dtype=np.int64)
    pull = np.where(lanes < 0, 0.0, rows[:, 0])
    pulls = np.zeros((len(rows), len(family.lanes)))
    for place, lane in enumerate(lanes.tolist()):
        if lane >= 0:
            pulls[:, lane] = -pull[place] / (len(rows) - 1)
            pulls[place, lane] = pull[place]
    leads = rows - (rows.sum(axis=0) - rows) / (len(rows) - 1)
    return Rows(
        np.maximum(lanes, 0), pull, np.ascontiguousarray(rows[:, 1:]), pulls, np.ascontiguousarray(leads[:, 1:-1])
    )


@dataclass(frozen=True)
class OneStepWeights:
    """`table`: for each key a small whole number for each lane of the family. `rows` by reader and group of languages:
    labels x (weight of the lane, weights of TONES, start value). `version` changes whenever a number does.
    """

    family: Family
    table: NDArray[np.int8]
    rows: dict[str, NDArray[np.float64]]
    version: str

    @cached_property
    def words(self) -> NDArray[np.uint64]:
        """The table with eight lanes in each number, as machine code reads it."""
        return self.table.view(np.uint64)

    @cached_property
    def halves(self) -> tuple[NDArray[np.uint64], ...]:
        """The table once more, every other of eight lanes in 16 bits and raised by 128, so that sums fit."""
        raised = (self.table.astype(np.int16) + 128).astype(np.uint16)
        eights = [raised[:, first : first + _LANES] for first in range(0, raised.shape[1], _LANES)]
        return tuple(
            np.ascontiguousarray(eight[:, side::2]).view(np.uint64).reshape(-1) for eight in eights for side in (0, 1)
        )

    @cached_property
    def ready(self) -> dict[str, Rows]:
        """The rows as readers use them."""
        return {name: ready(self.family, name.partition(",")[0], rows) for name, rows in self.rows.items()}


def unpack(family: Family, raw: bytes, expected: str) -> OneStepWeights:
    """The weights in the bytes of a file with the checksum `expected`; BadWeights where they are others."""
    return OneStepWeights(family, *arrays(raw, expected, file=family.file.name, signs=TONES, names=family.names))


@cache
def _shipped(name: str) -> OneStepWeights:
    family = {one.name: one for one in (FEELINGS, INTENTS)}[name]
    return unpack(family, family.file.read_bytes(), family.check.read_text("utf8").strip())


def shipped_with(family: Family) -> OneStepWeights:
    """The weights of a family that come with the package, read once."""
    return _shipped(family.name)
