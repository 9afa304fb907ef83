"""Texts as points: weighed terms, laid out along the directions in which they differ most (latent semantics)."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from twoears.understanding.needs.terms import Floats, Ints, Terms

_SEED: Final = 11
_ROUNDS: Final = 3
_MORE: Final = 10  # directions that are followed beyond those that are wanted, so that the last of them are true, too


def weights(terms: Terms) -> Floats:
    """What each entry weighs: the rarer a term, the more; each text has length 1."""
    rarity = np.log((1 + terms.texts) / (1 + terms.spread())) + 1
    weight = (1 + np.log(terms.times)) * rarity[terms.column]
    length = np.sqrt(np.bincount(terms.row, weight**2, terms.texts))
    found: Floats = weight / np.maximum(length, 1e-12)[terms.row]
    return found


def points_of(terms: Terms, weight: Floats, directions: int) -> Floats:
    """A point of length 1 for each text, 0 for one without a term; along the main directions, by drawing at random.

    Randomised range finder with power iterations: Halko, Martinsson and Tropp (2011, SIAM Review 53:217), 4.4 and 5.1.
    """
    many = len(terms.keys)
    if not many or not terms.texts:
        return np.zeros((terms.texts, 1))
    size = min(directions + _MORE, many, terms.texts)
    across = _Table(terms.row, terms.column, weight, terms.texts)
    order = np.lexsort((terms.row, terms.column))
    down = _Table(terms.column[order], terms.row[order], weight[order], many)
    basis: Floats = np.random.default_rng(_SEED).normal(size=(many, size))
    for _ in range(_ROUNDS):
        basis = np.linalg.qr(down.times(np.linalg.qr(across.times(basis))[0]))[0]
    made = across.times(basis)
    values, turn = np.linalg.eigh(made.T @ made)
    made = made @ turn[:, np.argsort(-values)[:directions]]
    # A direction has no sign of its own; which one comes out must not hang on the machine.
    made *= np.where(made[np.abs(made).argmax(axis=0), np.arange(made.shape[1])] < 0, -1.0, 1.0)
    return unit(made)


def unit(points: Floats) -> Floats:
    """The same with length 1 each; what has none stays."""
    length = np.sqrt((points**2).sum(axis=1))
    found: Floats = np.divide(points, length[:, None], out=np.zeros_like(points), where=length[:, None] > 1e-9)
    return found


class _Table:
    """A table with few entries, sorted by row, that is multiplied with full ones."""

    def __init__(self, row: Ints, column: Ints, value: Floats, rows: int) -> None:
        self._column, self._value, self._rows = column, value, rows
        self._filled, self._start = np.unique(row, return_index=True)

    def times(self, other: Floats) -> Floats:
        made = np.zeros((self._rows, other.shape[1]))
        if len(self._filled):
            made[self._filled] = np.add.reduceat(other[self._column] * self._value[:, None], self._start, axis=0)
        return made


def fits(points: Floats) -> NDArray[np.bool_]:
    """Which texts have a point at all."""
    found: NDArray[np.bool_] = (points != 0).any(axis=1)
    return found
