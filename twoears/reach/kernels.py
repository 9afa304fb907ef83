"""Who is reached in how many steps, in machine code. `plain` says the same by numpy.

One account: a bitmap of those who were met, a queue of those who pass it on. The last step is counted and not queued;
where those who pass it on have more ties than a part of the graph, the others look back instead for one who was met,
and stop at the first (Beamer, Asanovic and Patterson 2012, "Direction-optimizing breadth-first search"). Many
accounts: a bit for each in two words a vertex, so that one look at a tie serves up to 128 (Then and others 2014, "The
more the merrier: efficient multi-source graph traversal").
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from twoears.lib.compiled import compiled, inner, maker
from twoears.reach.rows import Offsets, Vertices

LANES: Final = 128
"""How many accounts one pass takes: two words of 64 bits."""
NEAR: Final = 2
"""Steps that each of many accounts walks alone, before all go on at once."""
ALONE_UNDER: Final = 24
"""All are asked one by one where they walk fewer ties than this for each vertex: a pass looks at all of these."""
PULL_FROM: Final = 8
"""Those not yet met look back once a step would walk more than one tie in so many."""
LANES_PULL_FROM: Final = 4
LANES_PULL_OF: Final = 3
"""With many accounts at once it pays once three ties in four would be walked: looking back seldom stops early."""


@compiled
def walk(offsets: Offsets, targets: Vertices, starts: Vertices, steps: int, far: NDArray[np.uint8]) -> None:
    """Write into `far` (255 everywhere) in how many steps each vertex is reached, 0 for `starts`."""
    queue = np.empty(far.size, np.int32)
    begin, end = 0, 0
    for start in starts:
        if far[start] == 255:
            far[start] = 0
            queue[end] = start
            end += 1
    for step in range(1, steps + 1):
        found = end
        for at in range(begin, end):
            for tie in range(offsets[queue[at]], offsets[queue[at] + 1]):
                target = targets[tie]
                if far[target] == 255:
                    far[target] = step
                    queue[found] = target
                    found += 1
        begin, end = end, found


@compiled
def count(
    offsets: Offsets,
    targets: Vertices,
    back: Offsets,
    sources: Vertices,
    live: int,
    starts: Vertices,
    met: NDArray[np.uint64],
    queue: Vertices,
    at_steps: NDArray[np.int64],
) -> None:
    """How many are met at each step, into `at_steps`. `met` is a bitmap of zeros, `queue` has room for all and one.

    From `live` on nobody hears anybody: they are never looked at. An empty `back` means that no one looks back.
    """
    one, low = np.uint64(1), np.uint64(63)
    end = _near(offsets, targets, starts, at_steps.size - 1, met, queue, at_steps)
    begin = end - at_steps[-2] if at_steps.size > 1 else 0
    work = 0
    for at in range(begin, end):
        work += offsets[queue[at] + 1] - offsets[queue[at]]
    if back.size and work * PULL_FROM > targets.size:
        at_steps[-1] = _pulled(back, sources, live, met)
        return
    for at in range(begin, end):
        for tie in range(offsets[queue[at]], offsets[queue[at] + 1]):
            target = targets[tie]
            met[target >> 6] |= one << (np.uint64(target) & low)
    at_steps[-1] = _ones(met) - end


@inner
def _ones(met: NDArray[np.uint64]) -> int:
    """How many bits are set: by pairs, by fours, by eights, and all eights added up (Warren 2012, Hacker's Delight)."""
    pairs, fours = np.uint64(0x5555555555555555), np.uint64(0x3333333333333333)
    eights, all_eights = np.uint64(0x0F0F0F0F0F0F0F0F), np.uint64(0x0101010101010101)
    found = 0
    for word in met:
        bits = word - ((word >> np.uint64(1)) & pairs)
        bits = (bits & fours) + ((bits >> np.uint64(2)) & fours)
        bits = (bits + (bits >> np.uint64(4))) & eights
        found += int((bits * all_eights) >> np.uint64(56))
    return found


@inner
def _pulled(back: Offsets, sources: Vertices, live: int, met: NDArray[np.uint64]) -> int:
    """How many of those who are not met hear somebody who is."""
    one, low = np.uint64(1), np.uint64(63)
    found = 0
    for vertex in range(live):
        if (met[vertex >> 6] >> (np.uint64(vertex) & low)) & one == np.uint64(0):
            for tie in range(back[vertex], back[vertex + 1]):
                source = sources[tie]
                if (met[source >> 6] >> (np.uint64(source) & low)) & one:
                    found += 1
                    break
    return found


@compiled
def near_lanes(
    offsets: Offsets,
    targets: Vertices,
    starts: Vertices,
    seams: NDArray[np.int64],
    steps: int,
    met: NDArray[np.uint64],
    queue: Vertices,
    lanes: NDArray[np.uint64],
    counts: NDArray[np.int64],
) -> None:
    """The first `steps` of each lane one by one, as they are short: lane i begins at `starts[seams[i]:seams[i + 1]]`.

    Sets the bit of its lane in `lanes` (people, 2) for all that it meets, and says in `counts` (lanes, at least
    `steps`) how many it meets at each. `met` is a bitmap of zeros, and left so.
    """
    one, low = np.uint64(1), np.uint64(63)
    for lane in range(seams.size - 1):
        end = _near(offsets, targets, starts[seams[lane] : seams[lane + 1]], steps, met, queue, counts[lane])
        half, mine = lane >> 6, one << (np.uint64(lane) & low)
        for at in range(end):
            lanes[queue[at], half] |= mine
            met[queue[at] >> 6] = np.uint64(0)


@compiled
def far_work(
    offsets: Offsets,
    targets: Vertices,
    starts: Vertices,
    seams: NDArray[np.int64],
    steps: int,
    met: NDArray[np.uint64],
    queue: Vertices,
    counts: NDArray[np.int64],
) -> int:
    """How many ties all lanes together would walk in the step after the first `steps`."""
    work = 0
    for lane in range(seams.size - 1):
        end = _near(offsets, targets, starts[seams[lane] : seams[lane + 1]], steps, met, queue, counts[lane])
        for at in range(end):
            work += offsets[queue[at] + 1] - offsets[queue[at]]
            met[queue[at] >> 6] = np.uint64(0)
    return work


@maker
def _near(
    offsets: Offsets,
    targets: Vertices,
    starts: Vertices,
    steps: int,
    met: NDArray[np.uint64],
    queue: Vertices,
    counts: NDArray[np.int64],
) -> int:
    """Walk `steps`, count each, and return how many stand in the queue, those who ask among them."""
    one, low = np.uint64(1), np.uint64(63)
    begin, end = 0, 0
    for start in starts:
        word, bit = start >> 6, one << (np.uint64(start) & low)
        if met[word] & bit == np.uint64(0):
            met[word] |= bit
            queue[end] = start
            end += 1
    for step in range(steps):
        found = end
        for at in range(begin, end):
            vertex = queue[at]
            for tie in range(offsets[vertex], offsets[vertex + 1]):
                target = targets[tie]
                word, bit = target >> 6, one << (np.uint64(target) & low)
                before = met[word]
                met[word] = before | bit
                queue[found] = target
                found += int(before & bit == np.uint64(0))
        counts[step] = found - end
        begin, end = end, found
    return end


@compiled
def step_lanes(
    offsets: Offsets,
    targets: Vertices,
    back: Offsets,
    sources: Vertices,
    live: int,
    full: NDArray[np.uint64],
    now: NDArray[np.uint64],
    then: NDArray[np.uint64],
) -> None:
    """One step of all lanes at once, from `now` to `then` (people, 2): whoever hears one who was met is met.

    Where those who were met have ties to more than a part of all, the others look back, until all of `full` are there.
    """
    work = 0
    for vertex in range(now.shape[0]):
        first, second = now[vertex, 0], now[vertex, 1]
        then[vertex, 0], then[vertex, 1] = first, second
        if first | second != np.uint64(0):
            work += offsets[vertex + 1] - offsets[vertex]
    if work * LANES_PULL_FROM > targets.size * LANES_PULL_OF:
        _pull_lanes(back, sources, live, full, now, then)
        return
    for vertex in range(now.shape[0]):
        first, second = now[vertex, 0], now[vertex, 1]
        if first | second != np.uint64(0):
            for tie in range(offsets[vertex], offsets[vertex + 1]):
                target = targets[tie]
                then[target, 0] |= first
                then[target, 1] |= second


@inner
def _pull_lanes(
    back: Offsets,
    sources: Vertices,
    live: int,
    full: NDArray[np.uint64],
    now: NDArray[np.uint64],
    then: NDArray[np.uint64],
) -> None:
    full_0, full_1 = full[0], full[1]
    for vertex in range(live):
        first, second = now[vertex, 0], now[vertex, 1]
        for tie in range(back[vertex], back[vertex + 1]):
            if first == full_0 and second == full_1:
                break
            source = sources[tie]
            first |= now[source, 0]
            second |= now[source, 1]
        then[vertex, 0], then[vertex, 1] = first, second


@compiled
def count_lanes(lanes: NDArray[np.uint64], counts: NDArray[np.int64]) -> None:
    """How many vertices have each bit, into `counts` (64 for each column): eight counters of a byte in a word."""
    bytes_of, eight = np.uint64(0x0101010101010101), np.uint64(8)
    running = np.zeros((lanes.shape[1], 8), np.uint64)
    for begin in range(0, lanes.shape[0], 255):
        running[:, :] = 0
        for vertex in range(begin, min(begin + 255, lanes.shape[0])):
            for word in range(lanes.shape[1]):
                bits = lanes[vertex, word]
                for shift in range(8):
                    running[word, shift] += (bits >> np.uint64(shift)) & bytes_of
        for word in range(lanes.shape[1]):
            for shift in range(8):
                kept = running[word, shift]
                for byte in range(8):
                    counts[word * 64 + byte * 8 + shift] += np.int64(kept & np.uint64(255))
                    kept >>= eight
