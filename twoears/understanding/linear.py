"""The four readers that weigh evidence: what is asked, thanked, complained of and promoted, and where."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from twoears.understanding.evidence import COLUMNS, Evidence, Floats, weigh
from twoears.understanding.grams import Page, is_mark, open_page
from twoears.understanding.notes import CANNOT_TELL, Note, Text
from twoears.understanding.weights import READERS, Weights, shipped

Span = tuple[int, int]
FIVE: Final = frozenset({"en", "de", "fr", "es", "it", ""})
ENGLISH: Final = frozenset({"en", ""})  # too short to tell counts as English: most such posts are "thx", "price?"
_MOST: Final = 3  # places that are shown
_HALF: Final = 0.5  # share of all that speaks for a label which the shown words carry
_LATIN: Final = 0x250


@dataclass(frozen=True, slots=True)
class Look:
    """A batch that all readers judge: its evidence, the languages, and which texts have Latin words at all."""

    evidence: Evidence
    languages: tuple[str, ...]
    worded: NDArray[np.bool_]


def look(texts: Sequence[Text], weights: Weights) -> Look:
    """The evidence in `texts`, gathered once for all readers."""
    page = open_page([text.words for text in texts])
    languages = tuple(text.language.replace("_", "-").split("-")[0].lower() for text in texts)
    english = np.array([language in ENGLISH for language in languages], dtype=np.bool_)
    return Look(weigh(page, english, weights.table), languages, _worded(page))


def _worded(page: Page) -> NDArray[np.bool_]:
    """Texts of which most words begin with a Latin letter: in other writing no run of letters was learnt."""
    head = page.codes[page.words.start]
    latin = ((head >= ord("a")) & (head <= ord("z"))) | ((head > 0xBF) & (head < _LATIN))
    other = head >= _LATIN
    sums = np.concatenate((np.zeros(1, np.int64), np.cumsum(latin.astype(np.int64))))
    written = other & ((head < 0x2000) | ((head >= 0x2E80) & (head < 0xFE00)))
    foreign = np.concatenate((np.zeros(1, np.int64), np.cumsum(written)))
    edge = np.searchsorted(page.words.start, page.first)
    return (np.diff(sums[edge]) > np.diff(foreign[edge])).astype(np.bool_)


def _said(page: Page, start: int, end: int) -> Span | None:
    """The characters from code `start` to `end`, without handles, addresses and spaces at either end."""
    inner = np.flatnonzero(~is_mark(page.codes[start:end]))
    if not len(inner):
        return None
    return int(page.at[start + inner[0]]), int(page.until[start + inner[-1]])


def asking(evidence: Evidence, text: int, label: str) -> tuple[Span, ...]:
    """The sentences that ask, the weightiest first: for a question those with its mark before others."""
    page, found = evidence.page, evidence.sentences
    mine = range(int(np.searchsorted(found.owner, text)), int(np.searchsorted(found.owner, text, side="right")))
    marked = {place: bool((page.codes[found.start[place] : found.end[place]] == ord("?")).any()) for place in mine}

    def weight(place: int) -> tuple[bool, float]:
        return label == "question" and marked[place], float(evidence.strength[place, 0])

    order = sorted(mine, key=weight, reverse=True)
    spans = [(place, _said(page, int(found.start[place]), int(found.end[place]))) for place in order]
    said = [(place, span) for place, span in spans if span]
    best = weight(said[0][0]) if said else (False, 0.0)
    near = [span for place, span in said if weight(place)[0] == best[0] and weight(place)[1] >= max(0.0, best[1] / 2)]
    return tuple(near[:_MOST] or [span for _, span in said[:1]])


def deciding(evidence: Evidence, text: int, column: int) -> tuple[Span, ...]:
    """The words that carry half of what speaks for the label, neighbours joined, the weightiest first."""
    page = evidence.page
    low, high = np.searchsorted(page.words.start, page.first[text : text + 2])
    start, end = page.words.start[low:high], page.words.end[low:high]
    weight = evidence.pull[end, column] - evidence.pull[start, column]
    weight = np.where(is_mark(page.codes[start]), 0, weight)
    order = np.argsort(-weight, kind="stable")
    carried = np.cumsum(weight[order])
    enough = int(np.searchsorted(carried, _HALF * float(weight[weight > 0].sum()))) + 1
    chosen = sorted(int(place) for place in order[:enough] if weight[place] > 0)
    runs: list[list[int]] = []
    for place in chosen:
        if runs and place == runs[-1][-1] + 1:
            runs[-1].append(place)
        else:
            runs.append([place])
    runs.sort(key=lambda run: -int(weight[run].sum()))
    return tuple((int(page.at[start[run[0]]]), int(page.until[end[run[-1]] - 1])) for run in runs[:_MOST])


def probabilities(signs: Floats, weights: Floats) -> Floats:
    """A row for each text, a column for each label. Rounded, so that no batch size shows in the last digits."""
    scores = (signs[:, None, :] * weights[None, :, :-1]).sum(axis=2) + weights[:, -1]
    odds = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares: Floats = np.round(odds / odds.sum(axis=1, keepdims=True), 4)
    return shares


class LinearReader:
    """One question, answered by weighing evidence: "cannot tell" below `enough` and in languages it was not taught."""

    def __init__(self, name: str, question: str, enough: float, languages: frozenset[str]) -> None:
        self.name = name
        self.question = question
        self.labels: tuple[str, ...] = (*READERS[name], CANNOT_TELL)
        self.version = f"1-{shipped().version}"  # changes whenever a weight does
        self._enough = enough
        self._languages = languages

    def read(self, texts: Sequence[Text]) -> list[Note]:
        """A note for each text; its language should have been found before."""
        return self.judge(look(texts, shipped()), shipped()) if texts else []

    def judge(self, seen: Look, weights: Weights) -> list[Note]:
        """A note for each text of a batch whose evidence was gathered before."""
        shares = probabilities(seen.evidence.signs, weights.signs[self.name])
        best = shares.argmax(axis=1)
        notes = []
        for text, language in enumerate(seen.languages):
            share, label = float(shares[text, best[text]]), self.labels[best[text]]
            if share < self._enough or language not in self._languages or not seen.worded[text]:
                notes.append(Note(self.name, self.version, CANNOT_TELL, share))
            else:
                notes.append(Note(self.name, self.version, label, share, self._spans(seen.evidence, text, label)))
        return notes

    def _spans(self, evidence: Evidence, text: int, label: str) -> tuple[Span, ...]:
        if label == "none":
            return ()
        if self.name == "asks":
            return asking(evidence, text, label)
        return deciding(evidence, text, COLUMNS.index(self.name))


