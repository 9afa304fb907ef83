"""When those behind a source speak, and in which languages: from counts by half hours, in a time zone.

| column | what |
| --- | --- |
| source | through what it was heard first, such as `connection:3` |
| slot | the half hour in which it was said, counted from 1970, UTC |
| language | as it was read: two letters, `cannot tell`, or empty where nobody has read it |
| to_us | whether it was said to us |
| n | how many posts of others |
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from typing import Any, Final

import duckdb
import narwhals as nw
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from twoears.lib.counts import counted, spelled
from twoears.lib.intervals import Number, share, share_of_bunches
from twoears.lib.languages import language_name
from twoears.listening.rhythm import DAY, ENOUGH, EVEN, WEEK, Rhythm, good_hours, rhythm_of
from twoears.measures.showing import Speaking, Spoken
from twoears.measures.stream import NoStream
from twoears.people.hours import in_words

COUNTS: Final = pa.schema(
    [
        ("source", pa.dictionary(pa.int32(), pa.string())),
        ("slot", pa.int64()),
        ("language", pa.dictionary(pa.int32(), pa.string())),
        ("to_us", pa.bool_()),
        ("n", pa.int64()),
    ]
)
SLOT: Final = 1800  # seconds; zones lie at half hours too
SLOTS: Final = 365 * 24 * 2  # what is looked at: a year up to the last thing heard, as habits change
_PER_DAY = 48
_MONDAY = 72  # hours from the Monday before 1970 to its first day, a Thursday
QUESTION: Final = "In which languages do they speak?"
_LANGUAGES = 8
_UNTOLD = ("", "cannot tell")
Counts = nw.LazyFrame[duckdb.DuckDBPyRelation]


@dataclass(frozen=True, slots=True)
class Heard:
    """Posts by half hours: of a source, of it said to us, and of everybody else in the same time."""

    slots: NDArray[np.int64]
    theirs: NDArray[np.int64]
    to_us: NDArray[np.int64]
    others: NDArray[np.int64]


def open_counts(where: Path, db: duckdb.DuckDBPyConnection) -> Counts:
    """The counts of all parts; raises NoStream."""
    if not any(where.glob("voices-*.parquet")):
        raise NoStream(f"Nothing was counted in {where} yet. It is after something was heard.")
    return nw.from_native(db.read_parquet(str(where / "voices-*.parquet")))


def heard_through(counts: Counts, source: str) -> Heard | None:
    """What was heard in the year up to the last thing heard through `source`; None where nothing was."""
    mine = nw.col("source") == source
    last = _columns(counts.filter(mine).select(last=nw.col("slot").max()))["last"][0]
    if last is None:
        return None
    year = counts.filter((nw.col("slot") > last - SLOTS) & (nw.col("slot") <= last)).with_columns(
        theirs=nw.when(mine).then(nw.col("n")).otherwise(0),
        to_us=nw.when(mine & nw.col("to_us")).then(nw.col("n")).otherwise(0),
    )
    # Sums are wider than their parts; as such they would come one by one.
    sums = [nw.col(name).sum().cast(nw.Int64) for name in ("n", "theirs", "to_us")]
    found = year.group_by("slot").agg(*sums).sort("slot").collect("pyarrow")
    slots, n, theirs, to_us = (found[name].to_numpy() for name in ("slot", "n", "theirs", "to_us"))
    return Heard(slots, theirs, to_us, n - theirs)


def languages(counts: Counts, source: str, last: int) -> tuple[tuple[Spoken, ...], Number]:
    """The languages of the year up to the slot `last`, the most frequent first; and the share of all others."""
    year = counts.filter((nw.col("source") == source) & (nw.col("slot") > last - SLOTS))
    found = _columns(year.group_by("language").agg(nw.col("n").sum()))
    counted_in = dict(zip(found["language"], map(int, found["n"]), strict=True))
    aside = sum(counted_in.pop(word, 0) for word in _UNTOLD)
    n = sum(counted_in.values())
    ordered = sorted(counted_in.items(), key=lambda pair: (-pair[1], pair[0]))
    shown = tuple(_spoken(code, k, n, aside) for code, k in ordered[:_LANGUAGES])
    rest = ordered[_LANGUAGES:]
    words = f"in {counted(len(rest), 'other language')}" if rest else "in other languages"
    return shown, share(sum(k for _, k in rest), n, of=words, question=QUESTION, key="others", aside=aside)


def _spoken(code: str, k: int, n: int, aside: int) -> Spoken:
    name = language_name(code)
    return Spoken(
        language=code, name=name, number=share(k, n, of=f"in {name}", question=QUESTION, key=code, aside=aside)
    )


def speaking(slots: NDArray[np.int64], mine: NDArray[np.int64], others: NDArray[np.int64], zone: tzinfo) -> Speaking:
    """When they speak, in `zone`, drawn towards when `others` do; and whether that is a habit.

    Hours are chosen from the older half of what was said; only where more of the newer half than chance would put there
    falls into them, a good hour is told.
    """
    n = int(mine.sum())
    if n < ENOUGH:
        return too_early(n)
    local = _local(slots, zone)
    prior = rhythm_of(_by_hour(local, others)) if others.sum() >= ENOUGH else EVEN
    table = rhythm_of(_by_hour(local, mine), prior)
    good = tuple(sorted(good_hours(table) or ()))
    proof, even = _proof(local, mine, prior)
    told = bool(good) and proof is not None and proof.low is not None and proof.low > even
    return Speaking(
        n=n,
        shares=tuple(table.shares[day * DAY : (day + 1) * DAY] for day in range(7)),
        good=good,
        words=in_words(good),
        told=told,
        proof=proof,
        even=even,
        sentence=_sentence(in_words(good), proof, told=told),
    )


def too_early(n: int) -> Speaking:
    """What is said of somebody who was heard `n` times, which is too seldom.

    >>> too_early(0).sentence
    'Too early to tell: no posts were heard, and it takes 20 of them.'
    """
    heard = f"{spelled(n)} {'post was' if n == 1 else 'posts were'} heard"
    said = f"Too early to tell: {heard}, and it takes {spelled(ENOUGH)} of them."
    return Speaking(n=n, shares=(), good=(), words="", told=False, proof=None, even=0.0, sentence=said)


def _sentence(words: str, proof: Number | None, *, told: bool) -> str:
    if told:
        return f"A good hour to speak: they are there {words}."
    if not words:
        return "They speak at any hour, in none much more than in others: we cannot tell a good hour to speak."
    if proof is None:
        return f"They spoke {words}, too seldom to tell whether that is a habit."
    return f"They spoke {words}, but did not keep to such hours later: we cannot tell a good hour to speak."


def _proof(local: NDArray[np.int64], mine: NDArray[np.int64], prior: Rhythm) -> tuple[Number | None, float]:
    """How much of the newer half falls into the hours that the older half would choose; and of an even week."""
    upto = np.cumsum(mine)
    older = upto <= upto[-1] // 2
    chosen = good_hours(rhythm_of(_by_hour(local[older], mine[older]), prior)) or ()
    newer = mine[~older]
    even = len(chosen) / WEEK
    if not chosen or newer.sum() < ENOUGH:
        return None, even
    within = np.isin(_week_hour(local[~older]), chosen)
    days = local[~older] // DAY
    bunches = zip(*(np.bincount(days - days[0], weights=w).astype(int).tolist() for w in (newer * within, newer)),
                  strict=True)  # fmt: skip
    said = "of the newer half, in hours that the older half would choose"
    return share_of_bunches(bunches, of=said, question="When do they speak?", key="kept_to_their_hours"), even


def _local(slots: NDArray[np.int64], zone: tzinfo) -> NDArray[np.int64]:
    """The hour of each slot in `zone`, from 1970 on. A day on which clocks change is told by how it began."""
    days, place = np.unique(slots // _PER_DAY, return_inverse=True)
    offsets = np.array([_offset(int(day), zone) for day in days], np.int64)
    hours: NDArray[np.int64] = (slots * SLOT + offsets[place]) // 3600
    return hours


def _offset(day: int, zone: tzinfo) -> int:
    there = (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(days=day)).astimezone(zone).utcoffset()
    return int(there.total_seconds()) if there else 0


def _week_hour(local: NDArray[np.int64]) -> NDArray[np.int64]:
    return (local + _MONDAY) % WEEK


def _by_hour(local: NDArray[np.int64], counts: NDArray[np.int64]) -> Sequence[int]:
    found: list[int] = np.bincount(_week_hour(local), weights=counts, minlength=WEEK).astype(int).tolist()
    return found


def _columns(frame: Counts) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = frame.collect("pyarrow").to_dict(as_series=False)
    return found


def counts_of(rows: Iterable[tuple[str, int, str, bool]]) -> pa.Table:
    """A table of counts from posts of others, as (source, slot, language, to_us).

    >>> counts_of([("connection:1", 7, "en", True)] * 3 + [("connection:1", 7, "de", False)])["n"].to_pylist()
    [3, 1]
    """
    columns = list(zip(*rows, strict=True)) or [()] * 4
    kinds = (pa.string(), pa.int64(), pa.string(), pa.bool_())
    names = COUNTS.names[:4]
    table = pa.table([pa.array(list(values), kind) for values, kind in zip(columns, kinds, strict=True)], names=names)
    summed = table.group_by(names, use_threads=False).aggregate([([], "count_all")])
    arrays = [summed[name].combine_chunks() for name in (*names, "count_all")]
    return pa.table([array.cast(field.type) if not pa.types.is_dictionary(field.type) else array.dictionary_encode()
                     for array, field in zip(arrays, COUNTS, strict=True)], schema=COUNTS)  # fmt: skip
