"""All likely pairs by joins: what accounts share brings them together, and the comparison is that of one process.

1. Each account is cut into words and signs, by the code that does so in one process.
2. Words are counted by network: how rare is what two share is a matter of all accounts, not of those on one machine.
3. Accounts that share a sign that few have are pairs; a sign that too many have brings nobody together, and is told.
4. Pairs are compared, some thousands at a time, with the counts of their words beside them, by the code of one process.

No sign has more than 60 accounts, so that no machine has much more to do than another. Rows go to Python as they are,
not by Arrow: for that Spark asks for pandas, which nothing else here needs, and each text is cut by Python anyway.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from twoears.people.matching.blocks import MOST, said
from twoears.people.matching.columns import KINDS, Columns
from twoears.people.matching.counting import NETWORKS, crowd_of
from twoears.people.matching.finding import told
from twoears.people.matching.model import SHIPPED, Model
from twoears.people.matching.on_spark.frames import CUT, cut, profile_of
from twoears.people.matching.scoring import worth
from twoears.people.matching.shared import SEVERAL
from twoears.people.matching.table import Crowd
from twoears.people.matching.values import Found, Likely, Reason, TooMany

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

LIKELY: Final = "left bigint, right bigint, probability double, reasons array<struct<text string, weight double>>"
AT_ONCE: Final = 20_000


def likely(profiles: "DataFrame", *, model: Model = SHIPPED, least: float = 0.05) -> Found:
    """All pairs that are one person with a probability of `least` or more, best first, as `matching.likely` finds them.

    `profiles` has a column for each field of `Profile`. Two of one key raise ValueError. All pairs come to this
    process: where they are too many for it, `likely_table` leaves them on Spark.
    """
    table = _Tables.of(profiles)
    rows = table.likely(model, least).collect()
    found = [
        Likely(row["left"], row["right"], row["probability"], tuple(Reason(*one) for one in row["reasons"]))
        for row in rows
    ]
    return Found(sorted(found, key=lambda pair: (-pair.probability, pair.left, pair.right)), table.left_out())


def likely_table(profiles: "DataFrame", *, model: Model = SHIPPED, least: float = 0.05) -> "DataFrame":
    """The same as a table on Spark: left, right, probability, reasons (text, weight)."""
    return _Tables.of(profiles).likely(model, least)


@dataclass(frozen=True, slots=True)
class _Tables:
    """The profiles, and what was cut out of each."""

    profiles: "DataFrame"
    cut: "DataFrame"

    @classmethod
    def of(cls, profiles: "DataFrame") -> "_Tables":
        held = profiles.sparkSession.createDataFrame(profiles.rdd.mapPartitions(cut), CUT, verifySchema=False)
        held = held.persist()
        twice = held.groupBy("key").count().filter("count > 1").first()
        if twice is not None:
            raise ValueError(f"Two profiles have the key {twice['key']}. Give each account once.")
        return cls(profiles, held)

    def likely(self, model: Model, least: float) -> "DataFrame":
        """Compare all pairs."""
        counts, places = self._counts()
        people = counts.groupBy("word").agg({"n": "max"}).toDF("word", "people").filter("people > 1").persist()
        known = self._with_counts(people)
        left, right = (known.select(*(known[c].alias(f"{c}_{side}") for c in known.columns)) for side in ("a", "b"))
        both = self.pairs().join(left, on=[_same("left", "key_a")]).join(right, on=[_same("right", "key_b")])
        crowd = self._crowd(counts, places, model.floor)
        scored = both.rdd.mapPartitions(partial(score, model=model, crowd=crowd, least=least))
        return self.cut.sparkSession.createDataFrame(scored, LIKELY, verifySchema=False)

    def pairs(self) -> "DataFrame":
        """The keys of all pairs to compare, each once, the lower first."""
        from pyspark.sql import functions as f

        signs = self._signs()
        few = self._sizes().filter(f.col("n").between(2, MOST)).select("sign")
        held = signs.join(few, "sign")
        one, two = (held.toDF("sign", f"key_{s}", f"network_{s}", f"kind_{s}") for s in ("a", "b"))
        free = (f.col("network_a") != f.col("network_b")) | f.col("network_a").isin(*SEVERAL)
        met = one.join(two, "sign").filter(f.expr("key_a < key_b and kind_a = kind_b") & free)
        return met.selectExpr("key_a as left", "key_b as right").distinct()

    def left_out(self) -> list[TooMany]:
        """The signs that too many share, the most common first."""
        rows = self._sizes().filter(f"n > {MOST}").collect()
        return sorted((TooMany(said(row["sign"]), row["n"]) for row in rows), key=lambda one: (-one.n, one.what))

    def _signs(self) -> "DataFrame":
        return self.cut.selectExpr("explode(signs) as sign", "key", "network", "organisation")

    def _sizes(self) -> "DataFrame":
        return self._signs().groupBy("sign").agg({"key": "count"}).toDF("sign", "n")

    def _counts(self) -> tuple["DataFrame", list[tuple[str, int, int, int]]]:
        """How many have each word on each network, and of each network its place, its accounts and those with a name.

        Networks are numbered by their first account, as where accounts are laid out in the order of their keys.
        """
        from pyspark.sql import functions as f

        named = f.sum(f.col("named").cast("int"))
        rows = self.cut.groupBy("network").agg(f.min("key").alias("first"), f.count("key").alias("n"), named.alias("m"))
        listed = sorted(rows.collect(), key=lambda row: int(row["first"]))
        places = [(row["network"], min(at, NETWORKS - 1), row["n"], row["m"]) for at, row in enumerate(listed)]
        spark, numbers = self.cut.sparkSession, [(network, place) for network, place, _, _ in places]
        where = spark.createDataFrame(numbers, "network string, place int")
        words = self.cut.selectExpr("network", "explode(words) as word").join(where.hint("broadcast"), "network")
        return words.groupBy("word", "place").agg(f.count("network").alias("n")).persist(), places

    def _crowd(self, counts: "DataFrame", places: list[tuple[str, int, int, int]], floor: float) -> Crowd:
        squares, (accounts, named) = np.zeros((4, NETWORKS), np.int64), np.zeros((2, NETWORKS), np.int64)
        for _, place, many, with_name in places:
            accounts[place] += many
            named[place] += with_name
        kinds = counts.selectExpr("substring(word, 1, 2) as kind", "place", "n * n as square")
        kinds = kinds.filter(kinds["kind"].isin(*KINDS)).groupBy("kind", "place").agg({"square": "sum"})
        for kind, place, square in kinds.collect():
            squares[KINDS[kind], place] = square
        return crowd_of(squares, accounts, named, floor)

    def _with_counts(self, people: "DataFrame") -> "DataFrame":
        """Each profile with those of its words that more than one has, and how many."""
        from pyspark.sql import functions as f

        pair = f.struct("word", "people")
        met = self.cut.selectExpr("key", "explode(words) as word").join(people, "word")
        beside = met.groupBy("key").agg(f.map_from_entries(f.collect_list(pair)).alias("people"))
        return self.profiles.join(beside, "key", "left")


def _same(one: str, other: str) -> Any:
    from pyspark.sql import functions as f

    return f.col(one) == f.col(other)


def score(rows: Iterable[Any], *, model: Model, crowd: Crowd, least: float) -> Iterator[tuple[Any, ...]]:
    """The likely ones among pairs of profiles with the counts of their words, some at a time."""
    waiting = iter(rows)
    while some := list(islice(waiting, AT_ONCE)):
        for one in _scored(some, model, crowd, least):
            yield one.left, one.right, one.probability, [(why.text, why.weight) for why in one.reasons]


def _scored(rows: list[Any], model: Model, crowd: Crowd, least: float) -> list[Likely]:
    people: dict[str, int] = {}
    held = {}
    for row in rows:
        for side, key in (("_a", row["left"]), ("_b", row["right"])):
            if key not in held:
                held[key] = profile_of(_Side(row, side))
                people.update(row[f"people{side}"] or {})
    profiles = [held[key] for key in sorted(held)]
    at = {one.key: number for number, one in enumerate(profiles)}
    columns = Columns()
    columns.put(profiles)
    columns.counts.lend(np.array([people.get(word, 1) for word in columns.words.words], np.int64), crowd)
    left, right = (np.array([at[row[side]] for row in rows], np.int32) for side in ("left", "right"))
    kept, chances = worth(columns, left, right, model, least)
    return told(columns, profiles, kept, chances, model)


@dataclass(frozen=True, slots=True)
class _Side:
    """One of the two profiles of a row."""

    row: Any
    side: str

    def __getitem__(self, name: str) -> Any:
        return self.row[name + self.side]
