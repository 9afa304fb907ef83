"""Groups of people by their places: how many there are, and whether there are any.

Groups are told only where the same ones come out when people are drawn anew. But any cloud can be cut in two: groups
are separate only where people lie further apart than those of a single cloud of opinions would after the same votes;
else they are parts of opinions that shade into one another.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from twoears.understanding.voices.cloud import Cloud
from twoears.understanding.voices.factors import fit
from twoears.understanding.voices.means import k_means, rand_index, silhouette, squares
from twoears.understanding.voices.places import Places, places_of
from twoears.understanding.voices.votes import Floats, Ints, Votes, sample

MOST: Final = 5
FEWEST: Final = 10  # people who are known well enough; of fewer no groups are told
_KNOWN: Final = 0.5
_SEED: Final = 5
_CLOUDS: Final = 24
_ROUNDS: Final = 20
_FAR: Final = 3.5  # standard deviations of clouds; made-up lines of opinions come up to 3 where there are no groups
_DRAWS: Final = 20
_SAMPLE: Final = 1500
_SAME: Final = 0.7  # how alike groups of people drawn anew must be, by the adjusted Rand index
SURE: Final = 0.8
_IMAGINED: Final = 200


@dataclass(frozen=True, slots=True, eq=False)
class Groups:
    """The group of each person, how surely, and where the groups lie; `why_none` where there are none to tell."""

    group: Ints
    probability: Floats
    centres: Floats
    alike: float  # how alike the groups are when people are drawn anew: 1 for the same
    separate: bool  # further apart than a single cloud; else they are parts of one that shades
    why_none: str = ""

    @property
    def n(self) -> int:
        """How many groups there are; 0 where that cannot be told."""
        return 0 if self.why_none else len(self.centres)


def groups_of(votes: Votes, dimensions: int) -> tuple[Places, Groups]:
    """Where people stand; and two to five groups of them, or none with the reason."""
    places = places_of(fit(votes, dimensions))
    return places, _groups(places, sample(votes), dimensions)


def _groups(places: Places, votes: Votes, dimensions: int) -> Groups:
    sure = well_known(places)
    if len(sure) < FEWEST:
        return none_of(
            places, f"only {len(sure)} people voted often enough to know where they stand, and it takes {FEWEST}"
        )
    rng = np.random.default_rng(_SEED)
    if len(sure) > _SAMPLE:
        sure = np.sort(rng.choice(sure, _SAMPLE, replace=False))
    points = places.people[sure]
    apart = _silhouettes(points, _tried(len(points)))
    alike = {k: _alike(points, k, rng) for k in apart}
    stable = [k for k in apart if alike[k] >= _SAME]
    if not stable:
        return none_of(places, "when people are drawn anew, other groups come out")
    separate = _more_apart(votes, dimensions, list(apart), rng) & set(stable)
    k = max(separate or stable, key=apart.__getitem__)
    centres = _ordered(*k_means(points, k))
    return Groups(*_belong(places, centres, rng), centres, alike[k], bool(separate))


def none_of(places: Places, why: str) -> Groups:
    """No groups: everybody in one."""
    n = len(places.people)
    centres = np.zeros((1, places.people.shape[1]))
    return Groups(np.zeros(n, np.int64), np.ones(n), centres, 0.0, False, why)


def well_known(places: Places) -> Ints:
    """Those who voted often enough to know where they stand."""
    return np.flatnonzero(places.known() >= _KNOWN)


def _tried(n: int) -> list[int]:
    """How many groups may be looked for among so many people."""
    return [k for k in range(2, MOST + 1) if n >= FEWEST * k / 2]


def _more_apart(votes: Votes, dimensions: int, tried: list[int], rng: np.random.Generator) -> set[int]:
    """The numbers of groups at which people lie further apart than in single clouds, which are placed alike."""
    cloud = Cloud(votes, dimensions)
    real = _silhouettes(_placed(votes, dimensions), tried)
    drawn = [_silhouettes(_placed(cloud.draw(rng), dimensions), tried) for _ in range(_CLOUDS)]
    clouds = np.array([[one[k] for k in real] for one in drawn])
    middle, width = clouds.mean(axis=0), clouds.std(axis=0) + 1e-9
    # Several numbers are tried, so each is set against the best of a cloud; with room to spare, as few are drawn.
    by_chance = max(float(((clouds - middle) / width).max(axis=1).mean()) + 1, _FAR)
    excess = (np.array(list(real.values())) - middle) / width
    return {k for place, k in enumerate(real) if excess[place] > by_chance}


def _placed(votes: Votes, dimensions: int) -> Floats:
    places = places_of(fit(votes, dimensions, _ROUNDS))
    sure = well_known(places)
    return places.people[sure if len(sure) >= MOST else slice(None)]


def _silhouettes(points: Floats, tried: list[int]) -> dict[int, float]:
    return {k: silhouette(points, k_means(points, k)[1]) for k in tried}


def _alike(points: Floats, k: int, rng: np.random.Generator) -> float:
    """How alike the groups are that come out when people are drawn anew: the median of the adjusted Rand index."""
    group = k_means(points, k)[0]
    drawn = [points[rng.integers(len(points), size=len(points))] for _ in range(_DRAWS)]
    again = [squares(points, k_means(some, k)[1]).argmin(axis=1) for some in drawn]
    return float(np.median([rand_index(group, one) for one in again]))


def _ordered(group: Ints, centres: Floats) -> Floats:
    """The largest group first, so that names stay the same from look to look."""
    counts = np.bincount(group, None, len(centres))
    order = sorted(range(len(centres)), key=lambda at: (-counts[at], *centres[at].tolist()))
    return centres[order]


def _belong(places: Places, centres: Floats, rng: np.random.Generator) -> tuple[Ints, Floats]:
    """The group that somebody is nearest to, and how likely it is theirs: how many of their likely places lie there."""
    values, vectors = np.linalg.eigh(places.unsure)
    half = vectors * np.sqrt(np.maximum(values, 0.0))[:, None, :]
    counts = np.zeros((len(places.people), len(centres)))
    rows = np.arange(len(counts))
    for _ in range(_IMAGINED):
        # The same deviation for everybody: who stands where others stand belongs where they do, in whatever order.
        drawn = places.people + half @ rng.normal(size=places.people.shape[1])
        counts[rows, squares(drawn, centres).argmin(axis=1)] += 1
    group = squares(places.people, centres).argmin(axis=1)
    share: Floats = counts[rows, group] / _IMAGINED
    return group, share
