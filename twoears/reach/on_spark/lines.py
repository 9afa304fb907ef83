"""The cells of Parquet, of delimited lines and of lists of followers, as tables of words on Spark."""

import re
from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

from twoears.lib.delimited import MAX_LINE, Broken, Record, records
from twoears.lib.edges import Means
from twoears.lib.edges.tables import columns_of, delimiter_in, names_in, remark
from twoears.reach.graph import GraphError

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame, SparkSession

LINES: Final = (".csv", ".tsv", ".tab", ".txt", ".edges", ".edgelist")
_LOST: Final = "\ufffd"


def cells_of_parquet(spark: "SparkSession", where: str, means: Means) -> tuple["DataFrame", Means]:
    """The columns that tell of ties, by their names, and what a row means by them."""
    table = spark.read.parquet(where)
    if len(table.columns) < 2:
        raise GraphError("It has fewer than two columns: one says who speaks, the other who hears.")
    columns, _ = columns_of([table.columns, []], means)
    quoted = {key: f"`{table.columns[at].replace('`', '``')}`" for key, at in columns.places.items()}
    return table.selectExpr(*(f"{name} as {key}" for key, name in quoted.items())), columns.means


def cells_of_lines(spark: "SparkSession", where: str, sample: Path, means: Means) -> tuple["DataFrame", Means]:
    """The cells of lines, cut as the first lines of `sample` ask for, and what a line means by its header."""
    with _opened(sample) as file:
        delimiter = delimiter_in(file)
        start = list(islice(_told(records(file, delimiter)), 2))
    first = [[] if isinstance(one, Broken) else _without_gaps(one.cells, delimiter) for one in start]
    columns, began = columns_of(first, means)
    head = start[0] if began else None
    lines = _told_of(spark, where, head if isinstance(head, Record) else None)
    return _cut(lines, delimiter, columns.places), columns.means


def followers(spark: "SparkSession", where: str, sample: Path, account: str) -> "DataFrame":
    """Who follows `account`, one name a line: the first cell, or the column that the header of `sample` names."""
    from pyspark.sql import functions as f

    with _opened(sample) as file:
        head = next((one for one in _told(records(file, ",")) if isinstance(one, Record)), None)
    at = names_in(head.cells) if head else None
    lines = _told_of(spark, where, head if at is not None else None)
    return _cut(lines, ",", {"second": at or 0}).withColumn("first", f.lit(account))


def _told_of(spark: "SparkSession", where: str, head: Record | None) -> "DataFrame":
    """The lines that are no remarks, and not `head`."""
    from pyspark.sql import functions as f

    lines = _lines(spark, where).filter(~f.col("value").rlike(r"^[\ufeff ]*[#%]"))
    return lines.filter(f.col("value") != head.raw.rstrip("\r\n").lstrip("\ufeff")) if head else lines


def _lines(spark: "SparkSession", where: str) -> "DataFrame":
    from pyspark.sql import functions as f

    whole = spark.read.text(where).select(f.regexp_replace("value", "^\ufeff", "").alias("value"))
    return whole.filter(f.col("value").rlike(r"[^\x00 ]"))


def _cut(lines: "DataFrame", delimiter: str, columns: dict[str, int]) -> "DataFrame":
    from pyspark.sql import functions as f

    line = f.col("value")
    if delimiter == " ":
        cells = f.split(f.trim(line), " +")
        found = [f.get(cells, f.lit(at)).alias(key) for key, at in columns.items()]
    else:
        shape = ", ".join(f"c{at} string" for at in range(max(columns.values()) + 1))
        cells = f.from_csv(line, shape, {"sep": delimiter, "escape": '"', "quote": '"', "maxCharsPerColumn": "-1"})
        found = [cells[f"c{at}"].alias(key) for key, at in columns.items()]
    return lines.select(*found, _broken(delimiter).alias("broken"))


def _broken(delimiter: str) -> "Column":
    from pyspark.sql import functions as f

    line, mark = f.col("value"), re.escape(delimiter)
    cell = rf'(?:"(?:[^"]++|"")*+"|(?:[^"{mark}][^{mark}]*+)?+)'
    told = f.when(f.length(line) > MAX_LINE, f"The line is longer than {MAX_LINE >> 20} MB.")
    told = told.when(line.contains(_LOST), "Its letters are not those of UTF-8.")
    if delimiter == " ":
        return told
    return told.when(~line.rlike(f"^{cell}(?:{mark}{cell})*+$"), "Its quotes are not closed.")


def _told(found: Iterable[Record | Broken]) -> Iterable[Record | Broken]:
    return (one for one in found if not (isinstance(one, Record) and remark(one.raw)))


def _without_gaps(cells: list[str], delimiter: str) -> list[str]:
    return [cell for cell in cells if cell] if delimiter == " " else cells


def _opened(sample: Path) -> BinaryIO:
    if "://" in str(sample) or ":/" in str(sample)[:8]:
        raise GraphError("Lines are read from a folder that every machine sees by its path; elsewhere give Parquet.")
    try:
        file = sample.open("rb")
        head = file.read(4)
        file.seek(0)
    except OSError as broken:
        raise GraphError(f"{sample} cannot be read: {broken.strerror or broken}.") from broken
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        file.close()
        raise GraphError(f"{sample.name} is written in UTF-16. Save it as UTF-8, or as Parquet.")
    return file
