"""The four readers that weigh evidence: what is asked, thanked, complained of and promoted, and where."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from twoears.understanding.evidence import SIGNS, Floats
from twoears.understanding.looking import Look, look
from twoears.understanding.notes import CANNOT_TELL, Note, Placeless, Text
from twoears.understanding.own.ways import AS_SHIPPED, Bent
from twoears.understanding.places import Span
from twoears.understanding.weights import READERS, Weights, named, shipped

_SILENT: Final = SIGNS.index("nothing asks, not in English")


def probabilities(scores: Floats) -> Floats:
    """A row for each text, a column for each label. Rounded, so that no batch size shows in the last digits."""
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
        self.enough = enough
        self._placeless = Placeless(name, self.version, self.labels)

    def read(self, texts: Sequence[Text]) -> list[Note]:
        """A note for each text; its language should have been found before."""
        return self.judge(look(texts, shipped()), shipped(), AS_SHIPPED.over(texts)) if texts else []

    def shares(self, seen: Look, weights: Weights) -> Floats:
        """For each text of a batch the probability of each label, by the weights of the group its language is of."""
        found = np.zeros((len(seen.signs), len(READERS[self.name])))
        for group, some in seen.groups.items():
            rows = weights.signs.get(named(self.name, group))
            if rows is not None and len(some):
                found[some] = probabilities(seen.score(seen.signs[some], rows))
        return found

    def judge(self, seen: Look, weights: Weights, bent: Bent) -> list[Note]:
        """A note for each text of a batch whose evidence was gathered before, read in the ways of `bent`."""
        plain = self.shares(seen, weights)
        shares = bent.shares(self.name, plain)
        best = shares.argmax(axis=1)
        sure = shares[np.arange(len(best)), best]
        none = len(self.labels) - 2
        told = (sure >= bent.enough(self.name, self.enough)) & (seen.taught | (seen.spoken & (best != none)))
        if self.name == "asks":  # in other languages than English trouble and calm read alike without a word that begs
            told &= (best != self.labels.index("request")) | (seen.signs[:, _SILENT] == 0)
        said = np.where(told, best, none + 1)
        notes = self._placeless.notes(said, sure)
        some = np.flatnonzero(told & (best != none)).tolist()
        for text, spans in zip(some, self._spans(seen, some, said[some].tolist()), strict=True):
            notes[text] = Note(self.name, self.version, notes[text].label, notes[text].probability, spans)
        return bent.signed(self.name, notes, plain, best)

    def _spans(self, seen: Look, texts: list[int], said: list[int]) -> list[tuple[Span, ...]]:
        """For some texts the places that decided."""
        if self.name == "asks":
            return seen.places.asking(texts, [self.labels[place] == "question" for place in said])
        return seen.places.deciding(texts, self.name)
