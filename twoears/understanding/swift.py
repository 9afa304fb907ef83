"""The readers' work in machine code: a batch as arrays, the rules as arrays, and the doors to the inner loops.

Whoever has no numba, or reads little, reads by `grams` and `evidence`: the notes are the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from twoears.lib.text import folding, shapes
from twoears.understanding import choosing, weighing
from twoears.understanding.arrays import LANES, SHOWN, Found, Rules
from twoears.understanding.cues import KINDS, cue_keys
from twoears.understanding.evidence import ASKING, COLUMNS, SIGNS
from twoears.understanding.grams import LIMIT
from twoears.understanding.places import Span

_SEATS: Final = 1 << 13  # for some 1,800 cues


@dataclass(frozen=True, slots=True)
class Batch:
    """The first 4,000 characters of some texts: text i is `raw[seams[i] + 1 : seams[i + 1]]`."""

    raw: NDArray[np.int32]
    seams: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.seams) - 1


def pack(texts: Sequence[str]) -> Batch:
    """`texts` as one array.

    >>> pack(["ab", ""]).seams.tolist()
    [0, 3, 4]
    """
    cut = [text[:LIMIT] for text in texts]
    joined = "\n".join(["", *cut, ""])
    raw = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=np.int32)
    lengths = np.fromiter(map(len, cut), dtype=np.int64, count=len(cut))
    seams = np.zeros(len(cut) + 1, dtype=np.int64)
    np.cumsum(lengths + 1, out=seams[1:])
    return Batch(raw, seams)


@cache
def _cues() -> NDArray[np.int64]:
    keys, bits = cue_keys()
    seats = np.zeros((_SEATS, 2), dtype=np.int64)
    for key, kinds in zip(keys.view(np.int64).tolist(), bits.tolist(), strict=True):
        seat = (key ^ (key >> 29)) & (_SEATS - 1)
        while seats[seat, 1]:
            seat = (seat + 1) & (_SEATS - 1)
        seats[seat] = key, kinds
    return seats


@cache
def _shared() -> tuple[NDArray[np.uint8], NDArray[np.int32], NDArray[np.int64], NDArray[np.float64], NDArray[np.int64]]:
    asked = [KINDS.index(kind) for kind in ("asks who or what", "turns the verb round", "you", "I or we", "help")]
    asking = sum(1 << KINDS.index(kind) for kind in ASKING)
    about = np.array([*asked, asking, len(KINDS), len(COLUMNS)], dtype=np.int64)
    return shapes(), folding().astype(np.int32), _cues(), np.log1p(np.arange(LIMIT + 2)), about


def rules(table: NDArray[np.uint64]) -> Rules:
    """The rules with a table of weights: for each key a 64-bit word for each eight columns, one or several."""
    signs, folds, cues, logs, about = _shared()
    return Rules(signs, folds, cues, table.view(np.int64).reshape(len(table), -1), logs, about)


@dataclass(frozen=True, slots=True)
class Weighed:
    """What `weighing.weigh` found in a batch."""

    batch: Batch
    rules: Rules
    found: Found

    def asking(self, texts: Sequence[int], questions: Sequence[bool]) -> list[tuple[Span, ...]]:
        """For some texts the sentences that ask; `questions` says for which of them those with a mark come first."""
        spans, shown = _room(len(texts))
        choosing.choose(self.found, np.array(texts, np.int64), np.array(questions, np.uint8), spans, shown)
        return _told(spans, shown)

    def deciding(self, texts: Sequence[int], label: str) -> list[tuple[Span, ...]]:
        """For some texts the words that carry half of what speaks for a label."""
        (spans, shown), some = _room(len(texts)), np.array(texts, np.int64)
        choosing.decide(self.rules, self.batch.raw, self.batch.seams, some, COLUMNS.index(label), spans, shown)
        return _told(spans, shown)


def _room(texts: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    return np.zeros((texts, SHOWN, 2), dtype=np.int64), np.zeros(texts, dtype=np.int64)


def _told(spans: NDArray[np.int64], shown: NDArray[np.int64]) -> list[tuple[Span, ...]]:
    pairs = zip(spans.tolist(), shown.tolist(), strict=True)
    return [tuple((start, end) for start, end in places[:count]) for places, count in pairs]


def scores(signs: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """A row for each row of signs, a column for each row of weights."""
    found = np.empty((len(signs), len(weights)))
    weighing.scores(signs, weights, found)
    return found


def weigh(batch: Batch, english: NDArray[np.bool_], table: NDArray[np.uint64]) -> Weighed:
    """All that speaks for any label in a batch; `english` says which of its texts are."""
    lines, by = len(batch.raw), rules(table)
    found = Found(
        np.zeros((len(batch), len(SIGNS))), np.zeros((len(batch), by.table.shape[1] * LANES), np.int64),
        np.zeros((len(batch), 2), np.int64), np.zeros(len(batch) + 1, np.int64),
        np.empty(lines), np.empty((lines, 2), np.int64), np.empty(lines, np.uint8),
    )  # fmt: skip
    weighing.weigh(by, batch.raw, batch.seams, english.astype(np.uint8), found)
    return Weighed(batch, by, found)
