"""The inner loop, second half: queries with an anchor in a post walk from step to step, by what is there."""

from typing import Final

from twoears.lib.compiled import inner
from twoears.listening.rows import ANCHOR, BEGIN, CLOCK, HEAD, PRESENT, STATE, Desk, Index, Ints
from twoears.listening.words import LONGEST

TERM, PHRASE, NEAR = 0, 1, 2
ACCEPT: Final = -1
REJECT: Final = -2
_FAR: Final = 1 << 29
_FEW: Final = 8  # stretches; so many are compared one by one sooner than spread over the places of a post


@inner
def stand_together(
    pool: Ints,
    at: int,
    size: int,
    stamps: Ints,
    memory: Ints,
    places: Ints,
    pointers: Ints,
    found: Ints,
    me: int,
    most: int,
) -> int:
    """Write the first places of up to `most` finds of a phrase into `found`, from the last; how many."""
    for step in range(size):
        term = pool[at + step]
        if stamps[term] != me:
            return 0
        pointers[step] = memory[term, HEAD]
    count = 0
    here = int(pointers[0])
    while here >= 0:
        place = int(places[here, 0])
        step = 1
        while step < size:
            # Places fall from find to find, so no pointer ever goes back.
            there = int(pointers[step])
            while there >= 0 and places[there, 0] > place + step:
                there = int(places[there, 1])
            pointers[step] = there
            if there < 0:
                return count
            if places[there, 0] != place + step:
                break
            step += 1
        if step == size:
            found[count, 0] = place
            count += 1
            if count == most:
                return count
        here = int(places[here, 1])
    return count


@inner
def spread(marks: Ints, found: Ints, kept: int, last: int) -> None:
    """For each place the first beginning at or after it (row 0), and the last end at or before it (row 1)."""
    marks[0, :last] = _FAR
    marks[1, :last] = -_FAR
    for one in range(kept):
        marks[0, found[one, 1]] = found[one, 1]
        marks[1, found[one, 2]] = found[one, 2]
    for place in range(1, last):
        marks[1, place] = max(marks[1, place], marks[1, place - 1])
    for back in range(2, last + 1):
        marks[0, last - back] = min(marks[0, last - back], marks[0, last - back + 1])


@inner
def within_reach(marks: Ints, kept: int, first: int, final: int, within: int, ordered: int) -> bool:
    """The same as by `spread`, for few stretches that stand in `marks` as they are."""
    for one in range(kept):
        after = first - marks[1, one]
        if 0 < after <= within or (ordered == 0 and 0 < marks[0, one] - final <= within):
            return True
    return False


@inner
def near(
    pool: Ints,
    at: int,
    stamps: Ints,
    memory: Ints,
    places: Ints,
    pointers: Ints,
    found: Ints,
    marks: Ints,
    me: int,
    last: int,
) -> int:
    """Whether a chain of spots is there; -1 where there is no room to tell."""
    spots = int(pool[at])
    at += 1
    kept = 0
    for spot in range(spots):
        before = kept
        if before > _FEW:
            spread(marks, found, kept, last)
        else:
            for one in range(before):
                marks[0, one], marks[1, one] = found[one, 1], found[one, 2]
        within, ordered, ways = int(pool[at]), int(pool[at + 1]), int(pool[at + 2])
        at += 3
        kept = 0
        for _ in range(ways):
            size = int(pool[at])
            count = stand_together(pool, at + 1, size, stamps, memory, places, pointers, found, me, places.shape[0])
            for one in range(count):
                first = int(found[one, 0])
                final = first + size - 1
                if before <= _FEW:
                    good = spot == 0 or within_reach(marks, before, first, final, within, ordered)
                else:
                    good = first > 0 and first - marks[1, first - 1] <= within
                    good = good or (ordered == 0 and final + 1 < last and marks[0, final + 1] - final <= within)
                if good and kept == found.shape[0]:
                    return -1
                if good:
                    found[kept, 1] = first
                    found[kept, 2] = final
                    kept += 1
            at += 1 + size
        if kept == 0:
            return 0
    return 1


@inner
def ask(index: Index, desk: Desk, post: int, last: int, hits: Ints, found: int) -> int:
    """Ask each query with anchor and guard in this post; how many hits there are now, -1 where there is no room."""
    terms, links, queries, steps, pool = index.terms, index.links, index.queries, index.steps, index.pool
    stamps, memory, places, asked = desk.stamps, desk.memory, desk.places, desk.asked
    stretches, marks = desk.stretches, desk.marks
    pointers, present = desk.word[2 * LONGEST :], desk.present
    me = int(desk.numbers[CLOCK])
    for one in range(desk.numbers[PRESENT]):
        link = int(terms[present[one], ANCHOR])
        while link >= 0:
            query, guard = int(links[link, 1]), int(links[link, 2])
            link = int(links[link, 0])
            if stamps[guard] != me or asked[query] == me or queries[query, STATE] == 0:
                continue
            asked[query] = me
            # The walk is here and not in a function of its own: handing over the arrays takes longer than most walks.
            at = int(queries[query, BEGIN])
            while at >= 0:
                what, about = steps[at, 0], int(steps[at, 1])
                if what == TERM:
                    good = stamps[about] == me
                elif what == PHRASE:
                    size = int(pool[about])
                    good = stamps[pool[about + 1]] == me and stamps[pool[about + size]] == me
                    good = (
                        good
                        and stand_together(pool, about + 1, size, stamps, memory, places, pointers, stretches, me, 1)
                        > 0
                    )
                else:
                    told = near(pool, about, stamps, memory, places, pointers, stretches, marks, me, last)
                    if told < 0:
                        return -1
                    good = told > 0
                at = int(steps[at, 2]) if good else int(steps[at, 3])
            if at == ACCEPT:
                hits[found, 0], hits[found, 1] = post, query
                found += 1
    return found
