"""The same as `kernels` and `rows` by numpy alone, for small graphs and for whoever has no numba."""

import numpy as np
from numpy.typing import NDArray

from twoears.reach.rows import Offsets, Vertices


def walk(offsets: Offsets, targets: Vertices, starts: Vertices, steps: int, far: NDArray[np.uint8]) -> None:
    """As `kernels.walk`: into `far` in how many steps each vertex is reached."""
    front = np.unique(starts)
    far[front] = 0
    for step in range(1, steps + 1):
        met = _heard_by(offsets, targets, front)
        front = np.unique(met[far[met] == 255])
        far[front] = step


def counted(offsets: Offsets, targets: Vertices, starts: Vertices, steps: int) -> NDArray[np.int64]:
    """How many are reached at each step exactly."""
    far = np.full(offsets.size - 1, 255, np.uint8)
    walk(offsets, targets, starts, steps, far)
    return np.bincount(far, minlength=256)[1 : steps + 1].astype(np.int64)


def set_lanes(
    offsets: Offsets, targets: Vertices, groups: list[Vertices], steps: int, lanes: NDArray[np.uint64]
) -> NDArray[np.int64]:
    """How many each lane meets at each step (lanes, steps); its bit is set in `lanes` (people, 2) for all it met."""
    counts = np.zeros((len(groups), steps), np.int64)
    for lane, starts in enumerate(groups):
        far = np.full(offsets.size - 1, 255, np.uint8)
        walk(offsets, targets, starts, steps, far)
        lanes[far != 255, lane >> 6] |= np.uint64(1) << np.uint64(lane & 63)
        counts[lane] = np.bincount(far, minlength=256)[1 : steps + 1]
    return counts


def count_lanes(lanes: NDArray[np.uint64], counts: NDArray[np.int64]) -> None:
    """As `kernels.count_lanes`: how many vertices have each bit."""
    for lane in range(counts.size):
        counts[lane] += np.count_nonzero(lanes[:, lane >> 6] & (np.uint64(1) << np.uint64(lane & 63)))


def turned(offsets: Offsets, targets: Vertices) -> tuple[Offsets, Vertices]:
    """The graph turned around: who is heard by each vertex, in order."""
    back = np.zeros(offsets.size, np.int64)
    np.cumsum(np.bincount(targets, minlength=offsets.size - 1), out=back[1:])
    speaks = np.repeat(np.arange(offsets.size - 1, dtype=np.int32), np.diff(offsets))
    return back, speaks[np.argsort(targets, kind="stable")]


def renumbered_back(offsets: Offsets, targets: Vertices, label: Vertices) -> tuple[Offsets, Vertices]:
    """The graph turned around under new numbers; each row in order."""
    speaks = np.repeat(label, np.diff(offsets))
    hears = label[targets]
    back = np.zeros(offsets.size, np.int64)
    np.cumsum(np.bincount(hears, minlength=offsets.size - 1), out=back[1:])
    return back, speaks[np.lexsort((speaks, hears))]


def _heard_by(offsets: Offsets, targets: Vertices, front: Vertices) -> Vertices:
    """All who hear somebody of `front`, as often as they do."""
    begin, many = offsets[front], offsets[front + 1] - offsets[front]
    place = np.repeat(begin - np.cumsum(many) + many, many) + np.arange(int(many.sum()))
    return targets[place]
