"""How long answers take, ours and theirs, from the stream; those who still wait count for as long as they have."""

from collections.abc import Sequence
from datetime import datetime
from math import ceil
from typing import Final

import narwhals as nw
import numpy as np
import numpy.typing as npt

from twoears.lib.counts import counted
from twoears.lib.intervals import wilson
from twoears.measures.ratios import Stream, between
from twoears.measures.showing import Answered, Waits
from twoears.measures.survival import Curve, answered_by, survival
from twoears.measures.survival import between as likely
from twoears.measures.survival import until as come_to
from twoears.threads.turns import UNSURE

WE_ANSWER: Final = "How long do people who ask us wait for our answer?"
THEY_ANSWER: Final = "How long do we wait until those whom we answer write again?"
# Moments at which it is said how many were answered, in hours.
TOLD: Final = (1.0, 4.0, 24.0, 72.0, 168.0, 720.0)
_HOUR: Final = np.timedelta64(3600, "s")
_STEPS: Final = 100  # of a curve that is shown; more are not seen

Rows = npt.NDArray[np.float64]


def our_answers(
    stream: Stream, *, now: datetime, since: datetime | None = None, until: datetime | None = None
) -> Waits:
    """How long turns that wait for us waited for our answer; those that nobody can tell are left aside and counted."""
    asked = between(stream, since, until).filter((nw.col("type") == "Create") & (nw.col("waits") != ""))
    told = asked.filter(nw.col("waits") != UNSURE)
    aside = asked.filter(nw.col("waits") == UNSURE).select(n=nw.len()).collect("pyarrow").to_dict(as_series=False)
    return waits_of(_waits(told, "answered_at", now), WE_ANSWER, aside=int(aside["n"][0]))


def their_answers(
    stream: Stream, *, now: datetime, since: datetime | None = None, until: datetime | None = None
) -> Waits:
    """How long turns of ours that answer somebody waited until they wrote again in the same conversation."""
    ours = between(stream, since, until).filter((nw.col("type") == "Create") & nw.col("ours"))
    return waits_of(_waits(ours.filter(nw.col("replied_to") != 0), "wrote_back_at", now), THEY_ANSWER)


def _waits(rows: Stream, end: str, now: datetime) -> Rows:
    """Hours, and whether there was an answer, for each row; what was said after `now` has not waited."""
    found = rows.select("at", end).collect("pyarrow")
    began, ended = (found[name].to_numpy().astype("datetime64[us]") for name in ("at", end))
    came = ~np.isnat(ended)
    waited = np.where(came, ended, np.datetime64(now, "us")) - began
    return np.column_stack([np.maximum(waited / _HOUR, 0.0), came])


def waits_of(waits: Rows | Sequence[tuple[float, bool]], question: str, *, aside: int = 0) -> Waits:
    """What is told of waits: rows of hours, and whether the wait ended in an answer.

    >>> told = waits_of([(1, True), (2, True), (3, True), (50, False)], "How long?")
    >>> told.n, told.answered, told.median, told.sentence
    (4, 3, 2.0, 'Half were answered within 2 hours.')
    >>> waits_of([], "How long?").sentence
    'Nobody waited, so there is nothing to tell.'
    """
    curve = survival(waits)
    low, high = likely(curve)
    median = come_to(curve)
    n, answered = len(waits), int(curve.came.sum())
    return Waits(
        question=question,
        n=n,
        answered=answered,
        aside=aside,
        median=median,
        low=low,
        high=high,
        sentence=_sentence(n, answered, median),
        within=tuple(_within(curve, hours, n, answered) for hours in TOLD) if n else (),
        curve=_thinned(curve, n, answered),
    )


def _sentence(n: int, answered: int, median: float | None) -> str:
    if not n:
        return "Nobody waited, so there is nothing to tell."
    if not answered:
        return f"Of {counted(n, 'turn')} that waited, none was answered so far as we know."
    if median is None:
        return f"Of {counted(n, 'turn')} that waited, less than half were answered so far as we know."
    return f"Half were answered within {_within_words(median)}."


def _within_words(hours: float) -> str:
    """A time that is long enough: rounded up, so that what was answered within it was.

    >>> [_within_words(hours) for hours in (0.001, 0.171, 2.0, 2.06, 30.2, 80.0)]
    ['a minute', '11 minutes', '2 hours', '2 hours and 4 minutes', '31 hours', '4 days']
    """
    minutes = max(1, ceil(round(hours * 60, 6)))
    whole, rest = divmod(minutes, 60)
    if minutes == 1:
        return "a minute"
    if not whole:
        return counted(minutes, "minute")
    if whole < 10 and rest:
        return f"{counted(whole, 'hour')} and {counted(rest, 'minute')}"
    if minutes < 48 * 60:
        return counted(ceil(minutes / 60), "hour")
    return counted(ceil(minutes / 1440), "day")


def _within(curve: Curve, hours: float, n: int, answered: int) -> Answered:
    return _told(hours, *answered_by(curve, hours), n, answered)


def _told(hours: float, share: float, low: float, high: float, n: int, answered: int) -> Answered:
    """At its ends a curve has no variance, yet one answer of one is not all: there the range is that of a share."""
    if share <= 0:
        low, high = wilson(0, n)
    elif share >= 1:
        low, high = wilson(answered, answered)
    return Answered(hours=hours, share=share, low=low, high=high)


def _thinned(curve: Curve, n: int, answered: int) -> tuple[Answered, ...]:
    """At most so many steps, evenly along the curve, the last among them."""
    every = max(1, -(-len(curve) // _STEPS))
    chosen = [curve[number] for number in range(len(curve) - 1, -1, -every)][::-1]
    return tuple(_told(s.at, 1 - s.share, 1 - s.high, 1 - s.low, n, answered) for s in chosen)
