"""What the doors show of measures."""

from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb
from django.conf import settings

from twoears.lib.intervals import Number, share
from twoears.measures.answering import THEY_ANSWER, WE_ANSWER, our_answers, their_answers, waits_of
from twoears.measures.findings import headline
from twoears.measures.ratios import Waited, five, weeks
from twoears.measures.ratios import waited as waited_in
from twoears.measures.referring import customers_who_refer, new_by_referral
from twoears.measures.showing import AnswerTimes, Measured, Month, Voices, Week
from twoears.measures.sides import spoken_of, spoken_of_by_month
from twoears.measures.stream import NoStream, engine, folder, open_stream
from twoears.measures.voices import QUESTION, SLOT, heard_through, languages, open_counts, speaking, too_early
from twoears.people.referrals.pages import customers_since, referrals_found
from twoears.team.actions import first_team, who_answers
from twoears.team.hours import in_words
from twoears.threads.actions import our_names

_MONTHS = 24


@cache
def _engine() -> duckdb.DuckDBPyConnection:
    return engine()


def measured(*, since: datetime | None = None, until: datetime | None = None, now: datetime | None = None) -> Measured:
    """The five ratios between two moments, the same for the time before, and the trend by weeks."""
    moment = now or datetime.now(UTC)
    us = our_names()
    where = folder(Path(settings.DATA))
    try:
        # A cursor of its own for each call: requests come from several threads.
        stream, who = open_stream(where, _engine().cursor())
    except NoStream:
        return Measured(
            since=since,
            until=until,
            as_of=None,
            finding="Nothing was heard yet",
            numbers=(),
            before=(),
            weeks=(),
            us=us,
        )
    promise = in_words(first_team().promise_minutes)
    start, end, clock = _naive(since), _naive(until), moment.replace(tzinfo=None)
    numbers = five(stream, who, now=clock, promise=promise, since=start, until=end)
    before: tuple[Number, ...] = ()
    if start is not None:
        before = five(stream, who, now=clock, promise=promise, since=start - ((end or clock) - start), until=start)
    trend = weeks(stream, since=start, until=end)
    return Measured(
        since=since,
        until=until,
        as_of=datetime.fromtimestamp(max(p.stat().st_mtime for p in where.glob("*.parquet")), UTC),
        finding=headline(numbers, us),
        numbers=numbers,
        before=before,
        weeks=tuple(Week(start=day, number=number) for day, number in trend[-53:]),
        us=us,
        spoken_of=spoken_of(stream, since=start, until=end),
        months=tuple(
            Month(start=first, number=number)
            for first, number in spoken_of_by_month(stream, since=start, until=end)[-_MONTHS:]
        ),
        referring=referring(since=_aware(since), until=_aware(until)),
    )


def referring(*, since: datetime | None = None, until: datetime | None = None) -> tuple[Number, ...]:
    """New customers who were sent, and customers who send, between two moments; in the order of REFERRING."""
    found, _ = referrals_found()
    # The latest come first: of each who was sent, the first time is what stays.
    sent = {one.referred: one.at for one in found if one.referrer and one.referred}
    unsettled = {one.referred: one.at for one in found if one.referred and not one.referrer}
    customers = customers_since()
    sending = [(one.referrer, one.at) for one in found if one.referrer]
    return (
        new_by_referral(customers, sent, unsettled, since=since, until=until),
        customers_who_refer(customers, sending, since=since, until=until),
    )


def waited(*, since: datetime | None = None, now: datetime | None = None) -> Waited:
    """The time in which people waited for us, and what the ratio of answers leaves aside."""
    moment = now or datetime.now(UTC)
    try:
        stream, _ = open_stream(folder(Path(settings.DATA)), _engine().cursor())
    except NoStream:
        return Waited(first=None, last=None, late=0, never=0, unsure=0, running=0)
    found = waited_in(stream, now=moment.replace(tzinfo=None), since=_naive(since))
    aware = [at.replace(tzinfo=UTC) if at else None for at in (found.first, found.last)]
    return replace(found, first=aware[0], last=aware[1])


def answer_times(
    *, since: datetime | None = None, until: datetime | None = None, now: datetime | None = None
) -> AnswerTimes:
    """How long people who asked between two moments waited for us, and those whom we answered took to write again."""
    clock = (now or datetime.now(UTC)).astimezone(UTC).replace(tzinfo=None)
    start, end = _naive(since), _naive(until)
    try:
        stream, _ = open_stream(folder(Path(settings.DATA)), _engine().cursor())
    except NoStream:
        ours, theirs = waits_of([], WE_ANSWER), waits_of([], THEY_ANSWER)
    else:
        ours = our_answers(stream, now=clock, since=start, until=end)
        theirs = their_answers(stream, now=clock, since=start, until=end)
    return AnswerTimes(since=since, until=until, ours=ours, theirs=theirs)


def voices(source: str) -> Voices:
    """When those behind a source speak, in the workspace's time zone, and in which languages.

    `source` is as the record has it, such as `connection:3`.
    """
    name = first_team().timezone
    try:
        counts = open_counts(folder(Path(settings.DATA)), _engine().cursor())
        heard = heard_through(counts, source)
    except NoStream:
        heard = None
    if heard is None:
        return _no_voices(name)
    mine, zone, members = heard.slots[heard.theirs > 0], ZoneInfo(name), who_answers()
    spoken, others = languages(counts, source, int(mine[-1]))
    return Voices(
        zone=name,
        since=_moment(mine[0]),
        until=_moment(mine[-1]),
        speak=speaking(heard.slots, heard.theirs, heard.others, zone),
        to_us=speaking(heard.slots, heard.to_us, heard.others, zone),
        languages=tuple(replace(one, members=members.get(one.language, ())) for one in spoken),
        others=others,
    )


def _no_voices(zone: str) -> Voices:
    nobody, others = too_early(0), share(0, 0, of="in other languages", question=QUESTION, key="others")
    return Voices(zone=zone, since=None, until=None, speak=nobody, to_us=nobody, languages=(), others=others)


def _moment(slot: int) -> datetime:
    return datetime.fromtimestamp(int(slot) * SLOT, UTC)


def _aware(moment: datetime | None) -> datetime | None:
    return moment.astimezone(UTC) if moment else None


def _naive(moment: datetime | None) -> datetime | None:
    return moment.astimezone(UTC).replace(tzinfo=None) if moment else None
