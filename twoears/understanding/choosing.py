"""The inner loop, last part: which words decided, for those texts and labels where that is shown.

It does what `places` does for one text, with the same whole numbers.
"""

import math

from twoears.lib.compiled import compiled, inner
from twoears.understanding.arrays import (
    LANES,
    SHIFT,
    SHOWN,
    Bytes,
    Desk,
    Found,
    Ints,
    Longs,
    Rules,
    desk_for,
    is_mark,
    longest_of,
)  # fmt: skip
from twoears.understanding.cutting import lay_out


@inner
def half_of(order: Longs, count: int, half: float) -> int:
    """Where a search by halves finds that the words up to there carry `half`."""
    low, high = 0, count
    while low < high:
        middle = (low + high) >> 1
        carried = 0
        for at in range(middle + 1):
            carried -= order[at] >> 16
        if carried < half:
            low = middle + 1
        else:
            high = middle
    return low


@inner
def lane_of(table: Longs, key: int, column: int) -> int:
    """What a key weighs for a column."""
    return int((((table[key, column // LANES] ^ SHIFT) >> (8 * (column % LANES))) & 0xFF) - 128)


@inner
def word_pulls(table: Longs, desk: Desk, size: int, count: int, column: int, order: Longs) -> int:
    """Write for each word its pull, negated, above its place; the sum of those that speak for it."""
    total = 0
    for word in range(count):
        weight = 0
        if not is_mark(int(desk.codes[desk.words[word, 0]])):
            for place in range(desk.words[word, 0], desk.words[word, 1]):
                for row in range(min(4, size - place)):
                    weight += lane_of(table, int(desk.keys[row, place]), column)
            for row in range(2):
                weight += lane_of(table, int(desk.pairs[row, word]), column)
        order[word] = (-weight << 16) | word
        total += max(weight, 0)
    return total


@inner
def show_runs(desk: Desk, order: Longs, count: int, enough: int, spans: Longs) -> int:
    """Join chosen neighbours, and write the weightiest places; how many."""
    chosen = desk.bits
    chosen[:count] = 0
    for at in range(min(enough, count)):
        if order[at] >> 16 < 0:
            chosen[order[at] & 0xFFFF] = -(order[at] >> 16)
    weights, shown, word = desk.sums, 0, 0  # as many as are shown are needed, and nothing is summed any more
    while word < count:
        if chosen[word] == 0:
            word += 1
            continue
        first, weight = word, 0
        while word < count and chosen[word] > 0:
            weight += chosen[word]
            word += 1
        seat = min(shown, SHOWN)
        while seat > 0 and weights[seat - 1] < weight:
            seat -= 1
        if seat < SHOWN:
            shown = min(shown + 1, SHOWN)
            for lower in range(shown - 1, seat, -1):
                weights[lower] = weights[lower - 1]
                spans[lower, 0], spans[lower, 1] = spans[lower - 1, 0], spans[lower - 1, 1]
            weights[seat] = weight
            spans[seat, 0] = desk.at[desk.words[first, 0]]
            spans[seat, 1] = desk.until[desk.words[word - 1, 1] - 1]
    return shown


@compiled
def decide(rules: Rules, raw: Ints, seams: Longs, texts: Longs, column: int, spans: Longs, shown: Longs) -> None:
    """The places of the words that carry half of what speaks for a label, for some texts of a batch."""
    desk = desk_for(longest_of(seams), rules.table)
    for at in range(texts.size):
        text = texts[at]
        size, count = lay_out(rules, raw, int(seams[text]) + 1, int(seams[text + 1]), desk)
        order = desk.weights
        total = word_pulls(rules.table, desk, size, count, column, order)
        order[:count].sort()
        enough = half_of(order, count, 0.5 * total) + 1
        shown[at] = show_runs(desk, order, count, enough, spans[at])


@compiled
def choose(found: Found, texts: Longs, by_mark: Bytes, spans: Longs, shown: Longs) -> None:
    """The sentences that ask most, for some texts: for a question (`by_mark`) those with its mark before others."""
    for at in range(texts.size):
        low, high = int(found.first[texts[at]]), int(found.first[texts[at] + 1])
        marked = False
        for one in range(low, high):
            marked = marked or (by_mark[at] != 0 and found.said[one, 1] > 0 and found.marked[one] != 0)
        least, before, last, count = -math.inf, math.inf, -1, 0
        while count < SHOWN:
            best = -1
            for one in range(low, high):
                if found.said[one, 1] == 0 or (marked and found.marked[one] == 0):
                    continue
                value = found.strength[one]
                if (value < before or (value == before and one > last)) and (best < 0 or value > found.strength[best]):
                    best = one
            if best < 0 or (count > 0 and found.strength[best] < least):
                break
            before, last = found.strength[best], best
            least = max(0.0, before / 2) if count == 0 else least
            spans[at, count, 0], spans[at, count, 1] = found.said[best, 0], found.said[best, 1]
            count += 1
        shown[at] = count
