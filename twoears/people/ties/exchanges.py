"""What one did towards another, as columns; and the effort that each kind takes."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

CLICK, SHARE, WORD, ASK, ANSWER, DEAL, INTRODUCE, REFER = range(8)
KINDS: Final = ("click", "share", "word", "ask", "answer", "deal", "introduce", "refer")
"""From the least effort to the most: a like or a follow, a share, a word, a question or a request, an answer to one,
an order or a sign-up, an invitation or an introduction, a referral."""
OUT_OF_THEIR_WAY: Final = (SHARE, ANSWER, INTRODUCE, REFER)
"""What is done for the other: their words passed on, their question answered, somebody brought to them."""
US: Final = 0
"""All of our accounts together, where the number of one account stands otherwise."""


@dataclass(frozen=True, slots=True)
class Exchanges:
    """`left` did `kind` towards `right`, `at` days since 1970 (UTC): int64, int64, int8 and float64 of one length.

    >>> talk = Exchanges.of([(1, 2, ASK, 0.0), (2, 1, ANSWER, 0.5)])
    >>> talk.left.tolist(), talk.kind.tolist()
    ([1, 2], [3, 4])
    """

    left: NDArray[np.int64]
    right: NDArray[np.int64]
    kind: NDArray[np.int8]
    at: NDArray[np.float64]

    @classmethod
    def of(cls, rows: Iterable[tuple[int, int, int, float]]) -> "Exchanges":
        """The same from rows of left, right, kind and day."""
        columns = list(zip(*rows, strict=True)) or [(), (), (), ()]
        return cls(
            np.array(columns[0], np.int64),
            np.array(columns[1], np.int64),
            np.array(columns[2], np.int8),
            np.array(columns[3], np.float64),
        )

    def __len__(self) -> int:
        return int(self.at.size)

    def where(self, mask: NDArray[np.bool_]) -> "Exchanges":
        """Those of `mask`."""
        return Exchanges(self.left[mask], self.right[mask], self.kind[mask], self.at[mask])
