"""Who hears whom, as a table on Spark, from files and folders of Parquet, CSV and lines of names.

The same lines are ties as where `twoears.reach.files` reads them, and the same are set aside. A table on Spark has no
order, so that of the lines that are set aside it is told how many there are of each reason, and not which they are.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from twoears.lib.edges import MEANS, Means
from twoears.lib.spark import session
from twoears.reach.graph import GraphError
from twoears.reach.on_spark import sifting
from twoears.reach.on_spark.lines import LINES, cells_of_lines, cells_of_parquet, followers

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

_LETTERS: Final = 4
"""Of so many letters of a name one may be wrong where another is proposed."""


@dataclass(frozen=True, slots=True)
class Ties:
    """Who hears whom: `frame` has each pair of who `speaks` and who `hears` once, and nobody who hears themselves."""

    frame: "DataFrame"
    people: int
    ties: int

    def named(self, names: Iterable[str]) -> Mapping[str, str]:
        """For each of `names`, with or without an @, the name as it stands. Raises GraphError for one nobody has."""
        from pyspark.sql import functions as f

        tried = {name: (name, f"@{name}", name.removeprefix("@")) for name in names}
        wanted = sorted({word for words in tried.values() for word in words})
        hits = self._names().filter(f.col("name").isin(wanted)).distinct().collect()
        there = {row["name"] for row in hits}
        found = {name: next((word for word in words if word in there), None) for name, words in tried.items()}
        for name, word in found.items():
            if word is None:
                raise GraphError(f"Nobody is called {name!r}." + self._like(name))
        return {name: word for name, word in found.items() if word is not None}

    def _names(self) -> "DataFrame":
        return self.frame.selectExpr("explode(array(speaks, hears)) as name")

    def _like(self, name: str) -> str:
        from pyspark.sql import functions as f

        if len(name) > 100:
            return ""
        apart = f.levenshtein(f.col("name"), f.lit(name))
        near = self._names().filter(apart <= len(name) // _LETTERS).distinct().orderBy(apart, "name").limit(3).collect()
        return f" Did you mean {', '.join(row['name'] for row in near)}?" if near else ""


@dataclass(frozen=True, slots=True)
class Read:
    """What came of a file: as `Imported`, but lines that were `set_aside` are counted by their `reasons`."""

    ties: Ties
    read: int
    new: int
    known: int
    set_aside: int
    reasons: Mapping[str, int]


def read(where: Path | str, *, means: Means = "speaks", followers_of: str = "") -> Read:
    """The ties of a file or of a folder of files of one kind; an address such as `s3a://…` is what Spark can reach.

    Raises GraphError for what cannot be read so, SparkError where there is no Spark.
    """
    if means not in MEANS:
        raise GraphError(f"A line cannot mean {means!r}. It can: {', '.join(MEANS)}.")
    sample = _sample(where)
    spark = session()
    try:
        if followers_of:
            cells = followers(spark, str(where), sample, followers_of)
        elif sample.suffix.lower() == ".parquet":
            cells, means = cells_of_parquet(spark, str(where), means)
        else:
            cells, means = cells_of_lines(spark, str(where), sample, means)
        return of_cells(cells, means)
    except _unreadable() as broken:
        raise GraphError(f"{where} cannot be read: {_first_line(broken)}") from broken


def of_pairs(pairs: Iterable[tuple[str, str]], means: Means = "speaks") -> Ties:
    """The ties of pairs of names that are at hand."""
    return of_frame(session().createDataFrame(list(pairs), "first string, second string"), "first", "second", means)


def of_frame(frame: "DataFrame", first: str, second: str, means: Means = "speaks") -> Ties:
    """The ties of two columns of any table on Spark. Rows that are no ties are left out; `read` would count them."""
    return of_cells(frame.selectExpr(f"`{first}` as first", f"`{second}` as second"), means).ties


def of_cells(cells: "DataFrame", means: Means) -> Read:
    """Sift `cells` (first, second and, where there are, weight, kinds, day and what is `broken`) into ties."""
    from pyspark.sql import functions as f

    sifted = sifting.sifted(cells)
    counts = {row["reason"]: row["count"] for row in sifted.groupBy("reason").count().collect()}
    good = sifted.filter(f.col("reason").isNull())
    ways = sifting.ways(good, means)
    frame = ways.distinct().persist()
    ties = frame.count()
    people = frame.selectExpr("explode(array(speaks, hears)) as name").distinct().count()
    read, fine = sum(counts.values()), counts.pop(None, 0)
    new = frame.filter("speaks < hears").count() if means == "knows" else ties
    return Read(Ties(frame, people, ties), read, new, fine - new, read - fine, counts)


def _sample(where: Path | str) -> Path:
    """One file of what is asked for, by which its kind is known."""
    path = Path(where)
    if "://" in str(where):
        return path
    if path.is_dir():
        kinds = (".parquet", *LINES)
        found = sorted(one for one in islice(path.iterdir(), 100_000) if one.suffix.lower() in kinds)
        if not found:
            raise GraphError(f"In {path} nothing ends in {', '.join(kinds)}.")
        return found[0]
    if path.suffix.lower() not in (".parquet", *LINES):
        raise GraphError(
            f"{path.name} cannot be read by Spark: its name may end in {', '.join(('.parquet', *LINES))}. Other kinds "
            f"are written as Parquet first: TWOEARS_ENGINE=local twoears reach {path.name} --to {path.stem}.parquet"
        )
    if not path.exists():
        raise GraphError(f"{path} cannot be read: it is not there.")
    return path


def _unreadable() -> tuple[type[Exception], ...]:
    from py4j.protocol import Py4JJavaError
    from pyspark.errors import PySparkException

    return (PySparkException, Py4JJavaError, OSError)


def _first_line(broken: Any) -> str:
    said = str(getattr(broken, "java_exception", None) or broken)
    return said.strip().splitlines()[0][:300]
