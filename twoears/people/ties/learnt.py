"""What is known of ties in general: how strong they are and how long pauses last, here or as it is shipped."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from twoears.people.ties.exchanges import US, Exchanges
from twoears.people.ties.fit import fit, past_of
from twoears.people.ties.pauses import SHIPPED as USUAL
from twoears.people.ties.pauses import Rhythm, rhythm_of
from twoears.people.ties.shipped import SHIPPED
from twoears.people.ties.strength import VERSION, Model


@dataclass(frozen=True, slots=True, kw_only=True)
class Knows:
    """The model of strength and the rhythm, as `mark` (the last activity that they were fitted on; 0: shipped).

    `shipped_counts` is how much the shipped model counts in it (infinite where it is the shipped one), learnt from
    `came` exchanges in `pairs` pairs as they stood once a month. The rest is as in `fit.Fit`.
    """

    model: Model = SHIPPED
    rhythm: Rhythm = USUAL
    mark: int = 0
    shipped_counts: float = 1e9
    pairs: int = 0
    came: int = 0
    bands: tuple[tuple[int, int], ...] = ()
    right: float | None = None
    by_silence: float | None = None

    @property
    def version(self) -> str:
        """By which strength and cooling are told."""
        return f"{VERSION}:{self.mark}"


AS_SHIPPED: Final = Knows()


def learn_from(heard: Exchanges, ours: frozenset[int], mark: int) -> Knows:
    """What the exchanges of accounts tell: all of `ours` are one side, and who else has several accounts is several.

    Merges and splits so change nothing of it.
    """
    joined = Exchanges(
        _one(heard.left, ours),
        _one(heard.right, ours),
        heard.kind,
        heard.at,
    )
    joined = joined.where(joined.left != joined.right)
    made = fit(past_of(joined), SHIPPED)
    return Knows(
        model=made.model,
        rhythm=rhythm_of(joined),
        mark=mark,
        shipped_counts=made.weight,
        pairs=made.pairs,
        came=made.came,
        bands=made.bands,
        right=made.right,
        by_silence=made.by_silence,
    )


def _one(side: NDArray[np.int64], ours: frozenset[int]) -> NDArray[np.int64]:
    return np.where(np.isin(side, list(ours)), US, side)
