"""The same words told again, here and elsewhere, are one story with its copies.

Two texts are the same story where most runs of three words are in both: their Jaccard similarity, estimated by MinHash
(Broder 1997) and looked up by bands of it (Leskovec, Rajaraman and Ullman, Mining of Massive Datasets, 3.4). Addresses,
handles and "RT" do not count as words: they are what changes from copy to copy.

So are a text and what somebody wrote around it, or cut out of it: nearly all runs of the shorter one are in the longer
one, which is not so much longer that it says something of its own. They share a stretch of words, and so a mark that
winnowing (Schleimer, Wilkerson and Aiken 2003) takes from each stretch of that length, wherever it stands.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import islice
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from twoears.listening.common import ON_ALL_LIPS
from twoears.listening.words import SINGLE, kind, tokens

ALIKE: Final = 0.7  # share of runs of words that two copies have in common
INSIDE: Final = 0.9  # share of the shorter one's runs that stand in the longer one too
_PART: Final = 1 / 3  # of the longer one's runs; what makes up less of it is quoted in it, and not told again
_TELLING, _CONTENT = 10, 6  # words of the shorter one, and different ones of these that are not on everybody's lips
_STRETCH, _WINDOW = 2, 6  # a mark goes over two runs, 5 words; of 6 side by side one is kept: any 10 words hold one
_MARKS: Final = 64  # kept of one text, so those of its first few hundred words
_RUN = 3  # words
_FEW = 5  # words; shorter texts are copies only where they are the same: "Thank you!" is not one story
_BANDS, _ROWS = 16, 4  # finds texts that are 0.7 alike with 0.988, texts that are 0.3 alike with 0.12
_NOT_WORDS: Final = re.compile(
    r"https?://\S+|www\.\S+|(?<!\w)@[\w.@-]+|^\s*(?:RT|via)\b:?", re.IGNORECASE | re.MULTILINE
)
_PRIME: Final = np.uint64((1 << 61) - 1)
_rng = np.random.default_rng(20_240_301)
_BY: Final = _rng.integers(1, 1 << 60, _BANDS * _ROWS, dtype=np.uint64)
_PLUS: Final = _rng.integers(0, 1 << 60, _BANDS * _ROWS, dtype=np.uint64)

Hashes = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Trace:
    """What is left of a text when copies are looked for: a digest of all its words, and those of its bands and runs.

    `bands` and `runs` are empty where there are few words. Digests are signed numbers of 64 bits, as databases keep.
    `stretches` are marks of what stands side by side; there are none where nothing longer may be a copy of it.
    """

    same: int
    bands: tuple[int, ...]
    runs: frozenset[int]
    stretches: tuple[int, ...] = ()
    telling: bool = False

    def marks(self) -> tuple[int, ...]:
        """What two copies have at least one of in common."""
        return (self.same, *self.bands, *self.stretches)


def trace(text: str) -> Trace | None:
    """The trace of a text; None where there are no words.

    >>> trace("RT @ann: Good morning!") == trace("good morning"), trace("@ann https://acme.example")
    (True, None)
    """
    words = _words(text)
    if not words:
        return None
    same = _digest(" ".join(words).encode())
    if len(words) < _FEW:
        return Trace(same, (), frozenset())
    order = _runs(words)
    runs = frozenset(order)
    signature = _signature(runs).reshape(_BANDS, _ROWS)
    bands = tuple(_digest(bytes([band]) + signature[band].tobytes()) for band in range(_BANDS))
    return Trace(same, bands, runs, _stretches(order), _is_telling(words))


def alike(one: Trace, other: Trace) -> bool:
    """Whether two texts tell the same.

    >>> first = trace("Acme opens a plant in Turin on Monday")
    >>> alike(first, trace("via @x Acme opens a plant in Turin on Monday")), alike(first, trace("Good morning"))
    (True, False)
    """
    if one.same == other.same:
        return True
    if not one.runs or not other.runs:
        return False
    shorter, longer = sorted((one, other), key=lambda left: len(left.runs))
    return _likeness(one.runs, other.runs) >= ALIKE or _is_inside(shorter, longer)


def _is_inside(shorter: Trace, longer: Trace) -> bool:
    common = len(shorter.runs & longer.runs)
    return shorter.telling and common >= INSIDE * len(shorter.runs) and common >= _PART * len(longer.runs)


def stories(texts: Sequence[str]) -> list[int]:
    """For each text the place of the first one that tells the same; its own place where there is none before it.

    >>> stories(["Acme opens a new plant in Turin on Monday https://a.example", "Something else entirely, I say to you",
    ...          "RT @ann: Acme opens a new plant in Turin on Monday"])
    [0, 1, 0]
    """
    roots = list(range(len(texts)))
    shelf: dict[int, list[int]] = {}
    traces: dict[int, Trace] = {}
    for at, text in enumerate(texts):
        left = trace(text)
        if left is None:
            continue
        before = {other for key in left.marks() for other in shelf.get(key, ())}
        roots[at] = next((other for other in sorted(before) if alike(left, traces[other])), at)
        # A copy needs no place of its own: what is like it is like the first one.
        if roots[at] == at:
            traces[at] = left
            for key in left.marks():
                shelf.setdefault(key, []).append(at)
    return roots


def _words(text: str) -> list[str]:
    return [token.key for token in tokens(_NOT_WORDS.sub(" ", text))]


def _runs(words: Sequence[str]) -> list[int]:
    parts = (" ".join(words[at : at + _RUN]) for at in range(len(words) - _RUN + 1))
    return [int.from_bytes(blake2b(part.encode(), digest_size=7).digest(), "big") for part in parts]


def _stretches(runs: Sequence[int]) -> tuple[int, ...]:
    mixed = [3 * one + other for one, other in zip(runs, runs[_STRETCH:], strict=False)]
    lowest = (min(mixed[at : at + _WINDOW]) for at in range(len(mixed) - _WINDOW + 1))
    return tuple(islice(dict.fromkeys(lowest), _MARKS))


def _is_telling(words: Sequence[str]) -> bool:
    """Whether so much is said that who says it within more words says the same: no greeting, thanks or wish.

    In writing without spaces two letters are about one word, and Hiragana mostly what joins them.
    """
    if len(words) < _TELLING or sum(map(_weight, words)) < _TELLING:
        return False
    own = {word for word in words if word not in ON_ALL_LIPS and not "\u3040" < word < "\u30a0"}
    return sum(map(_weight, own)) >= _CONTENT


def _weight(word: str) -> float:
    return 0.5 if len(word) == 1 and kind(word) == SINGLE else 1.0


def _digest(data: bytes) -> int:
    return int.from_bytes(blake2b(data, digest_size=8).digest(), "big", signed=True)


def _signature(runs: frozenset[int]) -> Hashes:
    values = np.fromiter(runs, np.uint64, len(runs))
    hashed: Any = (values[:, None] * _BY[None, :] + _PLUS[None, :]) % _PRIME
    return np.asarray(hashed.min(axis=0), dtype=np.uint64)


def _likeness(one: frozenset[int], other: frozenset[int]) -> float:
    return len(one & other) / len(one | other)
