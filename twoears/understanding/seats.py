"""The words of our lists as arrays for the inner loop: what each is, and what it counts for in which language."""

from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from twoears.understanding.arrays import LISTED
from twoears.understanding.cues import cue_keys
from twoears.understanding.tones import AIMED, ANY_LANGUAGE, COUNTED, FOREIGN, LISTS, list_keys

_SEATS: Final = 1 << 14  # for some 6,000 words and pairs
GOOD, BAD, HARD, COARSE, GLAD, SAD, TURNS, STRENGTHENS, TO, DENIES = range(10)
"""Places in `masks`: bits of the lists of what is good, bad, an insult, a slur or coarse, a glad or sad sign, of words
that turn or strengthen what is said, of those for who is meant, and of those that deny."""

_WORDS: Final = ("turns", "strengthens", "said to one", "denies")


@cache
def seats() -> NDArray[np.int64]:
    """Rows of a key and its bits, each on the first free seat from the one that its key names; 0 where nobody sits."""
    bits: dict[int, int] = {}
    for (keys, some), first in ((cue_keys(), 0), (list_keys(), LISTED)):
        for key, value in zip(keys.view(np.int64).tolist(), some.tolist(), strict=True):
            bits[key] = bits.get(key, 0) | value << first
    found = np.zeros((_SEATS, 2), dtype=np.int64)
    for key, value in bits.items():
        seat = (key ^ (key >> 29)) & (_SEATS - 1)
        while found[seat, 1]:
            seat = (seat + 1) & (_SEATS - 1)
        found[seat] = key, value
    return found


@cache
def counted() -> NDArray[np.int64]:
    """The sign that counts the words of each list, -1 where none does: a row for other languages, and one for each of
    FOREIGN."""
    found = np.full((1 + len(FOREIGN), len(LISTS)), -1, dtype=np.int64)
    for place, (plain, _, only) in enumerate(COUNTED):
        found[:, place] = plain if only == ANY_LANGUAGE else -1
        if only != ANY_LANGUAGE:
            found[1 + only, place] = plain
    return found


@cache
def masks() -> NDArray[np.int64]:
    """The bits of some lists together, see GOOD; a row for other languages, and one for each of FOREIGN."""
    return np.array([_masks(foreign) for foreign in range(-1, len(FOREIGN))], dtype=np.int64)


def _masks(foreign: int) -> list[int]:
    english = foreign < 0
    good, bad = (
        (name, f"strong {name}") if english else (f"{name}, {FOREIGN[foreign]}",) for name in ("praise", "blame")
    )
    hard, coarse = (AIMED, ("slur", "coarse")) if english else ((), ())
    sad = ("sad sign", "angry sign")
    some = good, bad, hard, coarse, ("glad sign",), sad, *((name,) for name in _WORDS)
    return [sum(1 << LISTS.index(name) for name in names) for names in some]
