"""The inner loop, second part: the pull of runs and words, and the signs, sentence by sentence.

It does what `evidence.weigh` does for whole batches, with the same whole numbers.
"""

import math
from typing import Final

import numpy as np

from twoears.lib.compiled import compiled, inner
from twoears.lib.text import ADDRESS, HANDLE, TAG
from twoears.understanding.arrays import (
    ASKING,
    COLUMNS,
    HELP,
    KINDS,
    LANES,
    ME,
    SHIFT,
    SPACE,
    VERB,
    WHO,
    YOU,
    Bytes,
    Desk,
    Floats,
    Found,
    Ints,
    Longs,
    Parts,
    Rules,
    desk_for,
    has,
    is_mark,
    is_word,
    longest_of,
    one_if,
)  # fmt: skip
from twoears.understanding.cutting import know, lay_out
from twoears.understanding.toning import tone

_QUOTE, _ASKS, _CRIES = 34, 63, 33
_LATIN: Final = 0x250
HALVES: Final = 0x00FF00FF00FF00FF
_FULL: Final = 256  # keys after which sums of sixteen bits are emptied


@inner
def split(rules: Rules, size: int, desk: Desk) -> int:
    """Write where sentences start, and behind them where the text ends; how many."""
    codes, starts = desk.codes, desk.starts
    count, stop, raw_stop = 0, False, False
    for at in range(size):
        code = codes[at]
        if at == 0 or desk.breaks[at] or (code == SPACE and stop):
            starts[count] = at
            count += 1
        closes = raw_stop and (code == _QUOTE or code == 41 or code == 93)
        raw_stop = code in (46, _CRIES, _ASKS)
        stop = raw_stop or closes
    starts[count] = size
    return count


@inner
def add_lanes(sums: Longs, part: int, even: int, odd: int, keys: int) -> None:
    """Add four lanes of sixteen bits each to `sums`; they hold so many keys."""
    for lane in range(4):
        sums[part * LANES + 2 * lane] += ((even >> (16 * lane)) & 0xFFFF) - 128 * keys
        sums[part * LANES + 2 * lane + 1] += ((odd >> (16 * lane)) & 0xFFFF) - 128 * keys


@inner
def add_keys(table: Longs, parts: Parts, keys: Ints, rows: int, start: int, end: int, sums: Longs) -> None:
    """Add to `sums` what the first `rows` keys of each place from `start` to `end` weigh in some parts of the table."""
    step = _FULL // max(rows, 1)
    for part in range(parts[0], parts[1]):
        for first in range(start, end, step):
            last = min(first + step, end)
            even = odd = 0
            for row in range(rows):
                for place in range(first, last):
                    value = table[np.uint32(keys[row, place]), part] ^ SHIFT
                    even += value & HALVES
                    odd += (value >> 8) & HALVES
            add_lanes(sums, part, even, odd, rows * (last - first))


@inner
def pull(table: Longs, parts: Parts, desk: Desk, size: int, start: int, end: int, word: int, following: int) -> int:
    """Sum into `sums` what the runs and words weigh that start from `start` to `end`; how many they are."""
    sums, keys = desk.sums, desk.keys
    sums[LANES * parts[0] : LANES * parts[1]] = 0  # what other parts hold may still be wanted
    full = max(min(end, size - 3), start)  # up to there each place has all four runs
    add_keys(table, parts, keys, 4, start, full, sums)
    total = 4 * (full - start) + 2 * (following - word)
    for place in range(full, end):
        add_keys(table, parts, keys, min(4, size - place), place, place + 1, sums)
        total += min(4, size - place)
    add_keys(table, parts, desk.pairs, 2, word, following, sums)
    return total


@inner
def opening(desk: Desk, word: int, count: int, end: int, most: int) -> int:
    """The cues among the first `most` words of a sentence, handles and addresses not counted."""
    bits = taken = 0
    while word < count and taken < most and desk.words[word, 0] < end:
        if not is_mark(int(desk.codes[desk.words[word, 0]])):
            bits |= int(desk.bits[word])
            taken += 1
        word += 1
    return bits


@inner
def said_in(desk: Desk, start: int, end: int) -> tuple[int, int]:
    """The first and last character of a sentence, marks at its ends left out; 0, 0 where there are only marks."""
    while start < end and is_mark(int(desk.codes[start])):
        start += 1
    while end > start and is_mark(int(desk.codes[end - 1])):
        end -= 1
    return (int(desk.at[start]), int(desk.until[end - 1])) if end > start else (0, 0)


@inner
def how_it_asks(row: Floats, about: Longs, asks: bool, front: int, near: int, inside: int) -> None:
    """The signs that a sentence gives by its form; `front` and `near` are its cues in the first five and two words."""
    who, verb = has(front, int(about[WHO])), has(near, int(about[VERB]))
    if asks:
        row[0] = 1.0
        row[3] = max(row[3], one_if(who))
        row[4] = max(row[4], one_if(verb))
        row[5] = max(row[5], one_if(has(inside, int(about[YOU]))))
        row[6] = max(row[6], one_if(has(inside, int(about[ME]))))
    else:
        row[7] = max(row[7], one_if(who))
        row[8] = max(row[8], one_if(verb))


@inner
def marks_in(desk: Desk, word: int, following: int, quoting: bool, inside: bool) -> tuple[bool, bool, bool, bool, bool]:
    """Whether a sentence asks, outside quotation marks or within, has any mark to ask or to cry, and whether it ends
    within quotation marks; `quoting` says that they come in pairs."""
    plain = quoted = cries = False
    for one in range(word, following):
        code = desk.codes[desk.words[one, 0]]
        if code == _QUOTE:
            inside = not inside
        elif code == _ASKS:
            plain = plain or not (quoting and inside)
            quoted = quoted or (quoting and inside)
        elif code == _CRIES:
            cries = True
    return plain, quoted, plain or quoted, cries, inside


@inner
def seen_at_a_glance(row: Floats, desk: Desk, size: int, count: int, sentences: int) -> bool:
    """The signs of a text's shape; whether its quotation marks come in pairs. Each mark is a word of its own."""
    quotes = 0
    for word in range(count):
        code = desk.codes[desk.words[word, 0]]
        if code == _QUOTE:
            quotes += 1
        elif code == ADDRESS:
            row[11] = 1.0
        elif code == TAG:
            row[12] = 1.0
        elif code == _CRIES:
            row[13] = 1.0
        elif code == 37 or code == 36 or code == 0x20AC or code == 0xA3:
            row[14] = 1.0
    row[10] = one_if(size > 1 and desk.codes[1] == HANDLE)
    row[15], row[16], row[17] = one_if(count < 5), one_if(count > 41), one_if(sentences == 1)
    return quotes % 2 == 0


@inner
def written(rules: Rules, desk: Desk, count: int) -> tuple[int, int]:
    """How many more words begin with a Latin letter than with one of other writing, and how many letters there are."""
    balance = letters = 0
    for word in range(count):
        start = desk.words[word, 0]
        head = int(desk.codes[start])
        if is_word(rules.shapes, head):
            letters += desk.words[word, 1] - start
        if 97 <= head <= 122 or 0xBF < head < _LATIN:
            balance += 1
        elif _LATIN <= head < 0x2000 or 0x2E80 <= head < 0xFE00:
            balance -= 1
    return balance, letters


@inner
def sentence_by_sentence(
    rules: Rules, desk: Desk, size: int, count: int, sentences: int, quoting: bool, found: Found, text: int, line: int
) -> tuple[float, int, int]:
    """Write the signs and the rows of all sentences of a text; the pull of the question that asks most, or minus
    infinity. Its second part are all cues of the text, its third how many runs and words were weighed."""
    about, row, columns = rules.about, found.signs[text], int(rules.about[COLUMNS])
    whole, best = found.sums[text], found.signs.shape[1] - 2 * columns
    runs = word = cues = 0
    question, inside, crying = -math.inf, False, False
    for one in range(sentences):
        start, end = int(desk.starts[one]), int(desk.starts[one + 1])
        front, near = opening(desk, word, count, end, 5), opening(desk, word, count, end, 2)
        following, bits = word, 0
        while following < count and desk.words[following, 0] < end:
            bits |= int(desk.bits[following])
            following += 1
        asks, quoted, marked, cries, inside = marks_in(desk, word, following, quoting, inside)
        total = pull(rules.table, (0, rules.table.shape[1]), desk, size, start, end, word, following)
        how_it_asks(row, about, asks, front, near, bits)
        if one == 0:
            row[2] = one_if(asks)
        if one == sentences - 1:
            row[1], row[2] = one_if(asks), one_if(row[2] > 0 and not asks)
        row[9] = max(row[9], one_if(quoted))
        crying = crying or (cries and following - word < 9 and has(bits, int(about[HELP])))
        root = math.sqrt(max(total, 1))
        for column in range(columns):
            strength = desk.sums[column] / root
            at = best + 2 * column
            row[at] = strength if one == 0 else max(row[at], strength)
        for column in range(whole.size):
            whole[column] += desk.sums[column]
        strength = desk.sums[0] / root
        if asks:
            question = max(question, strength)
        found.strength[line + one], found.marked[line + one] = strength, marked
        found.said[line + one, 0], found.said[line + one, 1] = said_in(desk, start, end)
        runs, word, cues = runs + total, following, cues | bits
    row[18] = one_if(crying)
    return question, cues, runs


@inner
def sum_up(
    rules: Rules, row: Floats, whole: Longs, count: int, english: bool, question: float, cues: int, runs: int
) -> None:
    """Write the signs of a text as a whole, each sum under English or under other languages."""
    about, columns, kinds = rules.about, int(rules.about[COLUMNS]), int(rules.about[KINDS])
    silent = row[0] == 0 and cues & int(about[ASKING]) == 0
    row[19] = one_if(silent)
    for kind in range(kinds):
        row[20 + kind] = one_if(has(cues, kind))
    at = 20 + kinds
    row[at], row[at + 1], row[at + 2] = one_if(not english), one_if(silent and not english), rules.logs[count]
    asked = question if question > -math.inf else 0.0
    row[at + 3], row[at + 4] = (asked, 0.0) if english else (0.0, asked)
    root = math.sqrt(max(runs, 1))
    for column in range(columns):
        first, second = at + 5 + 2 * column, at + 5 + 2 * (columns + column)
        row[first] = whole[column] / root
        for place in (first, second):
            if not english:
                row[place + 1], row[place] = row[place], 0.0


@compiled
def weigh(rules: Rules, raw: Ints, seams: Longs, english: Bytes, foreign: Longs, found: Found) -> None:
    """All that speaks for any label in the texts `raw[seams[i] + 1 : seams[i + 1]]`; what is found is full of zeros.

    `english` says which of them count as English, `foreign` which of the other languages with lists they are in.
    """
    desk = desk_for(longest_of(seams), rules.table)
    line = 0
    for text in range(seams.size - 1):
        begin = int(seams[text]) + 1
        size, count = lay_out(rules, raw, begin, int(seams[text + 1]), desk)
        know(rules, desk, count)
        sentences = split(rules, size, desk)
        row = found.signs[text]
        quoting = seen_at_a_glance(row, desk, size, count, sentences)
        question, cues, runs = sentence_by_sentence(rules, desk, size, count, sentences, quoting, found, text, line)
        sum_up(rules, row, found.sums[text], count, english[text] != 0, question, cues, runs)
        found.facts[text, 0], found.facts[text, 1] = written(rules, desk, count)
        found.facts[text, 2] = runs
        tone(rules, raw, begin, desk, size, count, int(foreign[text]), row, found.tones[text])
        found.first[text] = line
        line += sentences
    found.first[seams.size - 1] = line


@compiled
def scores(signs: Floats, weights: Floats, found: Floats) -> None:
    """For each row of signs the score of each label, summed in the order in which numpy sums a short row."""
    count, part = signs.shape[1], np.empty(8, np.float64)
    even = count - count % 8
    for text in range(signs.shape[0]):
        for label in range(weights.shape[0]):
            part[:] = 0.0
            for at in range(0, even, 8):
                for lane in range(8):
                    part[lane] += signs[text, at + lane] * weights[label, at + lane]
            value = ((part[0] + part[1]) + (part[2] + part[3])) + ((part[4] + part[5]) + (part[6] + part[7]))
            for at in range(even, count):
                value += signs[text, at] * weights[label, at]
            found[text, label] = value + weights[label, count]
