"""Which cells are a tie, as expressions of Spark: what `twoears.lib.edges` asks of a line, asked of a column."""

from typing import TYPE_CHECKING, Final

from twoears.lib.edges import LONGEST, SEVERAL, Means
from twoears.reach.graph import KINDS

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame

BROKEN: Final = "broken"
_SPACE: Final = r"[\s\x1c-\x1f\x85\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]"
_NUMBER: Final = r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$"
_KIND: Final = f"({'|'.join(KINDS)})?"
_KINDS: Final = rf"^ *{_KIND} *(\{SEVERAL} *{_KIND} *)*$"
_DAY: Final = r"^\d{4}-\d{2}-\d{2}$"


def sifted(cells: "DataFrame") -> "DataFrame":
    """Who stands `first` and `second` in each row, and the `reason` why it is no tie, null where it is one."""
    from pyspark.sql import functions as f

    one, other = (_tidy(f.coalesce(f.col(side).cast("string"), f.lit(""))) for side in ("first", "second"))
    beside: list[str] = [name for name in (BROKEN, "weight", "kinds", "day") if name in cells.columns]
    named = cells.select(one.alias("first"), other.alias("second"), *beside)
    reason = f.coalesce(*(_why(name) for name in beside[:1] if name == BROKEN), *_of_names(), *map(_why, _rest(beside)))
    return named.select("first", "second", reason.alias("reason"))


def ways(good: "DataFrame", means: Means) -> "DataFrame":
    """Who speaks and who hears, a row for each way in which a row is a tie."""
    there = good.selectExpr("first as speaks", "second as hears")
    back = good.selectExpr("second as speaks", "first as hears")
    return there.union(back) if means == "knows" else back if means == "follows" else there


def _rest(beside: list[str]) -> list[str]:
    return [name for name in beside if name != BROKEN]


def _tidy(name: "Column") -> "Column":
    """As `twoears.lib.edges.tidy`."""
    from pyspark.sql import functions as f

    bare = f.regexp_replace(f.regexp_replace(name, f"^{_SPACE}+|{_SPACE}+$", ""), r"^\x00+|\x00+$", "")
    return f.regexp_replace(bare, "^'(?=[=+@-])", "")


def _of_names() -> list["Column"]:
    from pyspark.sql import functions as f

    one, other = f.col("first"), f.col("second")
    long = (f.length(one) > LONGEST) | (f.length(other) > LONGEST)
    return [
        f.when((one == "") | (other == ""), "A name is missing."),
        f.when(long, f"A name is longer than {LONGEST} characters."),
        f.when(one == other, "Nobody hears themselves."),
    ]


def _why(column: str) -> "Column":
    """Why what stands in `column` cannot be, null where it can."""
    from pyspark.sql import functions as f

    if column == BROKEN:
        return f.col(BROKEN)
    told = f.trim(f.coalesce(f.col(column).cast("string"), f.lit("")))
    if column == "kinds":
        return f.when(~told.rlike(_KINDS), f"There is no such kind. There are: {', '.join(KINDS)}.")
    if column == "day":
        day = f.substring(told, 1, 10)
        fine = day.rlike(_DAY) & f.try_to_timestamp(day, f.lit("yyyy-MM-dd")).isNotNull()
        return f.when((told != "") & ~fine, "The day is none. Write it like 2026-03-01.")
    # Letters behind a number mean something to Java: only what is a number everywhere is made one.
    number = f.when(told.rlike(_NUMBER), told).try_cast("double")
    fine = f.coalesce((number >= 0) & (number < 1e30), f.lit(False))
    return f.when((told != "") & ~fine, "The weight is no number between 0 and 1e30.")
