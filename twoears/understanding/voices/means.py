"""Cutting points into groups, and how well that is done."""

from typing import Final

import numpy as np

from twoears.understanding.voices.votes import Floats, Ints

_SEED: Final = 5
_STARTS: Final = 6
_MOST_STEPS: Final = 50


def k_means(points: Floats, k: int, starts: int = _STARTS) -> tuple[Ints, Floats]:
    """The group of each point and the centres, the best of several starts (Lloyd, with far-apart first centres)."""
    rng = np.random.default_rng(_SEED)
    tries = [_lloyd(points, _first_centres(points, k, rng)) for _ in range(starts)]
    group, centres, _ = min(tries, key=lambda one: one[2])
    return group, centres


def _first_centres(points: Floats, k: int, rng: np.random.Generator) -> Floats:
    """Drawn one after the other, the rather the further from those before (k-means++)."""
    chosen = [points[rng.integers(len(points))]]
    for _ in range(k - 1):
        far = squares(points, np.array(chosen)).min(axis=1)
        total = far.sum()
        place = int(np.searchsorted(np.cumsum(far), rng.random() * total)) if total > 0 else 0
        chosen.append(points[min(place, len(points) - 1)])
    return np.array(chosen)


def _lloyd(points: Floats, centres: Floats) -> tuple[Ints, Floats, float]:
    group = np.zeros(len(points), np.int64)
    for number in range(_MOST_STEPS):
        far = squares(points, centres)
        nearest = far.argmin(axis=1)
        if number and (nearest == group).all():
            break
        group = nearest
        counts = np.bincount(group, None, len(centres))
        sums = np.stack([np.bincount(group, column, len(centres)) for column in points.T], axis=1)
        centres = np.where(counts[:, None] > 0, sums / np.maximum(counts, 1)[:, None], centres)
    far = squares(points, centres)
    return far.argmin(axis=1), centres, float(far.min(axis=1).sum())


def squares(points: Floats, centres: Floats) -> Floats:
    """How far each point lies from each centre, squared."""
    found: Floats = ((points[:, None, :] - centres[None, :, :]) ** 2).sum(axis=2)
    return found


def silhouette(points: Floats, centres: Floats) -> float:
    """How much nearer points lie to their own centre than to the next: 1 where groups are points, 0 where they touch.

    >>> silhouette(np.array([[0.0], [0.0], [4.0]]), np.array([[0.0], [4.0]]))
    1.0
    """
    distance = np.sort(np.sqrt(squares(points, centres)), axis=1)
    return float((1 - distance[:, 0] / np.maximum(distance[:, 1], 1e-12)).mean())


def rand_index(one: Ints, other: Ints) -> float:
    """How alike two groupings are: 1 for the same, about 0 by chance (Hubert and Arabie 1985).

    >>> rand_index(np.array([0, 0, 1, 1]), np.array([1, 1, 0, 0]))
    1.0
    """
    table = np.zeros((int(one.max()) + 1, int(other.max()) + 1))
    np.add.at(table, (one, other), 1)

    def pairs(counts: Floats) -> float:
        return float((counts * (counts - 1) / 2).sum())

    both, mine, its, all_pairs = pairs(table), pairs(table.sum(1)), pairs(table.sum(0)), pairs(np.array([len(one)]))
    by_chance = mine * its / all_pairs if all_pairs else 0.0
    most = (mine + its) / 2
    return 1.0 if most == by_chance else (both - by_chance) / (most - by_chance)
