"""The inner loop, last part for feelings: which words decided, by what their runs weigh and by the lists they are in.

It does what `feeling_places.ByPage` does for one text, with the same numbers.
"""

from typing import Final, NamedTuple

import numpy as np

from twoears.lib.compiled import compiled, inner
from twoears.understanding.arrays import (
    LANES,
    SHIFT,
    Desk,
    Floats,
    Ints,
    Longs,
    Parts,
    Rules,
    desk_for,
    is_mark,
    longest_of,
)  # fmt: skip
from twoears.understanding.choosing import half_of, show_runs
from twoears.understanding.cutting import know, lay_out
from twoears.understanding.toning import count_lists, deny, is_stop, lists_of, sign_of
from twoears.understanding.weighing import HALVES, add_lanes, pull

_LONG: Final = 60  # codes of a word whose runs may be too many for sums of sixteen bits
_MILLION: Final = 1e6


class Asked(NamedTuple):
    """For which texts the words are asked that decided for which label; `foreign` is the language of each, `roots` that
    of how many runs it has. `pulls` and `leads` have a row for each label: what each lane of `parts` of the table and
    each sign adds to it, against the others."""

    texts: Longs
    labels: Longs
    foreign: Longs
    roots: Floats
    parts: Parts
    pulls: Floats
    leads: Floats


class Scales(NamedTuple):
    """What the words of one text are weighed with: what its lanes pull, room for sums by lane, how many words each sign
    counts, which sign counts each list, and what all words that speak for the label add together."""

    pulls: Floats
    lanes: Floats
    heard: Floats
    counted: Longs
    sum: Longs


@inner
def raised(table: Longs, part: int, key: int) -> int:
    """The lanes of a key, raised by 128."""
    return int(table[np.uint32(key), part] ^ SHIFT)


@inner
def word_sums(table: Longs, part: int, desk: Desk, size: int, word: int) -> None:
    """Sum into `sums` what the runs weigh that begin in a word, the word itself and with the next among them."""
    start, end = int(desk.words[word, 0]), int(desk.words[word, 1])
    if end - start > _LONG:
        pull(table, (part, part + 1), desk, size, start, end, word, word + 1)
        return
    keys, full = desk.keys, max(min(end, size - 3), start)
    one, two = raised(table, part, int(desk.pairs[0, word])), raised(table, part, int(desk.pairs[1, word]))
    even, odd = (one & HALVES) + (two & HALVES), ((one >> 8) & HALVES) + ((two >> 8) & HALVES)
    for place in range(start, full):
        one, two = raised(table, part, int(keys[0, place])), raised(table, part, int(keys[1, place]))
        three, four = raised(table, part, int(keys[2, place])), raised(table, part, int(keys[3, place]))
        even += (one & HALVES) + (two & HALVES) + (three & HALVES) + (four & HALVES)
        odd += ((one >> 8) & HALVES) + ((two >> 8) & HALVES) + ((three >> 8) & HALVES) + ((four >> 8) & HALVES)
    count = 2 + 4 * (full - start)
    for place in range(full, end):
        for row in range(min(4, size - place)):
            one, count = raised(table, part, int(keys[row, place])), count + 1
            even, odd = even + (one & HALVES), odd + ((one >> 8) & HALVES)
    desk.sums[LANES * part : LANES * (part + 1)] = 0
    add_lanes(desk.sums, part, even, odd, count)


@inner
def by_runs(sums: Longs, first: int, scales: Scales) -> float:
    """What the runs of a word add to the label, summed in the order in which numpy sums a short row."""
    lanes = scales.lanes
    lanes[:] = 0.0
    for lane in range(scales.pulls.size):
        lanes[lane % LANES] += sums[first + lane] * scales.pulls[lane]
    return float(((lanes[0] + lanes[1]) + (lanes[2] + lanes[3])) + ((lanes[4] + lanes[5]) + (lanes[6] + lanes[7])))


@inner
def by_lists(part: Floats, desk: Desk, word: int, scales: Scales, leads: Floats) -> float:
    """What a word adds to the label by the lists that it is in."""
    added, lists, bit = 0.0, lists_of(desk, word), 0
    while lists:
        if lists & 1:
            sign = sign_of(scales.counted, int(desk.bits[word]), bit)
            if sign >= 0:
                added += leads[sign] * part[int(scales.heard[sign])]
        lists >>= 1
        bit += 1
    return added


@inner
def weigh_words(rules: Rules, asked: Asked, label: int, desk: Desk, size: int, count: int, scales: Scales) -> int:
    """Write the words that speak for a label, as what each adds in millionths, negated, above its place; how many they
    are. What they add together is left in `sum`."""
    order, some, total = desk.weights, 0, 0
    for word in range(1, count):
        head = int(desk.codes[desk.words[word, 0]])
        if is_mark(head) or is_stop(head):
            continue
        for part in range(asked.parts[0], asked.parts[1]):
            word_sums(rules.table, part, desk, size, word)
        added = by_runs(desk.sums, LANES * asked.parts[0], scales)
        if lists_of(desk, word):
            added += by_lists(rules.part, desk, word, scales, asked.leads[label])
        weight = int(np.rint(added * _MILLION))
        if weight > 0:
            order[some] = (-weight << 16) | word
            some, total = some + 1, total + weight
    scales.sum[0] = total
    return some


@inner
def set_scales(rules: Rules, asked: Asked, at: int, root: float, desk: Desk, count: int, scales: Scales) -> None:
    """Make ready for the words of a text: what its lanes pull for the label, and how many words each sign counts."""
    pulls = asked.pulls[asked.labels[at]]
    for lane in range(pulls.size):
        scales.pulls[lane] = pulls[lane] / root
    scales.heard[:] = 0.0
    for place in range(scales.counted.size):
        scales.counted[place] = rules.counted[asked.foreign[at] + 1, place]
    count_lists(scales.counted, desk, count, scales.heard)


@compiled
def show(rules: Rules, raw: Ints, seams: Longs, asked: Asked, spans: Longs, shown: Longs) -> None:
    """The places of the words that carry half of what speaks for a label against the others, for some texts."""
    desk = desk_for(longest_of(seams), rules.table)
    scales = Scales(
        np.empty(asked.pulls.shape[1]), np.empty(LANES), np.empty(asked.leads.shape[1]),
        np.empty(rules.counted.shape[1], np.int64), np.empty(1, np.int64),
    )  # fmt: skip
    for at in range(asked.texts.size):
        text = int(asked.texts[at])
        size, count = lay_out(rules, raw, int(seams[text]) + 1, int(seams[text + 1]), desk)
        know(rules, desk, count)
        deny(rules, desk, count)
        set_scales(rules, asked, at, float(asked.roots[at]), desk, count, scales)
        some = weigh_words(rules, asked, int(asked.labels[at]), desk, size, count, scales)
        desk.weights[:some].sort()
        enough = half_of(desk.weights, some, 0.5 * scales.sum[0]) + 1
        shown[at] = show_runs(desk, desk.weights, count, min(enough, some), spans[at])
