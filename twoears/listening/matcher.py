"""Thousands of queries at once over batches of what is said. What it finds is what `truth.matches` finds."""

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Final

import numpy as np

from twoears.listening import kernel
from twoears.listening.asking import ACCEPT
from twoears.listening.heard import Heard, joined
from twoears.listening.noting import ALWAYS
from twoears.listening.plain import is_sure, possible
from twoears.listening.rows import ANCHOR, CLOCK, COUNT, PATTERNS, SIZE, STATE, Desk, Index, Ints, Longs, Row
from twoears.listening.said import BREAK, Said
from twoears.listening.shelf import Shelf
from twoears.listening.tree import ZONES, Query, leaves, runs
from twoears.listening.truth import holds
from twoears.listening.walks import Need, Walks, guard, rarest
from twoears.listening.words import LONGEST, tables

OUT, SURE, UNSURE = 0, 1, 2  # states of a query: taken out; found is found; the definition has the last word
_FIRST_LOOK: Final = 2_000  # posts, after which anchors are chosen by what was seen, and again at ten times as many
_GUESSED: Final = 50.0  # posts that a guess at how common a word is weighs as much as
_LATE: Final = 2_000_000_000  # posts, after which the clock begins anew
_PIECE: Final = 2_000  # posts that go through the kernel at once: its arrays stay in the processor's cache


class Matcher:
    """Queries by key. Not for several threads at once: the desk is one.

    >>> from twoears.listening.grammar import parse
    >>> matcher = Matcher({"leaks": parse("pump* NEAR/5 leak*"), "us": parse("from:us")})
    >>> matcher.match([Said(text="My pumps are leaking"), Said(text="Sorry", ours=True)])
    [(0, 'leaks'), (1, 'us')]
    """

    def __init__(self, queries: Mapping[str, Query] | None = None) -> None:
        self._fill(queries or {})

    def _fill(self, queries: Mapping[str, Query]) -> None:
        self._shelf = Shelf()
        self._walks = Walks(self._shelf)
        self._queries: list[Query] = []
        self._keys: list[str] = []
        self._needs: list[Need | None] = []
        self._slots: dict[str, int] = {}
        self._rows = Row(columns=2)
        self._zones: set[str] = {"text", "title"}
        self._heard, self._next_look = 0, _FIRST_LOOK
        self._desk = _desk(1 << 12, 1 << 10, 1 << 12)
        for key, query in queries.items():
            self.add(key, query)

    def __len__(self) -> int:
        """How many queries are in."""
        return len(self._slots)

    def add(self, key: str, query: Query) -> None:
        """Listen for `query` too; one with the same key is replaced."""
        self.remove(key)
        slot = len(self._queries)
        node = possible(query.root)
        need = self._walks.need(node) if node else None
        begin = self._walks.add(node) if node else ACCEPT
        self._rows.add(begin, SURE if is_sure(query.root) else UNSURE)
        self._queries.append(query)
        self._keys.append(key)
        self._needs.append(need)
        self._slots[key] = slot
        self._zones |= {run.zone for leaf in leaves(query.root) for run in runs(leaf)}
        self._anchor(slot)

    def remove(self, key: str) -> None:
        """Listen for this query no more. Nothing happens where there is none."""
        slot = self._slots.pop(key, None)
        if slot is None:
            return
        self._rows.array[slot, STATE] = OUT
        gone = len(self._queries) - len(self._slots)
        if gone > 1000 and gone > len(self._slots):
            self._fill({name: self._queries[at] for name, at in self._slots.items()})

    def _anchor(self, slot: int) -> None:
        for term, guarded in self._anchors(slot):
            self._shelf.chain(ANCHOR, term, slot, guarded)

    def _anchors(self, slot: int) -> list[tuple[int, int]]:
        """The anchors of a query, each with its guard."""
        need = self._needs[slot]
        if need is None:
            return [(ALWAYS, ALWAYS)]
        terms = set(rarest(need, self._share)[1])
        return [(term, guard(need, terms, self._share)) for term in terms]

    def _share(self, term: int) -> float:
        """In what share of posts a term is: a guess by its letters, then what was seen."""
        size = int(self._shelf.terms.array[term, SIZE])
        guess = 0.3 / (1 + size * size) if size else 0.05
        seen = int(self._desk.memory[term, COUNT]) if term < len(self._desk.memory) else 0
        return (seen + guess * _GUESSED) / (self._heard + _GUESSED)

    def _look_again(self) -> None:
        """Choose all anchors anew by what was heard; chains then lie side by side."""
        self._next_look *= 10
        self._shelf.terms.array[:, ANCHOR] = -1
        chosen = sorted((term, slot, guarded) for slot in self._slots.values() for term, guarded in self._anchors(slot))
        for term, slot, guarded in chosen:
            self._shelf.chain(ANCHOR, term, slot, guarded)

    def match(self, batch: Sequence[Said]) -> list[tuple[int, str]]:
        """Which of `batch` (by place) each query finds, in the order of the batch."""
        posts, numbers = self.hits(batch)
        keys = self._keys
        return list(zip(posts.tolist(), [keys[number] for number in numbers.tolist()], strict=True))

    def key(self, number: int) -> str:
        """The key of a query by the number that `hits` gave, until a query is added or taken out."""
        return self._keys[number]

    def hits(self, batch: Sequence[Said]) -> tuple[Ints, Ints]:
        """The same as arrays, for those who count: places in the batch, and numbers of queries (see `key`)."""
        found = [(np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.int32))]
        for start in range(0, len(batch), _PIECE):
            piece = batch[start : start + _PIECE]
            posts, numbers = self._surely(piece, self._hits(piece))
            found.append((posts + np.int32(start), numbers))
        return np.concatenate([posts for posts, _ in found]), np.concatenate([numbers for _, numbers in found])

    def _surely(self, batch: Sequence[Said], hits: Ints) -> tuple[Ints, Ints]:
        """The hits, without those on which the definition says no."""
        unsure = np.flatnonzero(self._rows.array[hits[:, 1], STATE] == UNSURE)
        if not unsure.size:
            return hits[:, 0], hits[:, 1]
        heard = {post: Heard(batch[post]) for post in set(hits[unsure, 0].tolist())}
        wrong = [
            at
            for at, (post, slot) in zip(unsure.tolist(), hits[unsure].tolist(), strict=True)
            if not holds(self._queries[slot].root, heard[post])
        ]
        kept = np.delete(hits, wrong, axis=0)
        return kept[:, 0], kept[:, 1]

    def _hits(self, batch: Sequence[Said]) -> Ints:
        if self._heard >= self._next_look:
            self._look_again()
        zones = [zone for zone in ZONES if zone in self._zones]
        codes, seams = _packed(batch, zones)
        told = self._shelf.ledger.told(batch)
        numbers = np.array([ZONES.index(zone) for zone in zones], dtype=np.uint8)
        self._make_room()
        index, begin, all_hits = self._index(), 0, []
        room = np.empty((max(1 << 14, 4 * len(self._queries)), 2), dtype=np.int32)
        while begin < len(batch):
            begin, count, end = kernel.scan(index, self._desk, codes, seams, numbers, told, begin, room)
            all_hits.append(room[:count].copy())
            if end == kernel.SMALL:
                places = 2 * len(self._desk.places)
                self._desk = _wider(self._desk, self._shelf.count, len(self._queries), places)
        self._heard += len(batch)
        return np.concatenate(all_hits) if all_hits else room[:0]

    def _make_room(self) -> None:
        desk, terms, queries = self._desk, self._shelf.count, len(self._queries)
        if terms > len(desk.memory) or queries > len(desk.asked):
            self._desk = _wider(desk, 2 * terms, 2 * queries, len(desk.places))
        if self._desk.numbers[CLOCK] > _LATE:
            for array in (self._desk.stamps, self._desk.asked, self._desk.numbers):
                array[:] = 0
        self._desk.numbers[PATTERNS] = self._shelf.has_patterns

    def _index(self) -> Index:
        shelf, made = self._shelf, tables()
        return Index(
            kinds=made.kinds,
            folds=made.folds,
            slots=shelf.slots,
            terms=shelf.terms.array,
            pool=shelf.pool.array,
            links=shelf.links.array,
            sieve=shelf.sieve,
            steps=self._walks.steps.array,
            queries=self._rows.array[: len(self._queries)],
            facts=shelf.ledger.facts.array,
        )


def _packed(batch: Sequence[Said], zones: Sequence[str]) -> tuple[Ints, Longs]:
    """The code points of all zones, one after the other, and the seams between them."""
    texts = [said.text for said in batch]
    titles = [said.title for said in batch]
    whole = "".join(chain(texts, titles))
    if BREAK in whole:
        whole = whole.replace(BREAK, " ")
    more = [joined(zone, said) for zone in zones[2:] for said in batch]
    pieces = [*texts, *titles, *more]
    seams = np.zeros(len(pieces) + 1, dtype=np.int64)
    np.cumsum(np.fromiter(map(len, pieces), dtype=np.int64, count=len(pieces)), out=seams[1:])
    raw = "".join((whole, *more)).encode("utf-32-le", "surrogatepass")
    return np.frombuffer(raw, dtype=np.int32), seams


def _desk(terms: int, queries: int, places: int) -> Desk:
    return Desk(
        numbers=np.zeros(4, dtype=np.int64),
        stamps=np.zeros(terms, dtype=np.int32),
        memory=np.zeros((terms, 2), dtype=np.int32),
        asked=np.zeros(queries, dtype=np.int32),
        present=np.zeros(terms, dtype=np.int32),
        places=np.zeros((places, 2), dtype=np.int32),
        word=np.zeros(3 * LONGEST, dtype=np.int32),
        marks=np.zeros((2, places), dtype=np.int32),
        stretches=np.zeros((places, 3), dtype=np.int32),
    )


def _wider(desk: Desk, terms: int, queries: int, places: int) -> Desk:
    """A larger desk with the same clock and counts."""
    wider = _desk(max(terms, len(desk.memory)), max(queries, len(desk.asked)), places)
    wider.numbers[:] = desk.numbers
    wider.memory[: len(desk.memory)] = desk.memory
    return wider
