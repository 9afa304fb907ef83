"""What a file of ties holds, line by line."""

from dataclasses import dataclass
from math import isfinite
from typing import Final, Literal, NamedTuple, TypeAlias

LONGEST: Final = 300
"""The longest name, in characters."""
SEVERAL: Final = "|"
"""What stands between several kinds of one tie."""

Means = Literal["speaks", "follows", "knows"]
MEANS: Final[tuple[Means, ...]] = ("speaks", "follows", "knows")


class NoEdges(Exception):
    """The whole file cannot be read as one of ties. Says why."""


class Edge(NamedTuple):
    """`hearer` hears `speaker`, and they each other where it runs `both` ways; the rest in the words of the file."""

    line: int
    speaker: str
    hearer: str
    both: bool = False
    weight: str = ""
    kinds: str = ""
    day: str = ""

    @property
    def trouble(self) -> str:
        """Why it is no tie; empty where it is one.

        >>> Edge(1, "ann", "ann").trouble, Edge(1, "ann", "bob").trouble
        ('Nobody hears themselves.', '')
        """
        if not (self.speaker and self.hearer):
            return "A name is missing."
        if max(len(self.speaker), len(self.hearer)) > LONGEST:
            return f"A name is longer than {LONGEST} characters."
        return "Nobody hears themselves." if self.speaker == self.hearer else ""


@dataclass(frozen=True, slots=True)
class Met:
    """Somebody whom a file names, with or without ties."""

    name: str


@dataclass(frozen=True, slots=True)
class Bad:
    """A line, row or element that is no tie, why, and its text where it has one."""

    line: int
    reason: str
    raw: str = ""


Found: TypeAlias = Edge | Met | Bad


def directed(means: Means, one: str, other: str) -> tuple[str, str, bool]:
    """Who speaks, who hears, and whether it runs both ways, of the two names of a line.

    >>> directed("follows", "ann", "bob"), directed("knows", "ann", "bob")
    (('bob', 'ann', False), ('ann', 'bob', True))
    """
    return (other, one, False) if means == "follows" else (one, other, means == "knows")


def tidy(name: str) -> str:
    """A name without white space around it, and without what keeps a spreadsheet from running it.

    >>> tidy(" '@ann "), tidy("o'hara")
    ('@ann', "o'hara")
    """
    name = name.strip().strip("\x00")
    return name[1:] if name[:1] == "'" and name[1:2] in ("=", "+", "-", "@") else name


def weight_of(words: str) -> float:
    """How often, 1 where nothing is said. Raises ValueError with what is wrong.

    >>> weight_of(""), weight_of("2.5")
    (1.0, 2.5)
    """
    if not words.strip():
        return 1.0
    try:
        weight = float(words)
    except ValueError:
        raise ValueError(f"The weight {words[:40]!r} is no number.") from None
    if not (isfinite(weight) and 0 <= weight < 1e30):
        raise ValueError(f"The weight {words[:40]!r} is not between 0 and 1e30.")
    return weight
