"""The model: vote = mean + person + statement + factor of the person times factor of the statement.

Fitted by alternating least squares with a ridge. A ridge is a prior, so all that is fitted comes with what is not
known of it, and each side is fitted knowing how unsure the other one is (variational Bayes; Lim and Teh 2007). How
strong the ridge is along each direction is learnt from the votes, so that nobody has to set it.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from twoears.understanding.voices.votes import Floats, Ints, Votes

ROUNDS: Final = 40
_SEED: Final = 7
_FIRST_RIDGE: Final = 3.0
_FIRST_NOISE: Final = 0.5
_SETTLING: Final = 3  # rounds before the ridge is learnt: the start says nothing of it
_LEAST: Final = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """The people or the statements: a row for each, an intercept before factors; and what is not known of it."""

    rows: Floats
    unsure: Floats
    ridge: Floats

    def of(self, chosen: Ints) -> "Side":
        """A row for each vote."""
        return Side(self.rows[chosen], self.unsure[chosen], self.ridge)

    def design(self) -> Floats:
        """What the factors of the other side are multiplied with; its intercept with 1."""
        return np.hstack([np.ones((len(self.rows), 1)), self.rows[:, 1:]])

    def drawn(self, rng: np.random.Generator) -> Floats:
        """The rows as they may be, drawn from what is known of them."""
        half = np.linalg.cholesky(self.unsure)
        found: Floats = self.rows + (half @ rng.normal(size=self.rows.shape)[:, :, None])[:, :, 0]
        return found


@dataclass(frozen=True, slots=True, eq=False)
class Factors:
    """A fitted model, and the variance of a vote around it."""

    mean: float
    people: Side
    statements: Side
    noise: float

    @property
    def dimensions(self) -> int:
        """In how many directions opinions differ."""
        return int(self.people.rows.shape[1]) - 1

    def at(self, person: Ints, statement: Ints) -> Floats:
        """What the model expects, between disagreeing (-1) and agreeing (1)."""
        return self.mean + product(self.people.of(person), self.statements.of(statement))


def fit(votes: Votes, dimensions: int, rounds: int = ROUNDS) -> Factors:
    """Fit to the votes. The same votes give the same model: the start hangs on the number of statements alone."""
    n, m = len(votes.people), len(votes.statements)
    mean = float(votes.value.mean()) if len(votes) else 0.0
    values, noise = votes.value - mean, _FIRST_NOISE
    first = np.full(dimensions + 1, _FIRST_RIDGE)
    start = np.random.default_rng(_SEED).normal(0, 0.3, (m, dimensions))
    statements = Side(np.hstack([np.zeros((m, 1)), start]), np.zeros((m, *[dimensions + 1] * 2)), first)
    people = Side(np.zeros((n, dimensions + 1)), np.zeros((n, *[dimensions + 1] * 2)), first)
    for number in range(rounds):
        people = solve(votes.person, people, statements.of(votes.statement), values, 1 / noise)
        statements = solve(votes.statement, statements, people.of(votes.person), values, 1 / noise)
        if number >= _SETTLING:
            people, statements = _learnt(people), _learnt(statements)
            noise = _noise(people.of(votes.person), statements.of(votes.statement), values)
    return Factors(mean, people, statements, noise)


def solve(owner: Ints, side: Side, others: Side, values: Floats, weight: Floats | float) -> Side:
    """One side, given the other: a small ridge regression for each row, all at once. A vote counts by its weight."""
    n, size = side.rows.shape
    design, target = others.design(), values - others.rows[:, 0]
    known, right = np.empty((n, size, size)), np.empty((n, size))
    for one in range(size):
        drawn = others.unsure[:, one, 0] if one else 0.0
        right[:, one] = np.bincount(owner, weight * (design[:, one] * target - drawn), n)
        for other in range(one, size):
            products = design[:, one] * design[:, other] + (others.unsure[:, one, other] if one else 0.0)
            known[:, one, other] = known[:, other, one] = np.bincount(owner, weight * products, n)
    unsure = np.linalg.inv(known + np.diag(side.ridge))
    return Side((unsure @ right[:, :, None])[:, :, 0], unsure, side.ridge)


def _learnt(side: Side) -> Side:
    """The ridge under which rows as wide as these are the most likely, along each direction."""
    width = (side.rows**2).sum(axis=0) + np.einsum("nii->i", side.unsure)
    return Side(side.rows, side.unsure, max(len(side.rows), 1) / np.maximum(width, _LEAST))


def _noise(people: Side, statements: Side, values: Floats) -> float:
    """How far votes lie from the model, with what is not known of the model itself."""
    if not len(values):
        return _FIRST_NOISE
    squares = (values - product(people, statements)) ** 2 + second_moment(people, statements)
    return max(float(squares.mean()), _LEAST)


def second_moment(people: Side, statements: Side) -> Floats:
    """The variance of what the model expects of each vote."""
    mine, its = people.design(), statements.design()
    found: Floats = (
        np.einsum("ni,nij,nj->n", its, people.unsure, its)
        + np.einsum("ni,nij,nj->n", mine, statements.unsure, mine)
        + np.einsum("nij,nij->n", people.unsure[:, 1:, 1:], statements.unsure[:, 1:, 1:])
    )
    return found


def product(people: Side, statements: Side) -> Floats:
    """What is expected of each vote, above the mean."""
    mine, its = people.rows, statements.rows
    found: Floats = mine[:, 0] + its[:, 0] + np.einsum("ni,ni->n", mine[:, 1:], its[:, 1:])
    return found
