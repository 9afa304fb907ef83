"""The layer of one reader: weights for words and pairs of words, added to what the shipped reader makes of a text."""

import io
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from twoears.understanding.evidence import Floats
from twoears.understanding.grams import BITS, Places
from twoears.understanding.learning.calibrating import softmax
from twoears.understanding.own.terms import Terms
from twoears.understanding.places import Span

FLOOR: Final = 1e-3  # a probability below is taken for this: what a reader rules out, a few words may bring back
_SHOWN: Final = 3  # places that are shown


@dataclass(frozen=True, eq=False)
class Layer:
    """What corrections of a reader teach, at `version`.

    `keys` are the terms that it knows, in order; `rarity` how much each tells; `weights` a row for each key, a column
    for each of `labels`; `start` what each label has from the beginning. `turn` says how the logarithms of the shipped
    reader, less their mean, are counted once more: a row for each label of its, a column for each of the layer's.
    """

    reader: str
    version: int
    labels: tuple[str, ...]
    keys: Places
    rarity: Floats
    weights: Floats
    start: Floats
    turn: Floats

    @cached_property
    def _seat(self) -> NDArray[np.int32]:
        seats = np.full(1 << BITS, -1, dtype=np.int32)
        seats[self.keys] = np.arange(len(self.keys), dtype=np.int32)
        return seats

    def known(self, seen: Terms) -> tuple[Terms, Places]:
        """The terms of a batch that the layer knows, and the place of each among its keys."""
        seats = self._seat[seen.key]
        kept = seats >= 0
        return seen.where(kept), seats[kept].astype(np.int64)

    def scores(self, seen: Terms) -> Floats:
        """What the layer adds to each text, a column for each label. A term counts once in a text, however often."""
        some, seats = self.known(seen)
        pairs = np.unique(some.owner * len(self.keys) + seats) if len(seats) else np.zeros(0, np.int64)
        owner, seat = np.divmod(pairs, max(len(self.keys), 1))
        rare = self.rarity[seat]
        size = np.sqrt(np.bincount(owner, rare * rare, seen.n))
        found = np.zeros((seen.n, len(self.labels)))
        for label in range(len(self.labels)):
            found[:, label] = np.bincount(owner, rare * self.weights[seat, label], seen.n)
        added: Floats = found / np.maximum(size, 1e-9)[:, None] + self.start
        return added

    def over(self, plain: Floats, seen: Terms) -> Floats:
        """The shares of the labels with what was taught, where the shipped reader says `plain` of the texts."""
        return bend(plain, self.scores(seen) + centred(plain) @ self.turn)

    def deciding(self, seen: Terms, labels: Places) -> list[tuple[Span, ...]]:
        """For each text the words that speak most for the label of that number, the weightiest first."""
        some, seats = self.known(seen)
        mine = labels[some.owner]
        speaks = self.weights[seats, mine] - (self.weights[seats].sum(axis=1) - self.weights[seats, mine]) / max(
            len(self.labels) - 1, 1
        )
        weight = np.round(self.rarity[seats] * speaks, 6)
        found: list[list[Span]] = [[] for _ in range(seen.n)]
        for at in np.lexsort((some.low, -weight)).tolist():
            spans, low, high = found[some.owner[at]], int(some.low[at]), int(some.high[at])
            if weight[at] <= 0:
                break
            if len(spans) < _SHOWN and all(high <= start or low >= end for start, end in spans):
                spans.append((low, high))
        return [tuple(spans) for spans in found]


def bend(plain: Floats, added: Floats) -> Floats:
    """Shares of the labels where `added` is added to their logarithms; a row of nothing but 0 stays so.

    >>> bend(np.array([[0.5, 0.5], [0, 0]]), np.array([[1.0, 0], [1, 0]])).tolist()
    [[0.7311, 0.2689], [0.0, 0.0]]
    """
    shares: Floats = np.round(softmax(np.log(np.maximum(plain, FLOOR)) + added), 4)
    shares[plain.sum(axis=1) == 0] = 0
    return shares


def centred(plain: Floats) -> Floats:
    """The logarithms of shares, less their mean: 0 where a reader leans to no label.

    >>> centred(np.array([[0.5, 0.5], [1.0, 0.0]])).round(2).tolist()
    [[0.0, 0.0], [3.45, -3.45]]
    """
    logs = np.log(np.maximum(plain, FLOOR))
    found: Floats = logs - logs.mean(axis=1, keepdims=True)
    return found


def packed(layer: Layer) -> bytes:
    """A layer as bytes: plain arrays, nothing that runs."""
    file = io.BytesIO()
    np.savez_compressed(
        file,
        keys=layer.keys.astype(np.int32),
        rarity=layer.rarity,
        weights=layer.weights,
        start=layer.start,
        turn=layer.turn,
        labels=np.array(layer.labels),
    )
    return file.getvalue()


def unpacked(raw: bytes, reader: str, version: int) -> Layer:
    """The layer in some bytes that were packed."""
    with np.load(io.BytesIO(raw), allow_pickle=False) as held:
        start = held["start"]
        # Those that were taught by an older version add to the shipped reader only.
        turn = held["turn"] if "turn" in held else np.zeros((len(start), len(start)))
        return Layer(
            reader=reader,
            version=version,
            labels=tuple(held["labels"].tolist()),
            keys=held["keys"].astype(np.int64),
            rarity=held["rarity"],
            weights=held["weights"],
            start=start,
            turn=turn,
        )
