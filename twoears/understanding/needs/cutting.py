"""Texts cut into themes by their places, and how well each theme holds when texts are drawn anew."""

from math import sqrt
from typing import Final

import numpy as np

from twoears.understanding.needs.spread import unit
from twoears.understanding.needs.terms import Floats, Ints
from twoears.understanding.voices.means import rand_index

MOST: Final = 50
HOLDS: Final = 0.7  # of a theme that comes again; below it most themes in words drawn by lot lie, but not all
_SHARES: Final = (1.0, 0.6, 0.35, 0.2)
_SEED: Final = 17
_STARTS: Final = 4
_STEPS: Final = 40
_TRIED: Final = 6  # places that are looked at before the next first centre is taken
_DRAWS: Final = 10
_FEW_DRAWS: Final = 5  # while the number of themes is looked for
_SAMPLE: Final = 8000
_PIECE: Final = 200_000  # multiplications; OpenBLAS calls more cores from 262,144 on


def how_many(texts: int) -> list[int]:
    """Into how many themes so many texts may be cut, the most first.

    >>> [how_many(n) for n in (4, 100, 20_000)]
    [[2], [12, 7, 4, 2], [50, 30, 18, 10]]
    """
    most = min(MOST, max(2, round(1.2 * sqrt(texts))))
    return list(dict.fromkeys(max(2, round(most * share + 1e-9)) for share in _SHARES))


def best_cut(points: Floats) -> tuple[Ints, Floats, Floats]:
    """The theme of each point, how near it lies, and how much of each theme comes again.

    The number of themes is the one at which most texts are in themes that hold.
    """
    some = points[np.random.default_rng(_SEED).permutation(len(points))[:_SAMPLE]]
    tried = how_many(len(points))
    best = max(tried, key=lambda k: _held(some, cut(some, k, starts=1)[0])) if tried[1:] else tried[0]
    group, near = cut(points, best)
    return group, near, holding(points, group)


def _held(points: Floats, group: Ints) -> tuple[float, float]:
    """The share of texts in themes that hold, and how much comes again of all: where none holds, the latter decides."""
    sizes, again = np.bincount(group) / len(group), holding(points, group, _FEW_DRAWS)
    return float(sizes[again >= HOLDS].sum()), float((sizes * again).sum())


def cut(points: Floats, k: int, starts: int = _STARTS) -> tuple[Ints, Floats]:
    """The theme of each point, and how near it lies to the middle of it (a cosine): the largest theme first.

    Spherical k-means (Dhillon and Modha 2001, Machine Learning 42:143), the best of several starts from one seed.
    """
    rng = np.random.default_rng(_SEED)
    tries = [_moved(points, _first(points, k, rng)) for _ in range(starts)]
    centres = max(tries, key=lambda one: float(products(points, one).max(axis=1).sum()))
    group = products(points, centres).argmax(axis=1)
    order = np.argsort(-np.bincount(group, minlength=len(centres)), kind="stable")
    near = products(points, centres[order])
    return near.argmax(axis=1), near.max(axis=1)


def holding(points: Floats, group: Ints, draws: int = _DRAWS) -> Floats:
    """How much of each theme comes again by the other half of the texts: the mean Jaccard similarity with its nearest.

    Cluster-wise stability (Hennig 2007, Computational Statistics and Data Analysis 52:258, 3.1), but told on texts that
    the themes were not made from, as in Tibshirani and Walther (2005, JCGS 14:511): no text vouches for itself. It says
    that a theme comes again, not that it means something: posts that share one common word come again, too.
    """
    k, rng = int(group.max()) + 1, np.random.default_rng(_SEED)
    return np.asarray(np.mean([_by_the_other_half(points, group, k, rng) for _ in range(draws)], axis=0))


def halves(points: Floats, k: int) -> float:
    """How alike the themes are that two halves of the texts give: the adjusted Rand index, 1 for the same."""
    rng = np.random.default_rng(_SEED)
    order = rng.permutation(len(points))[: 2 * _size(points)]
    middle = len(order) // 2
    one, other = (
        products(points, _moved(points[half], _first(points[half], k, rng))).argmax(axis=1)
        for half in (order[:middle], order[middle:])
    )
    return rand_index(one, other)


def products(points: Floats, centres: Floats) -> Floats:
    """Each point by each centre, in pieces that BLAS works on by one core.

    So themes do not hang on how many cores there are, and wait for none that is busy elsewhere.

    >>> products(np.eye(3), np.ones((1, 3))).tolist()
    [[1.0], [1.0], [1.0]]
    """
    many, across = points.shape
    made = np.empty((many, len(centres)))
    size = max(1, _PIECE // (across * len(centres)))
    whole = many // size * size
    np.matmul(points[:whole].reshape(-1, size, across), centres.T, out=made[:whole].reshape(-1, size, len(centres)))
    np.matmul(points[whole:], centres.T, out=made[whole:])
    return made


def _size(points: Floats) -> int:
    return min(len(points), _SAMPLE)


def _by_the_other_half(points: Floats, group: Ints, k: int, rng: np.random.Generator) -> Floats:
    order = rng.permutation(len(points))[: 2 * _size(points)]
    made, asked = np.array_split(order, 2)
    again = products(points[asked], _moved(points[made], _first(points[made], k, rng))).argmax(axis=1)
    table = np.zeros((k, k))
    np.add.at(table, (group[asked], again), 1)
    either = table.sum(1)[:, None] + table.sum(0)[None, :] - table
    alike: Floats = (table / np.maximum(either, 1)).max(axis=1)
    return alike


def _first(points: Floats, k: int, rng: np.random.Generator) -> Floats:
    """Far-apart first centres (k-means++, the best of a few draws each time)."""
    chosen = [points[rng.integers(len(points))]]
    far = np.maximum(1 - points @ chosen[0], 0)
    for _ in range(min(k, len(points)) - 1):
        sums = np.cumsum(far)
        drawn = np.searchsorted(sums, rng.random(_TRIED) * sums[-1])
        places = np.minimum(drawn, len(points) - 1)
        left = np.minimum(far[:, None], np.maximum(1 - products(points, points[places]), 0))
        best = int(left.sum(axis=0).argmin())
        chosen.append(points[places[best]])
        far = left[:, best]
    return np.array(chosen)


def _moved(points: Floats, centres: Floats) -> Floats:
    """The centres when nothing moves any more."""
    group: Ints | None = None
    for _ in range(_STEPS):
        nearest = products(points, centres).argmax(axis=1)
        if group is not None and (nearest == group).all():
            break
        group = nearest
        centres = _middles(points, group, centres)
    return centres


def _middles(points: Floats, group: Ints, centres: Floats) -> Floats:
    sums = np.stack([np.bincount(group, column, len(centres)) for column in points.T], axis=1)
    empty = np.bincount(group, minlength=len(centres)) == 0
    return unit(np.where(empty[:, None], centres, sums))
