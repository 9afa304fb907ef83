"""Proposals: texts that likely speak of a code, by those that were coded so far, each with the words that decided.

The plain method: a text is set against the middle of those that speak of the code, and the middle of all others
(Rocchio 1971). How good that is, is told by coded texts that are left out in turn.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from twoears.lib.intervals import Number, share
from twoears.understanding.needs.spread import weights
from twoears.understanding.needs.terms import Floats, Terms, terms_of

FEWEST: Final = 3  # texts that speak of a code, below which nothing is proposed
_FOLDS: Final = 5
_TOLD_FROM: Final = 5  # texts of each kind, below which it cannot be told how good proposals are
_WORDS: Final = 4
_BESIDE: Final = 0.75  # how much the middle of all others counts (Rocchio's beta to gamma)


@dataclass(frozen=True, slots=True, kw_only=True)
class Coded:
    """A text of which members said whether it speaks of the code."""

    text: str
    speaks: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """`place` is that of the text among those asked; `spans` are the words that decided, the weightiest first."""

    place: int
    score: float
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposals:
    """The likeliest first. `precision` is over coded texts, left out in turn; without a denominator it is not known.

    `why_none` says why nothing is proposed.
    """

    proposals: tuple[Proposal, ...]
    precision: Number
    why_none: str = ""


def propose(coded: Sequence[Coded], pool: Sequence[str], *, most: int = 20) -> Proposals:
    """Which texts of `pool` are likely to speak of what some of `coded` speak of.

    >>> coded = [Coded(text="No signal in the lab.", speaks=True), Coded(text="The signal is gone again", speaks=True),
    ...          Coded(text="signal lost since noon", speaks=True), Coded(text="The invoice is late", speaks=False)]
    >>> made = propose(coded, ["Where is my invoice?", "Our signal drops in the cellar", "Hello!"])
    >>> [(one.place, one.spans) for one in made.proposals], made.precision.n
    ([(1, ((4, 10),))], 0)
    """
    speaks = np.array([one.speaks for one in coded], dtype=np.bool_)
    if speaks.sum() < FEWEST:
        n = int(speaks.sum())
        return Proposals(proposals=(), precision=_precision(0, 0), why_none=_too_few(n))
    texts = [*(one.text for one in coded), *pool]
    terms = terms_of(texts)
    weight, known = weights(terms), len(coded)
    others = np.concatenate((~speaks, np.ones(len(pool), np.bool_)))
    mine = np.concatenate((speaks, np.zeros(len(pool), np.bool_)))
    left_out = _left_out(terms, weight, mine, others, [one.text for one in coded])
    least = _threshold(left_out, speaks)
    pull = _pull(terms, weight, mine, others)
    score = np.bincount(terms.row, weight * pull[terms.column], terms.texts)
    order = [at for at in np.argsort(-score[known:], kind="stable").tolist() if score[known + at] > least][:most]
    made = tuple(
        Proposal(place=at, score=round(float(score[known + at]), 4), spans=_spans(terms, weight, pull, known + at))
        for at in order
    )
    why = "" if made else "no text is like those that were coded so"
    return Proposals(proposals=made, precision=_found_right(left_out, speaks, least), why_none=why)


def _too_few(n: int) -> str:
    told = f"{n} text speaks" if n == 1 else f"{n} texts speak"
    return f"{told} of it so far, and it takes {FEWEST}: code some by hand, or give examples"


def _pull(terms: Terms, weight: Floats, mine: NDArray[np.bool_], others: NDArray[np.bool_]) -> Floats:
    """What each term says for the code."""
    one, rest = mine[terms.row], others[terms.row]
    many = len(terms.keys)
    inside = np.bincount(terms.column[one], weight[one], many) / max(int(mine.sum()), 1)
    outside = np.bincount(terms.column[rest], weight[rest], many) / max(int(others.sum()), 1)
    # A word that a single text of the code has is no more than that text.
    often = np.bincount(terms.column[one], minlength=many) > 1
    pull: Floats = np.where(often, inside, 0.0) - _BESIDE * outside
    return pull


def _left_out(
    terms: Terms, weight: Floats, mine: NDArray[np.bool_], others: NDArray[np.bool_], coded: Sequence[str]
) -> Floats:
    """The score of each coded text by the others alone. Folds hang on the words, not on the order."""
    fold = np.full(terms.texts, -1)
    order = sorted(range(len(coded)), key=lambda at: (mine[at], crc32(coded[at].encode("utf8", "replace")), at))
    fold[order] = np.arange(len(order)) % _FOLDS
    found = np.zeros(len(coded))
    for one in range(_FOLDS):
        out = fold == one
        score = np.bincount(
            terms.row, weight * _pull(terms, weight, mine & ~out, others & ~out)[terms.column], terms.texts
        )
        found[out[: len(coded)]] = score[: len(coded)][out[: len(coded)]]
    return found


def _threshold(left_out: Floats, speaks: NDArray[np.bool_]) -> float:
    """The score above which the most is found with the least that is wrong (F of 0.5: a wrong proposal costs more)."""
    if min(speaks.sum(), (~speaks).sum()) < _TOLD_FROM:
        return 0.0
    tried = [0.0, *sorted({float(one) for one in left_out[speaks] if one > 0})]

    def good(least: float) -> float:
        hit = int((left_out[speaks] >= least).sum())
        wrong = int((left_out[~speaks] >= least).sum())
        missed = int(speaks.sum()) - hit
        return 1.25 * hit / max(1.25 * hit + 0.25 * missed + wrong, 1e-9)

    return max(tried, key=lambda one: (good(one), -one)) * 0.999


def _found_right(left_out: Floats, speaks: NDArray[np.bool_], least: float) -> Number:
    if min(speaks.sum(), (~speaks).sum()) < _TOLD_FROM:
        return _precision(0, 0)
    chosen = left_out > least
    return _precision(int((chosen & speaks).sum()), int(chosen.sum()))


def _precision(k: int, n: int) -> Number:
    return share(k, n, key="precision", of="of what would have been proposed was coded so", question="How often right?")


def _spans(terms: Terms, weight: Floats, pull: Floats, text: int) -> tuple[tuple[int, int], ...]:
    """The places of the words that spoke for it most, none within another."""
    start, end = np.searchsorted(terms.row, [text, text + 1]).tolist()
    said = (weight[start:end] * pull[terms.column[start:end]]).tolist()
    found: list[tuple[int, int]] = []
    for at in sorted(range(end - start), key=lambda one: (-said[one], one)):
        first, last = terms.where[start + at].tolist()
        if said[at] > 0 and len(found) < _WORDS and all(last <= a or first >= b for a, b in found):
            found.append((first, last))
    return tuple(found)
