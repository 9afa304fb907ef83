"""What the readers of feelings learnt: small whole numbers for runs of words and letters, and weights for the signs.

A file of their own beside `readers.npz`, made by the recipe in the same way.
"""

from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from twoears.understanding.tones import TONES
from twoears.understanding.weights import ENGLISH, OTHER, arrays, named

FILE: Final = Path(__file__).with_name("feelings.npz")
CHECK: Final = FILE.with_suffix(".sha256")
FEELINGS: Final = {
    "sentiment": ("positive", "neutral", "negative"),
    "emotion": ("anger", "joy", "optimism", "sadness", "none"),
    "offence": ("offensive", "none"),
}
# What says nothing: of these no row is kept, and no words are shown.
SILENT: Final = {"sentiment": "neutral", "emotion": "none", "offence": "none"}
# Which of the eight small numbers of a key are for which label. Those left over ("none") are weighed by signs alone.
LANES: Final = {
    (reader, label): place
    for place, (reader, label) in enumerate(
        (reader, label) for reader, labels in FEELINGS.items() for label in labels if label != "none"
    )
}
# A reader that was not taught in a group of languages cannot tell there.
TAUGHT: Final = {"sentiment": (ENGLISH, OTHER), "emotion": (ENGLISH,), "offence": (ENGLISH,)}
NAMES: Final = tuple(named(reader, group) for reader, groups in TAUGHT.items() for group in groups)


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


def ready(reader: str, rows: NDArray[np.float64]) -> Rows:
    """The rows of a file of weights: weight of the lane, weights of TONES, start value."""
    lanes = np.array([LANES.get((reader, label), -1) for label in FEELINGS[reader]], dtype=np.int64)
    pull = np.where(lanes < 0, 0.0, rows[:, 0])
    pulls = np.zeros((len(rows), len(LANES)))
    for place, lane in enumerate(lanes.tolist()):
        if lane >= 0:
            pulls[:, lane] = -pull[place] / (len(rows) - 1)
            pulls[place, lane] = pull[place]
    leads = rows - (rows.sum(axis=0) - rows) / (len(rows) - 1)
    return Rows(
        np.maximum(lanes, 0), pull, np.ascontiguousarray(rows[:, 1:]), pulls, np.ascontiguousarray(leads[:, 1:-1])
    )


@dataclass(frozen=True)
class FeelingWeights:
    """`table`: for each key eight small whole numbers, one for each of LANES. `rows` by reader and group of languages:
    labels x (weight of the lane, weights of TONES, start value). `version` changes whenever a number does.
    """

    table: NDArray[np.int8]
    rows: dict[str, NDArray[np.float64]]
    version: str

    @cached_property
    def halves(self) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
        """The table once more, every other lane in 16 bits of a number and raised by 128, so that sums fit."""
        raised = (self.table.astype(np.int16) + 128).astype(np.uint16)
        even, odd = (np.ascontiguousarray(raised[:, side::2]).view(np.uint64).reshape(-1) for side in (0, 1))
        return even, odd

    @cached_property
    def ready(self) -> dict[str, Rows]:
        """The rows as readers use them."""
        return {name: ready(name.partition(",")[0], rows) for name, rows in self.rows.items()}


def unpack(raw: bytes, expected: str) -> FeelingWeights:
    """The weights in the bytes of a file with the checksum `expected`; BadWeights where they are others."""
    return FeelingWeights(*arrays(raw, expected, file=FILE.name, signs=TONES, names=NAMES))


@cache
def shipped_feelings() -> FeelingWeights:
    """The weights that come with the package, read once."""
    return unpack(FILE.read_bytes(), CHECK.read_text("utf8").strip())
