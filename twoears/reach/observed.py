"""Cascades as they were seen: how far they went and how many took part, and what one chance for all would have made."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from twoears.lib.intervals import Number, share
from twoears.reach.graph import GraphError

Longs = NDArray[np.int64]
LONGEST = 100_000
"""Posts after which a made-up cascade is cut."""


@dataclass(frozen=True, slots=True)
class Observed:
    """Of each cascade how many posts it has (`sizes`, its first among them) and how many steps it went (`depths`).

    `depths` is empty where nobody knows who answered whom. `first` and `later` are how often first posts, and
    all others, were answered or passed on, on average. `half` is after how much time half of all posts were there
    (None: not known), in the units that were given.
    """

    sizes: Longs
    depths: Longs
    first: float
    later: float
    half: float | None = None

    def alone(self) -> Number:
        """How many died at once."""
        return self._share(self.sizes == 1, "cascades that end with their first post")

    def deep(self, steps: int) -> Number:
        """How many went so many steps or more."""
        return self._share(self.depths >= steps, f"cascades of {steps} steps or more")

    def large(self, size: int) -> Number:
        """How many have so many posts or more."""
        return self._share(self.sizes >= size, f"cascades of {size} posts or more")

    def _share(self, which: NDArray[np.bool_], of: str) -> Number:
        return share(int(which.sum()), which.size, of=of, question="How far do messages travel?")


def observed(parents: ArrayLike, times: ArrayLike | None = None, posts: ArrayLike | None = None) -> Observed:
    """From the parent of each post: its own number, or one that is no post, where it is the first. Raises GraphError.

    `posts` are the numbers of the posts, else 0, 1, 2 …; `times` when each was written.

    >>> found = observed([0, 0, 1, 3])
    >>> found.sizes.tolist(), found.depths.tolist()
    ([3, 1], [2, 0])
    """
    above = np.asarray(parents, np.int64)
    names = np.arange(above.size) if posts is None else np.asarray(posts, np.int64)
    if names.shape != above.shape or above.ndim != 1 or np.unique(names).size != names.size:
        raise GraphError("Each post has a number of its own, and one parent.")
    order = np.argsort(names)
    place = np.minimum(np.searchsorted(names, above, sorter=order), max(names.size - 1, 0))
    up = order[place] if names.size else place
    up = np.where(names[up] == above, up, np.arange(names.size)) if names.size else up
    root, depth = _roots(up)
    roots = np.flatnonzero(up == np.arange(up.size))
    sizes = np.bincount(root, minlength=up.size)[roots]
    depths = np.zeros(up.size, np.int64)
    np.maximum.at(depths, root, depth)
    children = np.bincount(up[up != np.arange(up.size)], minlength=up.size)
    later = children[up != np.arange(up.size)]
    half = None if times is None else _half(np.asarray(times, float), root)
    return Observed(sizes, depths[roots], _mean(children[roots]), _mean(later), half)


def observed_sizes(cascades: ArrayLike) -> Observed:
    """From the cascade of each post, where nobody knows who passed it on from whom.

    >>> observed_sizes([7, 7, 9]).sizes.tolist()
    [2, 1]
    """
    sizes = np.unique(np.asarray(cascades, np.int64), return_counts=True)[1]
    return Observed(sizes, np.empty(0, np.int64), float("nan"), float("nan"))


def branched(
    firsts: ArrayLike, chance: float, hearers: ArrayLike, *, first_chance: float | None = None, seed: int = 0
) -> Observed:
    """Made-up cascades: each post is heard by some, each of whom answers or passes it on with the same `chance`.

    `firsts` is by how many each first post is heard; for others it is drawn from `hearers`. `first_chance` may give
    first posts a chance of their own. A branching process: nobody is reached twice.

    >>> branched([10, 10], 0.0, [5]).sizes.tolist()
    [1, 1]
    """
    rng = np.random.default_rng(seed)
    hear, pool = np.asarray(firsts, np.int64), np.asarray(hearers, np.int64)
    if not pool.size or not 0 <= chance <= 1:
        raise GraphError("It takes by how many posts are heard, and a chance from 0 to 1.")
    sizes, depths = np.ones(hear.size, np.int64), np.zeros(hear.size, np.int64)
    new = rng.binomial(hear, chance if first_chance is None else first_chance)
    firsts_total, later = int(new.sum()), 0
    for _ in range(LONGEST):
        alive = (new > 0) & (sizes < LONGEST)
        if not alive.any():
            break
        sizes[alive] += new[alive]
        depths[alive] += 1
        new = np.array(
            [
                rng.binomial(int(rng.choice(pool, n).sum()), chance) if on else 0
                for n, on in zip(new, alive, strict=True)
            ]
        )
        later += int(new.sum())
    others = int((sizes - 1).sum())
    return Observed(sizes, depths, firsts_total / max(hear.size, 1), later / max(others, 1))


def _roots(up: Longs) -> tuple[Longs, Longs]:
    """The first post above each, and how many steps it is away. Raises GraphError for a circle."""
    at, depth = up.copy(), (up != np.arange(up.size)).astype(np.int64)
    for _ in range(max(int(up.size).bit_length(), 1)):
        depth, at = depth + depth[at], at[at]
    if (up[at] != at).any():
        raise GraphError("Posts answer one another in a circle.")
    return at, depth


def _half(times: NDArray[np.float64], root: Longs) -> float | None:
    since = (times - times[root])[root != np.arange(root.size)]
    return float(np.median(since)) if since.size else None


def _mean(counts: Longs) -> float:
    return float(counts.mean()) if counts.size else float("nan")
