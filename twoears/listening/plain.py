"""A query as the kernel can ask it: negation only before leaves, and what it cannot tell taken as possible.

Such a query may find too much, never too little; the definition then decides on what it found.
"""

from collections.abc import Iterable

from twoears.listening.tree import (
    And,
    Leaf,
    Near,
    Node,
    Not,
    Or,
    Raw,
    Reach,
    Run,
    Window,
    all_of,
    any_of,
    is_pattern,
    leaves,
)
from twoears.listening.words import tokens


def is_sure(node: Node) -> bool:
    """Whether what the kernel finds is found, without a second look."""
    return all(_exact(leaf) is not None for leaf in leaves(node))


def _exact(leaf: Leaf) -> Leaf | None:
    match leaf:
        case Raw():
            return None
        case Window((one, two), within) if _single(one) and _single(two):
            return Near(((one,), (two,)), (Reach(within),))
        case Window():
            return None
    return leaf


def _single(run: Run) -> bool:
    return len(run.words) == 1 and not is_pattern(run.words[0])


def possible(node: Node) -> Node | None:
    """What must hold where `node` holds; None where nothing is known to.

    >>> from twoears.listening.grammar import parse
    >>> possible(parse('raw:"C++" NOT (jobs OR pay)').root) == parse("c NOT jobs NOT pay").root
    True
    """
    match node:
        case Not(part):
            return denied(part)
        case And(parts):
            return _all(possible(part) for part in parts)
        case Or(parts):
            return _any(possible(part) for part in parts)
        case Raw(text):
            words = tuple(word.key for word in tokens(text))
            return Run(words) if words else None
        case Window(runs):
            return _exact(node) or all_of(list(runs))
    return node


def denied(node: Node) -> Node | None:
    """What must hold where `node` does not."""
    match node:
        case Not(part):
            return possible(part)
        case And(parts):
            return _any(denied(part) for part in parts)
        case Or(parts):
            return _all(denied(part) for part in parts)
    leaf = _exact(node)
    return Not(leaf) if leaf else None


def _all(parts: Iterable[Node | None]) -> Node | None:
    known = [part for part in parts if part]
    return all_of(known) if known else None


def _any(parts: Iterable[Node | None]) -> Node | None:
    some = list(parts)
    known = [part for part in some if part]
    return any_of(known) if len(known) == len(some) else None
