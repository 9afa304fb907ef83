"""The same words told again, here and elsewhere, are one story with its copies.

Two texts are the same story where most runs of three words are in both: their Jaccard similarity, estimated by MinHash
(Broder 1997) and looked up by bands of it (Leskovec, Rajaraman and Ullman, Mining of Massive Datasets, 3.4). Addresses,
handles and "RT" do not count as words: they are what changes from copy to copy.
"""

import re
from collections.abc import Sequence
from hashlib import blake2b
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from twoears.listening.words import tokens

ALIKE: Final = 0.7  # share of runs of words that two copies have in common
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


def stories(texts: Sequence[str]) -> list[int]:
    """For each text the place of the first one that tells the same; its own place where there is none before it.

    >>> stories(["Acme opens a new plant in Turin on Monday https://a.example", "Something else entirely, I say to you",
    ...          "RT @ann: Acme opens a new plant in Turin on Monday"])
    [0, 1, 0]
    """
    roots = list(range(len(texts)))
    same: dict[bytes, int] = {}
    bands: dict[tuple[int, bytes], list[int]] = {}
    runs: dict[int, frozenset[int]] = {}
    for at, text in enumerate(texts):
        words = _words(text)
        if not words:
            continue
        twin = same.setdefault(" ".join(words).encode(), at)
        if twin != at:
            roots[at] = roots[twin]
        elif len(words) >= _FEW:
            runs[at] = _runs(words)
            roots[at] = roots[_alike(at, runs, bands)]
    return roots


def _words(text: str) -> list[str]:
    return [token.key for token in tokens(_NOT_WORDS.sub(" ", text))]


def _runs(words: Sequence[str]) -> frozenset[int]:
    parts = (" ".join(words[at : at + _RUN]) for at in range(len(words) - _RUN + 1))
    return frozenset(int.from_bytes(blake2b(part.encode(), digest_size=7).digest(), "big") for part in parts)


def _alike(at: int, runs: dict[int, frozenset[int]], bands: dict[tuple[int, bytes], list[int]]) -> int:
    """The first text before `at` that is alike; `at` where there is none. It is put into the bands."""
    signature = _signature(runs[at]).reshape(_BANDS, _ROWS)
    found = at
    for band in range(_BANDS):
        shelf = bands.setdefault((band, signature[band].tobytes()), [])
        for other in shelf:
            if other < found and _likeness(runs[at], runs[other]) >= ALIKE:
                found = other
        # A copy needs no place of its own: what is like it is like the first one.
        if found == at:
            shelf.append(at)
    return found


def _signature(runs: frozenset[int]) -> Hashes:
    values = np.fromiter(runs, np.uint64, len(runs))
    hashed: Any = (values[:, None] * _BY[None, :] + _PLUS[None, :]) % _PRIME
    return np.asarray(hashed.min(axis=0), dtype=np.uint64)


def _likeness(one: frozenset[int], other: frozenset[int]) -> float:
    return len(one & other) / len(one | other)
