"""Profiles laid out as columns: a row for each account, a number for each word."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from twoears.people.matching.compare import DOMAINS
from twoears.people.matching.counting import FAMILY, FULL, GIVEN, OTHER, Counts
from twoears.people.matching.features import Features, features
from twoears.people.matching.growing import Growing, Numbers
from twoears.people.matching.names import root
from twoears.people.matching.table import Crowd, Table
from twoears.people.matching.values import Profile

_SINGLE: Final = """network organisation first last first_root last_root given family full short_last short_first handle
    box random mail steady open"""
_ONE: Final = tuple(_SINGLE.split())
_WIDE: Final = {"work": DOMAINS + 3, "own": 2, "place": 3}
_LISTS: Final = ("links", "bio", "signs", "counted")
KINDS: Final = {"n:": FULL, "f:": GIVEN, "l:": FAMILY}
_CHUNK: Final = 20_000


@dataclass(slots=True)
class _Row:
    one: tuple[int, ...]
    wide: dict[str, list[int]]
    lists: dict[str, list[int]]
    hour: float


class Columns:
    """Accounts in the order in which they came."""

    def __init__(self) -> None:
        self.words, self.signs, self.networks = Numbers(), Numbers(), Numbers()
        self.counts = Counts()
        self._one = Growing(np.int32, len(_ONE))
        self._wide = {name: Growing(np.int32, width) for name, width in _WIDE.items()}
        self._lists = {name: Growing(np.int32) for name in _LISTS}
        self._ends = {name: Growing(np.int64) for name in _LISTS}
        for ends in self._ends.values():
            ends.extend([0])
        self._hour = Growing(np.float64)
        self._letters, self._at, self._size = Growing(np.int32), Growing(np.int64), Growing(np.int32)

    def __len__(self) -> int:
        return self._hour.n

    def column(self, name: str) -> NDArray[np.int32]:
        """The values of all rows in one column of single values."""
        return self._one.values[:, _ONE.index(name)]

    def put(self, profiles: Sequence[Profile], progress: Callable[[int], None] = lambda n: None) -> None:
        """Put `profiles` behind the rows that are there."""
        for start in range(0, len(profiles), _CHUNK):
            self._put([features(one) for one in profiles[start : start + _CHUNK]])
            progress(min(start + _CHUNK, len(profiles)))

    def take(self, words: int, signs: int) -> None:
        """Take back the last row, and what words and signs came with it."""
        row = len(self) - 1
        self._count(row, step=-1)
        self._one.cut(row)
        self._hour.cut(row)
        for wide in self._wide.values():
            wide.cut(row)
        for name, held in self._lists.items():
            held.cut(int(self._ends[name].values[row]))
            self._ends[name].cut(row + 1)
        self.words.keep(words)
        self.signs.keep(signs)
        self.counts.forget(words)
        self._letters.cut(int(self._at.values[words]) if words < self._at.n else self._letters.n)
        self._at.cut(words)
        self._size.cut(words)

    def held(self, name: str, row: int) -> list[int]:
        """The numbers of the words of `row` that are its `work`, `link`, `bio` or `place`."""
        if name in self._wide:
            return [int(n) for n in self._wide[name].values[row] if n >= 0]
        return [int(n) for n in self._listed("links" if name == "link" else name, row)]

    def signs_of(self, row: int) -> NDArray[np.int32]:
        """The numbers of the signs that bring `row` together with others."""
        return self._listed("signs", row)

    def signs_by_row(self) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
        """Where the signs of each row begin, and the signs."""
        return self._ends["signs"].values, self._lists["signs"].values

    def counted_of(self, row: int) -> NDArray[np.int32]:
        """The numbers of the words of `row` of which it is counted how many have them."""
        return self._listed("counted", row)

    def table(self) -> Table:
        """The columns as compiled loops read them: views, good until the next row."""
        one = {name: self.column(name) for name in _ONE if name not in ("open",)}
        wide = {name: held.values for name, held in self._wide.items()}
        lists = {name: self._lists[name].values for name in ("links", "bio")}
        ends = {f"{name}_at": self._ends[name].values for name in ("links", "bio")}
        held: dict[str, Any] = {
            **one, **wide, **lists, **ends, "hour": self._hour.values, "letters": self._letters.values,
            "at": self._at.values, "size": self._size.values, "people": self.counts.people,
        }  # fmt: skip
        return Table(**held)

    def crowd(self, floor: float) -> Crowd:
        """Among how many people we look."""
        return self.counts.crowd(floor)

    def _listed(self, name: str, row: int) -> NDArray[np.int32]:
        ends = self._ends[name].values
        return self._lists[name].values[ends[row] : ends[row + 1]]

    def _put(self, many: Sequence[Features]) -> None:
        before, row = len(self.words), len(self)
        rows = [self._row(one) for one in many]
        self._meet(before)
        self._one.extend([r.one for r in rows])
        self._hour.extend([r.hour for r in rows])
        for name, held in self._wide.items():
            held.extend([r.wide[name] for r in rows])
        for name, held in self._lists.items():
            ends = np.cumsum([len(r.lists[name]) for r in rows]) + held.n
            held.extend([value for r in rows for value in r.lists[name]])
            self._ends[name].extend(ends)
        self._count(row)

    def _count(self, row: int, step: int = 1) -> None:
        """Count the rows from `row` on, or take them from the counts."""
        ends, networks = self._ends["counted"].values[row:], self.column("network")[row:].astype(np.int64)
        words = self._lists["counted"].values[ends[0] : ends[-1]].astype(np.int64)
        self.counts.count(words, np.repeat(networks, np.diff(ends)), step=step)
        self.counts.accounts(networks, self.column("full")[row:] >= 0, step=step)

    def uncount(self, row: int) -> None:
        """What `row` says counts no more; the row stays."""
        network = self.column("network")[row : row + 1].astype(np.int64)
        words = self._listed("counted", row).astype(np.int64)
        self.counts.count(words, np.repeat(network, len(words)), step=-1)
        self.counts.accounts(network, self.column("full")[row : row + 1] >= 0, step=-1)

    def _meet(self, before: int) -> None:
        """The letters of the words that are new since there were `before` of them."""
        new = self.words.words[before:]
        written = [word[2:] if word[:2] == "w:" else "" for word in new]
        sizes = np.array([len(word) for word in written], np.int64)
        self._at.extend(self._letters.n + np.cumsum(sizes) - sizes)
        self._size.extend(sizes)
        self._letters.extend(np.frombuffer("".join(written).encode("utf-32-le", "surrogatepass"), np.int32))
        self.counts.meet([KINDS.get(word[:2], OTHER) for word in new])

    def _row(self, one: Features) -> _Row:
        word, first, last = self.words, one.first, one.last
        given, family = root(first), root(last)
        low, high = sorted((given, family))
        named = bool(first and last)
        full = [f"f:{given}", f"l:{family}", f"n:{low} {high}", f"i:{given} {last[:1]}", f"j:{first[:1]} {family}"]
        called = [f"w:{name}" if name else "" for name in (one.handle, one.box)]
        numbers = [word[name] if named else -1 for name in full]
        roots = [word[f"r:{name}"] if name else -1 for name in (given, family)]
        handles = [word[name] if name else -1 for name in called]
        single = (
            self.networks[one.network], one.organisation, word[f"w:{first}"] if first else -1,
            word[f"w:{last}"] if last else -1, *roots, *numbers, *handles, one.random,
            word[f"m:{one.mail}"] if one.mail else -1, one.steady, one.open,
        )  # fmt: skip
        own = [word[f"a:{name}"] for name in one.own]
        links = [word[f"a:{name}"] for name in one.links]
        wide = {"work": self._work(one.work), "own": own, "place": [word[f"p:{name}"] for name in one.place]}
        bio = sorted(word[f"b:{name}"] for name in one.bio)
        signs = [self.signs[sign] for sign in dict.fromkeys(_signs(one, given))]
        counted = {*roots, *numbers, *handles, *own, *links, *bio, *wide["work"], *wide["place"]} - {-1}
        lists = {"links": links, "bio": bio, "signs": signs, "counted": sorted(counted)}
        return _Row(single, {n: v + [-1] * (_WIDE[n] - len(v)) for n, v in wide.items()}, lists, one.hour)

    def _work(self, work: Sequence[str]) -> list[int]:
        """Domains in the first places, organisations behind them."""
        domains = [self.words[name] for name in work if name[0] == "d"][:DOMAINS]
        return domains + [-1] * (DOMAINS - len(domains)) + [self.words[name] for name in work if name[0] == "o"][:3]


def _signs(one: Features, given: str) -> Iterator[str]:
    if not one.open:
        return
    yield from one.blocks
    yield from (f"a:{name}" for name in (*one.own, *one.links))
    if given:
        yield from (f"{name} {given}" for name in one.work)
