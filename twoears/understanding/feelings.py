"""The readers of feelings: the mood of a post, the feeling behind it, and whether it insults.

One step each: runs of words and letters and the signs of `tones.py`, weighed and added, over the page that was opened
for the other readers.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from twoears.understanding.evidence import Floats
from twoears.understanding.feeling_weights import (
    FEELINGS,
    LANES,
    SILENT,
    TAUGHT,
    FeelingWeights,
    shipped_feelings,
)  # fmt: skip
from twoears.understanding.grams import Page, Places, grams, is_mark, open_page
from twoears.understanding.looking import Look, look
from twoears.understanding.notes import CANNOT_TELL, Note, Text
from twoears.understanding.places import ByEvidence, Span
from twoears.understanding.tones import ENGLISH_ONLY, FOREIGN, LISTS, STOPS, TONES, Tones, tones
from twoears.understanding.weights import named, shipped

_MOST: Final = 3  # places that are shown
_HALF: Final = 0.5  # share of all that speaks for a label which the shown words carry
_EIGHT: Final = 8
_ANY: Final = -2  # in whatever language
_ROUNDING: Final = 1e-9
_APART: Final = np.uint64(0x0000FFFF0000FFFF)
_ORDER: Final = [0, 4, 2, 6, 1, 5, 3, 7]


@dataclass(frozen=True, slots=True)
class Felt:
    """What a batch shows of feelings. `words`: for each word the sum of the runs that begin in it, a column for each
    lane; `strength` the sum of all runs of each text, over the root of how many they are (`root`). `owner` is the text
    of each word; `heard` are the words that are in a list, once for each.
    """

    page: Page
    groups: dict[str, Places]
    tones: Tones
    words: NDArray[np.int64]
    owner: Places
    strength: Floats
    root: Floats
    heard: "Heard"


@dataclass(frozen=True, slots=True)
class Heard:
    """Words that are in a list: which word, the sign that counts it, and how much it adds to that."""

    word: Places
    sign: Places
    part: Floats


def stepped(page: Page, weights: FeelingWeights) -> tuple[list[NDArray[np.uint64]], Places]:
    """The weight of the runs that begin at each code, and how many they are, summed from the left (one row more).

    The lanes of a table are far enough apart that all runs of a code can be added before they are read, and those of
    the sums that all codes of a page can.
    """
    halves = [np.zeros(len(page.codes) + 1, dtype=np.uint64) for _ in weights.halves]
    count = np.zeros(len(page.codes) + 1, dtype=np.int64)
    for places, keys in grams(page):
        rows = keys.astype(np.int64)  # as they are taken twice
        for half, table in zip(halves, weights.halves, strict=True):
            half[1:][places] += table.take(rows)
        count[1:][places] += 1
    parted = [part for half in halves for part in (half & _APART, half >> np.uint64(16) & _APART)]
    return [np.cumsum(part, dtype=np.uint64) for part in parted], np.cumsum(count)


def _between(sums: list[NDArray[np.uint64]], count: Places, low: Places, high: Places) -> NDArray[np.int64]:
    """The sums of the lanes from `low` to `high`; in the table they are raised by 128, so that none is below 0."""
    apart = np.stack([part[high] - part[low] for part in sums], axis=1)
    return apart.view(np.uint32).reshape(-1, _EIGHT)[:, _ORDER] - 128 * (count[high] - count[low])[:, None]


def feel(texts: Sequence[Text], seen: Look, weights: FeelingWeights) -> Felt:
    """What the texts of a batch, which was looked at before, show of feelings."""
    page = seen.places.evidence.page if isinstance(seen.places, ByEvidence) else open_page([one.words for one in texts])
    first = page.first
    sums, count = stepped(page, weights)
    root = np.sqrt(np.maximum(count[first[1:]] - count[first[:-1]], 1))
    found = tones([one.words for one in texts], [plain(one.language) for one in texts], page, seen.signs)
    start, end = page.words.start[: len(found.bits)], page.words.end[: len(found.bits)]
    strength = _between(sums, count, first[:-1], first[1:]) / root[:, None]
    owner = np.repeat(np.arange(len(texts)), np.diff(np.searchsorted(start, first)))
    return Felt(
        page, seen.groups, found, _between(sums, count, start, end), owner, strength, root, _heard(found, owner)
    )


@lru_cache(maxsize=1024)
def plain(language: str) -> str:
    """A language without its country.

    >>> plain("de_AT")
    'de'
    """
    return language.replace("_", "-").split("-")[0].lower()


def lanes(reader: str) -> list[int]:
    """The lane of each label of a reader; -1 where it has none."""
    return [LANES.get((reader, label), -1) for label in FEELINGS[reader]]


def scores(reader: str, strength: Floats, signs: Floats, rows: Floats) -> Floats:
    """A row for each text, a column for each label."""
    pulled = np.concatenate((strength, np.zeros((len(strength), 1))), axis=1)[:, lanes(reader)]
    # Not a matrix product, whose last digits hang on how many texts are read at once.
    weighed = (signs[:, None, :] * rows[None, :, 1:-1]).sum(axis=2)
    found: Floats = pulled * rows[:, 0] + weighed + rows[:, -1]
    return found


def probabilities(found: Floats) -> Floats:
    """Shares of the labels by their scores. Rounded, so that no batch size shows in the last digits."""
    odds = np.exp(found - found.max(axis=1, keepdims=True))
    shares: Floats = np.round(odds / odds.sum(axis=1, keepdims=True), 4)
    return shares


def _leads(rows: Floats) -> Floats:
    """For each label what its weights are above the mean of the others'."""
    others: Floats = (rows.sum(axis=0) - rows) / (len(rows) - 1)
    return rows - others


def _pulled(felt: Felt, reader: str, best: Places, rows: Floats) -> Floats:
    """What the runs of each word add to the best label of its text, against the others."""
    by_lane = np.zeros((len(rows), _EIGHT))
    for place, lane in enumerate(lanes(reader)):
        if lane >= 0:
            by_lane[:, lane] = -rows[place, 0] / (len(rows) - 1)
            by_lane[place, lane] = rows[place, 0]
    found: Floats = (felt.words * (by_lane[best] / felt.root[:, None])[felt.owner]).sum(axis=1)
    return found


def _listed(felt: Felt, best: Places, rows: Floats) -> Floats:
    """What each word adds by the lists that it is in."""
    heard, lead = felt.heard, _leads(rows)[:, 1:-1]
    added = lead[best[felt.owner[heard.word]], heard.sign] * heard.part
    found: Floats = np.bincount(heard.word, weights=added, minlength=len(felt.words)).astype(np.float64)
    return found


def _heard(found: Tones, owner: Places) -> Heard:
    """Which words of a page are in lists that count in their language."""
    some = np.flatnonzero(found.bits)
    bits = found.bits[some].astype("<u4").view(np.uint8).reshape(-1, 4)
    word, place = np.nonzero(np.unpackbits(bits, axis=1, bitorder="little"))
    word = some[word]
    plain, turned, only = (np.array(column)[place] for column in zip(*_COLUMNS, strict=True))
    kept = (plain >= 0) & ((only == _ANY) | (only == found.foreign[owner[word]]))
    word, sign = word[kept], np.where(found.denied[word], turned, plain)[kept]
    size = found.signs[owner[word], sign]  # the logarithm of one more than how many there are
    return Heard(word, sign, size / np.maximum(np.expm1(size), 1))


def _columns() -> list[tuple[int, int, int]]:
    """For each list the signs that count its words, plain and denied (-1 for none), and the languages they are of."""
    found: list[tuple[int, int, int]] = []
    for name in LISTS:
        base, _, code = name.partition(", ")
        only = FOREIGN.index(code) if code in FOREIGN else -1 if base in ENGLISH_ONLY else _ANY
        known = base in TONES
        found.append((TONES.index(base), TONES.index(f"{base}, denied"), only) if known else (-1, -1, _ANY))
    return found


_COLUMNS: Final = _columns()


def deciding(felt: Felt, some: NDArray[np.bool_], weight: Floats) -> dict[int, tuple[Span, ...]]:
    """For each of `some` texts the words that carry half of what speaks for its label, neighbours joined, the
    weightiest first; `weight` is what each word adds.
    """
    page = felt.page
    there = np.flatnonzero((weight > 0) & some[felt.owner] & ~_unsaid(page.codes[page.words.start[: len(weight)]]))
    if not len(there):
        return {}
    order = there[np.lexsort((there, -weight[there], felt.owner[there]))]
    sums = np.cumsum(weight[order])
    first = np.flatnonzero(np.diff(felt.owner[order], prepend=-1))
    size = np.diff(np.append(first, len(order)))
    before = np.repeat(sums[first] - weight[order[first]], size)
    total = np.repeat(np.add.reduceat(weight[order], first), size)
    chosen = np.sort(order[sums - weight[order] - before < _HALF * total - _ROUNDING])
    return _joined(felt, chosen, weight)


def _unsaid(head: NDArray[np.uint32]) -> NDArray[np.bool_]:
    """Words that are a mark or a stop: they may weigh, but nobody would point at them."""
    unsaid: NDArray[np.bool_] = is_mark(head) | np.isin(head, STOPS)
    return unsaid


def _joined(felt: Felt, chosen: Places, weight: Floats) -> dict[int, tuple[Span, ...]]:
    page, owner = felt.page, felt.owner
    head = np.flatnonzero((np.diff(chosen, prepend=-2) > 1) | (np.diff(owner[chosen], prepend=-1) > 0))
    tail = np.append(head[1:], len(chosen)) - 1
    heavy = np.add.reduceat(weight[chosen], head)
    low, high = page.at[page.words.start[chosen[head]]], page.until[page.words.end[chosen[tail]] - 1]
    text = owner[chosen[head]]
    found: dict[int, list[Span]] = {}
    for run in np.lexsort((low, -heavy, text)).tolist():
        spans = found.setdefault(int(text[run]), [])
        if len(spans) < _MOST:
            spans.append((int(low[run]), int(high[run])))
    return {place: tuple(spans) for place, spans in found.items()}


class FeelingReader:
    """One question about a feeling: "cannot tell" below `enough` and in languages that it was not taught."""

    def __init__(self, name: str, question: str, enough: float) -> None:
        self.name = name
        self.question = question
        self.labels: tuple[str, ...] = (*FEELINGS[name], CANNOT_TELL)
        self.version = f"1-{shipped_feelings().version}"  # changes whenever a weight does
        self.enough = enough

    def read(self, texts: Sequence[Text]) -> list[Note]:
        """A note for each text; its language should have been found before."""
        if not texts:
            return []
        weights = shipped_feelings()
        return self.judge(feel(texts, look(texts, shipped()), weights), weights)

    def shares(self, felt: Felt, weights: FeelingWeights) -> Floats:
        """For each text of a batch the probability of each label; all 0 where the reader was not taught."""
        found = np.zeros((len(felt.root), len(FEELINGS[self.name])))
        for group in TAUGHT[self.name]:
            some = felt.groups[group]
            if len(some):
                rows = weights.rows[named(self.name, group)]
                found[some] = probabilities(scores(self.name, felt.strength[some], felt.tones.signs[some], rows))
        return found

    def judge(self, felt: Felt, weights: FeelingWeights) -> list[Note]:
        """A note for each text of a batch that was felt before."""
        shares = self.shares(felt, weights)
        best = shares.argmax(axis=1)
        sure = shares[np.arange(len(best)), best]
        told = sure >= self.enough
        spans = self._spans(felt, best, told & (best != FEELINGS[self.name].index(SILENT[self.name])), weights)
        return [
            Note(self.name, self.version, self.labels[place] if tell else CANNOT_TELL, share, spans.get(text, ()))
            for text, (place, share, tell) in enumerate(zip(best.tolist(), sure.tolist(), told.tolist(), strict=True))
        ]

    def _spans(
        self, felt: Felt, best: Places, some: NDArray[np.bool_], weights: FeelingWeights
    ) -> dict[int, tuple[Span, ...]]:
        found: dict[int, tuple[Span, ...]] = {}
        for group in TAUGHT[self.name]:
            inside = np.zeros(len(best), dtype=np.bool_)
            inside[felt.groups[group]] = True
            if (some & inside).any():
                rows = weights.rows[named(self.name, group)]
                weight = np.round(_pulled(felt, self.name, best, rows) + _listed(felt, best, rows), 6)
                found |= deciding(felt, some & inside, weight)
        return found
