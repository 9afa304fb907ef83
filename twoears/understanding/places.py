"""Which sentences and words decided, told from the evidence of a batch, one text after the other."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from twoears.understanding.evidence import COLUMNS, Evidence
from twoears.understanding.grams import is_mark

Span = tuple[int, int]
_MOST: Final = 3  # places that are shown
_HALF: Final = 0.5  # share of all that speaks for a label which the shown words carry


@dataclass(frozen=True, slots=True)
class ByEvidence:
    """The places in the texts of a batch whose evidence was gathered."""

    evidence: Evidence

    def asking(self, texts: Sequence[int], questions: Sequence[bool]) -> list[tuple[Span, ...]]:
        """For some texts the sentences that ask; `questions` says for which of them those with a mark come first."""
        labels = ["question" if question else "request" for question in questions]
        return [asking(self.evidence, text, label) for text, label in zip(texts, labels, strict=True)]

    def deciding(self, texts: Sequence[int], label: str) -> list[tuple[Span, ...]]:
        """For some texts the words that decided for the label."""
        return [deciding(self.evidence, text, label) for text in texts]


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
