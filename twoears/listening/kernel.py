"""The inner loop of the matcher: code points in, pairs of post and query out.

Post by post the words are noted that any query knows. A query is asked only if one of its anchors is there, terms of
which it needs one.
"""

from typing import Final

import numpy as np

from twoears.lib.compiled import compiled
from twoears.listening.asking import ask
from twoears.listening.noting import ALWAYS, cut_words, note, note_words
from twoears.listening.rows import CLOCK, PRESENT, WRITTEN, Bytes, Desk, Index, Ints, Longs
from twoears.listening.words import EXPANDED, GAP

DONE: Final = 0
FULL: Final = 1
SMALL: Final = 2


@compiled
def scan(
    index: Index, desk: Desk, codes: Ints, seams: Longs, zones: Bytes, bundles: Ints, begin: int, hits: Ints
) -> tuple[int, int, int]:
    """Posts from `begin` on. The next post, how many hits, and DONE, FULL (of hits) or SMALL (the desk, for that post).

    Zone z of post p is `codes[seams[z * posts + p] : seams[z * posts + p + 1]]`. `bundles` holds for each field and
    post its row of facts.
    """
    posts = (seams.size - 1) // zones.size
    numbers, stamps, memory, present, places = desk.numbers, desk.stamps, desk.memory, desk.present, desk.places
    longest = 0
    for seam in range(seams.size - 1):
        longest = max(longest, int(seams[seam + 1] - seams[seam]))
    letters = np.empty(EXPANDED * longest + 1, np.int32)
    cut = np.empty((longest + 1, 3), np.int32)
    found = 0
    for post in range(begin, posts):
        if found + index.queries.shape[0] > hits.shape[0]:
            return post, found, FULL
        numbers[CLOCK] += 1
        numbers[PRESENT] = 0
        numbers[WRITTEN] = 0
        note(numbers, stamps, memory, present, places, ALWAYS, -1)
        for field in range(bundles.shape[0]):
            row = int(bundles[field, post])
            for at in range(row + 1, row + 1 + index.facts[row]):
                note(numbers, stamps, memory, present, places, int(index.facts[at]), -1)
        place = last = 0
        for one in range(zones.size):
            low, high = int(seams[one * posts + post]), int(seams[one * posts + post + 1])
            if high > low:
                place, words = cut_words(index.kinds, index.folds, codes, low, high, letters, cut, place)
                last = place
                place += GAP
                note_words(index, desk, letters, cut, words, int(zones[one]))
        if numbers[WRITTEN] > places.shape[0] or place >= desk.marks.shape[1]:
            return post, found, SMALL
        told = ask(index, desk, post, last, hits, found)
        if told < 0:
            return post, found, SMALL
        found = told
    return posts, found, DONE
