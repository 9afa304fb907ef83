"""Statements that are proposed for a subject: sentences that many others are near to; and what to mark next."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from twoears.lib.intervals import Number, share
from twoears.understanding.needs.spread import weights
from twoears.understanding.needs.terms import Floats, Terms, terms_of
from twoears.understanding.stances.folded import sentences
from twoears.understanding.stances.literal import stated
from twoears.understanding.stances.stance import Told

SHORTEST, LONGEST = 20, 160  # characters of a statement that is proposed
FEWEST: Final = 3  # people near to it
_SENTENCES: Final = 2_000  # that are set against each other, the latest
_WORDS: Final = 4  # of a sentence that states something
_EVERYWHERE: Final = 0.25  # share of sentences above which a word tells nothing
_NEAR: Final = 0.5  # cosine, from which two sentences speak of the same
_FEW: Final = 200  # sentences that may share a word all the same
_QUESTION: Final = "Of the people heard on the subject, how many say something near to it?"
_ADDRESSING: Final = re.compile(r"https?://|www\.|(?<!\w)[@#]\w")


@dataclass(frozen=True, slots=True)
class Proposed:
    """A sentence that somebody said, in which text, and how many people say something near to it."""

    words: str
    place: int
    near: Number


def propose(said: Sequence[Told], *, most: int = 10, besides: Collection[str] = ()) -> tuple[Proposed, ...]:
    """Sentences that many others are near to, none near to one before it or to `besides`.

    Near are those that share many rare words; whether they agree is not told by that.
    """
    place, words = _sentences(said)
    if not words:
        return ()
    alike = _alike(terms_of([*besides, *words])) >= _NEAR
    near = alike[len(besides) :, len(besides) :] | np.eye(len(words), dtype=np.bool_)
    free = ~np.asarray(alike[len(besides) :, : len(besides)].any(axis=1))
    who = np.unique([said[at].who for at in place], return_inverse=True)[1]
    people = len({one.who for one in said if not one.ours})
    count = np.array([len(set(who[row].tolist())) for row in near])
    found: list[Proposed] = []
    for at in sorted(range(len(words)), key=lambda one: (-count[one], len(words[one]), one)):
        if len(found) == most or count[at] < FEWEST:
            break
        if free[at] and stated(words[at]).can_be_looked_for:
            found.append(Proposed(words[at], place[at], _share(int(count[at]), people)))
            free &= ~near[at]
    return tuple(found)


def nearest(statement: str, texts: Sequence[str]) -> Floats:
    """How near each text is to a statement: the share of the statement's rare words that it has, weighed by rarity."""
    terms = terms_of([statement, *texts])
    rarity = np.log((1 + terms.texts) / (1 + terms.spread())) + 1
    mine = np.zeros(len(terms.keys))
    mine[terms.column[terms.row == 0]] = rarity[terms.column[terms.row == 0]]
    found: Floats = np.asarray(np.bincount(terms.row, mine[terms.column], terms.texts)[1:], np.float64)
    return found / max(float(mine.sum()), 1e-9)


def _sentences(said: Sequence[Told]) -> tuple[list[int], list[str]]:
    """The latest sentences that state something, each with the text in which it stands."""
    place: list[int] = []
    found: list[str] = []
    for at, one in enumerate(said):
        if one.ours:
            continue
        for sentence in sentences(one.text):
            words = one.text[sentence.start : sentence.end]
            whole = not sentence.asks and len(sentence.words) >= _WORDS and not _ADDRESSING.search(words)
            if whole and SHORTEST <= len(words) <= LONGEST:
                place.append(at)
                found.append(" ".join(words.split()))
        if len(found) >= _SENTENCES:
            break
    return place, found


def _alike(terms: Terms) -> Floats:
    """The cosine of each two sentences: summed term by term, as most of them share none."""
    weight, spread = weights(terms), terms.spread()
    order = np.argsort(terms.column, kind="stable")
    ends = np.cumsum(spread)
    found = np.zeros((terms.texts, terms.texts))
    for column in np.flatnonzero((spread > 1) & (spread <= max(_EVERYWHERE * terms.texts, _FEW))).tolist():
        here = order[ends[column] - spread[column] : ends[column]]
        rows = terms.row[here]
        found[np.ix_(rows, rows)] += np.outer(weight[here], weight[here])
    return found


def _share(k: int, n: int) -> Number:
    return share(k, n, of="say something near to it", question=_QUESTION, key="near")
