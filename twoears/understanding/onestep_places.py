"""Which words decided for a feeling: those that carry half of what speaks for the label, against the others."""

from dataclasses import dataclass
from functools import cached_property
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from twoears.understanding.evidence import Floats
from twoears.understanding.grams import Page, Places, is_mark
from twoears.understanding.onestep_weights import Rows
from twoears.understanding.places import Span
from twoears.understanding.swift import Weighed
from twoears.understanding.tones import ANY_LANGUAGE, COUNTED, STOPS, Tones

_MOST: Final = 3  # places that are shown
_MILLION: Final = 1e6  # what a word adds is told in millionths, so that sums are exact


class Pointing(Protocol):
    """Tells which words decided for a label, for some texts of a batch in order; `labels` are rows of `rows`."""

    def deciding(self, texts: Places, labels: Places, rows: Rows) -> list[tuple[Span, ...]]: ...


@dataclass(frozen=True, slots=True)
class ByDesk:
    """The words in a batch that was weighed by machine code; `family` names the readers in its table of weights."""

    weighed: Weighed
    family: str

    def deciding(self, texts: Places, labels: Places, rows: Rows) -> list[tuple[Span, ...]]:
        """For some texts the words that decided for a label each."""
        return self.weighed.showing(texts, labels, self.family, rows.pulls, rows.leads)


@dataclass(frozen=True, slots=True)
class Heard:
    """Words that are in a list: which word, the sign that counts it, and how much it adds to that."""

    word: Places
    sign: Places
    part: Floats


@dataclass(frozen=True)
class ByPage:
    """The words of a page. `words`: for each the sum of the runs that begin in it, a column for each lane; `owner` the
    text of each; `root` that of how many runs each text has.
    """

    page: Page
    tones: Tones
    words: NDArray[np.int64]
    owner: Places
    root: Floats

    def deciding(self, texts: Places, labels: Places, rows: Rows) -> list[tuple[Span, ...]]:
        """For some texts the words that decided for a label each."""
        best = np.full(len(self.root), -1, dtype=np.int64)
        best[texts] = labels
        there = np.flatnonzero((best[self.owner] >= 0) & ~self._unsaid)
        added = self._pulled(there, best, rows) + self._listed(best, rows)[there]
        weight = np.zeros(len(self.words), dtype=np.int64)
        weight[there] = np.rint(added * _MILLION)
        found = self._joined(self._chosen(np.flatnonzero(weight > 0), weight), weight)
        return [tuple(found.get(text, ())) for text in texts.tolist()]

    @cached_property
    def _unsaid(self) -> NDArray[np.bool_]:
        """Words that are a mark or a stop: they may weigh, but nobody would point at them."""
        head = self.page.codes[self.page.words.start[: len(self.words)]]
        unsaid: NDArray[np.bool_] = is_mark(head) | np.isin(head, STOPS)
        return unsaid

    @cached_property
    def heard(self) -> Heard:
        """Which words of the page are in lists that count in their language."""
        tones = self.tones
        some = np.flatnonzero(tones.bits)
        bits = tones.bits[some].astype("<u4").view(np.uint8).reshape(-1, 4)
        word, place = np.nonzero(np.unpackbits(bits, axis=1, bitorder="little"))
        word = some[word]
        plain, turned, only = (np.array(column)[place] for column in zip(*COUNTED, strict=True))
        kept = (plain >= 0) & ((only == ANY_LANGUAGE) | (only == tones.foreign[self.owner[word]]))
        word, sign = word[kept], np.where(tones.denied[word], turned, plain)[kept]
        size = tones.signs[self.owner[word], sign]  # the logarithm of one more than how many there are
        return Heard(word, sign, size / np.maximum(np.expm1(size), 1))

    def _pulled(self, words: Places, best: Places, rows: Rows) -> Floats:
        """What the runs of some words add to the label of their text, against the others."""
        owner = self.owner[words]
        found: Floats = (self.words[words] * (rows.pulls[best[owner]] / self.root[owner][:, None])).sum(axis=1)
        return found

    def _listed(self, best: Places, rows: Rows) -> Floats:
        """What each word adds by the lists that it is in."""
        heard = self.heard
        added = rows.leads[best[self.owner[heard.word]], heard.sign] * heard.part
        found: Floats = np.bincount(heard.word, weights=added, minlength=len(self.words)).astype(np.float64)
        return found

    def _chosen(self, there: Places, weight: Places) -> Places:
        """Of the words that speak for the label of their text those that carry half of it, in order."""
        if not len(there):
            return there
        order = there[np.lexsort((there, -weight[there], self.owner[there]))]
        sums = np.cumsum(weight[order])
        first = np.flatnonzero(np.diff(self.owner[order], prepend=-1))
        size = np.diff(np.append(first, len(order)))
        before = np.repeat(sums[first] - weight[order[first]], size)
        total = np.repeat(np.add.reduceat(weight[order], first), size)
        return np.sort(order[2 * (sums - weight[order] - before) < total])

    def _joined(self, chosen: Places, weight: Places) -> dict[int, list[Span]]:
        """Neighbours joined, the weightiest first."""
        page, owner, found = self.page, self.owner, dict[int, list[Span]]()
        if not len(chosen):
            return found
        head = np.flatnonzero((np.diff(chosen, prepend=-2) > 1) | (np.diff(owner[chosen], prepend=-1) > 0))
        tail = np.append(head[1:], len(chosen)) - 1
        heavy = np.add.reduceat(weight[chosen], head)
        low, high = page.at[page.words.start[chosen[head]]], page.until[page.words.end[chosen[tail]] - 1]
        text = owner[chosen[head]]
        for run in np.lexsort((low, -heavy, text)).tolist():
            spans = found.setdefault(int(text[run]), [])
            if len(spans) < _MOST:
                spans.append((int(low[run]), int(high[run])))
        return found
