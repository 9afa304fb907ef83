"""The inner loop, first part: a text is folded, its marks are found, and it is cut into words with their keys.

It writes what `grams.open_page` and `grams.grams` do for whole batches, with the same whole numbers.
"""

from typing import Final

from twoears.lib.compiled import inner
from twoears.lib.text import ADDRESS, BLANK, DROPPED, HANDLE, TAG, WORD
from twoears.understanding.arrays import BASIC, SPACE, Bytes, Desk, Ints, Longs, Rules, Uints, is_a, is_word
from twoears.understanding.grams import BITS, SEPARATOR

_AT, _NEWLINE = 64, 10
_BEFORE: Final = 64  # characters of a mail address before its sign
_PRIME: Final = 0x9E3779B97F4A7C15 - (1 << 64)
_PAIR: Final = 0xC2B2AE3D27D4EB4F - (1 << 64)
_RUN: Final = 0x01000193
_SPREAD: Final = 0x9E3779B1
_MASK: Final = 0xFFFFFFFF
_KEEP: Final = 32 - BITS


@inner
def solid_end(shapes: Bytes, raw: Ints, at: int, end: int) -> int:
    """Where an address ends: before a space, < or >."""
    while at < end and not is_a(shapes, int(raw[at]), BLANK) and raw[at] != 60 and raw[at] != 62:
        at += 1
    return at


@inner
def address_head(raw: Ints, at: int, end: int) -> int:
    """Where http://, https:// or www. at `at` ends, else -1."""
    if at + 4 < end and raw[at] == 119 and raw[at + 1] == 119 and raw[at + 2] == 119 and raw[at + 3] == 46:
        return at + 4
    if at + 7 >= end or raw[at] != 104 or raw[at + 1] != 116 or raw[at + 2] != 116 or raw[at + 3] != 112:
        return -1
    at = at + 5 if raw[at + 4] == 115 else at + 4
    return at + 3 if at + 3 < end and raw[at] == 58 and raw[at + 1] == 47 and raw[at + 2] == 47 else -1


@inner
def stands_for(raw: Ints, at: int, end: int) -> bool:
    """Whether <email> or <phone> stands here, as data has it where addresses were taken out."""
    if at + 7 > end or raw[at + 6] != 62:
        return False
    mail = raw[at + 1] == 101 and raw[at + 2] == 109 and raw[at + 3] == 97 and raw[at + 4] == 105 and raw[at + 5] == 108
    return bool(mail) or bool(
        raw[at + 1] == 112 and raw[at + 2] == 104 and raw[at + 3] == 111 and raw[at + 4] == 110 and raw[at + 5] == 101
    )


@inner
def mark_end(shapes: Bytes, raw: Ints, at: int, end: int) -> int:
    """Where the address, handle or sign of a hashtag that begins here ends, else -1."""
    sign = raw[at]
    if sign == 35:
        return at + 1
    if sign == 104 or sign == 119:
        head = address_head(raw, at, end)
        stop = solid_end(shapes, raw, head, end) if head >= 0 else -1
        return stop if stop > head else -1
    if sign == 60:
        return at + 7 if stands_for(raw, at, end) else -1
    if sign != _AT or at + 1 >= end or not (is_a(shapes, int(raw[at + 1]), WORD) or raw[at + 1] == 95):
        return -1
    at += 2
    while at < end and (is_a(shapes, int(raw[at]), WORD) or raw[at] in (95, 46, 64, 45)):
        at += 1
    return at


@inner
def mail_start(shapes: Bytes, raw: Ints, at: int, begin: int) -> int:
    """Where the mail address begins whose sign is at `at`; `at` where it is a handle."""
    first = at
    while first > max(begin, at - _BEFORE) and (
        is_a(shapes, int(raw[first - 1]), WORD) or raw[first - 1] in (95, 46, 43, 45)
    ):
        first -= 1
    return first


@inner
def fold(rules: Rules, raw: Ints, begin: int, end: int, desk: Desk) -> None:
    """Fold a text into `letters`, behind a separator, with its marks; `ends` says where each ends."""
    letters, ends = desk.letters, desk.ends
    letters[0], ends[0] = SEPARATOR, 0
    for at in range(begin, end):
        code = int(raw[at])
        letters[1 + at - begin] = rules.folds[code] if code < BASIC else code
        ends[1 + at - begin] = 1 + at - begin
    at = begin
    while at < end:
        sign = raw[at]
        known = sign == 35 or sign == 104 or sign == 119 or sign == 60 or sign == _AT
        stop = mark_end(rules.shapes, raw, at, end) if known else -1
        if stop < 0:
            at += 1
            continue
        first = mail_start(rules.shapes, raw, at, begin) if sign == _AT else at
        kind = TAG if sign == 35 else HANDLE if sign == _AT and first == at else ADDRESS
        letters[1 + first - begin : 1 + stop - begin] = DROPPED
        letters[1 + first - begin] = kind
        ends[1 + first - begin] = stop - begin
        at = stop


@inner
def keep(rules: Rules, raw: Ints, begin: int, end: int, desk: Desk) -> int:
    """Write the codes that are read: of several spaces one, of a letter drawn out its first. How many."""
    letters, codes = desk.letters, desk.codes
    size = lines = told = 0
    last, doubled = -1, False
    for place in range(1 + end - begin):
        if place > 0 and raw[begin + place - 1] == _NEWLINE:
            lines += 1
        code = int(letters[place])
        if code == DROPPED:
            continue
        same, again = code == last, False
        if same and code == SPACE:
            again = True
        elif same and is_word(rules.shapes, code):
            following = place + 1
            while following <= end - begin and letters[following] == DROPPED:
                following += 1
            again = doubled or (following <= end - begin and letters[following] == code)
        last, doubled = code, same
        if not again:
            codes[size], desk.at[size], desk.until[size] = code, place - 1, desk.ends[place]
            desk.breaks[size] = lines != told or size == 0
            told = lines
            size += 1
    codes[size] = SEPARATOR
    return size


@inner
def cut(rules: Rules, size: int, desk: Desk) -> int:
    """Cut the codes into words, each with its hash; one more is the separator that follows. How many, without that."""
    codes, words, one = desk.codes, desk.words, desk.one
    count = at = 0
    while at <= size:
        if codes[at] == SPACE:
            at += 1
            continue
        words[count, 0] = at
        hashed, power = int(codes[at]), _PRIME
        inside = is_word(rules.shapes, int(codes[at]))
        at += 1
        while inside and is_word(rules.shapes, int(codes[at])):
            hashed += int(codes[at]) * power
            power *= _PRIME
            at += 1
        words[count, 1], one[count] = at, hashed
        count += 1
    return count - 1


@inner
def spread(hashed: int) -> int:
    """A key of the table by a hash of 32 bits."""
    return (((hashed ^ (hashed >> 15)) * _SPREAD) & _MASK) >> _KEEP


@inner
def run_keys(codes: Ints, size: int, hashes: Uints, keys: Ints) -> None:
    """Write for each place the keys of the runs of 2 to 5 codes that start there, a row for each length.

    Near the end only the first `size - place` of them are of this text.
    """
    for place in range(size):
        hashes[place] = codes[place] * _RUN
    for length in range(2, 6):
        for place in range(size - length + 2):
            hashed = ((int(hashes[place]) + int(codes[place + length - 1])) * _RUN) & _MASK
            hashes[place] = hashed
            keys[length - 2, place] = spread((hashed + length) & _MASK)


@inner
def next_key(one: Longs, word: int) -> int:
    """The hash of a word with the next."""
    return int(one[word] * _PAIR + one[word + 1])


@inner
def word_keys(one: Longs, count: int, keys: Ints) -> None:
    """Write the keys of each word, and of it with the next."""
    for word in range(count):
        keys[0, word] = spread((one[word] >> 32) & _MASK)
        keys[1, word] = spread((next_key(one, word) >> 32) & _MASK)


@inner
def lay_out(rules: Rules, raw: Ints, begin: int, end: int, desk: Desk) -> tuple[int, int]:
    """Read a text, cut it into words and write all keys; how many codes, and how many words."""
    fold(rules, raw, begin, end, desk)
    size = keep(rules, raw, begin, end, desk)
    count = cut(rules, size, desk)
    run_keys(desk.codes, size, desk.hashes, desk.keys)
    word_keys(desk.one, count, desk.pairs)
    return size, count


@inner
def bits_of(known: Longs, key: int) -> int:
    """The bits of the kinds of cue and of the lists that a key is of."""
    mask = known.shape[0] - 1
    seat = (key ^ (key >> 29)) & mask
    while known[seat, 1]:
        if known[seat, 0] == key:
            return int(known[seat, 1])
        seat = (seat + 1) & mask
    return 0


@inner
def know(rules: Rules, desk: Desk, count: int) -> None:
    """Write for each word the bits of what it is, or begins together with the next."""
    for word in range(count):
        alone, paired = int(desk.one[word]), next_key(desk.one, word)
        desk.bits[word] = bits_of(rules.known, alone) | bits_of(rules.known, paired)
