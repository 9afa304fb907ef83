"""Who passed a post on after whom, as far as it can be told. Plain values.

Networks name the first author of what somebody passes on, not from whom they have it. So somebody who hears several
that passed it on before is put under the latest of them, and under the author where they hear none: Goel, Anderson,
Hofman and Watts, The Structural Virality of Online Diffusion, 2016.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Act:
    """Somebody (`who`, a vertex, or -1 where they are in no graph) said something, answered or passed it on.

    `after` is the place of the act that it answers or passes on, None of the first. `passes` is True for those who
    passed on: from whom they have it is not known.
    """

    who: int
    at: datetime
    after: int | None = None
    passes: bool = False


@dataclass(frozen=True, slots=True)
class Branch:
    """An act in the tree: the place of the one it came after, how many steps from the first, whether that is known."""

    act: int
    parent: int | None
    step: int
    known: bool


def branches(acts: Sequence[Act], hearers: Callable[[int], NDArray[np.int32]]) -> list[Branch]:
    """The tree of `acts`, a branch after the one it hangs on, the earlier first. `hearers` of a vertex are sorted.

    >>> day = datetime(2026, 3, 1)
    >>> acts = [Act(0, day), Act(1, day, 0, True), Act(2, day, 0, True), Act(3, day, 2)]
    >>> hear = {0: [1], 1: [2], 2: [], 3: []}
    >>> [(one.act, one.parent, one.step, one.known) for one in branches(acts, lambda v: np.array(hear[v], np.int32))]
    [(0, None, 0, True), (1, 0, 1, True), (2, 1, 2, False), (3, 2, 3, True)]
    """
    parents = [act.after for act in acts]
    known = [True] * len(acts)
    for group in _passed(acts):
        _place(acts, group, hearers, parents, known)
    below: dict[int | None, list[int]] = {}
    for place in sorted(range(len(acts)), key=lambda one: (acts[one].at, one)):
        below.setdefault(parents[place], []).append(place)
    found: list[Branch] = []
    waiting = [(place, 0) for place in reversed(below.get(None, []))]
    while waiting:
        place, step = waiting.pop()
        found.append(Branch(place, parents[place], step, known[place]))
        waiting += [(one, step + 1) for one in reversed(below.get(place, []))]
    return found


def _passed(acts: Sequence[Act]) -> list[list[int]]:
    """Those who passed the same act on, in the order of time."""
    groups: dict[int, list[int]] = {}
    for place, act in enumerate(acts):
        if act.passes and act.after is not None:
            groups.setdefault(act.after, []).append(place)
    return [sorted(group, key=lambda one: (acts[one].at, one)) for group in groups.values()]


def _place(
    acts: Sequence[Act],
    group: Sequence[int],
    hearers: Callable[[int], NDArray[np.int32]],
    parents: list[int | None],
    known: list[bool],
) -> None:
    """Put each of a group under the latest before them whom they hear."""
    who = np.array([acts[place].who for place in group], np.int64)
    for at, place in enumerate(group):
        if who[at] >= 0:
            later = np.flatnonzero(np.isin(who[at + 1 :], hearers(int(who[at])))) + at + 1
            for one in later.tolist():
                parents[group[one]], known[group[one]] = place, False
