"""The four readers that weigh evidence: what is asked, thanked, complained of and promoted, and where."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from twoears.understanding.evidence import COLUMNS, SIGNS, Evidence, Floats, weigh
from twoears.understanding.grams import Page, Places, is_letter, is_mark, open_page
from twoears.understanding.notes import CANNOT_TELL, Note, Text
from twoears.understanding.weights import ENGLISH, FORM, OTHER, READERS, Weights, named, shipped

Span = tuple[int, int]
FIVE: Final = frozenset({"en", "de", "fr", "es", "it", ""})
_AS_ENGLISH: Final = frozenset({"en", ""})  # too short to tell counts as English: most such posts are "thx", "price?"
_MOST: Final = 3  # places that are shown
_HALF: Final = 0.5  # share of all that speaks for a label which the shown words carry
_LATIN: Final = 0x250
_SILENT: Final = SIGNS.index("nothing asks, not in English")
_LETTERS: Final = 6  # fewest in a question of a language that was not taught


@dataclass(frozen=True, slots=True)
class Look:
    """A batch that all readers judge: its evidence, and which places are of which group of languages.

    `taught` are the texts in Latin words of a language that was learnt from, `spoken` those with words of any kind.
    """

    evidence: Evidence
    languages: tuple[str, ...]
    taught: NDArray[np.bool_]
    spoken: NDArray[np.bool_]
    groups: dict[str, Places]


def look(texts: Sequence[Text], weights: Weights) -> Look:
    """The evidence in `texts`, gathered once for all readers."""
    page = open_page([text.words for text in texts])
    languages = tuple(text.language.replace("_", "-").split("-")[0].lower() for text in texts)
    english = np.array([language in _AS_ENGLISH for language in languages], dtype=np.bool_)
    taught = np.array([language in FIVE for language in languages], dtype=np.bool_) & _worded(page)
    groups = {
        ENGLISH: np.flatnonzero(taught & english), OTHER: np.flatnonzero(taught & ~english),
        FORM: np.flatnonzero(~taught),
    }  # fmt: skip
    return Look(weigh(page, english, weights.table), languages, taught, _spoken(page), groups)


def _spoken(page: Page) -> NDArray[np.bool_]:
    """Texts with some letters, of whatever writing."""
    sums = np.concatenate((np.zeros(1, np.int64), np.cumsum(is_letter(page.codes))))
    return (np.diff(sums[page.first]) >= _LETTERS).astype(np.bool_)


def _worded(page: Page) -> NDArray[np.bool_]:
    """Texts of which most words begin with a Latin letter: in other writing no run of letters was learnt."""
    head = page.codes[page.words.start]
    latin = ((head >= ord("a")) & (head <= ord("z"))) | ((head > 0xBF) & (head < _LATIN))
    other = head >= _LATIN
    written = other & ((head < 0x2000) | ((head >= 0x2E80) & (head < 0xFE00)))
    balance = np.concatenate((np.zeros(1, np.int64), np.cumsum(latin.astype(np.int64) - written)))
    return (np.diff(balance[np.searchsorted(page.words.start, page.first)]) > 0).astype(np.bool_)


def asking(evidence: Evidence, text: int, label: str) -> tuple[Span, ...]:
    """The sentences that ask, the weightiest first: for a question those with its mark before others."""
    owner = evidence.sentences.owner
    low, high = int(np.searchsorted(owner, text)), int(np.searchsorted(owner, text, side="right"))
    spans = evidence.said[low:high].tolist()
    marked = evidence.marked[low:high].tolist() if label == "question" else [False] * len(spans)
    pulls = evidence.strength[low:high, 0].tolist()
    said = [one for one in zip(marked, pulls, range(high - low), strict=True) if spans[one[2]][1]]
    if not said:
        return ()
    said.sort(key=lambda one: one[:2], reverse=True)
    mark, best, first = said[0]
    near = [place for has, pull, place in said if has == mark and pull >= max(0.0, best / 2)]
    return tuple((spans[place][0], spans[place][1]) for place in near[:_MOST] or [first])


def deciding(evidence: Evidence, text: int, label: str) -> tuple[Span, ...]:
    """The words that carry half of what speaks for the label, neighbours joined, the weightiest first."""
    column = COLUMNS.index(label)
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
    """One question, answered by weighing evidence: "cannot tell" below `enough` and in languages it was not taught.

    In those, what has the clear form of a question may be told to be one, where weights were learnt for the form.
    """

    def __init__(self, name: str, question: str, enough: float) -> None:
        self.name = name
        self.question = question
        self.labels: tuple[str, ...] = (*READERS[name], CANNOT_TELL)
        self.version = f"2-{shipped().version}"  # changes whenever a weight does
        self._enough = enough

    def read(self, texts: Sequence[Text]) -> list[Note]:
        """A note for each text; its language should have been found before."""
        return self.judge(look(texts, shipped()), shipped()) if texts else []

    def shares(self, seen: Look, weights: Weights) -> Floats:
        """For each text of a batch the probability of each label, by the weights of the group its language is of."""
        signs = seen.evidence.signs
        found = np.zeros((len(seen.languages), len(READERS[self.name])))
        for group, some in seen.groups.items():
            rows = weights.signs.get(named(self.name, group))
            if rows is not None and len(some):
                found[some] = probabilities(signs[some], rows)
        return found

    def judge(self, seen: Look, weights: Weights) -> list[Note]:
        """A note for each text of a batch whose evidence was gathered before."""
        shares = self.shares(seen, weights)
        best = shares.argmax(axis=1)
        sure = shares[np.arange(len(best)), best]
        told = (sure >= self._enough) & (seen.taught | (seen.spoken & (best != len(self.labels) - 2)))
        if self.name == "asks":  # in other languages than English trouble and calm read alike without a word that begs
            told &= (best != self.labels.index("request")) | (seen.evidence.signs[:, _SILENT] == 0)
        return [
            self._note(seen.evidence, text, self.labels[place], share) if tell else self._unknown(share)
            for text, (place, share, tell) in enumerate(zip(best.tolist(), sure.tolist(), told.tolist(), strict=True))
        ]

    def _unknown(self, share: float) -> Note:
        return Note(self.name, self.version, CANNOT_TELL, share)

    def _note(self, evidence: Evidence, text: int, label: str, share: float) -> Note:
        if label == "none":
            return Note(self.name, self.version, label, share)
        spans = asking(evidence, text, label) if self.name == "asks" else deciding(evidence, text, self.name)
        return Note(self.name, self.version, label, share, spans)
