"""The readers' work in machine code: a batch as arrays, the rules as arrays, and the doors to the inner loops.

Whoever has no numba, or reads little, reads by `grams` and `evidence`: the notes are the same.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, pairwise

import numpy as np
from numpy.typing import NDArray

from twoears.lib.text import folding, shapes
from twoears.understanding import choosing, showing, weighing
from twoears.understanding.arrays import LANES, SHOWN, Floats, Found, Parts, Rules
from twoears.understanding.cues import KINDS
from twoears.understanding.evidence import ASKING, COLUMNS, SIGNS
from twoears.understanding.grams import LIMIT, Places
from twoears.understanding.places import Span
from twoears.understanding.seats import counted, masks, seats
from twoears.understanding.tones import TONES


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


@dataclass(frozen=True, slots=True)
class Table:
    """The weights of several families of readers side by side, so that each key is looked up once: for each key a
    64-bit word for each eight columns. `parts` says which of the words are of which family.
    """

    words: NDArray[np.uint64]
    parts: Mapping[str, Parts]

    def lanes(self, family: str) -> slice:
        """Which of all columns are those of a family."""
        first, last = self.parts[family]
        return slice(LANES * first, LANES * last)


def stacked(families: Mapping[str, NDArray[np.uint64]]) -> Table:
    """The tables of some families as one. The first is that of `evidence`, as its columns are weighed by sentences.

    >>> table = stacked({"first": np.zeros(8, np.uint64), "second": np.ones((8, 2), np.uint64)})
    >>> table.words.shape, table.lanes("second")
    ((8, 3), slice(8, 24, None))
    """
    tables = {name: table.reshape(len(table), -1) for name, table in families.items()}
    edges = [0, *accumulate(table.shape[1] for table in tables.values())]
    words = np.ascontiguousarray(np.concatenate(list(tables.values()), axis=1))
    return Table(words, dict(zip(tables, pairwise(edges), strict=True)))


@cache
def _unweighed() -> Rules:
    asked = [KINDS.index(kind) for kind in ("asks who or what", "turns the verb round", "you", "I or we", "help")]
    asking = sum(1 << KINDS.index(kind) for kind in ASKING)
    about = np.array([*asked, asking, len(KINDS), len(COLUMNS)], dtype=np.int64)
    logs = np.log1p(np.arange(LIMIT + 2))
    part = logs / np.maximum(np.expm1(logs), 1)
    table = np.zeros((0, 0), dtype=np.int64)
    return Rules(shapes(), folding().astype(np.int32), seats(), table, logs, part, about, counted(), masks())


def rules(table: Table) -> Rules:
    """The rules with a table of weights."""
    return _unweighed()._replace(table=table.words.view(np.int64))


@dataclass(frozen=True, slots=True)
class Weighed:
    """What `weighing.weigh` found in a batch."""

    batch: Batch
    rules: Rules
    foreign: Places
    table: Table
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

    def showing(
        self, texts: Places, labels: Places, family: str, pulls: Floats, leads: Floats
    ) -> list[tuple[Span, ...]]:
        """For some texts the words that carry half of what speaks for a label each, by the lanes of a family and the
        lists that they are in; `pulls` and `leads` are what each lane and sign adds to a label against the others."""
        spans, shown = _room(len(texts))
        roots = np.sqrt(np.maximum(self.found.facts[texts, 2], 1))
        asked = showing.Asked(texts, labels, self.foreign[texts], roots, self.table.parts[family], pulls, leads)
        showing.show(self.rules, self.batch.raw, self.batch.seams, asked, spans, shown)
        return _told(spans, shown)


def _room(texts: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    return np.zeros((texts, SHOWN, 2), dtype=np.int64), np.zeros(texts, dtype=np.int64)


def _told(spans: NDArray[np.int64], shown: NDArray[np.int64]) -> list[tuple[Span, ...]]:
    kept = spans[np.arange(SHOWN) < shown[:, None]]
    pairs = list(zip(*kept.T.tolist(), strict=True))
    ends = zip(np.cumsum(shown).tolist(), shown.tolist(), strict=True)
    return [tuple(pairs[end - count : end]) for end, count in ends]


def scores(signs: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """A row for each row of signs, a column for each row of weights."""
    found = np.empty((len(signs), len(weights)))
    weighing.scores(signs, weights, found)
    return found


def weigh(batch: Batch, english: NDArray[np.bool_], foreign: Places, table: Table) -> Weighed:
    """All that speaks for any label in a batch; `english` says which of its texts are, `foreign` which of FOREIGN."""
    lines, by = len(batch.raw), rules(table)
    found = Found(
        np.zeros((len(batch), len(SIGNS))), np.zeros((len(batch), len(TONES))),
        np.zeros((len(batch), by.table.shape[1] * LANES), np.int64), np.zeros((len(batch), 3), np.int64),
        np.zeros(len(batch) + 1, np.int64), np.empty(lines), np.empty((lines, 2), np.int64), np.empty(lines, np.uint8),
    )  # fmt: skip
    weighing.weigh(by, batch.raw, batch.seams, english.astype(np.uint8), foreign, found)
    return Weighed(batch, by, foreign, table, found)
