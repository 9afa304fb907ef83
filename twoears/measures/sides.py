"""Of whom we speak: of our own words that say we or you, the share that says you. Table in, number out."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Final

import narwhals as nw

from twoears.lib.intervals import Number, share_of_bunches
from twoears.measures.ratios import Measure, Stream, between

SPOKEN_OF: Final = Measure(
    "you_for_we",
    "of what we say of us or of you, what says you",
    "Do we speak of them, or of ourselves?",
    "words of turns of ours that say you, of all that say you, we or I, in five languages; the range counts posts, as "
    "the words of one post are alike",
)


def spoken_of(stream: Stream, *, since: datetime | None = None, until: datetime | None = None) -> Number:
    """The share of a time, left at nothing where we said neither word."""
    return _number(_posts(stream, since, until))


def spoken_of_by_month(
    stream: Stream, *, since: datetime | None = None, until: datetime | None = None
) -> tuple[tuple[date, Number], ...]:
    """The same for each month in which we spoke, the earliest first."""
    months: dict[date, list[tuple[int, int, int]]] = {}
    for month, *post in _posts(stream, since, until):
        months.setdefault(month, []).append((post[0], post[1], post[2]))
    return tuple((month, _number((month, *post) for post in posts)) for month, posts in sorted(months.items()))


def _posts(stream: Stream, since: datetime | None, until: datetime | None) -> list[tuple[date, int, int, int]]:
    """(month, words that say we, words that say you, how many posts are so) of what we said."""
    said = between(stream, since, until).filter((nw.col("type") == "Create") & nw.col("ours"))
    # The words of a post that was written before they were counted are null.
    kinds = said.filter(nw.col("we") + nw.col("you") > 0).with_columns(month=nw.col("at").dt.truncate("1mo"))
    rows: Any = kinds.group_by("month", "we", "you").agg(n=nw.len()).collect("pyarrow").to_dict(as_series=False)
    found = zip(rows["month"], rows["we"], rows["you"], rows["n"], strict=True)
    return [(month.date(), int(we), int(you), int(n)) for month, we, you, n in found]


def _number(posts: Iterable[tuple[date, int, int, int]]) -> Number:
    bunches = [(you, we + you) for _, we, you, n in posts for _ in range(n)]
    return share_of_bunches(bunches, of=SPOKEN_OF.of, question=SPOKEN_OF.question, key=SPOKEN_OF.key)
