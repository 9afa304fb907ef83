"""What was learnt: weights for runs of words and letters, and for the signs. Plain numbers in one file.

`recipe` makes the file from data that may be used for it, and writes its checksum beside it.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from twoears.understanding.evidence import SIGNS

FILE: Final = Path(__file__).with_name("readers.npz")
CHECK: Final = FILE.with_suffix(".sha256")
READERS: Final = {
    "asks": ("question", "request", "none"), "thanks": ("thanks", "none"), "complaint": ("complaint", "none"),
    "promotion": ("promotion", "none"),
}  # fmt: skip
ENGLISH, OTHER, FORM = "English", "other", "form"  # groups of languages, each with probabilities of its own


def named(reader: str, group: str) -> str:
    """What the weights of a reader for a group of languages are called in the file.

    >>> named("asks", FORM)
    'asks, form'
    """
    return f"{reader}, {group}"


NAMES: Final = (*(named(reader, group) for reader in READERS for group in (ENGLISH, OTHER)), named("asks", FORM))


class BadWeights(Exception):
    """The file of weights is not the one that was shipped. Nothing is read with it."""


@dataclass(frozen=True, slots=True)
class Weights:
    """`table`: for each key eight small whole numbers, packed into 64 bits. `signs`: by name, labels x (signs + 1),
    the last being the start value. `version` changes whenever a number does.
    """

    table: NDArray[np.uint64]
    signs: dict[str, NDArray[np.float64]]
    version: str


def arrays(
    raw: bytes, expected: str, *, file: str, signs: Sequence[str], names: Sequence[str]
) -> tuple[NDArray[np.int8], dict[str, NDArray[np.float64]], str]:
    """The table, the rows called `names` and the version in the bytes of a file of weights for `signs`.

    BadWeights where its checksum is not `expected`, or where it was made for other signs.
    """
    digest = sha256(raw).hexdigest()
    if digest != expected:
        raise BadWeights(f"{file} has the checksum {digest[:12]}, not {expected[:12]}. Install the package again.")
    with np.load(io.BytesIO(raw), allow_pickle=False) as held:
        if held["names"].tolist() != list(signs):
            raise BadWeights(f"{file} was made for other signs than this version reads. Run the recipe again.")
        rows = {name: held[name].astype(np.float64, order="C") for name in names}
        return np.ascontiguousarray(held["table"]), rows, digest[:6]


def unpack(raw: bytes, expected: str) -> Weights:
    """The weights in the bytes of a file with the checksum `expected`; BadWeights where they are others."""
    table, rows, version = arrays(raw, expected, file=FILE.name, signs=SIGNS, names=NAMES)
    return Weights(table.view(np.uint64).reshape(-1), rows, version)


@cache
def shipped() -> Weights:
    """The weights that come with the package, read once."""
    return unpack(FILE.read_bytes(), CHECK.read_text("utf8").strip())
