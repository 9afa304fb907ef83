"""Where people stand: the factors turned so that the distance of two people is how far their votes are expected apart.

Directions are the main ones of the people, the widest first. A place comes with what is not known of it.
"""

from dataclasses import dataclass

import numpy as np

from twoears.understanding.voices.factors import Factors
from twoears.understanding.voices.votes import Floats


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """The place of each person, the covariance of what is not known of it, and how wide all of them lie."""

    people: Floats
    unsure: Floats
    spread: Floats  # covariance of the true places: of the known ones, and what is not known of them

    def known(self) -> Floats:
        """How much of the spread of places is known of each person, from 0 to 1."""
        all_of_it = float(np.trace(self.spread))
        left = np.trace(self.unsure, axis1=1, axis2=2) / all_of_it if all_of_it else np.ones(len(self.people))
        shares: Floats = np.clip(1 - left, 0.0, 1.0)
        return shares


def places_of(model: Factors) -> Places:
    """Turn the factors of a model with at least one direction."""
    factors, unsure = model.people.rows[:, 1:], model.people.unsure[:, 1:, 1:]
    turn = _turn(factors, model.statements.rows[:, 1:])
    people = factors @ turn
    people -= people.mean(axis=0)
    unsure = turn.T @ unsure @ turn
    return Places(people, unsure, (people.T @ people + unsure.sum(axis=0)) / len(people))


def _turn(factors: Floats, pull: Floats) -> Floats:
    """A matrix by which distances become root mean square differences of expected votes, along the main directions."""
    values, vectors = np.linalg.eigh(pull.T @ pull / len(pull))
    scale = vectors * np.sqrt(np.maximum(values, 1e-12))
    centred = (factors - factors.mean(axis=0)) @ scale
    turn: Floats = scale @ np.linalg.eigh(centred.T @ centred)[1][:, ::-1]
    # A direction has no sign of its own: the statement that pulls most along it pulls upwards.
    along = pull @ np.linalg.pinv(turn).T
    turn *= np.where(along[np.abs(along).argmax(axis=0), np.arange(along.shape[1])] < 0, -1.0, 1.0)
    return turn
