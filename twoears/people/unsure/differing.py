"""Two accounts beside each other, and where what they say of themselves differs."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

Spans = tuple[tuple[int, int], ...]
_WORDS: Final = re.compile(r"\w+|[^\w\s]")
_LONGEST: Final = 600  # characters that are compared and shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What both say under one `name`, and which parts (from, to) the other does not say. `same`: they say the same."""

    name: str
    left: str
    right: str
    left_spans: Spans
    right_spans: Spans
    same: bool


def beside(left: Sequence[tuple[str, str]], right: Sequence[tuple[str, str]]) -> tuple[Beside, ...]:
    """What two accounts say, name by name in the order of `left`; where neither says anything it is left out.

    >>> beside([("Name", "Ann Lee"), ("Place", "")], [("Name", "Ann Li"), ("Place", "")])
    (Beside(name='Name', left='Ann Lee', right='Ann Li', left_spans=((4, 7),), right_spans=((4, 6),), same=False),)
    """
    others = dict(right)
    pairs = ((name, one[:_LONGEST], others.get(name, "")[:_LONGEST]) for name, one in left)
    return tuple(_beside(name, one, other) for name, one, other in pairs if one or other)


def _beside(name: str, left: str, right: str) -> Beside:
    mine, yours = differing(left, right) if left and right else ((), ())
    same = bool(left) and left.casefold() == right.casefold()
    return Beside(name=name, left=left, right=right, left_spans=mine, right_spans=yours, same=same)


def differing(left: str, right: str) -> tuple[Spans, Spans]:
    """The words of each that the other does not have in that place, whatever their case.

    >>> differing("Pumps. Oslo", "pumps, Oslo")
    (((5, 6),), ((5, 6),))
    """
    one, other = list(_WORDS.finditer(left)), list(_WORDS.finditer(right))
    found = SequenceMatcher(None, [w[0].casefold() for w in one], [w[0].casefold() for w in other], autojunk=False)
    changed = [code for code in found.get_opcodes() if code[0] != "equal"]
    return (
        tuple((one[a].start(), one[b - 1].end()) for _, a, b, _, _ in changed if b > a),
        tuple((other[c].start(), other[d - 1].end()) for _, _, _, c, d in changed if d > c),
    )
