"""When the morning mail is due: by the clock on the wall of whoever reads it, once a day, whatever clocks do."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twoears.conversations.digest.due import AT, MONDAYS, NEVER, UNTIL, Reader, due, next_day, work_days

OSLO = Reader(zone="Europe/Oslo")
EVERY_DAY = frozenset(range(7))

# where, the moment in UTC, the day whose mail is due
DUE = [
    ("Europe/Oslo", "2026-11-23T06:29:59", None),
    ("Europe/Oslo", "2026-11-23T06:30:00", "2026-11-23"),
    ("Europe/Oslo", "2026-11-23T10:59:59", "2026-11-23"),
    ("Europe/Oslo", "2026-11-23T11:00:00", None),  # noon: the morning is over
    ("Europe/Oslo", "2026-11-21T08:00:00", None),  # a Saturday
    ("Europe/Oslo", "2026-03-27T06:30:00", "2026-03-27"),  # the Friday before clocks go forward
    ("Europe/Oslo", "2026-03-30T05:29:59", None),
    ("Europe/Oslo", "2026-03-30T05:30:00", "2026-03-30"),  # the Monday after it, an hour earlier in UTC
    ("Europe/Oslo", "2026-10-26T06:30:00", "2026-10-26"),  # and back again
    ("America/New_York", "2026-03-09T11:30:00", "2026-03-09"),
    ("America/New_York", "2026-11-02T12:29:59", None),
    ("America/New_York", "2026-11-02T12:30:00", "2026-11-02"),
    ("Asia/Kathmandu", "2026-11-23T01:44:59", None),  # 05:45 ahead
    ("Asia/Kathmandu", "2026-11-23T01:45:00", "2026-11-23"),
    ("Australia/Lord_Howe", "2026-10-04T20:29:59", None),  # clocks moved by half an hour the day before
    ("Australia/Lord_Howe", "2026-10-04T20:30:00", "2026-10-05"),
    ("Pacific/Kiritimati", "2026-11-22T17:30:00", "2026-11-23"),  # Monday there, Sunday in UTC
    ("Pacific/Kiritimati", "2026-11-20T17:30:00", None),  # Saturday there, Friday in UTC
    ("Pacific/Niue", "2026-11-23T18:30:00", "2026-11-23"),
    ("Pacific/Apia", "2011-12-29T17:30:00", "2011-12-29"),
    ("Pacific/Apia", "2011-12-30T17:30:00", None),  # Saturday the 31st: there was no Friday in Samoa
]


@pytest.mark.parametrize(("zone", "moment", "day"), DUE)
def test_it_is_due_at_half_past_seven_on_the_wall(zone: str, moment: str, day: str | None) -> None:
    now = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    assert due(Reader(zone=zone), now) == (date.fromisoformat(day) if day else None)


@pytest.mark.parametrize(("when", "days"), [("work days", "mo tu we th fr"), (MONDAYS, "mo"), (NEVER, "")])
def test_a_week_has_the_mornings_that_a_member_wants(when: str, days: str) -> None:
    monday = datetime(2026, 11, 23, 8, tzinfo=UTC)
    found = [due(replace(OSLO, when=when), monday + timedelta(days=n)) for n in range(7)]
    assert [f"{day:%a}".lower()[:2] for day in found if day] == days.split()


def test_a_team_that_works_from_sunday_gets_it_from_sunday() -> None:
    team = replace(OSLO, days=work_days([{"sun": ["08:00", "16:00"], "thu": ["08:00", "16:00"]}]))
    assert due(team, datetime(2026, 11, 22, 8, tzinfo=UTC)) == date(2026, 11, 22)
    assert due(team, datetime(2026, 11, 23, 8, tzinfo=UTC)) is None


def test_a_day_that_is_left_out_is_left_out_alone() -> None:
    without = replace(OSLO, not_on=date(2026, 11, 24))
    found = [due(without, datetime(2026, 11, day, 8, tzinfo=UTC)) for day in (23, 24, 25)]
    assert found == [date(2026, 11, 23), None, date(2026, 11, 25)]


MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))
ZONES = st.sampled_from(sorted(available_timezones()))


@given(ZONES, MOMENTS)
def test_every_day_has_one_morning_in_every_zone(zone: str, start: datetime) -> None:
    reader = Reader(zone=zone, days=EVERY_DAY)
    moments = [start + timedelta(minutes=15) * n for n in range(4 * 24 * 3)]
    mornings: dict[date, list[int]] = {}
    for n, moment in enumerate(moments):
        if day := due(reader, moment):
            assert day == moment.astimezone(ZoneInfo(zone)).date()
            mornings.setdefault(day, []).append(n)
    assert all(at == list(range(at[0], at[-1] + 1)) for at in mornings.values()), "in one piece"
    assert len(mornings) >= 2


@given(ZONES, MOMENTS, st.sampled_from(["work days", MONDAYS]))
def test_the_next_day_is_the_first_on_which_it_is_due(zone: str, now: datetime, when: str) -> None:
    reader = Reader(zone=zone, when=when)
    found = next_day(reader, now)
    steps = (now + timedelta(minutes=15) * n for n in range(4 * 24 * 9))
    assert found == next(day for moment in steps if (day := due(reader, moment)))


def test_a_day_that_a_place_has_skipped_has_no_mail() -> None:
    thursday = datetime(2011, 12, 30, 1, tzinfo=UTC)  # 15:00 on the 29th in Samoa, which went on to the 31st
    assert next_day(Reader(zone="Pacific/Apia", days=EVERY_DAY), thursday) == date(2011, 12, 31)


def test_after_it_was_sent_the_next_one_is_that_of_another_day() -> None:
    friday = datetime(2026, 11, 20, 8, tzinfo=UTC)
    assert next_day(OSLO, friday) == date(2026, 11, 20)
    assert next_day(OSLO, friday, had=date(2026, 11, 20)) == date(2026, 11, 23)
    assert AT < UNTIL
