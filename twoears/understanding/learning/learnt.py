"""Learn labels from texts that people labelled, say how sure each is, which words decided, and when it cannot tell."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from twoears.understanding.learning.calibrating import loss_of, slope_of, softmax
from twoears.understanding.learning.deciding import Span, deciding
from twoears.understanding.learning.parts import parts_of
from twoears.understanding.learning.proof import Proof
from twoears.understanding.learning.rows import Floats, Longs, Rows, rows_of
from twoears.understanding.learning.scope import GIVEN_ALONE, Scope, scope_of, strangers_among
from twoears.understanding.learning.trouble import NotAlike, TooLittle, TooMuch
from twoears.understanding.learning.weighing import COSTS, NEAR, Weighed, weigh
from twoears.understanding.notes import CANNOT_TELL

OUTSIDE: Final = frozenset({"none", "oos", "out of scope"})  # labels of texts that are of no label
ENOUGH: Final = 0.5
MOST_TEXTS: Final = 50_000
MOST_LABELS: Final = 200
_BATCH: Final = 2_000


@dataclass(frozen=True, slots=True, eq=False)
class Learnt:
    """What was learnt. `proof` is what it said of each of its texts when that had been left out."""

    labels: tuple[str, ...]
    weighed: Weighed
    slope: float
    scope: Scope
    proof: Proof
    feelings: bool = False

    def shares(self, texts: Sequence[str]) -> Floats:
        """A row for each text, a column for each label: the probability of each, for a text that is of one of them.

        >>> learnt = learn(["no signal", "signal lost", "bad invoice", "pay invoice"], ["net"] * 2 + ["pay"] * 2)
        >>> learnt.labels, learnt.shares(["my signal drops"]).argmax()
        (('net', 'pay'), np.int64(0))
        """
        return self.said(texts)[0]

    def inside(self, texts: Sequence[str]) -> Floats:
        """For each text the probability that it is of any of the labels at all."""
        return self.said(texts)[1]

    def words(self, text: str, label: str) -> tuple[Span, ...]:
        """The places of the words that speak for a label against the others most, in characters, the weightiest first.

        >>> learnt = learn(["no signal", "signal lost", "bad invoice", "pay invoice"], ["net"] * 2 + ["pay"] * 2)
        >>> learnt.words("my signal drops", "net")[0]
        (3, 9)
        """
        return deciding(self.weighed, text, self.labels.index(label), feelings=self.feelings)

    def tell(self, texts: Sequence[str], enough: float = ENOUGH) -> list[tuple[str, float]]:
        """For each text its likeliest label and the probability that this is right; "cannot tell" below `enough`."""
        shares, inside = self.said(texts)
        best = shares.argmax(axis=1).tolist()
        sure = np.round(shares.max(axis=1) * inside, 4).tolist()
        return [(self.labels[at] if p >= enough else CANNOT_TELL, p) for at, p in zip(best, sure, strict=True)]

    def said(self, texts: Sequence[str]) -> tuple[Floats, Floats]:
        """Both `shares` and `inside`, at the price of one."""
        shares, inside = [np.zeros((0, len(self.labels)))], [np.zeros(0)]
        for start in range(0, len(texts), _BATCH):
            scores, near = self.weighed.see(rows_of(texts[start : start + _BATCH], feelings=self.feelings))
            shares.append(softmax(scores * self.slope))
            inside.append(self.scope.inside(near))
        # Rounded, so that neither the machine nor the size of a batch shows in the last digits.
        share: Floats = np.concatenate(shares).round(6)
        within: Floats = np.concatenate(inside).round(6)
        return share, within


def learn(texts: Sequence[str], labels: Sequence[str], *, feelings: bool = False, seed: int = 0) -> Learnt:
    """Learn from texts and the label of each; those with a label of OUTSIDE are of none.

    With `feelings` it also looks at words of our lists of them, which helps where labels are moods. The same texts give
    the same result. TooLittle where there is nothing to tell apart, TooMuch above MOST_TEXTS or MOST_LABELS, NotAlike
    where there are not as many labels as texts.

    >>> learnt = learn(["no signal", "signal lost", "bad invoice", "pay invoice"], ["net"] * 2 + ["pay"] * 2)
    >>> [label for label, _ in learnt.tell(["the signal is lost", "zzz"], enough=0.3)]
    ['net', 'cannot tell']
    """
    if len(texts) != len(labels):
        raise NotAlike(f"There are {len(texts)} texts and {len(labels)} labels.")
    known = tuple(sorted({one for one in labels if one not in OUTSIDE}))
    at = {name: place for place, name in enumerate(known)}
    places = np.array([at.get(one, -1) for one in labels], np.int64)
    _check(places, known)
    rows, part = rows_of(texts, feelings=feelings), parts_of(texts, places)
    cost, scores, near = _left_out(rows, places, part, seed)
    told = places >= 0
    slope = slope_of(scores[told], places[told])
    strangers = np.zeros((0, len(NEAR)))
    if int((~told).sum()) < GIVEN_ALONE:
        strangers = strangers_among(rows, places, len(known), cost=cost, seed=seed)
    scope = scope_of(near, places, strangers)
    proof = Proof(known, places, softmax(scores * slope), scope.inside(near))
    weighed = weigh(rows, places, len(known), cost=cost, seed=seed)
    return Learnt(known, weighed, slope, scope, proof, feelings)


def _check(places: Longs, known: tuple[str, ...]) -> None:
    if len(places) > MOST_TEXTS or len(known) > MOST_LABELS:
        raise TooMuch(
            f"{len(places)} texts and {len(known)} labels: {MOST_TEXTS} and {MOST_LABELS} are learnt at most."
        )
    if not known or len(known) == 1 and (places >= 0).all():
        raise TooLittle("It takes texts of two labels, or of one and some of none, to learn what tells them apart.")


def _left_out(rows: Rows, places: Longs, part: Longs, seed: int) -> tuple[float, Floats, Floats]:
    """What is said of each text by the other parts alone: scores, and signs that it is of any label. The first part
    tells which of COSTS is right."""
    labels = int(places.max()) + 1
    scores, near = np.zeros((len(rows), labels)), np.zeros((len(rows), len(NEAR)))
    costs: tuple[float, ...] = COSTS
    for one in range(int(part.max()) + 1):
        out, rest = np.flatnonzero(part == one), np.flatnonzero(part != one)
        if len(out) and len(rest):
            some = rows.some(rest)
            tried = [weigh(some, places[rest], labels, cost=cost, seed=seed).see(rows.some(out)) for cost in costs]
            losses = [_loss(seen[0], places[out]) for seen in tried]
            best = int(np.argmin(losses))
            costs, (scores[out], near[out]) = (costs[best],), tried[best]
    return costs[-1], scores, near


def _loss(scores: Floats, places: Longs) -> float:
    """How badly they foretell, at the slope that suits them best."""
    told = places >= 0
    return loss_of(scores[told], places[told], slope_of(scores[told], places[told]))
