"""What the model is set against: means of groups, and factors with a ridge of one strength (plain least squares)."""

from typing import Final

import numpy as np

from twoears.understanding.voices.means import k_means
from twoears.understanding.voices.votes import Floats, Ints, Votes

RIDGES: Final = (1.0, 2.0, 4.0, 8.0)
_SEED: Final = 7
_ROUNDS: Final = 12
_GROUPS: Final = 3
_DRAWN: Final = 2.0  # votes of everybody that count as votes of the group


def factors(votes: Votes, dimensions: int, ridge: float) -> tuple[Floats, Floats, float]:
    """Rows of people and of statements (an intercept, then the factors), and the mean."""
    n, m = len(votes.people), len(votes.statements)
    mean = float(votes.value.mean())
    start = np.random.default_rng(_SEED).normal(0, 0.3, (m, dimensions))
    statements: Floats = np.hstack([np.zeros((m, 1)), start])
    people: Floats = np.zeros((n, dimensions + 1))
    for _ in range(_ROUNDS):
        people = _solve(votes.person, n, statements[votes.statement], votes.value - mean, ridge)
        statements = _solve(votes.statement, m, people[votes.person], votes.value - mean, ridge)
    return people, statements, mean


def by_factors(votes: Votes, who: Ints, what: Ints, dimensions: int, ridge: float) -> Floats:
    """What so many factors foretell."""
    people, statements, mean = factors(votes, dimensions, ridge)
    mine, its = people[who], statements[what]
    found: Floats = mean + mine[:, 0] + its[:, 0] + np.einsum("ni,ni->n", mine[:, 1:], its[:, 1:])
    return found


def by_groups(votes: Votes, who: Ints, what: Ints) -> Floats:
    """What the group of somebody says of a statement on average, drawn a little to what all say."""
    group = k_means(factors(votes, 2, 2.0)[0][:, 1:], min(_GROUPS, len(votes.people)))[0]
    n, m = int(group.max()) + 1, len(votes.statements)
    asked = np.bincount(votes.statement, None, m) + 1
    overall = (np.bincount(votes.statement, votes.value, m) + votes.value.mean()) / asked
    cell = group[votes.person] * m + votes.statement
    summed = np.bincount(cell, votes.value, n * m) + _DRAWN * np.tile(overall, n)
    found: Floats = (summed / (np.bincount(cell, None, n * m) + _DRAWN))[group[who] * m + what]
    return found


def _solve(owner: Ints, n: int, others: Floats, values: Floats, ridge: float) -> Floats:
    target, size = values - others[:, 0], others.shape[1]
    design = np.hstack([np.ones((len(others), 1)), others[:, 1:]])
    right = np.stack([np.bincount(owner, column * target, n) for column in design.T], axis=1)
    known = np.empty((n, size, size))
    for one in range(size):
        for other in range(one, size):
            found = np.bincount(owner, design[:, one] * design[:, other], n)
            known[:, one, other] = known[:, other, one] = found
    known += ridge * np.eye(size)
    solved: Floats = np.linalg.solve(known, right[:, :, None])[:, :, 0]
    return solved
