"""The weights of matching, and their file."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray

from twoears.people.matching.levels import COMPARISONS, LEVELS, WIDEST

# Bits of each outcome. Where rarity is counted too it comes on top, and these say only how often one person's accounts
# agree so (half of the time: -1). Written down before any data was seen; `learn` moves them.
_START: Final[dict[str, tuple[float, ...]]] = {
    "name": (0, -0.3, -3, -2.5, -4, -0.7, -2, -2.5, -2, -5, -5),
    "handle": (0, -1.5, -0.5, -0.5, 1, 3, -0.5, -4, -1.5),
    "mail": (0, 20, -1),
    "work": (0, -2, -2.5, -1),
    "link": (0, 20, 6, -2),
    "bio": (0, 6, 2.5, -0.7),
    "place": (0, -1, -1.5),
    "hours": (0, 0.7, -2),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """What each outcome of a comparison weighs, in bits, by its name (`"handle: same"`); `version` tells models apart.

    `overlap` is how many of those whom we meet on one network we meet on another, `floor` how many namesakes of
    anybody are always reckoned with. What the bits come to is stretched by `slope`, so that probabilities are neither
    too bold nor too shy.
    """

    version: str
    weights: Mapping[str, float]
    overlap: float = 0.4
    floor: float = 0.03
    slope: float = 1.0

    def to_json(self) -> str:
        """As text that `from_json` reads.

        >>> Model.from_json(SHIPPED.to_json()) == SHIPPED
        True
        """
        return json.dumps(asdict(self), sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """The model that `to_json` wrote; ValueError where it is none or lacks a weight."""
        try:
            held: dict[str, Any] = json.loads(text)
            model = cls(**{**held, "weights": {str(k): float(v) for k, v in held["weights"].items()}})
            model.bits()
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise ValueError(f"This is no model of matching: {error}. Learn it anew.") from error
        return model

    def bits(self) -> NDArray[np.float64]:
        """The weights as a table: comparisons x outcomes."""
        table = np.zeros((len(COMPARISONS), WIDEST))
        for row, comparison in enumerate(COMPARISONS):
            for column, level in enumerate(LEVELS[comparison][1:], 1):
                table[row, column] = self.weights[f"{comparison}: {level}"]
        return table

    @staticmethod
    def named(table: NDArray[np.float64]) -> dict[str, float]:
        """A table of weights by names, as `weights` holds it."""
        return {
            f"{comparison}: {level}": round(float(table[row, column]), 3)
            for row, comparison in enumerate(COMPARISONS)
            for column, level in enumerate(LEVELS[comparison])
            if column
        }


def _start() -> dict[str, float]:
    return {
        f"{c}: {level}": bits
        for c in COMPARISONS
        for level, bits in zip(LEVELS[c], _START[c], strict=True)
        if level != "none"
    }


START: Final = Model(version="0", weights=_start())
"""What was written down before any data was seen."""
WEIGHTS: Final = Path(__file__).with_name("weights.json")
SHIPPED: Final = Model.from_json(WEIGHTS.read_text("utf8")) if WEIGHTS.exists() else START
"""What comes with the software: `twoears.people.matching.recipe` learnt it from towns."""
