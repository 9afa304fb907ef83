"""The inner loop, first half: the words of a post are cut, folded, and looked up among the terms of all queries.

Everything is exact: a hash leads to a term, its letters decide.
"""

from typing import Final

from twoears.lib.compiled import compiled, inner
from twoears.listening.rows import (
    CLOCK,
    COUNT,
    FIRST,
    GROUP,
    HASH,
    HEAD,
    PATTERNS,
    PRESENT,
    SIZE,
    WRITTEN,
    ZONE,
    Bytes,
    Desk,
    Index,
    Ints,
    Longs,
)  # fmt: skip
from twoears.listening.words import (
    APART,
    BREAKS,
    DROPPED,
    GAP,
    IDEOGRAPHS_END,
    LETTER,
    LONGEST,
    SINGLE,
    TABLE,
    TAGS,
    TAGS_END,
)  # fmt: skip

STAR, ONE = -1, -2  # the signs of a pattern among its letters
TITLE: Final = 1
ALWAYS: Final = 0  # the term that is in every post: anchor of queries that need none
GROUPS, BEGINNING, ENDING = 16, 16, 17  # zones of what patterns begin and end with
BASIS: Final = 0x11C9DC5
PRIME: Final = 16777619
MASK: Final = 0x7FFFFFFF
SIEVE: Final = 0xFFFF


@compiled
def slot_of(hashed: int, zone: int, mask: int) -> int:
    """Where to begin to look for a term."""
    mixed = (hashed + zone * 40503) & MASK
    return (mixed ^ (mixed >> 15)) & mask


@compiled
def seat(slots: Ints, terms: Ints, count: int) -> None:
    """Put terms 0 to `count` into empty slots; those with a zone below 0 are found by other ways."""
    mask = slots.size - 1
    for term in range(count):
        if terms[term, ZONE] >= 0:
            at = slot_of(int(terms[term, HASH]), int(terms[term, ZONE]), mask)
            while slots[at] >= 0:
                at = (at + 1) & mask
            slots[at] = term


@inner
def find(slots: Ints, terms: Ints, pool: Ints, word: Ints, size: int, hashed: int, zone: int) -> int:
    """The term with these letters in this zone, else -1."""
    mask = slots.size - 1
    at = slot_of(hashed, zone, mask)
    while slots[at] >= 0:
        term = int(slots[at])
        if terms[term, HASH] == hashed and terms[term, ZONE] == zone and terms[term, SIZE] == size:
            first = int(terms[term, FIRST])
            same = 0
            while same < size and pool[first + same] == word[same]:
                same += 1
            if same == size:
                return term
        at = (at + 1) & mask
    return -1


@inner
def note(numbers: Longs, stamps: Ints, memory: Ints, present: Ints, places: Ints, term: int, place: int) -> None:
    """`term` is in this post; at `place`, unless that is -1."""
    me = numbers[CLOCK]
    if stamps[term] != me:
        stamps[term] = me
        memory[term, HEAD] = -1
        memory[term, COUNT] += 1
        present[numbers[PRESENT]] = term
        numbers[PRESENT] += 1
    if place >= 0:
        at = numbers[WRITTEN]
        if at < places.shape[0]:
            places[at, 0] = place
            places[at, 1] = memory[term, HEAD]
            memory[term, HEAD] = at
        numbers[WRITTEN] = at + 1


@inner
def fits_letters(letters: Ints, first: int, size: int, word: Ints, length: int) -> bool:
    """Whether a pattern of letters, STAR and ONE is the whole word."""
    at, read, star, kept = 0, 0, -1, 0
    while read < length:
        sign = int(letters[first + at]) if at < size else 0
        if at < size and sign == STAR:
            star, kept, at = at, read, at + 1
        elif at < size and (sign == ONE or sign == word[read]):
            at, read = at + 1, read + 1
        elif star >= 0:
            kept += 1
            at, read = star + 1, kept
        else:
            return False
    while at < size and letters[first + at] == STAR:
        at += 1
    return at == size


@inner
def note_patterns(
    slots: Ints, terms: Ints, pool: Ints, links: Ints, sieve: Bytes, numbers: Longs, stamps: Ints, memory: Ints,
    present: Ints, places: Ints, word: Ints, size: int, zone: int, place: int,
) -> None:  # fmt: skip
    """Note the patterns that fit the word: by each of its beginnings, then by each of its endings."""
    for way in range(2):
        letters = word if way == 0 else word[LONGEST:]
        hashed = BASIS
        for length in range(1, size + 1):
            if way == 1:
                letters[length - 1] = word[size - length]
            hashed = ((hashed ^ int(letters[length - 1])) * PRIME) & MASK
            group = (
                find(slots, terms, pool, letters, length, hashed, GROUPS + way) if sieve[way, hashed & SIEVE] else -1
            )
            link = int(terms[group, GROUP]) if group >= 0 else -1
            while link >= 0:
                term = int(links[link, 1])
                meant = -2 - int(terms[term, ZONE])
                if (meant == zone or (zone == TITLE and meant == 0)) and fits_letters(
                    pool, int(terms[term, FIRST]), int(terms[term, SIZE]), word, size
                ):
                    note(numbers, stamps, memory, present, places, term, place)
                link = int(links[link, 0])


@inner
def cut_words(
    kinds: Bytes, folds: Ints, codes: Ints, begin: int, end: int, letters: Ints, cut: Ints, place: int
) -> tuple[int, int]:
    """Fold the words of one zone into `letters`, and write (end, hash, place) of each into `cut`; the next place, and
    how many there are."""
    at = first = words = 0
    hashed = BASIS
    for here in range(begin, end):
        code = int(codes[here])
        if code < TABLE:
            what = int(kinds[code])
            letter = int(folds[code])
        else:
            what = SINGLE if code < IDEOGRAPHS_END else DROPPED if TAGS <= code < TAGS_END else APART
            letter = code
        if what == DROPPED:
            continue
        if at > first and what != LETTER:
            cut[words, 0], cut[words, 1], cut[words, 2] = at, hashed, place
            words, place, first, hashed = words + 1, place + 1, at, BASIS
        if what == BREAKS:
            place += GAP
        if what not in (LETTER, SINGLE):
            continue
        if letter >= 0:
            if at - first < LONGEST:
                letters[at] = letter
                hashed = ((hashed ^ letter) * PRIME) & MASK
                at += 1
        else:
            for step in range(1, int(folds[-letter]) + 1):
                if at - first < LONGEST:
                    letters[at] = folds[step - letter]
                    hashed = ((hashed ^ int(letters[at])) * PRIME) & MASK
                    at += 1
        if what == SINGLE:
            cut[words, 0], cut[words, 1], cut[words, 2] = at, hashed, place
            words, place, first, hashed = words + 1, place + 1, at, BASIS
    if at > first:
        cut[words, 0], cut[words, 1], cut[words, 2] = at, hashed, place
        words, place = words + 1, place + 1
    return place, words


@inner
def note_words(index: Index, desk: Desk, letters: Ints, cut: Ints, words: int, zone: int) -> None:
    """Look up what was cut. What stands in the title also stands in title and text."""
    slots, terms, pool, links, sieve = index.slots, index.terms, index.pool, index.links, index.sieve
    numbers, stamps, memory, present, places = desk.numbers, desk.stamps, desk.memory, desk.present, desk.places
    word = desk.word
    patterns = numbers[PATTERNS] > 0
    first = 0
    for one in range(words):
        size = int(cut[one, 0]) - first
        hashed, place = int(cut[one, 1]), int(cut[one, 2])
        for meant in range(2 if zone == TITLE else 1):
            term = find(slots, terms, pool, letters[first:], size, hashed, zone if meant == 0 else 0)
            if term >= 0:
                note(numbers, stamps, memory, present, places, term, place)
        if patterns:
            for step in range(size):
                word[step] = letters[first + step]
            note_patterns(
                slots, terms, pool, links, sieve, numbers, stamps, memory, present, places, word, size, zone, place
            )
        first += size
