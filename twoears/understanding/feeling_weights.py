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


def unpack(raw: bytes, expected: str) -> FeelingWeights:
    """The weights in the bytes of a file with the checksum `expected`; BadWeights where they are others."""
    return FeelingWeights(*arrays(raw, expected, file=FILE.name, signs=TONES, names=NAMES))


@cache
def shipped_feelings() -> FeelingWeights:
    """The weights that come with the package, read once."""
    return unpack(FILE.read_bytes(), CHECK.read_text("utf8").strip())
