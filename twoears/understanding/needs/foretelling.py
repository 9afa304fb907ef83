"""What texts likely speak of, learnt from all that was coded: the need, how surely, by which words, or "cannot tell".

Where too little was coded to learn from, `why_none` says so, and `proposing` is what there is.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final, Literal

import msgspec
import numpy as np

from twoears.lib.intervals import Number
from twoears.understanding.learning.learnt import ENOUGH, Learnt, learn

NONE: Final = "none"
FEWEST: Final = 5  # texts of a code, below which it is not learnt
FEWEST_IN_ALL: Final = 20
_MOST_CODES: Final = 100
_KEPT: Final = dict[str, Learnt]()  # the last one, by a digest of its texts: a page is often looked at again

Order = Literal["unsure", "sure"]
ORDERS: Final[tuple[Order, ...]] = ("unsure", "sure")


@dataclass(frozen=True, slots=True, kw_only=True)
class CodedSo:
    """A text, and the one code that it speaks of; None where a member said that none fits."""

    text: str
    code: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Foretold:
    """`place` is that of the text among those asked. Where it cannot be told, `code` is the likeliest all the same.

    `probability` is that the text speaks of this code, `sure` that of the likeliest answer, "none of them" included.
    """

    place: int
    code: int
    told: bool
    probability: float
    sure: float
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HowGood:
    """Figures over the texts that were learnt from, each left out in turn: how often right, how often not told."""

    texts: int
    codes: int
    right: Number
    abstained: Number


@dataclass(frozen=True, slots=True, kw_only=True)
class Foretelling:
    """In the order that was asked for; `good` is None where nothing was learnt, and `why_none` says why."""

    foretold: tuple[Foretold, ...]
    good: HowGood | None
    why_none: str = ""


def foretell(
    coded: Sequence[CodedSo], pool: Sequence[str], *, order: Order = "unsure", code: int | None = None, most: int = 20
) -> Foretelling:
    """What the texts of `pool` speak of, by what was coded: those that would teach most ("unsure") or the surest first.

    With a code only what is told to speak of it, and the figures of that. Of the same text the first is shown.

    >>> coded = [CodedSo(text=f"no signal in room {at}", code=1) for at in range(10)]
    >>> coded += [CodedSo(text=f"the invoice of {at} May is late", code=2) for at in range(10)]
    >>> found = foretell(coded, ["Is the signal gone?", "An invoice is late"], order="sure")
    >>> sorted((one.place, one.code) for one in found.foretold), found.good.codes
    ([(0, 1), (1, 2)], 2)
    """
    used = _used(coded)
    if why := _too_little(coded, used):
        return Foretelling(foretold=(), good=None, why_none=why)
    learnt = _learnt(used)
    name = "" if code is None else str(code)
    if name and name not in learnt.labels:
        return Foretelling(foretold=(), good=None, why_none=f"fewer than {FEWEST} texts were coded so")
    return Foretelling(foretold=_foretold(learnt, pool, order, name, most), good=_good(learnt, len(used), name))


def _used(coded: Sequence[CodedSo]) -> list[CodedSo]:
    """Without the texts of codes that have too few, and of more codes than can be learnt the fullest."""
    count = Counter(one.code for one in coded)
    full = [code for code, n in count.most_common() if code is not None and n >= FEWEST][:_MOST_CODES]
    return [one for one in coded if one.code is None or one.code in full]


def _too_little(coded: Sequence[CodedSo], used: Sequence[CodedSo]) -> str:
    if len(coded) < FEWEST_IN_ALL:
        return f"{len(coded)} texts are coded by one need or as none, and it takes {FEWEST_IN_ALL} to learn from them"
    count = Counter(one.code for one in used)
    kinds = sum(n >= FEWEST for n in count.values())
    if kinds < 2 or not any(code is not None for code in count):
        return f"it takes two codes with {FEWEST} texts each, or one and {FEWEST} texts that none fits"
    return ""


def _learnt(used: Sequence[CodedSo]) -> Learnt:
    texts, labels = [one.text for one in used], [NONE if one.code is None else str(one.code) for one in used]
    digest = sha256(msgspec.json.encode((texts, labels))).hexdigest()
    if digest not in _KEPT:
        made = learn(texts, labels)
        _KEPT.clear()
        _KEPT[digest] = made
    return _KEPT.get(digest) or learn(texts, labels)


def _good(learnt: Learnt, texts: int, name: str) -> HowGood:
    right, abstained = learnt.proof.right(ENOUGH, name), learnt.proof.abstained(ENOUGH)
    return HowGood(texts=texts, codes=len(learnt.labels), right=right, abstained=abstained)


def _foretold(learnt: Learnt, pool: Sequence[str], order: Order, name: str, most: int) -> tuple[Foretold, ...]:
    if not pool:
        return ()
    shares, inside = learnt.said(pool)
    best = shares.argmax(axis=1)
    likely = (shares.max(axis=1) * inside).round(4)
    sure = np.maximum(likely, 1 - inside).round(4)
    by = np.argsort(sure if order == "unsure" and not name else -likely, kind="stable")
    wanted = (at for at in by.tolist() if not name or learnt.labels[best[at]] == name and likely[at] >= ENOUGH)
    first = list({pool[at]: at for at in reversed(list(wanted))}.values())[::-1][:most]
    return tuple(
        Foretold(
            place=at,
            code=int(learnt.labels[best[at]]),
            told=bool(likely[at] >= ENOUGH),
            probability=float(likely[at]),
            sure=float(sure[at]),
            spans=learnt.words(pool[at], learnt.labels[best[at]]),
        )
        for at in first
    )
