"""How far a post went, as every door shows it."""

from dataclasses import dataclass
from datetime import datetime

from twoears.lib.intervals import Number
from twoears.reach.showing import Somebody


@dataclass(frozen=True, slots=True, kw_only=True)
class Hop:
    """Somebody in the tree, `step` steps from the first. `how` is said, answered or passed on.

    `known`: that they had it from the one above is told, and not only likely. `words` are theirs, empty where they
    only passed it on.
    """

    who: Somebody
    ours: bool
    how: str
    at: datetime
    step: int
    known: bool
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """How many were expected to pass it on, likely `low` to `high`, learnt from `passed` of `heard` chances."""

    people: float
    low: float
    high: float
    heard: int
    passed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Travelled:
    """A post and what became of it: the tree from its first on, the earlier first, at most so many of `size`.

    `depth` is how many steps it went; `passed` how many of those who follow the author passed it on; `expected` is None
    where too little was heard to tell.
    """

    post: int
    author: Somebody
    words: str
    url: str
    at: datetime
    sentence: str
    size: int
    depth: int
    answered: int
    passed_on: int
    last_at: datetime
    hops: tuple[Hop, ...]
    passed: Number
    expected: Expected | None
    compared: str


def sentence(passed_on: int, answered: int, depth: int) -> str:
    """What became of it, in words.

    >>> sentence(2, 1, 2)
    'Two people passed it on and one answer was heard; it went two steps.'
    >>> sentence(0, 2, 1)
    'Nobody passed it on and two answers were heard; it went one step.'
    """
    if not (passed_on or answered):
        return "Nobody was heard to pass it on or to answer."
    people = "Nobody" if not passed_on else f"{_number(passed_on)} {'person' if passed_on == 1 else 'people'}"
    words = f"{_number(answered).lower()} {'answer was' if answered == 1 else 'answers were'} heard"
    steps = f"it went {_number(depth).lower()} step{'s' * (depth != 1)}"
    return f"{people} passed it on and {words}; {steps}."


def compared(seen: int, found: Expected | None) -> str:
    """What was seen beside what was expected, in words.

    >>> compared(5, Expected(people=1.2, low=0.4, high=2.0, heard=100, passed=2))
    'On average 1.2 people were expected to pass it on (likely 0.40 to 2.0); 5 did. One may die, the next go far.'
    """
    if found is None:
        return "What was to be expected cannot be told: too little was heard of how often people pass things on."
    return (
        f"On average {_mean(found.people)} people were expected to pass it on "
        f"(likely {_mean(found.low)} to {_mean(found.high)}); {seen:,} did. One may die, the next go far."
    )


_WORDS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine")


def _mean(people: float) -> str:
    return f"{people:,.1f}" if people >= 1 else f"{people:.2f}"


def _number(n: int) -> str:
    return _WORDS[n] if n < len(_WORDS) else f"{n:,}"
