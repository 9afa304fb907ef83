"""How many distinct people are one, two and three steps away, counted by joins of who was met last with all ties.

Each step joins those who were met last with the ties, keeps each person once, and takes out whom the asker has met
before. Many ask in one pass, a number for each. Those who were met last are given to every machine while they are few:
then no tie is moved, and an account that millions hear is spread over all of them. Once they are many, both sides are
moved by name, and Spark splits what is much larger than the rest (its adaptive joins).

The last step meets most people, and nobody goes on from there: it may be estimated by HyperLogLog (Heule and others
2013, "HyperLogLog in Practice", as `approx_count_distinct` of Spark has it), so that no names are moved for it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from twoears.reach.degrees import Added, Degrees
from twoears.reach.graph import GraphError
from twoears.reach.on_spark.reading import Ties
from twoears.reach.walking import check_steps

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

LARGE: Final = 100_000_000
"""Ties from which on the last step is estimated, where nothing else is asked for."""
ERROR: Final = 0.02
FINEST: Final = 0.005
"""The smallest error that is taken: a thousandth of it would need registers by the million for each who asks."""
FEW: Final = 200_000
"""So many rows are given to every machine; more are moved by name."""
MOST_ADDING: Final = 16

Start = str | Sequence[str]


@dataclass(frozen=True, slots=True)
class Reached(Degrees):
    """As `Degrees`. Where `error` is not 0, the last step is an estimate, and all others are counted.

    `error` is the standard error of how many are reached in all, as a share of it: two estimates in three lie within.
    """

    error: float = 0.0


def degrees(ties: Ties, starts: Sequence[str], steps: int = 3, *, error: float | None = None) -> Reached:
    """The distinct people at each step from `starts`, names that count as one.

    `error` 0 counts, up to 0.3 estimates the last step; None estimates with 0.02 from 100 million ties on. Raises
    GraphError for a name that nobody has, or none.
    """
    return each(ties, [starts], steps, error=error)[0]


def each(ties: Ties, starts: Sequence[Start], steps: int = 3, *, error: float | None = None) -> list[Reached]:
    """The same for each of `starts`, one name or several that count as one, all in one pass."""
    check_steps(steps)
    share = _error(ties, error)
    groups = _groups(ties, starts)
    if not groups:
        return []
    walk = _Walk.of(ties, groups)
    for _ in range(steps - 1 if share else steps):
        walk.step()
    if share:
        walk.guess(share)
    return [
        Reached(len(group), tuple(at.get(asker, 0) for at in walk.at), ties.people, share)
        for asker, group in enumerate(groups)
    ]


def adds(ties: Ties, starts: Sequence[Start], steps: int = 3) -> tuple[Added, ...]:
    """What each of `starts` adds within `steps`, in greedy order, as `twoears.reach.adds`. Always counted.

    Raises GraphError for more than 16.
    """
    check_steps(steps)
    if len(starts) > MOST_ADDING:
        raise GraphError(f"What each adds is told of {MOST_ADDING} at most, not of {len(starts):,}.")
    groups = _groups(ties, starts)
    if not groups:
        return ()
    walk = _Walk.of(ties, groups)
    for _ in range(steps):
        walk.step()
    return tuple(_greedily(walk.together({name for group in groups for name in group}), len(groups)))


@dataclass(slots=True)
class _Walk:
    """Who was met by each asker so far (`met`: asker, name), and who of them last (`front`)."""

    ties: Ties
    met: "DataFrame"
    front: "DataFrame"
    rows: int
    last: int
    at: list[Mapping[int, int]]

    @classmethod
    def of(cls, ties: Ties, groups: Sequence[Sequence[str]]) -> "_Walk":
        rows = [(asker, name) for asker, group in enumerate(groups) for name in group]
        start = ties.frame.sparkSession.createDataFrame(rows, "asker int, name string")
        return cls(ties, start, start, len(rows), len(rows), [])

    def step(self) -> None:
        """One step further, counted."""
        if not self.last:
            self.at.append({})
            return
        new = self._heard().distinct().join(_small(self.met, self.rows), ["asker", "name"], "left_anti")
        self.front = _held(new)
        self.at.append({row["asker"]: row["count"] for row in self.front.groupBy("asker").count().collect()})
        self.last = sum(self.at[-1].values())
        self.met, self.rows = self.met.union(self.front), self.rows + self.last

    def guess(self, error: float) -> None:
        """One step further, estimated: of all whom each asker met by then, less those who were counted."""
        from pyspark.sql import functions as f

        about, everybody = f.approx_count_distinct("name", error), self._heard().union(self.met)
        met = {row["asker"]: row["count"] for row in self.met.groupBy("asker").count().collect()}
        sizes = everybody.groupBy("asker").agg(about.alias("n")).collect()
        found = {row["asker"]: max(row["n"] - met[row["asker"]], 0) for row in sizes}
        self.at.append(found if self.last else {})

    def together(self, asking: set[str]) -> Mapping[int, int]:
        """How many people are met by exactly these askers, a bit for each; none of those who ask."""
        from pyspark.sql import functions as f

        met = self.met.filter(~f.col("name").isin(sorted(asking)))
        by_whom = met.groupBy("name").agg(f.sum(f.expr("shiftleft(1L, asker)")).alias("whom"))
        return {row["whom"]: row["count"] for row in by_whom.groupBy("whom").count().collect()}

    def _heard(self) -> "DataFrame":
        """All who hear those who were met last, as often as they do."""
        front = _small(self.front.withColumnRenamed("name", "speaks"), self.last)
        return self.ties.frame.join(front, "speaks").selectExpr("asker", "hears as name")


def _small(frame: "DataFrame", rows: int) -> "DataFrame":
    return frame.hint("broadcast") if rows <= FEW else frame


def _held(frame: "DataFrame") -> "DataFrame":
    """Worked out once. What it was made of is forgotten, else each step would do all before it again, and twice."""
    durable = frame.sparkSession.sparkContext.getCheckpointDir() is not None
    return frame.checkpoint() if durable else frame.localCheckpoint()


def _groups(ties: Ties, starts: Sequence[Start]) -> list[list[str]]:
    """The names of each who asks, as they stand in the ties, each once."""
    asked = [[start] if isinstance(start, str) else list(start) for start in starts]
    if not all(asked):
        raise GraphError("Nobody asks: name at least one to start from.")
    found = ties.named({name for group in asked for name in group})
    return [list(dict.fromkeys(found[name] for name in group)) for group in asked]


def _error(ties: Ties, error: float | None) -> float:
    if error is None:
        return ERROR if ties.ties >= LARGE else 0.0
    if error != 0 and not FINEST <= error <= 0.3:
        raise GraphError(f"The error of an estimate is {FINEST} to 0.3, or 0 to count; not {error}.")
    return error


def _greedily(together: Mapping[int, int], many: int) -> Iterator[Added]:
    left, sofar = dict(together), 0
    reach = [sum(n for whom, n in together.items() if whom >> asker & 1) for asker in range(many)]
    waiting = list(range(many))
    while waiting:
        new = {asker: sum(n for whom, n in left.items() if whom >> asker & 1) for asker in waiting}
        best = max(waiting, key=lambda asker: (new[asker], -asker))
        sofar += new[best]
        yield Added(best, reach[best], together.get(1 << best, 0), new[best], sofar)
        left = {whom: n for whom, n in left.items() if not whom >> best & 1}
        waiting.remove(best)
