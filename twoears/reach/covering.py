"""Which few vertices stand in the most sets: greedily, and how many any others could be in at most."""

import numpy as np
from numpy.typing import NDArray

from twoears.lib.compiled import compiled, maker

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]


@maker
def _index(sets: Ints, ends: Longs, many: int) -> tuple[Ints, Longs, Ints]:
    """In how many sets each vertex stands, and which these are, as rows."""
    count = np.zeros(many, np.int32)
    for at in range(ends[0], ends[-1]):
        count[sets[at]] += 1
    rows = np.zeros(many + 1, np.int64)
    for vertex in range(many):
        rows[vertex + 1] = rows[vertex] + count[vertex]
    at_row = rows[:-1].copy()
    within = np.empty(rows[-1], np.int32)
    for which in range(ends.size - 1):
        for at in range(ends[which], ends[which + 1]):
            within[at_row[sets[at]]] = which
            at_row[sets[at]] += 1
    return count, rows, within


@maker
def _by_count(count: Ints) -> Ints:
    """Vertices that stand in any set, those in the most first; of equal ones the lower number."""
    top = 0
    for one in count:
        top = max(top, one)
    place = np.zeros(top + 2, np.int64)
    for one in count:
        place[top - one + 1] += 1
    for at in range(top + 1):
        place[at + 1] += place[at]
    order = np.empty(place[top], np.int32)
    for vertex in range(count.size):
        if count[vertex]:
            order[place[top - count[vertex]]] = vertex
            place[top - count[vertex]] += 1
    return order


@maker
def _put(best: Longs, whose: Ints, filled: int, gain: int, of: int) -> int:
    """Keep `gain` among the highest, one for each group (`of`; -1 is none); tells how many there are."""
    at = filled
    if of >= 0:
        for other in range(filled):
            if whose[other] == of:
                at = other
    if at < filled and best[at] >= gain:
        return filled
    if at == filled:
        if filled == best.size:
            if best[filled - 1] >= gain:
                return filled
            at = filled - 1
        else:
            filled += 1
    while at > 0 and best[at - 1] < gain:
        best[at], whose[at] = best[at - 1], whose[at - 1]
        at -= 1
    best[at], whose[at] = gain, of
    return filled


@compiled
def cover(sets: Ints, ends: Longs, many: int, few: int, group: Ints, chosen: Longs, gains: Longs) -> tuple[int, int]:
    """Choose up to `few` of `many` vertices, each time the one in the most sets that none of those before is in.

    Nemhauser, Wolsey and Fisher 1978. `group` gives the organisation of each vertex (-1: none), of each of which one is
    chosen at most, or is empty. Writes to `chosen` and `gains`; tells how many were chosen, and in how many sets the
    best `few` can be at most: after each choice those covered, and the highest gains that are left, are such a bound
    (Leskovec and others 2007; as OPIM-C takes it, Tang and others 2018). Gains only fall, so that a scan in the order
    of the first ones may end early.
    """
    count, rows, within = _index(sets, ends, many)
    order = _by_count(count)
    first = count.copy()
    gone = np.zeros(ends.size - 1, np.uint8)
    used = np.zeros(max(group.max() + 1, 0) if group.size else 0, np.uint8)
    best, whose = np.empty(few, np.int64), np.empty(few, np.int32)
    covered, number, most = 0, 0, ends.size - 1
    while True:
        filled, pick, gain = 0, -1, 0
        for vertex in order:
            if filled == few and first[vertex] <= best[few - 1] and first[vertex] <= gain:
                break
            of = group[vertex] if group.size else -1
            filled = _put(best, whose, filled, count[vertex], of)
            if count[vertex] > gain and (of < 0 or not used[of]):
                pick, gain = vertex, count[vertex]
        most = min(most, covered + best[:filled].sum())
        if number == few or pick < 0:
            return number, most
        chosen[number], gains[number] = pick, gain
        number += 1
        covered += gain
        if group.size and group[pick] >= 0:
            used[group[pick]] = 1
        for at in range(rows[pick], rows[pick + 1]):
            which = within[at]
            if not gone[which]:
                gone[which] = 1
                for member in range(ends[which], ends[which + 1]):
                    count[sets[member]] -= 1


@compiled
def told(sets: Ints, ends: Longs, place: Ints, alone: Longs, adds: Longs, lost: Longs) -> int:
    """Of sets that nothing was chosen by: in how many any of the chosen stands.

    `place` gives the place of each chosen vertex among them, -1 for others. `alone` gets in how many each stands,
    `adds` in how many none of those before does, `lost` in how many no other one does.
    """
    covered = 0
    for which in range(ends.size - 1):
        first, several = alone.size, 0
        for at in range(ends[which], ends[which + 1]):
            one = place[sets[at]]
            if one >= 0:
                alone[one] += 1
                several += 1
                first = min(first, one)
        if several:
            covered += 1
            adds[first] += 1
            if several == 1:
                lost[first] += 1
    return covered
