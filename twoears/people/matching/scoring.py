"""From compared pairs to probabilities."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from twoears.people.matching.columns import Columns
from twoears.people.matching.compare import compare
from twoears.people.matching.levels import COMPARISONS
from twoears.people.matching.model import Model

Ints = NDArray[np.int32]
Reals = NDArray[np.float64]
_CHUNK: Final = 200_000


@dataclass(frozen=True, slots=True)
class Compared:
    """Pairs of rows with their outcomes (pairs x 8) and the bits of what they share (pairs x 8)."""

    left: Ints
    right: Ints
    levels: NDArray[np.int8]
    bits: Reals


def compared(columns: Columns, left: Ints, right: Ints, model: Model) -> Compared:
    """Compare rows `left` with rows `right`."""
    levels = np.zeros((len(left), len(COMPARISONS)), np.int8)
    bits = np.zeros((len(left), len(COMPARISONS)))
    if len(left):
        compare(columns.table(), left, right, columns.crowd(model.floor), levels, bits)
    return Compared(left, right, levels, bits)


def weights(pairs: Compared, model: Model) -> Reals:
    """The bits of each comparison of each pair (pairs x 8)."""
    table = model.bits()
    return np.asarray(table[np.arange(len(COMPARISONS)), pairs.levels] + pairs.bits, np.float64)


def beforehand(columns: Columns, model: Model) -> float:
    """The bits from which a pair begins: of all whom it might be, one is the same, and not always."""
    return float(np.log2(model.overlap / columns.crowd(model.floor).people))


def probabilities(columns: Columns, pairs: Compared, model: Model) -> Reals:
    """How likely each pair is one person."""
    total = (weights(pairs, model).sum(axis=1) + beforehand(columns, model)) * model.slope
    return np.asarray(1 / (1 + np.exp2(-np.clip(total, -60, 60))), np.float64)


def worth(
    columns: Columns,
    left: Ints,
    right: Ints,
    model: Model,
    least: float,
    progress: Callable[[int], None] = lambda n: None,
) -> tuple[Compared, Reals]:
    """The pairs whose probability is `least` or more, compared on all cores in parts."""
    parts = range(0, len(left), _CHUNK)

    def part(start: int) -> tuple[Compared, Reals]:
        some = compared(columns, left[start : start + _CHUNK], right[start : start + _CHUNK], model)
        chances = probabilities(columns, some, model)
        kept = chances >= least
        return Compared(some.left[kept], some.right[kept], some.levels[kept], some.bits[kept]), chances[kept]

    if len(left) <= _CHUNK:
        return part(0)
    done: list[tuple[Compared, Reals]] = []
    with ThreadPoolExecutor() as pool:
        for number, found in enumerate(pool.map(part, parts), 1):
            done.append(found)
            progress(min(number * _CHUNK, len(left)))
    join = [np.concatenate([getattr(some, name) for some, _ in done]) for name in ("left", "right", "levels", "bits")]
    return Compared(*join), np.concatenate([chances for _, chances in done])
