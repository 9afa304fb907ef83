"""The readers that take one step: those of feelings, and those of what a post is and what it wants.

Runs of words and letters and the signs of `tones.py`, weighed and added, over the page that was opened for the others.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from twoears.understanding.evidence import Floats
from twoears.understanding.grams import Page, Places, grams, open_page
from twoears.understanding.linear import probabilities
from twoears.understanding.looking import Look, look, plain
from twoears.understanding.looking import scores as summed
from twoears.understanding.notes import CANNOT_TELL, Note, Placeless, Text
from twoears.understanding.onestep_places import ByDesk, ByPage, Pointing
from twoears.understanding.onestep_weights import (
    Family,
    OneStepWeights,
    Rows,
    shipped_with,
)  # fmt: skip
from twoears.understanding.own.ways import AS_SHIPPED, Bent
from twoears.understanding.places import ByEvidence, Span
from twoears.understanding.swift import Weighed
from twoears.understanding.swift import scores as summed_swiftly
from twoears.understanding.tones import Tones, tones
from twoears.understanding.weights import named, shipped

_APART: Final = np.uint64(0x0000FFFF0000FFFF)
_ORDER: Final = np.array([0, 4, 2, 6, 1, 5, 3, 7])  # in which lanes lie after they were parted


@dataclass(frozen=True, slots=True)
class Felt:
    """What a batch shows to a family of readers: `strength` is the sum of all runs of each text, a column for each
    lane, over the root of how many they are; `signs` a row of TONES for each text.
    """

    groups: dict[str, Places]
    strength: Floats
    signs: Floats
    places: Pointing
    score: Callable[[Floats, Floats], Floats]


def stepped(page: Page, weights: OneStepWeights) -> tuple[list[NDArray[np.uint64]], Places]:
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
    parted = apart.view(np.uint32).reshape(len(apart), -1)
    order = np.concatenate([_ORDER + first for first in range(0, parted.shape[1], len(_ORDER))])
    return parted[:, order] - 128 * (count[high] - count[low])[:, None]


def feel(texts: Sequence[Text], seen: Look, *families: OneStepWeights) -> list[Felt]:
    """What the texts of a batch, which was looked at before, show to each family of readers, by numpy."""
    page = seen.places.evidence.page if isinstance(seen.places, ByEvidence) else open_page([one.words for one in texts])
    found = tones([one.words for one in texts], [plain(one.language) for one in texts], page, seen.signs)
    return [_felt(page, found, seen.groups, weights) for weights in families]


def _felt(page: Page, found: Tones, groups: dict[str, Places], weights: OneStepWeights) -> Felt:
    first = page.first
    sums, count = stepped(page, weights)
    start, end = page.words.start[: len(found.bits)], page.words.end[: len(found.bits)]
    owner = np.repeat(np.arange(len(first) - 1), np.diff(np.searchsorted(start, first)))
    strength, root = _strength(_between(sums, count, first[:-1], first[1:]), count[first[1:]] - count[first[:-1]])
    places = ByPage(page, found, _between(sums, count, start, end), owner, root)
    return Felt(groups, strength, found.signs, places, summed)


def feel_swiftly(weighed: Weighed, groups: dict[str, Places], family: str) -> Felt:
    """The same of a batch that was weighed by machine code, with a table in which the readers are such a family."""
    found = weighed.found
    strength, _ = _strength(found.sums[:, weighed.table.lanes(family)], found.facts[:, 2])
    return Felt(groups, strength, found.tones, ByDesk(weighed, family), summed_swiftly)


def _strength(sums: NDArray[np.int64], count: Places) -> tuple[Floats, Floats]:
    root = np.sqrt(np.maximum(count, 1))
    return sums / root[:, None], root


def scores(strength: Floats, signs: Floats, rows: Rows, score: Callable[[Floats, Floats], Floats] = summed) -> Floats:
    """A row for each text, a column for each label."""
    found: Floats = strength[:, rows.lanes] * rows.pull + score(signs, rows.signs)
    return found


class OneStepReader:
    """One question: "cannot tell" below `enough`, and in languages that the reader was not taught."""

    def __init__(self, family: Family, name: str, question: str, enough: float) -> None:
        self.family = family
        self.name = name
        self.question = question
        self.labels: tuple[str, ...] = (*family.labels[name], CANNOT_TELL)
        self.version = f"1-{shipped_with(family).version}"  # changes whenever a weight does
        self.enough = enough
        self._placeless = Placeless(name, self.version, self.labels)

    def read(self, texts: Sequence[Text]) -> list[Note]:
        """A note for each text; its language should have been found before."""
        if not texts:
            return []
        weights = shipped_with(self.family)
        return self.judge(feel(texts, look(texts, shipped()), weights)[0], weights, AS_SHIPPED.over(texts))

    def shares(self, felt: Felt, weights: OneStepWeights) -> Floats:
        """For each text of a batch the probability of each label; all 0 where the reader was not taught."""
        found = np.zeros((len(felt.signs), len(self.labels) - 1))
        for group in self.family.taught[self.name]:
            some = felt.groups[group]
            if len(some):
                rows = weights.ready[named(self.name, group)]
                found[some] = probabilities(scores(felt.strength[some], felt.signs[some], rows, felt.score))
        return found

    def judge(self, felt: Felt, weights: OneStepWeights, bent: Bent, *, brief: bool = False) -> list[Note]:
        """A note for each text of a batch that was felt before, read in the ways of `bent`; `brief` without words where
        every label speaks."""
        plain = self.shares(felt, weights)
        shares = bent.shares(self.name, plain)
        best = shares.argmax(axis=1)
        sure = shares[np.arange(len(best)), best]
        told = sure >= bent.enough(self.name, self.enough)
        notes = self._placeless.notes(np.where(told, best, len(self.labels) - 1), sure)
        silent = self.family.silent.get(self.name)
        speaks = told & (best != self.labels.index(silent)) if silent else told & (not brief)
        for text, spans in self._spans(felt, best, speaks, weights):
            notes[text] = Note(self.name, self.version, notes[text].label, notes[text].probability, spans)
        return bent.signed(self.name, notes, plain, best)

    def _spans(
        self, felt: Felt, best: Places, speaks: NDArray[np.bool_], weights: OneStepWeights
    ) -> Iterator[tuple[int, tuple[Span, ...]]]:
        """The texts in which the label speaks, with the words that decided it."""
        for group in self.family.taught[self.name]:
            some = felt.groups[group]
            some = some[speaks[some]]
            if len(some):
                rows = weights.ready[named(self.name, group)]
                yield from zip(some.tolist(), felt.places.deciding(some, best[some], rows), strict=True)
