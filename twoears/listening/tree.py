"""What a query says, as a tree. Two queries that say the same in the same order are equal, however they were typed."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, TypeAlias

ZONES: Final = ("text", "title", "author", "url", "links", "place")
"""Where words are looked for. The zone "text" is title and text, as nobody knows in which of them a word stands."""

FACTS: Final = ("site", "lang", "hashtag", "mention", "type", "source", "from", "to")
"""What is compared as a whole."""


@dataclass(frozen=True, slots=True)
class Run:
    """Words one after the other in one zone: one word, or a phrase. A word may hold `*` and `?`."""

    words: tuple[str, ...]
    zone: str = "text"
    written: str = field(default="", compare=False)
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Window:
    """Each of `runs` as often as it is named, the last word of all at most `within` places after the first."""

    runs: tuple[Run, ...]
    within: int
    written: str = field(default="", compare=False)
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Reach:
    """How far the second may stand from the first: at most `within` words on, and in this order if `ordered`."""

    within: int
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Near:
    """A chain: one of each of `spots`, each within reach of the one before. `reaches` are one fewer than `spots`."""

    spots: tuple[tuple[Run, ...], ...]
    reaches: tuple[Reach, ...]
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Raw:
    """Exactly these characters in title or text, not inside a longer word."""

    text: str
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Fact:
    """The field `name` (one of FACTS) has this value, folded; it may hold `*` and `?`."""

    name: str
    value: str
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Followers:
    """The author has from `low` to `high` followers, both included; None is no bound. Unknown is never between."""

    low: int | None
    high: int | None
    at: int = field(default=0, compare=False)

    def holds(self, known: int | None) -> bool:
        """Whether this many is between."""
        above = known is not None and (self.low is None or self.low <= known)
        return known is not None and above and (self.high is None or known <= self.high)


@dataclass(frozen=True, slots=True)
class Not:
    """`part` does not hold."""

    part: "Node"
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class And:
    """All of two or more parts hold."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Or:
    """At least one of two or more parts holds."""

    parts: tuple["Node", ...]


Leaf: TypeAlias = Run | Window | Near | Raw | Fact | Followers
Node: TypeAlias = Leaf | Not | And | Or


@dataclass(frozen=True, slots=True)
class Query:
    """A query that was read; `text` is how it was typed."""

    root: Node
    text: str = field(default="", compare=False)


def leaves(node: Node) -> Iterator[Leaf]:
    """The leaves from left to right."""
    match node:
        case And(parts) | Or(parts):
            for part in parts:
                yield from leaves(part)
        case Not(part):
            yield from leaves(part)
        case _:
            yield node


def runs(leaf: Leaf) -> tuple[Run, ...]:
    """The runs of words that a leaf is made of."""
    match leaf:
        case Run():
            return (leaf,)
        case Window(inner):
            return inner
        case Near(spots):
            return tuple(run for spot in spots for run in spot)
    return ()


def looks_at(query: Query) -> frozenset[str]:
    """What of a post a query looks at: zones and facts by name, and followers.

    >>> sorted(looks_at(Query(And((Run(("pump",)), Fact("lang", "en"))))))
    ['lang', 'text']
    """
    found: set[str] = set()
    for leaf in leaves(query.root):
        match leaf:
            case Fact(name):
                found.add(name)
            case Followers():
                found.add("followers")
            case Raw():
                found.add("text")
        found |= {run.zone for run in runs(leaf)}
    return frozenset(found)


def is_pattern(word: str) -> bool:
    """Whether a word stands for several.

    >>> is_pattern("pump*"), is_pattern("pump")
    (True, False)
    """
    return "*" in word or "?" in word


def all_of(parts: list[Node]) -> Node:
    """One part as it is, more as And; an And inside is the same And."""
    flat = [inner for part in parts for inner in (part.parts if isinstance(part, And) else (part,))]
    return flat[0] if len(flat) == 1 else And(tuple(flat))


def any_of(parts: list[Node]) -> Node:
    """One part as it is, more as Or; an Or inside is the same Or."""
    flat = [inner for part in parts for inner in (part.parts if isinstance(part, Or) else (part,))]
    return flat[0] if len(flat) == 1 else Or(tuple(flat))
