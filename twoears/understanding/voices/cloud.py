"""Votes as a single cloud of opinions would cast them: what groups are set against.

Votes are coarse: even where opinions shade into each other, strong statements push votes to two sides. So it is not
enough that places lie in clumps. People are drawn anew from one normal cloud, vote on the same statements as often,
and are placed alike.

The statements come from a logistic model of the votes, fitted with the bound of Jaakkola and Jordan (2000, Statist
Comput 10:25), in which people are a normal cloud by assumption.
"""

from typing import Final

import numpy as np

from twoears.understanding.voices.factors import Side, product, second_moment, solve
from twoears.understanding.voices.votes import Floats, Ints, Votes

_SEED: Final = 7
_ROUNDS: Final = 30
_PEOPLE: Final = 1.0  # the cloud has this width in each direction, and statements say how much that matters
_STATEMENTS: Final = 0.25
_LEAST: Final = 1e-6


class Cloud:
    """A single cloud of opinions, as near to the votes as it can come."""

    def __init__(self, votes: Votes, dimensions: int) -> None:
        self._votes = votes
        self._size = dimensions + 1
        self._pull = self._fitted(votes)
        self._passes = _passes(votes)

    def draw(self, rng: np.random.Generator) -> Votes:
        """Other people of the same cloud, who vote on what these voted on."""
        votes = self._votes
        people = rng.normal(size=(len(votes.people), self._size)) * self._width
        pull = self._pull.drawn(rng)
        mine, its = people[votes.person], pull[votes.statement]
        leaning = self._mean + mine[:, 0] + its[:, 0] + np.einsum("ni,ni->n", mine[:, 1:], its[:, 1:])
        agree = rng.random(len(leaning)) < 1 / (1 + np.exp(-leaning))
        passed = rng.random(len(leaning)) < self._passes[votes.statement]
        return votes.with_values(np.where(passed, 0, np.where(agree, 1, -1)).astype(np.int64))

    def _fitted(self, votes: Votes) -> Side:
        """The statements of the logistic model; passes are votes half one way and half the other."""
        n, m, size = len(votes.people), len(votes.statements), self._size
        start = np.random.default_rng(_SEED).normal(0, 0.5, (m, size - 1))
        statements = Side(np.hstack([np.zeros((m, 1)), start]), np.zeros((m, size, size)), np.full(size, _STATEMENTS))
        people = Side(np.zeros((n, size)), np.zeros((n, size, size)), np.full(size, _PEOPLE))
        bound: Floats = np.ones(len(votes))
        mean = 0.0
        for _ in range(_ROUNDS):
            weight = np.tanh(bound / 2) / (2 * bound)
            target = votes.value / (2 * weight)
            left = target - product(people.of(votes.person), statements.of(votes.statement))
            mean = float((weight * left).sum() / weight.sum())
            people = _general_mood(solve(votes.person, people, statements.of(votes.statement), target - mean, weight))
            statements = solve(votes.statement, statements, people.of(votes.person), target - mean, weight)
            bound = _bound(people.of(votes.person), statements.of(votes.statement), mean)
        self._mean = mean
        self._width = 1 / np.sqrt(people.ridge)
        return statements


def _general_mood(people: Side) -> Side:
    """How far people differ in agreeing to anything is learnt; the directions keep the width of the cloud."""
    width = float((people.rows[:, 0] ** 2 + people.unsure[:, 0, 0]).mean())
    ridge = people.ridge.copy()
    ridge[0] = 1 / max(width, _LEAST)
    return Side(people.rows, people.unsure, ridge)


def _bound(people: Side, statements: Side, mean: float) -> Floats:
    """Where the logistic curve is replaced by one that can be solved."""
    expected = mean + product(people, statements)
    found: Floats = np.sqrt(np.maximum(expected**2 + second_moment(people, statements), _LEAST))
    return found


def _passes(votes: Votes) -> Floats:
    m = len(votes.statements)
    passed: Ints = np.bincount(votes.statement, votes.value == 0, m)
    found: Floats = passed / np.maximum(np.bincount(votes.statement, None, m), 1)
    return found
