"""Where the graph is kept: whole versions side by side below the data folder, and a word that says which one holds.

    graph/current                the name of the version that holds
    graph/v-…/about.json         how far the record was read, and when
    graph/v-…/part-000001.npy    the ties that one part of the record tells, as they were told (TIE)
    graph/v-…/waits-000001.npy   names in it that nobody bore yet, as numbers: the part is read again once somebody does
    graph/v-…/joined/            the same joined by who is who: a kept `Graph`, and what is known of each vertex

A version is filled beside the others and takes its name when it is whole; then `current` is replaced. So whoever reads,
and whoever comes after a `kill -9` at any instant, finds a whole one. Parts that did not change are shared by links.
"""

import json
import os
import shutil
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from twoears.reach.graph import Graph

TIE: Final = np.dtype([("speaker", np.int64), ("hearer", np.int64), ("kind", np.uint8), ("day", np.int32)])
"""A tie as it was told: who spoke, who heard (ids of accounts), what they did (a bit of KINDS), on which day."""

Ties = NDArray[np.void]
Waits = NDArray[np.uint64]
_CURRENT: Final = "current"
_MAKING: Final = "making-"
_WHOLE: Final = "v-"
_LEFT: Final = 3600.0  # seconds after which nobody fills a version any more
_AGAIN: Final = 5  # times that a reader looks again, whose version was replaced while it looked


@dataclass(frozen=True, slots=True)
class Version:
    """A whole version in its folder, and what it says of itself."""

    folder: Path
    about: Mapping[str, Any]

    @property
    def name(self) -> str:
        """What tells it from every other version."""
        return self.folder.name

    def parts(self) -> list[int]:
        """The parts of the record that it holds ties of."""
        return sorted(int(path.stem.removeprefix("part-")) for path in self.folder.glob("part-*.npy"))

    def ties(self, part: int) -> Ties:
        """The ties of a part, mapped into memory."""
        ties: Ties = np.load(_part(self.folder, part), mmap_mode="r", allow_pickle=False)
        return ties

    def waits(self, part: int) -> Waits:
        """The names of a part that nobody bore when it was read."""
        waits: Waits = np.load(_waits(self.folder, part), mmap_mode="r", allow_pickle=False)
        return waits

    def joined(self) -> Path:
        """Where the ties lie, joined by who is who."""
        return self.folder / "joined"


def folder(data: Path) -> Path:
    """Where the versions lie below the data folder."""
    return data / "graph"


def current(where: Path) -> Version | None:
    """The version that holds; None before the first one."""
    for _ in range(_AGAIN):
        try:
            name = (where / _CURRENT).read_text(encoding="ascii").strip()
            about = json.loads((where / name / "about.json").read_bytes())
        except (OSError, ValueError):
            # It may have been replaced between the two looks.
            time.sleep(0.01)
            continue
        return Version(where / name, about)
    return None


def write(
    where: Path,
    about: Mapping[str, Any],
    fill: Callable[[Path], Mapping[str, Any]],
    *,
    last: Version | None = None,
    anew: Iterable[int] = (),
) -> Version:
    """Make a version that holds from now on: the parts of `last` except those `anew`, and whatever `fill` puts there.

    What `fill` gives back is told of the version beside `about`.
    """
    where.mkdir(parents=True, exist_ok=True)
    name = f"{time.time_ns():020}-{os.getpid()}"
    making = where / f"{_MAKING}{name}"
    making.mkdir()
    _share(last, making, set(anew))
    told = {**about, **fill(making)}
    (making / "about.json").write_text(json.dumps(told), encoding="ascii")
    whole = where / f"{_WHOLE}{name}"
    os.replace(making, whole)
    _say(where, whole.name)
    _tidy(where)
    return Version(whole, told)


def keep(making: Path, part: int, ties: Ties, waits: Waits) -> None:
    """Put a part into a version that is being made."""
    np.save(_part(making, part), ties, allow_pickle=False)
    np.save(_waits(making, part), waits, allow_pickle=False)


def number_of(name: str) -> int:
    """A name as a number of 64 bits: two names are never taken for one another but once in many lives.

    >>> number_of("https://x.com/ann") == number_of("https://x.com/ann") != number_of("https://x.com/bob")
    True
    """
    return int.from_bytes(blake2b(name.encode("utf8", "surrogatepass"), digest_size=8).digest(), "big")


def numbers_of(names: Iterable[str]) -> Waits:
    """Names as numbers, sorted, each once."""
    return np.array(sorted({number_of(name) for name in names}), np.uint64)


def awaited(version: Version, names: Iterator[list[str]]) -> set[int]:
    """The parts that wait for one of `names`, which are asked for bunch by bunch."""
    waits = {part: found for part in version.parts() if (found := version.waits(part)).size}
    parts: set[int] = set()
    for bunch in names if waits else ():
        came = numbers_of(bunch)
        parts |= {part for part, numbers in waits.items() if part not in parts and np.isin(came, numbers).any()}
    return parts


def accounts(version: Version) -> NDArray[np.int64]:
    """Every account that a tie names, sorted."""
    ends = [np.unique(np.concatenate((t["speaker"], t["hearer"]))) for t in map(version.ties, version.parts())]
    return np.unique(np.concatenate(ends)) if ends else np.empty(0, np.int64)


def parts_naming(version: Version, wanted: NDArray[np.int64]) -> set[int]:
    """The parts in which a tie names one of `wanted`."""
    return {
        part
        for part in version.parts()
        if np.isin(version.ties(part)["speaker"], wanted).any() or np.isin(version.ties(part)["hearer"], wanted).any()
    }


def joined(parts: Iterable[Ties], actors: NDArray[np.int64], vertices: NDArray[np.int32], people: int) -> Graph:
    """The graph of all ties, whose ends are told by `vertices` of `actors` (sorted); ties of others are left out."""
    sides: list[tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.uint8], NDArray[np.int32]]] = []
    for ties in parts:
        ends = [_places(ties[side], actors) for side in ("speaker", "hearer")]
        known = (ends[0] >= 0) & (ends[1] >= 0)
        speaks, hears = (vertices[end[known]] for end in ends)
        sides.append((speaks, hears, ties["kind"][known], ties["day"][known]))
    if not sides:
        return Graph.from_edges([], [], people=people)
    speaks, hears, kinds, days = (np.concatenate(column) for column in zip(*sides, strict=True))
    return Graph.from_edges(speaks, hears, people=people, kinds=kinds, days=days)


def told_since(
    version: Version, kind: int, since: int, actors: NDArray[np.int64], vertices: NDArray[np.int32]
) -> NDArray[np.int64]:
    """Who spoke and who heard (2, n), as vertices, of each tie of a `kind` that was told since a day."""
    found = [np.empty((2, 0), np.int64)]
    for ties in map(version.ties, version.parts()):
        some = ties[(ties["kind"] == kind) & (ties["day"] >= since)]
        ends = [_places(some[side], actors) for side in ("speaker", "hearer")]
        known = (ends[0] >= 0) & (ends[1] >= 0)
        found.append(np.stack([vertices[end[known]] for end in ends]).astype(np.int64))
    return np.concatenate(found, axis=1)


def _places(ids: NDArray[np.int64], actors: NDArray[np.int64]) -> NDArray[np.int64]:
    if not actors.size:
        return np.full(ids.size, -1, np.int64)
    places = np.minimum(np.searchsorted(actors, ids), actors.size - 1)
    return np.where(actors[places] == ids, places, -1)


def _share(last: Version | None, making: Path, anew: set[int]) -> None:
    if last is None:
        return
    for part in set(last.parts()) - anew:
        _link(_part(last.folder, part), _part(making, part))
        _link(_waits(last.folder, part), _waits(making, part))


def _link(old: Path, new: Path) -> None:
    try:
        os.link(old, new)
    except OSError:  # a file system without links
        shutil.copyfile(old, new)


def _say(where: Path, name: str) -> None:
    fresh = where / f"{_CURRENT}.{os.getpid()}"
    fresh.write_text(name, encoding="ascii")
    os.replace(fresh, where / _CURRENT)


def _tidy(where: Path) -> None:
    """Let go of versions that hold no more, and of those whose maker was killed."""
    holds = (where / _CURRENT).read_text(encoding="ascii").strip()
    for path in where.iterdir():
        old = path.name.startswith(_WHOLE) and path.name < holds
        if old or (path.name.startswith(_MAKING) and _left(path)):
            # Whoever still reads it has mapped its files; they go when the last one closes them.
            shutil.rmtree(path, ignore_errors=True)


def _left(path: Path) -> bool:
    try:
        return time.time() - path.stat().st_mtime > _LEFT
    except OSError:  # it was just made whole
        return False


def _part(where: Path, part: int) -> Path:
    return where / f"part-{part:06}.npy"


def _waits(where: Path, part: int) -> Path:
    return where / f"waits-{part:06}.npy"
