"""The inner loop of the language: code points in, the likeliest label and how likely it is out.

It does what `only_words` and the model of fastText do, sum by sum in the same order. Numba notices a change of this
file only, so all that the loop calls stands here, and what others decide comes in as arrays.
"""

import math
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from twoears.lib.compiled import compiled, inner
from twoears.understanding.lid import BUCKETS, Numbers

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Bytes = NDArray[np.uint8]
Singles = NDArray[np.float32]

TOO_FEW: Final = -1  # letters
ASK: Final = -2  # the library: letters that hang on their neighbours, or two labels that are almost alike
_WORD, _DECIMAL, _ALPHA, _BLANK = 1, 2, 4, 8
_SHAPED: Final = 0x40000
_LOWERED: Final = 0x20000
_SPACE: Final = 32
_BASIS: Final = 2166136261
_PRIME: Final = 16777619
_MASK: Final = 0xFFFFFFFF
_FAR: Final = -11.0  # the model itself says nothing below -11.5
_CLOSE: Final = 1e-3  # two labels whose logarithms are so near might change places by another order of sums
_DEEP: Final = 400  # nodes that may wait; a tree of labels has fewer


class Reading(NamedTuple):
    """How letters are read, by code point: shapes (see lib.text), and how they are written small. `limits` are the
    characters that are looked at, those that are kept, letters that are counted and how many of them are enough."""

    shapes: Bytes
    small: Ints
    limits: Longs


@inner
def shape(shapes: Bytes, code: int) -> int:
    """What a code point is: WORD, DECIMAL, ALPHA, BLANK, summed."""
    return int(shapes[code]) if code < _SHAPED else 0


@inner
def is_sign(code: int) -> bool:
    """Whether this is one of #<>_*~`| which tell no language."""
    return code in (35, 60, 62, 95, 42, 126, 96, 124)


@inner
def is_address(raw: Ints, at: int, end: int) -> bool:
    """Whether an address begins here: https://, http:// or www. and something behind it; no space is before `end`."""
    if raw[at] == 119:
        return at + 4 < end and raw[at + 1] == 119 and raw[at + 2] == 119 and raw[at + 3] == 46
    if raw[at] != 104 or at + 7 >= end or raw[at + 1] != 116 or raw[at + 2] != 116 or raw[at + 3] != 112:
        return False
    behind = at + 5 if raw[at + 4] == 115 else at + 4
    return behind + 3 < end and raw[behind] == 58 and raw[behind + 1] == 47 and raw[behind + 2] == 47


@inner
def only_words(raw: Ints, begin: int, end: int, shapes: Bytes, kept: Ints) -> int:
    """Write the words without addresses, handles, digits and signs, one space between them; how many codes."""
    size, at = 0, begin
    while at < end and size < kept.size:
        if shape(shapes, int(raw[at])) & _BLANK:
            at += 1
            continue
        stop, wordless = at, False
        while stop < end and not shape(shapes, int(raw[stop])) & _BLANK:
            wordless = wordless or shape(shapes, int(raw[stop])) & _DECIMAL != 0
            stop += 1
        for place in range(at, stop - 1):
            wordless = wordless or raw[place] == 64
        fresh = True
        while at < stop and not wordless and not is_address(raw, at, stop) and size < kept.size:
            if is_sign(int(raw[at])):
                fresh = True
            else:
                if fresh and size > 0:
                    kept[size] = _SPACE
                    size += 1
                fresh = False
                if size < kept.size:
                    kept[size] = raw[at]
                    size += 1
            at += 1
        at = stop
    return size


@inner
def letter_count(kept: Ints, size: int, shapes: Bytes) -> int:
    """Letters; one of Japanese, Chinese or Korean counts as three, its signs as two."""
    count = 0
    for at in range(size):
        code = int(kept[at])
        if shape(shapes, code) & _ALPHA:
            count += 1
        if 0x3040 <= code <= 0x9FFF or 0xAC00 <= code <= 0xD7AF:
            count += 2
    return count


@inner
def write(code: int, room: Bytes, at: int) -> int:
    """A code point as UTF-8; where the next begins."""
    if code < 0x80:
        room[at] = code
        return at + 1
    if code < 0x800:
        room[at] = 0xC0 | code >> 6
        room[at + 1] = 0x80 | code & 0x3F
        return at + 2
    if code < 0x10000:
        room[at] = 0xE0 | code >> 12
        room[at + 1] = 0x80 | code >> 6 & 0x3F
        room[at + 2] = 0x80 | code & 0x3F
        return at + 3
    room[at] = 0xF0 | code >> 18
    room[at + 1] = 0x80 | code >> 12 & 0x3F
    room[at + 2] = 0x80 | code >> 6 & 0x3F
    room[at + 3] = 0x80 | code & 0x3F
    return at + 4


@inner
def lower(kept: Ints, size: int, small: Ints, room: Bytes) -> int:
    """The words written small, as UTF-8, with a space behind them; how many bytes, ASK where that is not so simple."""
    at = 0
    for place in range(size):
        code = int(kept[place])
        if code < _LOWERED:
            code = int(small[code])
            if code < 0:
                return ASK
            if 0xD800 <= code < 0xE000:
                code = 63  # half a sign is read as a question mark
        at = write(code, room, at)
    room[at] = _SPACE
    return at + 1


@inner
def mixed(value: int, byte: int) -> int:
    """One step of the hash; bytes above 127 count as negative."""
    return ((value ^ (byte if byte < 128 else byte | 0xFFFFFF00)) * _PRIME) & _MASK


@inner
def word(slots: Ints, words: Longs, known: Bytes, room: Bytes, begin: int, end: int) -> int:
    """The row of a word that the model knows, else -1."""
    value = _BASIS
    for at in range(begin, end):
        value = mixed(value, int(room[at]))
    mask = slots.size - 1
    slot = value & mask
    while slots[slot] >= 0:
        row = int(slots[slot])
        if words[row, 0] == value and words[row, 2] == end - begin:
            first, same = int(words[row, 1]), 0
            while same < end - begin and known[first + same] == room[begin + same]:
                same += 1
            if same == end - begin:
                return row
        slot = (slot + 1) & mask
    return -1


@inner
def run(runs: Ints, sieve: Bytes, bucket: int) -> int:
    """The row of a run of letters that the model kept, else -1."""
    if not (sieve[(bucket >> 3) & 0xFFFF] >> (bucket & 7)) & 1:
        return -1
    mask = runs.shape[0] - 1
    at = bucket & mask
    while runs[at, 0] >= 0:
        if runs[at, 0] == bucket:
            return int(runs[at, 1])
        at = (at + 1) & mask
    return -1


@inner
def word_runs(runs: Ints, sieve: Bytes, least: int, most: int, framed: Bytes, size: int, rows: Ints, count: int) -> int:
    """Add the rows of all runs of letters within a word that stands between < and >."""
    for first in range(size):
        if framed[first] & 0xC0 == 0x80:
            continue
        at, value, length = first, _BASIS, 1
        while at < size and length <= most:
            value = mixed(value, int(framed[at]))
            at += 1
            while at < size and framed[at] & 0xC0 == 0x80:
                value = mixed(value, int(framed[at]))
                at += 1
            if length >= least and not (length == 1 and (first == 0 or at == size)):
                row = run(runs, sieve, value % BUCKETS)
                if row >= 0:
                    rows[count] = row
                    count += 1
            length += 1
    return count


@inner
def is_gap(byte: int) -> bool:
    """What parts words for the model: space, the signs of lines and tabs, and zero."""
    return byte in (32, 10, 13, 9, 11, 12, 0)


@inner
def all_rows(numbers: Numbers, room: Bytes, size: int, framed: Bytes, rows: Ints) -> int:
    """The rows of all words and runs of a line in the order in which the model sums them; how many."""
    least, most = int(numbers.sizes[0]), int(numbers.sizes[1])
    count = at = 0
    while at < size:
        if is_gap(int(room[at])):
            at += 1
            continue
        begin = at
        framed[0] = 60
        while at < size and not is_gap(int(room[at])):
            framed[1 + at - begin] = room[at]
            at += 1
        framed[1 + at - begin] = 62
        known = word(numbers.slots, numbers.words, numbers.letters, room, begin, at)
        if known >= 0:
            rows[count] = known
            count += 1
        count = word_runs(numbers.runs, numbers.sieve, least, most, framed, at - begin + 2, rows, count)
    rows[count] = numbers.sizes[3]
    return count + 1


@inner
def mean(vectors: Singles, rows: Ints, count: int, hidden: Singles) -> None:
    """The mean of some vectors."""
    hidden[:] = 0
    for at in range(count):
        row = rows[at]
        for place in range(16):
            hidden[place] += vectors[row, place]
    share = np.float32(1.0 / count)
    for place in range(16):
        hidden[place] *= share


@inner
def logarithm(share: np.float32) -> np.float32:
    """The logarithm as the model takes it, which never is of nothing."""
    return np.float32(math.log(np.float64(share) + 1e-5))


@inner
def likeliest(numbers: Numbers, hidden: Singles, nodes: Ints, scores: Singles) -> tuple[int, float]:
    """The label at the end of the likeliest path down the tree, and the logarithm of how likely."""
    labels = int(numbers.sizes[2])
    best, found, second = np.float32(-99.0), ASK, np.float32(-99.0)
    nodes[0], scores[0], count = 2 * labels - 2, np.float32(0.0), 1
    while count > 0:
        count -= 1
        node, score = int(nodes[count]), scores[count]
        if score < best - _CLOSE:
            continue
        if node < labels:
            if score > best:
                best, second, found = score, best, node
            elif score > second:
                second = score
            continue
        value = np.float32(0.0)
        for place in range(16):
            value += numbers.nodes[node - labels, place] * hidden[place]
        right = np.float32(1.0 / np.float64(np.float32(1.0) + np.exp(-value)))
        left = np.float32(1.0 - np.float64(right))
        nearer = 1 if right > left else 0  # the likelier side is looked at first, so that the other is seldom needed
        nodes[count], nodes[count + 1] = numbers.below[node - labels, 1 - nearer], numbers.below[node - labels, nearer]
        scores[count] = score + logarithm(left if nearer == 1 else right)
        scores[count + 1] = score + logarithm(right if nearer == 1 else left)
        count += 2
    if best < _FAR or second > best - _CLOSE:
        return ASK, 0.0
    return found, math.exp(best)


@compiled
def tell(reading: Reading, numbers: Numbers, raw: Ints, seams: Longs, labels: Ints, says: NDArray[np.float64]) -> None:
    """For each text `raw[seams[i] + 1 : seams[i + 1]]` the place of its label, TOO_FEW or ASK, and how likely it is."""
    looked, most, counted, enough = reading.limits[0], reading.limits[1], reading.limits[2], reading.limits[3]
    kept, room, framed = np.empty(most, np.int32), np.empty(4 * most + 1, np.uint8), np.empty(4 * most + 2, np.uint8)
    rows = np.empty(most * (numbers.sizes[1] + 3) + 9, np.int32)
    hidden, nodes, scores = np.empty(16, np.float32), np.empty(_DEEP, np.int32), np.empty(_DEEP, np.float32)
    for text in range(seams.size - 1):
        begin = int(seams[text]) + 1
        end = min(int(seams[text + 1]), begin + looked)
        size = only_words(raw, begin, end, reading.shapes, kept)
        says[text] = 0.0
        if letter_count(kept, min(size, counted), reading.shapes) < enough:
            labels[text] = TOO_FEW
            continue
        bytes_ = lower(kept, size, reading.small, room)
        if bytes_ < 0:
            labels[text] = ASK
            continue
        count = all_rows(numbers, room, bytes_, framed, rows)
        mean(numbers.vectors, rows, count, hidden)
        labels[text], says[text] = likeliest(numbers, hidden, nodes, scores)
