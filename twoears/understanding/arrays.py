"""The arrays of the readers' inner loops: those that say how to read, and those that are written while reading."""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from twoears.lib.compiled import inner, maker
from twoears.lib.text import SHAPED, TAG, WORD
from twoears.understanding.grams import SEPARATOR

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Uints = NDArray[np.uint32]
Bytes = NDArray[np.uint8]
Floats = NDArray[np.float64]
Parts = tuple[int, int]  # of the table: the first of some neighbouring 64-bit words of a key, and behind the last

WHO, VERB, YOU, ME, HELP, ASKING, KINDS, COLUMNS = range(8)
"""Places in `about`: bits of the cues that are asked for, the count of kinds, and that of the columns that are used."""
SHOWN: Final = 3  # places that are shown
LANES: Final = 8  # columns of the table in a word of 64 bits
SHIFT: Final = 0x8080808080808080 - (1 << 64)  # makes a lane of -128 to 127 one of 0 to 255
BASIC: Final = 0x10000
LISTED: Final = 32  # the bit of the first list of feelings; below are those of the kinds of cue
DENIED: Final = 62  # the bit of a word that a "not" stands before
SPACE: Final = 32


class Rules(NamedTuple):
    """What is read how. `known` are seats of (key, bits of its kinds of cue and its lists), empty where no bit is.
    `table` has a row for each key, of 64-bit words with eight small numbers each. `logs` are those of 1 + how many
    words, `part` what one of so many adds to that. `about`: see WHO; `counted` and `masks`: see `seats`."""

    shapes: Bytes
    folds: Ints
    known: Longs
    table: Longs
    logs: Floats
    part: Floats
    about: Longs
    counted: Longs
    masks: Longs


class Desk(NamedTuple):
    """One text while it is read: its codes with their places, its words, and the starts of its sentences.

    `letters` is room for what is not kept, `sums` for what the runs weigh, `weights` for words by weight. `keys` are
    those of the runs at each place, a row for each length; `pairs` those of words, alone and with the next.
    """

    codes: Ints
    at: Ints
    until: Ints
    breaks: Bytes
    letters: Ints
    ends: Ints
    words: Ints
    one: Longs
    bits: Longs
    starts: Ints
    sums: Longs
    weights: Longs
    hashes: Uints
    keys: Ints
    pairs: Ints


class Found(NamedTuple):
    """What is written: a row of `signs` for each text and one of `tones`, the balance of Latin words, the letters and
    how many runs were weighed (`facts`), where its sentences begin in the rows of sentences (`first`), and what all
    columns of the table weigh in it (`sums`); of each sentence the pull to ask, its first and last character, and
    whether it has a question mark."""

    signs: Floats
    tones: Floats
    sums: Longs
    facts: Longs
    first: Longs
    strength: Floats
    said: Longs
    marked: Bytes


@maker
def desk_for(longest: int, table: Longs) -> Desk:
    """A desk for texts of so many characters."""
    room = longest + 3
    return Desk(
        np.empty(room, np.int32), np.empty(room, np.int32), np.empty(room, np.int32), np.empty(room, np.uint8),
        np.empty(room, np.int32), np.empty(room, np.int32), np.empty((room, 2), np.int32), np.empty(room, np.int64),
        np.empty(room, np.int64), np.empty(room, np.int32), np.zeros(LANES * table.shape[1], np.int64),
        np.zeros(room, np.int64), np.empty(room, np.uint32),
        np.empty((4, room), np.int32), np.empty((2, room), np.int32),
    )  # fmt: skip


@inner
def longest_of(seams: Longs) -> int:
    """Characters of the longest text."""
    longest = 0
    for text in range(seams.size - 1):
        longest = max(longest, int(seams[text + 1] - seams[text]))
    return longest


@inner
def is_a(shapes: Bytes, code: int, what: int) -> bool:
    """Whether a code point is of these shapes."""
    return code < SHAPED and shapes[code] & what != 0


@inner
def is_word(shapes: Bytes, code: int) -> bool:
    """Whether a folded code is a letter or a digit; above the basic plane none is read."""
    return code < BASIC and shapes[code] & WORD != 0


@inner
def is_mark(code: int) -> bool:
    """Whether nothing was said by it."""
    return code <= TAG or code in (SEPARATOR, SPACE)


@inner
def has(bits: int, bit: int) -> bool:
    """Whether a bit is set."""
    return (bits >> bit) & 1 != 0


@inner
def one_if(flag: bool) -> float:
    """One for yes, zero for no."""
    return 1.0 if flag else 0.0
