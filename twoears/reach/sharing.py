"""If some of us share something: how many are expected to see it, and who adds nothing to that. Arrays in, values out.

Nobody sees everything that they could hear: whoever hears passes it on as often as they passed on what they heard
before, and only then those who hear them hear it too.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from twoears.reach.cascades import cascade
from twoears.reach.graph import Graph
from twoears.reach.passing import Passing, passing

ADDS_LITTLE: Final = 0.02  # of the audience: below it somebody adds hardly anybody
_RUNS: Final = 400
_SEED: Final = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """Of `of` people `people` are expected to see it, likely `low` to `high`; `direct` of them hear those who start it.

    `idle` are starts whose hearers nearly all hear another one of them.
    A single message mostly reaches `least` to `most`. `heard` and `passed` is what it was learnt from.
    """

    people: float
    direct: int
    low: float
    high: float
    of: int
    least: int
    most: int
    idle: tuple[int, ...]
    heard: int
    passed: int
    runs: int


def learnt(graph: Graph, said: NDArray[np.int32], passed: NDArray[np.int32]) -> Passing:
    """How likely each tie passes on: `passed` of the posts that the one who speaks `said`, as far as that is known."""
    heard = np.repeat(said, np.diff(graph.offsets))
    ties = np.flatnonzero(heard > 0)
    return passing(graph, ties, heard[ties], np.minimum(passed[ties], heard[ties]))


def shared(
    graph: Graph, chances: Passing, starts: Sequence[int], audience: NDArray[np.int64], *, seconds: float = 0.8
) -> Seen | None:
    """What comes of it where `starts` share something, counted in about `seconds`; None where it cannot be told."""
    if not starts or not audience.size or not chances.can_tell:
        return None
    whole = cascade(graph, starts, chances, runs=_RUNS, audience=audience, seed=_SEED, stop=_within(seconds))
    direct = _direct(graph, starts, audience)
    rest = {one: [start for start in starts if start != one] for one in starts if len(starts) > 1}
    idle = [one for one in rest if direct - _direct(graph, rest[one], audience) < ADDS_LITTLE * audience.size]
    return Seen(
        people=whole.sees.people,
        direct=direct,
        low=min(whole.sees.low, whole.sees.people),
        high=max(whole.sees.high, whole.sees.people),
        of=int(audience.size),
        least=whole.one[0],
        most=whole.one[1],
        idle=tuple(idle),
        heard=chances.heard,
        passed=chances.passed,
        runs=whole.runs,
    )


def _direct(graph: Graph, starts: Sequence[int], audience: NDArray[np.int64]) -> int:
    heard = np.zeros(graph.people, bool)
    for start in starts:
        heard[graph.heard_by(start)] = True
    return int(heard[audience].sum())


def _within(seconds: float) -> Callable[[], bool]:
    end = time.monotonic() + seconds
    return lambda: time.monotonic() > end
