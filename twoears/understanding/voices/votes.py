"""Votes on statements: who agreed (1), disagreed (-1) or passed (0) on what. Everything else here is made from them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.floating[Any]]
MOST: Final = 2_000_000  # votes; beyond these a look would no longer end while somebody waits for it
AGREE, PASS, DISAGREE = 1, 0, -1
_SAMPLE: Final = 20_000  # votes that a choice is made on; with more it no longer changes, but takes minutes
_SEED: Final = 11


class VotesError(Exception):
    """These are no votes that anything could be told from, and why."""


@dataclass(frozen=True, slots=True, eq=False)
class Votes:
    """One entry for each vote: places in `people` and in `statements`, and what it was.

    Both are in the order of their names, and so are the votes: in which order they came must not change a result.
    """

    people: tuple[str, ...]
    statements: tuple[str, ...]
    person: Ints
    statement: Ints
    value: Ints
    words: Mapping[str, str] = field(default_factory=dict)
    authors: Mapping[str, str] = field(default_factory=dict)  # who wrote a statement
    repeated: int = 0
    left_out: int = 0
    first_left_out: str = ""

    def __len__(self) -> int:
        return len(self.value)

    def text(self, statement: int) -> str:
        """The words of a statement; its name where nobody gave them."""
        return self.words.get(self.statements[statement], "") or self.statements[statement]

    def only(self, chosen: NDArray[np.bool_]) -> "Votes":
        """The same people and statements with some of the votes."""
        return replace(self, person=self.person[chosen], statement=self.statement[chosen], value=self.value[chosen])

    def with_values(self, values: Ints) -> "Votes":
        """The same people on the same statements, who voted otherwise."""
        return replace(self, value=values)


def votes_of(
    rows: Iterable[tuple[str, str, int]],
    words: Mapping[str, str] | None = None,
    authors: Mapping[str, str] | None = None,
) -> Votes:
    """Votes from (person, statement, vote); of a vote that was cast twice the last one counts. Raises VotesError.

    >>> found = votes_of([("ann", "s1", 1), ("bob", "s1", -1), ("ann", "s1", 0)])
    >>> len(found), found.repeated, found.value.tolist()
    (2, 1, [0, -1])
    """
    last: dict[tuple[str, str], int] = {}
    n = 0
    for n, (person, statement, vote) in enumerate(rows, 1):
        if n > MOST:
            raise VotesError(f"These are more than {MOST:,} votes. Take a sample of the people who voted.")
        if vote not in (AGREE, PASS, DISAGREE):
            raise VotesError(f"{vote!r} is no vote; a vote is 1 (agree), 0 (pass) or -1 (disagree).")
        last[person, statement] = vote
    people = tuple(sorted({person for person, _ in last}, key=by_name))
    statements = tuple(sorted({statement for _, statement in last}, key=by_name))
    if not last:
        raise VotesError("There is no vote in it.")
    return Votes(people, statements, *_columns(last, people, statements), words or {}, authors or {}, n - len(last))


def _columns(
    last: Mapping[tuple[str, str], int], people: tuple[str, ...], statements: tuple[str, ...]
) -> tuple[Ints, Ints, Ints]:
    who, what = _places(people), _places(statements)
    table = np.array([(who(p), what(s), vote) for (p, s), vote in last.items()], np.int64).reshape(-1, 3)
    table = table[np.lexsort((table[:, 1], table[:, 0]))]
    return table[:, 0].copy(), table[:, 1].copy(), table[:, 2].copy()


def _places(names: tuple[str, ...]) -> Callable[[str], int]:
    return {name: place for place, name in enumerate(names)}.__getitem__


def by_name(name: str) -> tuple[int, int, str]:
    """Numbers in their order, before words.

    >>> sorted(["b", "10", "9"], key=by_name)
    ['9', '10', 'b']
    """
    number = name.isascii() and name.isdigit() and len(name) < 19
    return (0, int(name), name) if number else (1, 0, name)


def sample(votes: Votes) -> Votes:
    """All votes of as many people as give the sample; all of them where they are few."""
    if len(votes) <= _SAMPLE:
        return votes
    order = np.random.default_rng(_SEED).permutation(len(votes.people))
    counts = np.bincount(votes.person, None, len(votes.people))[order]
    chosen = np.zeros(len(votes.people), bool)
    chosen[order[: max(int(np.searchsorted(np.cumsum(counts), _SAMPLE)), 2)]] = True
    return votes.only(chosen[votes.person])
