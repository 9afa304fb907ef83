"""What a text says for each label, and how near it is to any: fitted on some texts, and asked of others."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from twoears.understanding.learning.descent import descend, score, signs, with_bias
from twoears.understanding.learning.rows import KEYS, Floats, Longs, Rows, rarity_of

COSTS: Final = (0.5, 2.0)  # of an error, those that are tried: more where labels are plain, less where they are not
NEAR: Final = ("the highest score", "how far it leads", "nearness to its label", "what is known of it")


@dataclass(frozen=True, slots=True, eq=False)
class Weighed:
    """`rarity` by key; `seat` of a key among the `weights` and `middles` (seat x label), the last but one for keys that
    were not met. `middles` are the means of the texts of each label."""

    rarity: Floats
    seat: Longs
    weights: Floats
    middles: Floats

    def rows(self, texts: Rows) -> Rows:
        """The texts as they are weighed here."""
        made = texts.weighed(self.rarity)
        return with_bias(Rows(made.first, self.seat[made.key], made.times), len(self.weights) - 1)

    def see(self, texts: Rows) -> tuple[Floats, Floats]:
        """The score of each label (text x label), and four signs that a text is of any label at all: see NEAR."""
        made = self.rows(texts)
        scores, alike = score(made, self.weights), score(made, self.middles)
        ordered = np.sort(scores, axis=1)
        lead = ordered[:, -1] - ordered[:, -2] if scores.shape[1] > 1 else np.zeros(len(scores))
        nearest = alike[np.arange(len(scores)), scores.argmax(axis=1)]
        met = np.where(made.key < len(self.weights) - 2, made.times**2, 0.0)
        known = np.bincount(made.owner(), met, len(scores))
        return scores, np.stack((ordered[:, -1], lead, nearest, known), axis=1)


def weigh(texts: Rows, places: Longs, labels: int, *, cost: float, seed: int) -> Weighed:
    """Weights for `labels`, from texts of which `places` says the label, -1 for none of them."""
    rarity = rarity_of(texts)
    met = np.flatnonzero(texts.spread())
    seat = np.full(KEYS, len(met), np.int64)
    seat[met] = np.arange(len(met))
    seats = len(met) + 2
    bare = Weighed(rarity, seat, np.zeros((seats, 0)), np.zeros((seats, 0)))
    rows = bare.rows(texts)
    weights = descend(rows, signs(places, labels), keys=seats, cost=np.full(labels, cost), seed=seed)
    return Weighed(rarity, seat, weights, _middles(rows, places, labels, seats))


def _middles(rows: Rows, places: Longs, labels: int, seats: int) -> Floats:
    """The mean of each label's texts, of length 1; without what all texts have."""
    owner = rows.owner()
    some = (places[owner] >= 0) & (rows.key < seats - 1)
    cells = rows.key[some] * labels + places[owner[some]]
    sums = np.bincount(cells, rows.times[some], seats * labels).reshape(seats, labels)
    length = np.sqrt((sums * sums).sum(axis=0))
    found: Floats = sums / np.maximum(length, 1e-12)
    return found
