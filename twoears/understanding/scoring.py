"""How far notes recover what is true: found of what is there, right of what is told, each with its interval."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from twoears.lib.intervals import Number, share
from twoears.understanding.notes import CANNOT_TELL, Note


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """One label of a reader: `found` is its recall, `right` its precision; `unsure` of what is there cannot be told."""

    reader: str
    label: str
    found: Number
    right: Number
    unsure: int


def scores(reader: str, labels: Sequence[str], seen: Iterable[tuple[str, Note]]) -> tuple[Score, ...]:
    """A score for each of `labels`, from pairs of what is true and what the reader noted.

    >>> pairs = [("yes", Note("r", "1", "yes", 0.9)), ("yes", Note("r", "1", "none", 0.9)),
    ...          ("none", Note("r", "1", "yes", 0.9)), ("yes", Note("r", "1", CANNOT_TELL, 0.4))]
    >>> (score,) = scores("r", ["yes"], pairs)
    >>> (score.found.k, score.found.n), (score.right.k, score.right.n), score.unsure
    ((1, 3), (1, 2), 1)
    """
    pairs = list(seen)
    return tuple(_score(reader, label, pairs) for label in labels)


def either(reader: str, labels: Sequence[str], seen: Iterable[tuple[str, Note]]) -> Score:
    """One score for several labels together: what is any of them is found where any of them is told.

    >>> pairs = [("question", Note("asks", "1", "request", 0.9)), ("none", Note("asks", "1", "none", 0.9))]
    >>> score = either("asks", ["question", "request"], pairs)
    >>> score.label, score.found.k, score.right.k
    ('question or request', 1, 1)
    """
    together = " or ".join(labels)
    one = dict.fromkeys(labels, together)
    pairs = [(one.get(truth, truth), replace(note, label=one.get(note.label, note.label))) for truth, note in seen]
    (score,) = scores(reader, [together], pairs)
    return score


def _score(reader: str, label: str, pairs: Sequence[tuple[str, Note]]) -> Score:
    there = [note for truth, note in pairs if truth == label]
    told = [truth for truth, note in pairs if note.label == label]
    found = (sum(note.label == label for note in there), len(there))
    right = (sum(truth == label for truth in told), len(told))
    return score_of(reader, label, found=found, right=right, unsure=sum(n.label == CANNOT_TELL for n in there))


def score_of(reader: str, label: str, *, found: tuple[int, int], right: tuple[int, int], unsure: int = 0) -> Score:
    """A score from what was counted: how many of how many were found, and were right.

    >>> score_of("r", "yes", found=(1, 3), right=(1, 2)).right.estimate
    0.5
    """
    return Score(
        reader=reader,
        label=label,
        found=share(*found, of=f"{label}, found", question="Of what is there, how much is found?"),
        right=share(*right, of=f"{label}, right", question="Of what is told, how much is so?"),
        unsure=unsure,
    )
