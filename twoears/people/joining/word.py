"""What members' decisions on pairs of accounts come to, where one says otherwise than another."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Word:
    """A member said that `left` and `right` are one person (`same`), or that they are not."""

    left: int
    right: int
    same: bool


def word_of_members(said: Sequence[Word]) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """The pairs that are joined and those that are kept apart, from what was `said`, the oldest first.

    The newest word counts: an older one that cannot hold beside newer ones is left out.

    >>> word_of_members([Word(1, 2, True), Word(2, 3, True), Word(1, 3, False)])
    ([(2, 3)], [(1, 3)])
    """
    group: dict[int, set[int]] = {}
    together: list[tuple[int, int]] = []
    apart: list[tuple[int, int]] = []
    for word in reversed(said):
        one, other = (group.setdefault(key, {key}) for key in (word.left, word.right))
        if not word.same and one is not other:
            apart.append((word.left, word.right))
        if word.same and not any(left in one | other and right in one | other for left, right in apart):
            together.append((word.left, word.right))
            one |= other
            group.update(dict.fromkeys(other, one))
    return together[::-1], apart[::-1]
