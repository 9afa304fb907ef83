"""A message that runs from hearer to hearer, and the same run backwards: inner loops, compiled where numba is there.

Both draw from a numpy `Generator`, which numba reads in the same way: with and without it the same seed gives the same.
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from twoears.lib.compiled import compiled, is_there, maker
from twoears.reach.chances import ALL, TIE, Chances
from twoears.reach.graph import Graph

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]
Longs = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Heard:
    """The graph turned round: `speakers[offsets[v]:offsets[v + 1]]` are those whom `v` hears.

    `chances` are as those of the graph; where there is one for each tie, the likeliest stand first in each row.

    >>> Heard.of(graph := Graph.from_edges([0, 1, 3], [2, 2, 0]), Chances.of(graph, 0.5)).speakers.tolist()
    [3, 0, 1]
    """

    offsets: Longs
    speakers: Ints
    chances: Chances

    @classmethod
    def of(cls, graph: Graph, chances: Chances, *, mutual: bool = False) -> "Heard":
        """Turn `graph` round. Where it is known that all ties run both ways (`mutual`), it is round already."""
        if mutual and chances.by != TIE:
            return cls(graph.offsets, graph.targets, chances)
        if chances.by == TIE:
            return cls._likeliest_first(graph, chances.values)
        if is_there():
            return cls(*_turned(graph.offsets, graph.targets), chances)
        order = np.argsort(graph.targets, kind="stable")
        return cls(_ends(graph), _speakers(graph)[order], chances)

    @classmethod
    def _likeliest_first(cls, graph: Graph, values: Floats) -> "Heard":
        order = np.lexsort((-values, graph.targets))
        return cls(_ends(graph), _speakers(graph)[order], Chances(values[order], TIE))


def _ends(graph: Graph) -> Longs:
    heard = np.bincount(graph.targets, minlength=graph.people)
    return np.concatenate(([0], np.cumsum(heard))).astype(np.int64)


def _speakers(graph: Graph) -> Ints:
    return np.repeat(np.arange(graph.people, dtype=np.int32), np.diff(graph.offsets))


def _turned(offsets: Longs, targets: Ints) -> tuple[Longs, Ints]:
    """The ties by who hears: two threads look at all, and each writes for one half of those who hear."""
    people = offsets.size - 1
    ends = np.zeros(people + 2, np.int64)
    speakers = np.empty(targets.size, np.int32)
    halves = ((0, people // 2), (people // 2, people))
    with ThreadPoolExecutor(2) as two:
        list(two.map(lambda half: _counted(targets, half[0], half[1], ends), halves))
        np.cumsum(ends, out=ends)
        list(two.map(lambda half: _placed(offsets, targets, half[0], half[1], ends, speakers), halves))
    return ends[:-1], speakers


@compiled
def _counted(targets: Ints, low: int, high: int, ends: Longs) -> None:
    for hearer in targets:
        if low <= hearer < high:
            ends[hearer + 2] += 1


@compiled
def _placed(offsets: Longs, targets: Ints, low: int, high: int, ends: Longs, speakers: Ints) -> None:
    """`ends[v + 1]` is where the row of `v` begins, and moves to where it ends."""
    for vertex in range(offsets.size - 1):
        for tie in range(offsets[vertex], offsets[vertex + 1]):
            hearer = targets[tie]
            if low <= hearer < high:
                speakers[ends[hearer + 1]] = vertex
                ends[hearer + 1] += 1


@maker
def _live(
    rng: np.random.Generator,
    speakers: Ints,
    values: Floats,
    by: int,
    hearer: int,
    first: int,
    last: int,
    mark: Ints,
    stamp: int,
    sets: Ints,
    at: int,
) -> int:
    """Append those whose word the hearer passed on, and tell how far `sets` is full.

    Ties that are not run are jumped over at once, by a geometric step under the highest chance that is left in the row.
    """
    tie, before, scale = first, np.float32(-1.0), 0.0
    while tie < last:
        chance = values[tie] if by == TIE else values[0] if by == ALL else values[hearer]
        if chance <= 0.0:
            break
        if chance < 1.0:
            if chance != before:
                scale, before = -1.0 / np.log1p(-np.float64(chance)), chance
            jump = rng.standard_exponential() * scale
            if jump >= last - tie:
                break
            tie += int(jump)
            if by == TIE and values[tie] < chance and rng.random() * chance >= values[tie]:
                tie += 1
                continue
        if mark[speakers[tie]] != stamp:
            mark[speakers[tie]] = stamp
            sets[at] = speakers[tie]
            at += 1
        tie += 1
    return at


@maker
def _with_room(sets: Ints, full: int, more: int) -> Ints:
    if full + more <= sets.size:
        return sets
    longer = np.empty(2 * sets.size + more, np.int32)
    longer[:full] = sets[:full]
    return longer


@maker
def _kept(number: Ints, sets: Ints, start: int, at: int) -> int:
    kept = start
    for look in range(start, at):
        place = number[sets[look]]
        if place >= 0:
            sets[kept] = place
            kept += 1
    return kept


@compiled
def backwards(
    rng: np.random.Generator,
    offsets: Longs,
    speakers: Ints,
    values: Floats,
    by: int,
    sees: bool,
    roots: Longs,
    number: Ints,
    mark: Ints,
    stamp: int,
    sets: Ints,
    ends: Longs,
) -> Ints:
    """For each root those from whom a message would reach it, by one throw of the dice: a reverse-reachable set.

    Borgs, Brautbar, Chayes and Lucier 2014; the steps over what is not run are those of SUBSIM (Guo, Wang, Wei and Chen
    2020). With `sees` the root hears all that those say whom it hears; else it must pass it on itself. `number` gives
    the place of each candidate (-1 for others, who are left out), or is empty. Sets are appended to `sets` from
    `ends[0]` on, each up to its end in `ends`; what is given back is `sets`, or a longer copy. `mark` is of vertices,
    all under `stamp`.
    """
    at = ends[0]
    for which in range(roots.size):
        start, root = at, roots[which]
        stamp += 1
        sets = _with_room(sets, at, 1 + offsets[root + 1] - offsets[root])
        sets[at], mark[root] = root, stamp
        at += 1
        look = start
        if sees:
            look = at
            for tie in range(offsets[root], offsets[root + 1]):
                sets[at], mark[speakers[tie]] = speakers[tie], stamp
                at += 1
        while look < at:
            hearer = sets[look]
            first, last = offsets[hearer], offsets[hearer + 1]
            sets = _with_room(sets, at, last - first)
            at = _live(rng, speakers, values, by, hearer, first, last, mark, stamp, sets, at)
            look += 1
        if number.size:
            at = _kept(number, sets, start, at)
        ends[which + 1] = at
    return sets


@compiled
def forwards(
    rng: np.random.Generator,
    offsets: Longs,
    targets: Ints,
    values: Floats,
    by: int,
    starts: Longs,
    group: Ints,
    seen_by: Ints,
    passed: Ints,
    runs: Longs,
    steps: Longs,
    groups: Longs,
) -> None:
    """Run a message from `starts` once for each row of `runs`, and tell who saw it.

    Independent cascade (Kempe, Kleinberg and Tardos 2003): whoever passes it on is heard by all their hearers, and each
    of these passes it on with the chance of the tie, once for each tie. `group` is of vertices: from -1 for those who
    are not counted. A row of `runs` gets how many saw it, how many passed it on and in how many steps; a row of
    `steps` how many first saw it after so many (the last column: or more); a row of `groups` how many of each group.
    `seen_by` and `passed` are of vertices and hold the number of the last run, -1 to begin with.
    """
    queue = np.empty(offsets.size, np.int32)
    for run in range(runs.shape[0]):
        full, step = 0, 0
        for vertex in starts:
            queue[full], passed[vertex], seen_by[vertex] = vertex, run, run
            full += 1
            if group[vertex] >= 0:
                runs[run, 0] += 1
                steps[run, 0] += 1
                groups[run, group[vertex]] += 1
        look, level = 0, full
        while look < full:
            if look == level:
                step, level = step + 1, full
            speaker = queue[look]
            look += 1
            for tie in range(offsets[speaker], offsets[speaker + 1]):
                hearer = targets[tie]
                if seen_by[hearer] != run:
                    seen_by[hearer] = run
                    runs[run, 2] = step + 1
                    if group[hearer] >= 0:
                        runs[run, 0] += 1
                        steps[run, min(step + 1, steps.shape[1] - 1)] += 1
                        groups[run, group[hearer]] += 1
                if passed[hearer] != run:
                    chance = values[tie] if by == TIE else values[0] if by == ALL else values[hearer]
                    if rng.random() < chance:
                        passed[hearer] = run
                        queue[full] = hearer
                        full += 1
        runs[run, 1] = full
