"""A made-up network of professionals, for trying reach at the size of a real one: the same for the same numbers.

Connections run both ways. How many a person has is heavy-tailed (Pareto with exponent 4/3, so that a draw needs no more
than a fourth power), people live in places whose sizes fall as in Zipf's law, and most ties stay in their place. One
account has exactly as many direct connections as are asked for. What it lacks of a real network: circles in which all
know each other, ages of ties, and people who left.
"""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from shutil import rmtree
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from twoears.reach import rows
from twoears.reach.engine import swift
from twoears.reach.graph import KNOWS, Graph, GraphError
from twoears.reach.prepared import Prepared
from twoears.reach.rows import Vertices

FULL: Final = 12_500_000
TIES_EACH: Final = 17
PART: Final = 1_000_000  # pairs drawn at once
AT_ONCE: Final = 1 << 20  # vertices whose rows are filled at once
TOP: Final = 3  # the first ranks of a place are this much flatter: of 12 M people nobody has much over 50,000 ties
STAY: Final = 0.4  # of all ties, those within a place
FEWEST: Final = 2_000

Told: TypeAlias = Callable[[float, str], None]


@dataclass(frozen=True, slots=True)
class Shape:
    """How large: `people`, ordered pairs (about, as doubles fall away), and what one account has; `seed` for another.

    Raises GraphError where so few people could not be connected so often.
    """

    people: int = FULL
    seed: int = 1
    connections: int = 800
    ties: int = 0

    def __post_init__(self) -> None:
        if not FEWEST <= self.people <= 1 << 30:
            raise GraphError(f"Make up {FEWEST:,} to {1 << 30:,} people, not {self.people:,}.")
        if not 1 <= self.connections <= self.people // 2:
            raise GraphError(f"Of {self.people:,} people one is connected to 1 to {self.people // 2:,}.")

    @property
    def pairs(self) -> int:
        """How many pairs are drawn."""
        return (self.ties or self.people * TIES_EACH) // 2

    @property
    def name(self) -> str:
        """The folder in which it is kept.

        >>> Shape(people=10_000).name
        'made-up-10000-85000-800-1'
        """
        return f"made-up-{self.people}-{self.pairs}-{self.connections}-{self.seed}"


@dataclass(frozen=True, slots=True)
class MadeUp:
    """A made-up network: the one `account`, and the place of each person (`places`, from 0, the largest, on)."""

    folder: Path
    account: int
    places: NDArray[np.int32]

    def graph(self) -> Graph:
        """Who knows whom, mapped."""
        return Graph.load(self.folder)

    def prepared(self) -> Prepared:
        """The same laid out for many questions, mapped."""
        return Prepared.load(self.folder)


def made_up(within: Path, shape: Shape | None = None, told: Told = lambda share, doing: None) -> MadeUp:
    """The network of this `shape` (else the full one) in a folder `within`: mapped where it is kept, else made.

    `told` hears what share is done, and may raise to stop: nothing half made stays. Full size takes a minute or two,
    3 GB of memory and 4 GB of disk.
    """
    shape = shape or Shape()
    folder = within / shape.name
    if not folder.exists():
        half = within / f"{shape.name}.part"
        rmtree(half, ignore_errors=True)
        try:
            _make(half, shape, told)
            half.rename(folder)
        finally:
            rmtree(half, ignore_errors=True)
    account = int(json.loads((folder / "made-up.json").read_text("utf8"))["account"])
    return MadeUp(folder, account, np.load(folder / "places.npy", mmap_mode="r", allow_pickle=False))


@dataclass(frozen=True, slots=True)
class _Towns:
    """Where each place begins and how many live there. Within a place a low rank means many ties."""

    begins: NDArray[np.int64]
    sizes: NDArray[np.int64]

    @classmethod
    def of(cls, people: int) -> "_Towns":
        many = max(people // 20_000, 5)
        share = np.arange(1, many + 1, dtype=np.float64) ** -0.8
        ends = np.round(np.cumsum(share) / share.sum() * people).astype(np.int64)
        return cls(np.concatenate([[0], ends[:-1]]), np.diff(ends, prepend=0))

    def somebody(self, luck: np.random.Generator, town: NDArray[np.int64]) -> NDArray[np.int64]:
        """One of each town, as likely as their rank to the power of -3/4: by its inverse, without a table."""
        size = self.sizes[town]
        low = TOP**0.25
        spread = low + luck.random(town.size) * ((size + TOP) ** 0.25 - low)
        return self.begins[town] + np.minimum((spread**4 - TOP).astype(np.int64), size - 1)

    def anywhere(self, luck: np.random.Generator, many: int) -> NDArray[np.int64]:
        """A town each, as likely as it is large."""
        people = luck.integers(0, int(self.sizes.sum()), many)
        return np.searchsorted(self.begins, people, side="right") - 1

    def friends(self, luck: np.random.Generator, town: NDArray[np.int64]) -> NDArray[np.int64]:
        """Somebody for each who lives in `town`: most from there, the others from anywhere."""
        stay = luck.random(town.size) < STAY
        return self.somebody(luck, np.where(stay, town, self.anywhere(luck, town.size)))


def _make(folder: Path, shape: Shape, told: Told) -> None:
    folder.mkdir(parents=True)
    towns = _Towns.of(shape.people)
    number = _numbers(shape)
    account = int(towns.sizes[0]) - 1
    np.save(folder / "places.npy", _by_number(np.repeat(np.arange(towns.sizes.size), towns.sizes), number))
    _write(folder, *_rows(shape.people, *_pairs(shape, towns, account, number, told), told), told)
    told(0.8, "laying it out for questions")
    Prepared.of(Graph.load(folder), mutual=True).save(folder)
    about = {**asdict(shape), "account": int(number[account])}
    (folder / "made-up.json").write_text(json.dumps(about), encoding="utf8")
    told(1.0, "done")


def _pairs(shape: Shape, towns: _Towns, account: int, number: Vertices, told: Told) -> tuple[Vertices, Vertices]:
    """All pairs under their numbers, the account only in those that are its own, which come last."""
    known = _connections(np.random.default_rng([shape.seed, 1 << 31]), towns, account, shape.connections)
    many = shape.pairs + known.size
    one, other = np.full(many, number[account], np.int32), np.empty(many, np.int32)
    for begin in range(0, shape.pairs, PART):
        told(0.5 * begin / shape.pairs, "drawing who knows whom")
        luck = np.random.default_rng([shape.seed, begin // PART])
        end = min(begin + PART, shape.pairs)
        town = towns.anywhere(luck, end - begin)
        speaks, hears = towns.somebody(luck, town), towns.friends(luck, town)
        # Who was drawn to know the account knows themselves, which is no tie.
        speaks[hears == account] = account
        hears[speaks == account] = account
        one[begin:end], other[begin:end] = number[speaks], number[hears]
    other[shape.pairs :] = number[known]
    return one, other


def _connections(luck: np.random.Generator, towns: _Towns, account: int, many: int) -> Vertices:
    found = np.empty(0, np.int64)
    while found.size < many:
        more = towns.friends(luck, np.zeros(2 * many, np.int64))
        found = np.concatenate([found, more[more != account]])
        found = found[np.sort(np.unique(found, return_index=True)[1])]
    return found[:many].astype(np.int32)


def _numbers(shape: Shape) -> Vertices:
    """A number for each person that tells nothing of their place or rank."""
    return np.random.default_rng([shape.seed, (1 << 31) + 1]).permutation(shape.people).astype(np.int32)


def _by_number(values: NDArray[np.int64], number: Vertices) -> NDArray[np.int32]:
    ordered = np.empty(number.size, np.int32)
    ordered[number] = values
    return ordered


def _rows(people: int, one: Vertices, other: Vertices, told: Told) -> tuple[NDArray[np.int64], Vertices]:
    """Rows in which each pair stands both ways, once."""
    if not swift(2 * one.size):
        graph = Graph.from_edges(np.append(one, other), np.append(other, one), people=people)
        return graph.offsets, graph.targets
    offsets = np.zeros(people + 1, np.int64)
    rows.both_ways_sizes(one, other, offsets)
    targets = np.empty(int(offsets[-1]), np.int32)
    at = offsets.copy()
    for begin in range(0, people, AT_ONCE):
        told(0.5 + 0.2 * begin / people, "putting ties in rows")
        rows.both_ways(one, other, at, targets, begin, begin + AT_ONCE)
    return offsets, targets[: rows.without_doubles(offsets, targets)]


def _write(folder: Path, offsets: NDArray[np.int64], targets: Vertices, told: Told) -> None:
    """As `Graph.save` would, but columns that say one thing of all ties are never held in memory."""
    told(0.7, "keeping them")
    np.save(folder / "offsets.npy", offsets)
    np.save(folder / "targets.npy", targets)
    for name, value in (("weights", np.float32(1)), ("kinds", np.uint8(KNOWS)), ("days", np.int32(-1))):
        column = np.lib.format.open_memmap(folder / f"{name}.npy", "w+", value.dtype, (targets.size,))
        for begin in range(0, targets.size, 1 << 24):
            column[begin : begin + (1 << 24)] = value
        column.flush()
