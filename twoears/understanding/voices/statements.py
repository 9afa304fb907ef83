"""What statements say of groups: which set a group apart, which bridge all of them, and where a voice dissents.

Shares are of those who voted on a statement, passes among them. What is uncertain ranks low: by the end of the
interval.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Final

import numpy as np
from numpy.typing import NDArray

from twoears.lib.intervals import Number, share
from twoears.understanding.voices.votes import AGREE, DISAGREE, Ints, Votes

WORDS: Final = {AGREE: "agree", DISAGREE: "disagree"}
EVERYBODY: Final = "everybody"
_EACH: Final = 5  # statements that are told of a group
_BRIDGES: Final = 10
_DISSENT: Final = 3  # against each group, and against everybody
_NAMED: Final = 3
_MOST: Final = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class Crowd:
    """Some of those who voted, under a name; and how many of them cast which vote on each statement."""

    name: str
    chosen: NDArray[np.bool_]
    cast: Ints  # a row for disagree, pass, agree

    def of(self, statement: int, side: int, question: str) -> Number:
        """How many of them voted so."""
        column = self.cast[:, statement]
        said = f"{self.name} {WORDS[side]}"
        return share(int(column[side + 1]), int(column.sum()), of=said, question=question, key=self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Apart:
    """A statement that a group votes on otherwise than all others: `at_least` so much more often, likely."""

    statement: str
    words: str
    side: str
    inside: Number
    outside: Number
    at_least: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Bridge:
    """A statement on which most of every group are of one side; `lowest` is the group that is the least so."""

    statement: str
    words: str
    side: str
    lowest: Number
    groups: tuple[Number, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dissent:
    """A vote against what most of a group, or of everybody, hold: who says it aloud, and how many quietly do alike.

    `author` wrote the statement, where that is known and the dissent is to agree with it.
    """

    statement: str
    words: str
    side: str
    against: str
    quietly: Number
    author: str
    voices: tuple[str, ...]


def crowd(votes: Votes, name: str, chosen: NDArray[np.bool_]) -> Crowd:
    """Count what they cast."""
    mine, m = chosen[votes.person], len(votes.statements)
    cell = (votes.value[mine] + 1) * m + votes.statement[mine]
    return Crowd(name, chosen, np.bincount(cell, None, 3 * m).reshape(3, m))


def sets_apart(votes: Votes, group: Crowd, others: Crowd) -> tuple[Apart, ...]:
    """What a group votes on otherwise than the others, the surest first."""
    found = [
        one
        for statement in range(len(votes.statements))
        for side in (AGREE, DISAGREE)
        if (one := _apart(votes, statement, side, group, others)) is not None
    ]
    return tuple(sorted(found, key=lambda one: (-one.at_least, one.statement))[:_EACH])


def _apart(votes: Votes, statement: int, side: int, group: Crowd, others: Crowd) -> Apart | None:
    question = "What sets this group apart?"
    inside, outside = group.of(statement, side, question), others.of(statement, side, question)
    at_least = more_at_least(inside, outside)
    if at_least is None or at_least <= 0:
        return None
    return Apart(
        statement=votes.statements[statement],
        words=votes.text(statement),
        side=WORDS[side],
        inside=inside,
        outside=outside,
        at_least=at_least,
    )


def more_at_least(one: Number, other: Number) -> float | None:
    """The lower end of how much one share is above another (Newcombe 1998, Statist Med 17:873, method 10).

    >>> more_at_least(share(9, 10, of="", question=""), share(0, 0, of="", question="")) is None
    True
    """
    if one.estimate is None or one.low is None or other.estimate is None or other.high is None:
        return None
    return one.estimate - other.estimate - sqrt((one.estimate - one.low) ** 2 + (other.high - other.estimate) ** 2)


def bridges(votes: Votes, groups: Sequence[Crowd]) -> tuple[Bridge, ...]:
    """What most of every group agree with, or reject; by the lower end of the group that is the least so."""
    found = [
        one
        for statement in range(len(votes.statements))
        for side in (AGREE, DISAGREE)
        if (one := _bridge(votes, statement, side, groups)) is not None
    ]
    return tuple(sorted(found, key=lambda one: (-(one.lowest.low or 0), one.statement))[:_BRIDGES])


def _bridge(votes: Votes, statement: int, side: int, groups: Sequence[Crowd]) -> Bridge | None:
    numbers = tuple(one.of(statement, side, "What bridges the groups?") for one in groups)
    lowest = min(numbers, key=lambda number: number.low or 0.0)
    if (lowest.low or 0.0) <= _MOST:
        return None
    words = votes.text(statement)
    return Bridge(statement=votes.statements[statement], words=words, side=WORDS[side], lowest=lowest, groups=numbers)


def dissent(votes: Votes, crowds: Sequence[Crowd]) -> tuple[Dissent, ...]:
    """Where somebody votes against what most of a crowd hold; those first with whom likely the most quietly agree."""
    return tuple(one for among in crowds for one in _dissent_in(votes, among))


def _dissent_in(votes: Votes, among: Crowd) -> list[Dissent]:
    question = "How many quietly hold what most of them do not?"
    found = []
    for statement in range(len(votes.statements)):
        for side in (AGREE, DISAGREE):
            quietly, most = among.of(statement, side, question), among.of(statement, -side, question)
            if quietly.k and (most.low or 0.0) > _MOST:
                found.append((-(quietly.low or 0.0), votes.statements[statement], statement, side, quietly))
    return [
        Dissent(
            statement=name,
            words=votes.text(statement),
            side=WORDS[side],
            against=among.name,
            quietly=quietly,
            author=votes.authors.get(name, "") if side == AGREE else "",
            voices=_voices(votes, among, statement, side),
        )
        for _, name, statement, side, quietly in sorted(found)[:_DISSENT]
    ]


def _voices(votes: Votes, among: Crowd, statement: int, side: int) -> tuple[str, ...]:
    """Some who vote so, first those who voted the most: of them is known best what else they think."""
    mine = (votes.statement == statement) & (votes.value == side) & among.chosen[votes.person]
    counts = np.bincount(votes.person, None, len(votes.people))
    order = sorted(votes.person[mine].tolist(), key=lambda person: (-counts[person], person))
    return tuple(votes.people[person] for person in order[:_NAMED])
