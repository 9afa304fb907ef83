"""Two handles compared. What they have beside the name tells more than the name once more."""

import numpy as np

from twoears.lib.compiled import inner
from twoears.people.matching.levels import (
    ALIKE,
    EQUAL,
    EQUAL_TOO,
    FROM_NAME,
    HANDLE_DIFFERS,
    MORE,
    NO_HANDLE,
    PART,
    REST,
    REST_DIFFERS,
    UNNAMED,
)  # fmt: skip
from twoears.people.matching.strings import alike, where
from twoears.people.matching.table import Crowd, Table, rare

_ALIKE = 0.92
_LONGER, _LONGEST = 1.0, 3.0  # bits by which each letter after the fourth makes a chance namesake rarer; and of all
_LETTER, _MOST = 2.0, 12.0  # bits of each letter beside the name, of years and house numbers as of others; and of all


@inner
def _bits(start: int, n: int) -> np.uint64:
    """A mask of `n` letters from `start` on."""
    mask = np.uint64(0)
    for at in range(start, min(start + n, 64)):
        mask |= np.uint64(1) << np.uint64(at)
    return mask


@inner
def _spelled(t: Table, handle: int, row: int) -> np.uint64:
    """Which letters of `handle` spell words of the name of `row`; none where these are fewer than three."""
    start, size, mask, n = t.at[handle], t.size[handle], np.uint64(0), 0
    last, first = t.last[row], t.first[row]
    for word in (last, first):
        if word < 0 or t.size[word] < 2:
            continue
        at = where(t.letters, t.at[word], t.size[word], start, size)
        if at < 0 or mask & _bits(at, t.size[word]):
            continue
        mask |= _bits(at, t.size[word])
        n += t.size[word]
        if word == last and at == 1 and first >= 0 and t.letters[start] == t.letters[t.at[first]]:
            mask |= np.uint64(1)
    return mask if n > 2 else np.uint64(0)


@inner
def _left(mask: np.uint64, size: int) -> int:
    """How many of `size` letters the mask leaves."""
    n = 0
    for at in range(size):
        if not mask & (np.uint64(1) << np.uint64(at)):
            n += 1
    return n


@inner
def _same_end(t: Table, one: int, mask: np.uint64, two: int, other: np.uint64, most: int) -> int:
    """How many of the last letters that the masks leave of two handles are the same; each leaves `most` or more."""
    a, b = t.size[one] - 1, t.size[two] - 1
    for same in range(most):
        while mask & (np.uint64(1) << np.uint64(a)):
            a -= 1
        while other & (np.uint64(1) << np.uint64(b)):
            b -= 1
        if t.letters[t.at[one] + a] != t.letters[t.at[two] + b]:
            return same
        a -= 1
        b -= 1
    return most


@inner
def _rests(t: Table, one: int, mask: np.uint64, two: int, other: np.uint64) -> tuple[int, float]:
    """The outcome for what two handles have beside the name: the longer the same end, the rarer."""
    n, m = _left(mask, t.size[one]), _left(other, t.size[two])
    if n == 0 and m == 0:
        return FROM_NAME, 0.0
    low = min(n, m)
    if low == 0 or (low == 1 and n != m):
        return MORE, 0.0
    same = _same_end(t, one, mask, two, other, low)
    if same == low == 1:
        return FROM_NAME, 0.0
    if same == low or same > 2:
        return REST, min(_LETTER * same, _MOST) - (0.0 if same == low else _LETTER)
    return REST_DIFFERS, 0.0


@inner
def _two(t: Table, i: int, one: int, j: int, two: int, name: int, crowd: Crowd) -> tuple[int, float]:
    """The outcome for handles `one` of account `i` and `two` of `j`, whose names compare as `name`."""
    row = i if t.last[i] >= 0 else j
    mask, other = _spelled(t, one, row), _spelled(t, two, row)
    if one == two:
        if name == UNNAMED or name >= PART:
            return EQUAL, rare(t, one, crowd) + min(_LONGER * max(t.size[one] - 4, 0), _LONGEST)
        left = _left(mask, t.size[one])
        return (EQUAL_TOO, min(_LETTER * left, _MOST)) if left > 1 else (FROM_NAME, 0.0)
    if mask and other and name < PART and name != UNNAMED:
        return _rests(t, one, mask, two, other)
    n, m = t.size[one], t.size[two]
    if min(n, m) > 4 and alike(t.letters, t.at[one], n, t.at[two], m) >= _ALIKE:
        return ALIKE, 0.0
    short, long = (one, two) if n <= m else (two, one)
    if min(n, m) > 5 and where(t.letters, t.at[short], min(n, m), t.at[long], max(n, m)) >= 0:
        return ALIKE, 0.0
    return HANDLE_DIFFERS, 0.0


@inner
def handles(t: Table, i: int, j: int, name: int, crowd: Crowd) -> tuple[int, float]:
    """The best outcome among handles and local parts of mail addresses, and how rare is what is the same."""
    best, bits = NO_HANDLE, 0.0
    for one in (t.handle[i], t.box[i]):
        for two in (t.handle[j], t.box[j]):
            if one < 0 or two < 0:
                continue
            level, rarity = _two(t, i, one, j, two, name, crowd)
            if level == REST_DIFFERS and (t.random[i] or t.random[j]):
                level = MORE
            if best == NO_HANDLE or level < best:
                best, bits = level, rarity
    return best, bits
