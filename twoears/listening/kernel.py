"""The inner loop of the matcher: code points in, pairs of post and query out.

Post by post the words are found, folded and looked up among the terms of all queries. A query is asked only if one of
its anchors is there, terms of which it needs one. Then its walk is walked: from step to step, by what is there.
Everything is exact: a hash leads to a term, its letters decide.
"""

from typing import Final

from twoears.listening.compiled import compiled, inner
from twoears.listening.rows import (
    ANCHOR,
    BEGIN,
    CLOCK,
    COUNT,
    FIRST,
    GROUP,
    HASH,
    HEAD,
    PATTERNS,
    PRESENT,
    SIZE,
    STAMP,
    STATE,
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

TERM, PHRASE, NEAR = 0, 1, 2
ACCEPT: Final = -1
REJECT: Final = -2
STAR, ONE = -1, -2
TITLE: Final = 1
ALWAYS: Final = 0  # the term that is in every post: anchor of queries that need none
BEGINNING, ENDING = 16, 17
DONE, FULL, SMALL = 0, 1, 2
BASIS: Final = 0x11C9DC5
PRIME: Final = 16777619
MASK: Final = 0x7FFFFFFF
SIEVE: Final = 0xFFFF
_FAR: Final = 1 << 29


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
def find(index: Index, word: Ints, size: int, hashed: int, zone: int) -> int:
    """The term with these letters in this zone, else -1."""
    mask = index.slots.size - 1
    at = slot_of(hashed, zone, mask)
    while index.slots[at] >= 0:
        term = int(index.slots[at])
        if index.terms[term, HASH] == hashed and index.terms[term, ZONE] == zone and index.terms[term, SIZE] == size:
            first = int(index.terms[term, FIRST])
            same = 0
            while same < size and index.pool[first + same] == word[same]:
                same += 1
            if same == size:
                return term
        at = (at + 1) & mask
    return -1


@inner
def note(desk: Desk, term: int, place: int) -> None:
    """`term` is in this post; at `place`, unless that is -1."""
    me = desk.numbers[CLOCK]
    if desk.memory[term, STAMP] != me:
        desk.memory[term, STAMP] = me
        desk.memory[term, HEAD] = -1
        desk.memory[term, COUNT] += 1
        desk.present[desk.numbers[PRESENT]] = term
        desk.numbers[PRESENT] += 1
    if place >= 0:
        at = desk.numbers[WRITTEN]
        if at < desk.places.shape[0]:
            desk.places[at, 0] = place
            desk.places[at, 1] = desk.memory[term, HEAD]
            desk.memory[term, HEAD] = at
        desk.numbers[WRITTEN] = at + 1


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
def note_group(index: Index, desk: Desk, group: int, size: int, zone: int, place: int) -> None:
    """Note the patterns of one beginning or ending that fit the word."""
    link = int(index.terms[group, GROUP])
    while link >= 0:
        term = int(index.links[link, 1])
        meant = -2 - int(index.terms[term, ZONE])
        if (meant == zone or (zone == TITLE and meant == 0)) and fits_letters(
            index.pool, int(index.terms[term, FIRST]), int(index.terms[term, SIZE]), desk.word, size
        ):
            note(desk, term, place)
        link = int(index.links[link, 0])


@inner
def note_patterns(index: Index, desk: Desk, size: int, zone: int, place: int) -> None:
    """Note the patterns that fit the word: by each of its beginnings, then by each of its endings."""
    hashed = BASIS
    for length in range(1, size + 1):
        hashed = ((hashed ^ int(desk.word[length - 1])) * PRIME) & MASK
        if index.sieve[0, hashed & SIEVE]:
            group = find(index, desk.word, length, hashed, BEGINNING)
            if group >= 0:
                note_group(index, desk, group, size, zone, place)
    hashed = BASIS
    for length in range(1, size + 1):
        letter = desk.word[size - length]
        desk.word[LONGEST + length - 1] = letter
        hashed = ((hashed ^ int(letter)) * PRIME) & MASK
        if index.sieve[1, hashed & SIEVE]:
            group = find(index, desk.word[LONGEST:], length, hashed, ENDING)
            if group >= 0:
                note_group(index, desk, group, size, zone, place)


@inner
def note_word(index: Index, desk: Desk, size: int, hashed: int, zone: int, place: int) -> None:
    """Look one folded word up. What stands in the title also stands in title and text."""
    term = find(index, desk.word, size, hashed, zone)
    if term >= 0:
        note(desk, term, place)
    if zone == TITLE:
        term = find(index, desk.word, size, hashed, 0)
        if term >= 0:
            note(desk, term, place)
    if desk.numbers[PATTERNS]:
        note_patterns(index, desk, size, zone, place)


@inner
def kind_of(index: Index, code: int) -> int:
    """What a code point is to a word."""
    if code < TABLE:
        return int(index.kinds[code])
    if code < IDEOGRAPHS_END:
        return SINGLE
    return DROPPED if TAGS <= code < TAGS_END else APART


@inner
def note_zone(index: Index, desk: Desk, codes: Ints, zone: int, place: int) -> int:
    """Note all words of one zone, the first at `place`; the place behind the last."""
    word = desk.word
    size = 0
    hashed = BASIS
    for at in range(codes.size):
        code = int(codes[at])
        what = kind_of(index, code)
        if what == DROPPED:
            continue
        if size > 0 and what != LETTER:
            note_word(index, desk, size, hashed, zone, place)
            place += 1
            size = 0
            hashed = BASIS
        if what in (LETTER, SINGLE):
            letter = int(index.folds[code]) if code < TABLE else code
            more = 1
            if letter < 0:
                more = int(index.folds[-letter])
            for step in range(more):
                one = letter if letter >= 0 else int(index.folds[1 - letter + step])
                if size < LONGEST:
                    word[size] = one
                    hashed = ((hashed ^ one) * PRIME) & MASK
                    size += 1
            if what == SINGLE:
                note_word(index, desk, size, hashed, zone, place)
                place += 1
                size = 0
                hashed = BASIS
        elif what == BREAKS:
            place += GAP
    if size > 0:
        note_word(index, desk, size, hashed, zone, place)
        place += 1
    return place


@inner
def stand_together(index: Index, desk: Desk, at: int, size: int, most: int) -> int:
    """Write the first places of up to `most` finds of a phrase into `stretches`, from the last; how many."""
    me = desk.numbers[CLOCK]
    pointers = desk.word[2 * LONGEST :]
    for step in range(size):
        term = index.pool[at + step]
        if desk.memory[term, STAMP] != me:
            return 0
        pointers[step] = desk.memory[term, HEAD]
    found = 0
    here = int(pointers[0])
    while here >= 0:
        place = int(desk.places[here, 0])
        step = 1
        while step < size:
            # Places fall from find to find, so no pointer ever goes back.
            there = int(pointers[step])
            while there >= 0 and desk.places[there, 0] > place + step:
                there = int(desk.places[there, 1])
            pointers[step] = there
            if there < 0:
                return found
            if desk.places[there, 0] != place + step:
                break
            step += 1
        if step == size:
            desk.stretches[found, 0] = place
            found += 1
            if found == most:
                return found
        here = int(desk.places[here, 1])
    return found


@inner
def spread(desk: Desk, last: int) -> None:
    """From marks at places to: the last end at or before each place, and the first beginning at or after it."""
    for place in range(1, last):
        if desk.marks[1, place] < desk.marks[1, place - 1]:
            desk.marks[1, place] = desk.marks[1, place - 1]
    for back in range(2, last + 1):
        place = last - back
        if desk.marks[0, place] > desk.marks[0, place + 1]:
            desk.marks[0, place] = desk.marks[0, place + 1]


@inner
def reached(desk: Desk, first: int, final: int, within: int, ordered: int, last: int) -> bool:
    """Whether a stretch is within reach of one that is spread."""
    if first > 0 and first - desk.marks[1, first - 1] <= within:
        return True
    return ordered == 0 and final + 1 < last and desk.marks[0, final + 1] - final <= within


@inner
def note_spot(index: Index, desk: Desk, at: int, last: int, opening: bool) -> tuple[int, int]:
    """The stretches of one spot that are reached, written into `before`; how many, and where the next spot stands."""
    within, ordered, ways = index.pool[at], index.pool[at + 1], index.pool[at + 2]
    at += 3
    kept = 0
    for _ in range(ways):
        size = int(index.pool[at])
        found = stand_together(index, desk, at + 1, size, desk.places.shape[0])
        for one in range(found):
            first = int(desk.stretches[one, 0])
            if opening or reached(desk, first, first + size - 1, int(within), int(ordered), last):
                if kept == desk.stretches.shape[0]:
                    return -1, at
                desk.stretches[kept, 1] = first
                desk.stretches[kept, 2] = first + size - 1
                kept += 1
        at += 1 + size
    return kept, at


@inner
def near(index: Index, desk: Desk, at: int, last: int) -> bool:
    """Whether a chain of spots is there."""
    spots = int(index.pool[at])
    kept, at = note_spot(index, desk, at + 1, last, True)
    for _ in range(spots - 1):
        if kept <= 0:
            break
        desk.marks[1, :last] = -_FAR
        desk.marks[0, :last] = _FAR
        for one in range(kept):
            desk.marks[0, desk.stretches[one, 1]] = desk.stretches[one, 1]
            desk.marks[1, desk.stretches[one, 2]] = desk.stretches[one, 2]
        spread(desk, last)
        kept, at = note_spot(index, desk, at, last, False)
    if kept < 0:
        desk.numbers[WRITTEN] = desk.places.shape[0] + 1  # more room is needed
    return kept > 0


@inner
def accepts(index: Index, desk: Desk, begin: int, last: int) -> bool:
    """Walk the steps of one query."""
    at = begin
    while at >= 0:
        what = int(index.steps[at, 0])
        about = int(index.steps[at, 1])
        if what == TERM:
            good = desk.memory[about, STAMP] == desk.numbers[CLOCK]
        elif what == PHRASE:
            good = stand_together(index, desk, about + 1, int(index.pool[about]), 1) > 0
        else:
            good = near(index, desk, about, last)
        at = int(index.steps[at, 2]) if good else int(index.steps[at, 3])
    return at == ACCEPT


@inner
def ask(index: Index, desk: Desk, post: int, last: int, hits: Ints, found: int) -> int:
    """Ask each query that has an anchor in this post; how many hits there are now."""
    me = desk.numbers[CLOCK]
    for one in range(desk.numbers[PRESENT]):
        link = int(index.terms[desk.present[one], ANCHOR])
        while link >= 0:
            query = int(index.links[link, 1])
            if desk.asked[query] != me:
                desk.asked[query] = me
                if index.queries[query, STATE] and accepts(index, desk, int(index.queries[query, BEGIN]), last):
                    hits[found, 0], hits[found, 1] = post, query
                    found += 1
            link = int(index.links[link, 0])
    return found


@compiled
def scan(
    index: Index, desk: Desk, codes: Ints, seams: Longs, zones: Bytes, bundles: Ints, begin: int, hits: Ints
) -> tuple[int, int, int]:
    """Posts from `begin` on. The next post, how many hits, and DONE, FULL (of hits) or SMALL (the desk, for that post).

    Zone z of post p is `codes[seams[z * posts + p] : seams[z * posts + p + 1]]`. `bundles` holds for each field and
    post its row of facts.
    """
    posts = (seams.size - 1) // zones.size
    found = 0
    for post in range(begin, posts):
        if found + index.queries.shape[0] > hits.shape[0]:
            return post, found, FULL
        desk.numbers[CLOCK] += 1
        desk.numbers[PRESENT] = 0
        desk.numbers[WRITTEN] = 0
        note(desk, ALWAYS, -1)
        for field in range(bundles.shape[0]):
            row = int(bundles[field, post])
            for at in range(row + 1, row + 1 + index.facts[row]):
                note(desk, int(index.facts[at]), -1)
        place = 0
        for one in range(zones.size):
            seam = one * posts + post
            if seams[seam + 1] > seams[seam]:
                place = note_zone(index, desk, codes[seams[seam] : seams[seam + 1]], int(zones[one]), place) + GAP
        if desk.numbers[WRITTEN] > desk.places.shape[0] or place >= desk.marks.shape[1]:
            return post, found, SMALL
        before = found
        found = ask(index, desk, post, place, hits, found)
        if desk.numbers[WRITTEN] > desk.places.shape[0]:
            return post, before, SMALL
    return posts, found, DONE
