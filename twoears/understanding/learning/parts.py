"""Which texts are left out in turn: by their words, so that the order in which they came changes nothing."""

from collections.abc import Sequence
from typing import Final
from zlib import crc32

import numpy as np

from twoears.understanding.learning.rows import Longs

_MANY: Final = 500  # texts, above which there are fewer parts: each is large enough
_PARTS, _FEW = 5, 3


def parts_of(texts: Sequence[str], places: Longs, parts: int = 0) -> Longs:
    """The part of each text, of so many, or as many as suit; each label is spread, texts that are the same are in one.

    >>> parts_of(["a", "b", "a"], np.array([0, 0, 0])).tolist()
    [1, 0, 1]
    """
    parts = parts or (_PARTS if len(texts) <= _MANY else _FEW)
    sums = [crc32(text.encode("utf8", "surrogatepass")) for text in texts]
    order = sorted(range(len(texts)), key=lambda at: (places[at], sums[at], texts[at]))
    of: dict[str, int] = {}
    found = np.zeros(len(texts), np.int64)
    for at in order:
        found[at] = of.setdefault(texts[at], len(of) % parts)
    return found


def groups_of(labels: int) -> list[Longs]:
    """Labels that are left out together, so that their texts are of none of those that stay."""
    groups = min(_FEW, labels)
    return [np.arange(labels)[one::groups] for one in range(groups)] if labels > 1 else []
