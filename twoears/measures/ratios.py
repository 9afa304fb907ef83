"""The five ratios of how we talk, as expressions over the stream: table in, numbers out.

Every function takes the stream as any lazy table that narwhals reads (DuckDB, Arrow, Spark) and leaves out what lies
outside of [since, until). Naive datetimes are UTC, as in the stream.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Final

import narwhals as nw

from twoears.lib.intervals import Number, for_each, share
from twoears.threads.turns import UNSURE

Stream = nw.LazyFrame[Any]


@dataclass(frozen=True, slots=True)
class Measure:
    """A ratio: its key, the question it answers, and the formula in words."""

    key: str
    of: str
    question: str
    formula: str
    aim: float | None = None
    flow: bool = False


HEARD = Measure(
    "heard_for_each_said",
    "heard for each said",
    "Do we listen more than we speak?",
    "turns of others that were said to us, for each turn of ours",
    2.0,
    True,
)
ANSWERED = Measure(
    "answered_within_promise",
    "answered within the promise",
    "Do people who ask us get an answer in time?",
    "turns that waited for us and were answered before the promise broke, of all that waited; "
    "those whose promise still runs, or that the reader cannot tell, are left aside",
    0.8,
)
ANSWER_BACK = Measure(
    "they_answer_back",
    "people who answer back",
    "When we reply, does the talk go on?",
    "people who wrote again in the same conversation, of the people whom we replied to",
)
THEY_BEGIN = Measure(
    "turned_to_us_first",
    "exchanges that they began",
    "Do people come to us, or do we run after them?",
    "exchanges whose first turn is theirs, of all that both sides took part in; "
    "those whose first turn was not heard are left out",
)
PROMOTION = Measure(
    "promotion_in_what_we_say",
    "promotion in what we say",
    "Do we sell or talk?",
    "turns of ours that promote, of all turns of ours; those that the reader cannot tell are left aside",
    0.2,
)
MEASURES: Final = (HEARD, ANSWERED, ANSWER_BACK, THEY_BEGIN, PROMOTION)

_n = nw.col


def five(
    stream: Stream,
    who: Stream,
    *,
    now: datetime,
    promise: str = "the promise",
    since: datetime | None = None,
    until: datetime | None = None,
) -> tuple[Number, ...]:
    """The five numbers in the order of MEASURES; `now` decides which promises still run, `promise` is it in words.

    Three passes: one for what was said, one for what waits, one for the people.
    """
    said = between(stream, since, until).filter(_n("type") == "Create")
    counted = _counts(said, now)
    return (
        _flow(HEARD, counted["heard"], counted["said"]),
        _share(
            replace(ANSWERED, of=f"answered within {promise}"),
            counted["kept"],
            counted["kept"] + counted["broken"],
            counted["running"] + counted["unsure"],
        ),
        _share(ANSWER_BACK, *_people(said, who)),
        _share(THEY_BEGIN, counted["they_began"], counted["began"]),
        _share(PROMOTION, counted["promoting"], counted["told"], counted["said"] - counted["told"]),
    )


def between(stream: Stream, since: datetime | None, until: datetime | None) -> Stream:
    """The rows of the stream from `since` on and before `until`, both in UTC; None for no bound."""
    if since is not None:
        stream = stream.filter(_n("at") >= since)
    return stream.filter(_n("at") < until) if until is not None else stream


def _counts(said: Stream, now: datetime) -> dict[str, int]:
    """What the shares are made of. Rows are tallied by kind, which takes half the time of one sum for each count."""
    kinds = _tally(said, "ours", "to_us", "begins", "promotion")
    ours = [(promotion, n) for is_ours, _, _, promotion, n in kinds if is_ours]
    return _waits(said, now) | {
        "heard": sum(n for is_ours, to_us, *_, n in kinds if to_us and not is_ours),
        "said": sum(n for _, n in ours),
        "began": sum(n for _, _, begins, _, n in kinds if begins),
        "they_began": sum(n for _, _, begins, _, n in kinds if begins == "them"),
        "promoting": sum(n for promotion, n in ours if promotion),
        "told": sum(n for promotion, n in ours if promotion is not None),
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Waited:
    """When people waited for us (None where nobody did), how many of them had a late answer and how many none, and how
    many cases no ratio counts: unsure, still running."""

    first: datetime | None
    last: datetime | None
    late: int
    never: int
    unsure: int
    running: int


def waited(stream: Stream, *, now: datetime, since: datetime | None = None, until: datetime | None = None) -> Waited:
    """The time behind `answered within the promise`, and what it leaves aside."""
    kinds = _cases(between(stream, since, until).filter(_n("type") == "Create"), now)
    told = [case for case in kinds if not case.unsure and (case.kept or case.over)]
    return Waited(
        first=min((case.first for case in told), default=None),
        last=max((case.last for case in told), default=None),
        late=sum(case.n for case in told if not case.kept and not case.open),
        never=sum(case.n for case in told if case.open),
        unsure=sum(case.n for case in kinds if case.unsure),
        running=sum(case.n for case in kinds if case.runs),
    )


@dataclass(frozen=True, slots=True)
class _Case:
    """Turns that wait for us and are alike, how many they are, and the first and the last of them."""

    unsure: bool
    open: bool
    kept: bool
    over: bool
    n: int
    first: datetime
    last: datetime

    @property
    def runs(self) -> bool:
        return self.open and not self.over and not self.unsure


def _cases(said: Stream, now: datetime) -> list[_Case]:
    made = said.filter(_n("waits") != "").with_columns(
        unsure=_n("waits") == UNSURE,
        open=_n("answered_at").is_null(),
        # Null where nobody answered: falls to False.
        kept=(_n("answered_at") <= _n("due_at")).fill_null(False),
        over=_n("due_at") < now,
    )
    kinds = _tally(made, "unsure", "open", "kept", "over", first=_n("at").min(), last=_n("at").max())
    return [_Case(*kind) for kind in kinds]


def _waits(said: Stream, now: datetime) -> dict[str, int]:
    """Turns that wait for us: kept and broken promises, those that still run, and those that nobody can tell."""
    kinds = _cases(said, now)
    sure = [case for case in kinds if not case.unsure]
    return {
        "kept": sum(case.n for case in sure if case.kept),
        "broken": sum(case.n for case in sure if case.over and not case.kept),
        "running": sum(case.n for case in sure if case.runs),
        "unsure": sum(case.n for case in kinds if case.unsure),
    }


def _tally(rows: Stream, *by: str, **more: Any) -> list[tuple[Any, ...]]:
    """(a value for each of `by`, how many rows are so, what `more` asks of them) for each kind of row that there is."""
    counted = rows.group_by(*by).agg(n=nw.len(), **more).collect("pyarrow").to_dict(as_series=False)
    return list(zip(*(counted[name] for name in (*by, "n", *more)), strict=True))


def _people(said: Stream, who: Stream) -> tuple[int, int]:
    """People who wrote again, and people whom we replied to."""
    replied = said.filter(_n("ours") & (_n("replied_to") != 0)).join(
        who, left_on="replied_to", right_on="actor", how="left"
    )
    # Somebody without a person stands for themselves; below zero, so as not to meet the number of a person.
    person = nw.coalesce(_n("person"), -_n("replied_to"))
    # Made before they are grouped: not every engine groups by, or sums, an expression.
    made = replied.with_columns(someone=person, back=(~_n("wrote_back_at").is_null()).cast(nw.Int64))
    by_person = made.group_by("someone").agg(back=_n("back").max())
    row = by_person.select(k=_n("back").sum(), n=nw.len()).collect("pyarrow").to_dict(as_series=False)
    return int(row["k"][0] or 0), int(row["n"][0] or 0)


def _share(measure: Measure, k: int, n: int, aside: int = 0) -> Number:
    return share(k, n, key=measure.key, of=measure.of, question=measure.question, aside=aside)


def _flow(measure: Measure, k: int, n: int) -> Number:
    return for_each(k, n, key=measure.key, of=measure.of, question=measure.question)


def weeks(
    stream: Stream, *, since: datetime | None = None, until: datetime | None = None
) -> tuple[tuple[date, Number], ...]:
    """Heard for each said, by weeks that begin on Monday, from the first to the last in which a word was said."""
    said = between(stream, since, until).filter(_n("type") == "Create")
    made = said.with_columns(
        day=_n("at").dt.date(), heard=(~_n("ours") & _n("to_us")).cast(nw.Int64), told=_n("ours").cast(nw.Int64)
    )
    by_day = made.group_by("day").agg(heard=_n("heard").sum(), said=_n("told").sum())
    rows = by_day.collect("pyarrow").to_dict(as_series=False)
    flows: dict[date, tuple[int, int]] = {}
    for day, heard, told in zip(rows["day"], rows["heard"], rows["said"], strict=True):
        monday = day - timedelta(days=day.weekday())
        k, n = flows.get(monday, (0, 0))
        flows[monday] = (k + int(heard), n + int(told))
    if not flows:
        return ()
    # Weeks without a word stand in the row too, or the line of a chart would run over them.
    first, last = min(flows), max(flows)
    mondays = (first + timedelta(weeks=i) for i in range((last - first).days // 7 + 1))
    return tuple((monday, _flow(HEARD, *flows.get(monday, (0, 0)))) for monday in mondays)
