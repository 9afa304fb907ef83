"""A query compiled into a walk, and the terms of which it needs one."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from twoears.listening import asking
from twoears.listening.noting import ALWAYS
from twoears.listening.rows import Row
from twoears.listening.shelf import Shelf
from twoears.listening.tree import And, Fact, Followers, Near, Node, Not, Or, Run

_COSTS: Final = {Fact: 0, Followers: 0, Run: 1, Not: 2, Near: 4}


@dataclass(frozen=True, slots=True)
class Each:
    """All of these are needed, so that any one of them will do as anchor."""

    parts: tuple["Need", ...]


@dataclass(frozen=True, slots=True)
class Some:
    """One of these is needed, so that all of them are anchors."""

    parts: tuple["Need", ...]


Need: TypeAlias = int | Each | Some
"""A term, or a choice among terms."""


class Walks:
    """The steps of all queries, one behind the other."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf
        self.steps = Row(columns=4)

    def add(self, node: Node) -> int:
        """Write the walk of a query in the form of `plain.possible`; where it begins."""
        if _is_some_word(node):
            return asking.ACCEPT  # its words are its anchors: where one is, nothing is left to ask
        return self._walk(node, asking.ACCEPT, asking.REJECT)

    def _walk(self, node: Node, yes: int, no: int) -> int:
        match node:
            case And(parts):
                for part in sorted(parts, key=_cost, reverse=True):
                    yes = self._walk(part, yes, no)
                return yes
            case Or(parts):
                for part in sorted(parts, key=_cost, reverse=True):
                    no = self._walk(part, yes, no)
                return no
            case Not(part):
                return self._walk(part, no, yes)
        what, about = self._leaf(node)
        return self.steps.add(what, about, yes, no)

    def _leaf(self, leaf: Node) -> tuple[int, int]:
        match leaf:
            case Run((word,), zone):
                return asking.TERM, self.shelf.word(zone, word)
            case Run():
                return asking.PHRASE, self.shelf.pool.add(*self._phrase(leaf))
            case Near(spots, reaches):
                written = [len(spots)]
                for spot, (within, ordered) in zip(
                    spots, [(0, 0), *((reach.within, int(reach.ordered)) for reach in reaches)], strict=True
                ):
                    written += [within, ordered, len(spot), *(one for run in spot for one in self._phrase(run))]
                return asking.NEAR, self.shelf.pool.add(*written)
            case Fact() | Followers():
                return asking.TERM, self.shelf.fact(leaf)
        raise TypeError(f"{type(leaf).__name__} has no place in a walk; plain.possible() takes it out.")

    def _phrase(self, run: Run) -> list[int]:
        return [len(run.words), *(self.shelf.word(run.zone, word) for word in run.words)]

    def need(self, node: Node) -> Need | None:
        """What must be there for `node` to hold; None if it may hold where none of its terms is."""
        match node:
            case And(parts):
                needs = [need for part in parts if (need := self.need(part)) is not None]
                return Each(tuple(needs)) if needs else None
            case Or(parts):
                some = [self.need(part) for part in parts]
                known = tuple(need for need in some if need is not None)
                return Some(known) if len(known) == len(some) else None
            case Run(words, zone):
                return Each(tuple(self.shelf.word(zone, word) for word in words))
            case Near(spots):
                return Each(tuple(Some(tuple(self._run_need(run) for run in spot)) for spot in spots))
            case Fact() | Followers():
                return self.shelf.fact(node)
        return None

    def _run_need(self, run: Run) -> Each:
        return Each(tuple(self.shelf.word(run.zone, word) for word in run.words))


def _is_some_word(node: Node) -> bool:
    match node:
        case Or(parts):
            return all(map(_is_some_word, parts))
        case Run(words):
            return len(words) == 1
        case Fact() | Followers():
            return True
    return False


def _cost(node: Node) -> int:
    if isinstance(node, And | Or):
        return max(map(_cost, node.parts)) + 1
    return 2 if isinstance(node, Run) and len(node.words) > 1 else _COSTS.get(type(node), 3)


def guard(need: Need, anchors: Collection[int], share: Callable[[int], float]) -> int:
    """The rarest term, besides the anchors, without which a query cannot hold; ALWAYS where there is none.

    >>> guard(Each((0, 1, Some((2, 3)))), [2, 3], [0.5, 0.1, 0.2, 0.2].__getitem__)
    1
    """
    others = [term for term in _each(need) if term not in anchors]
    return min(others, key=share, default=ALWAYS)


def _each(need: Need) -> Iterator[int]:
    match need:
        case int():
            yield need
        case Each(parts):
            for part in parts:
                yield from _each(part)


def rarest(need: Need, share: Callable[[int], float]) -> tuple[float, Sequence[int]]:
    """The anchors that are there most seldom, and in what share of posts at most; `share` says that of a term.

    >>> rarest(Each((0, Some((1, 2)))), [0.5, 0.1, 0.2].__getitem__)
    (0.30000000000000004, [1, 2])
    """
    match need:
        case Each(parts):
            return min((rarest(part, share) for part in parts), key=lambda choice: (choice[0], len(choice[1])))
        case Some(parts):
            choices = [rarest(part, share) for part in parts]
            return sum(cost for cost, _ in choices), [term for _, terms in choices for term in terms]
    return share(need), [need]
