"""Which model fits these votes: told by votes that it has not seen, never fixed beforehand.

Votes are dealt into folds; each is foretold from all others. Shown are as few directions as foretell votes as well as
the best number of them. What is foretold of a vote is the mean over one to three, which has nothing to choose.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from twoears.lib.intervals import Number, share
from twoears.understanding.voices import plain
from twoears.understanding.voices.factors import fit
from twoears.understanding.voices.votes import Floats, Votes, sample

DIMENSIONS: Final = (1, 2, 3)
FOLDS: Final = 5
SEED: Final = 11
QUESTION: Final = "Does the model foretell votes that it has not seen?"
MODEL: Final = "the mean of one to three directions"


@dataclass(frozen=True, slots=True, eq=False)
class Chosen:
    """How many directions, how well each way foretells votes, and whether any direction helps to."""

    dimensions: int
    accuracy: tuple[Number, ...]
    hangs_together: bool


@dataclass(frozen=True, slots=True, eq=False)
class Foretold:
    """What models that had not seen a vote expected of it; `model` has a column for each number of directions."""

    model: Floats
    alone: Floats  # intercepts without directions
    factors: dict[int, Floats]  # plain ones: a column for each ridge
    groups: Floats


def choose(votes: Votes, folds: int = FOLDS) -> Chosen:
    """Choose by votes held out. Opinions hang together where directions foretell them better than intercepts alone."""
    some = sample(votes)
    told = foretold(some, folds)
    squares = (told.model - some.value[:, None]) ** 2
    best = squares[:, int(squares.mean(axis=0).argmin())]
    # The simplest that is as good as the best one: a direction too many is a direction of noise.
    place = next(at for at, column in enumerate(squares.T) if not _positive(column - best, errors=1))
    gain = (told.alone - some.value) ** 2 - squares[:, place]
    return Chosen(DIMENSIONS[place], accuracy(some, told), _positive(gain, errors=3))


def foretold(votes: Votes, folds: int = FOLDS, seed: int = SEED) -> Foretold:
    """Deal the votes into folds, and foretell each from all others."""
    n = len(votes)
    fold = np.random.default_rng(seed).permutation(n) % folds
    made = Foretold(
        np.zeros((n, len(DIMENSIONS))), np.zeros(n), {k: np.zeros((n, len(plain.RIDGES))) for k in (1, 2)}, np.zeros(n)
    )
    for held in range(folds):
        _foretell(made, votes, fold == held)
    return made


def _foretell(made: Foretold, votes: Votes, out: NDArray[np.bool_]) -> None:
    seen, who, what = votes.only(~out), votes.person[out], votes.statement[out]
    made.alone[out] = fit(seen, 0).at(who, what)
    for place, dimensions in enumerate(DIMENSIONS):
        made.model[out, place] = fit(seen, dimensions).at(who, what)
    for dimensions, columns in made.factors.items():
        for place, ridge in enumerate(plain.RIDGES):
            columns[out, place] = plain.by_factors(seen, who, what, dimensions, ridge)
    made.groups[out] = plain.by_groups(seen, who, what)


def accuracy(votes: Votes, told: Foretold) -> tuple[Number, ...]:
    """How many votes each way foretold. Plain factors stand with the ridge that was best on these very votes."""
    one, two = (columns[:, int(_error(columns, votes).argmin())] for columns in told.factors.values())
    return (
        right(votes, told.groups, "the means of groups", "group_means"),
        right(votes, one, "one factor", "one_factor"),
        right(votes, two, "two factors", "two_factors"),
        right(votes, told.model.mean(axis=1), MODEL, "model"),
    )


def right(votes: Votes, expected: Floats, name: str, key: str) -> Number:
    """Of the votes that agree or disagree, how many were foretold by their sign; passes are left aside."""
    told = votes.value != 0
    good = int(((expected > 0) == (votes.value > 0))[told].sum())
    return share(good, int(told.sum()), of=f"foretold by {name}", question=QUESTION, key=key, aside=int((~told).sum()))


def _error(columns: Floats, votes: Votes) -> Floats:
    found: Floats = ((columns - votes.value[:, None]) ** 2).mean(axis=0)
    return found


def _positive(gain: Floats, errors: int) -> bool:
    """Whether the mean gain is above zero by so many standard errors: less is found in noise now and then."""
    return bool(len(gain) > 1 and gain.mean() > errors * gain.std() / np.sqrt(len(gain)) + 1e-9)
