"""How alike two short words are, as compiled loops over their letters (code points in one long array)."""

import numpy as np
from numpy.typing import NDArray

from twoears.lib.compiled import inner

Letters = NDArray[np.int32]
_MOST = 64


@inner
def alike(letters: Letters, one: int, n: int, two: int, m: int) -> float:
    """Jaro's measure with Winkler's prize for a common beginning (Winkler 1990), 0 to 1.

    The words are `letters[one:one + n]` and `letters[two:two + m]`; of each the first 64 letters count.
    """
    n, m = min(n, _MOST), min(m, _MOST)
    if n == 0 or m == 0:
        return 0.0
    near = max(max(n, m) // 2 - 1, 0)
    seen = np.uint64(0)
    met = np.uint64(0)
    common = 0
    for a in range(n):
        for b in range(max(0, a - near), min(m, a + near + 1)):
            bit = np.uint64(1) << np.uint64(b)
            if not seen & bit and letters[one + a] == letters[two + b]:
                seen |= bit
                met |= np.uint64(1) << np.uint64(a)
                common += 1
                break
    if common == 0:
        return 0.0
    turned, b = 0, 0
    for a in range(n):
        if met & (np.uint64(1) << np.uint64(a)):
            while not seen & (np.uint64(1) << np.uint64(b)):
                b += 1
            if letters[one + a] != letters[two + b]:
                turned += 1
            b += 1
    jaro = (common / n + common / m + (common - turned / 2) / common) / 3
    same = 0
    while same < min(4, n, m) and letters[one + same] == letters[two + same]:
        same += 1
    return jaro + same * 0.1 * (1 - jaro)


@inner
def where(letters: Letters, part: int, n: int, whole: int, m: int) -> int:
    """Where in the one word the other begins, or -1."""
    for at in range(m - n + 1):
        same = 0
        while same < n and letters[whole + at + same] == letters[part + same]:
            same += 1
        if same == n:
            return at
    return -1
