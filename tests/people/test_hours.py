"""When somebody is there: their hours, where their day lies, and how it is said."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import actor
from twoears.activities.record import record
from twoears.activities.values import Post, created
from twoears.jobs import catch_up
from twoears.listening.rhythm import rhythm
from twoears.people.hours import hours_of, in_words
from twoears.people.models import Person
from twoears.people.pages import networks_hours

MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
moments = st.lists(st.tuples(st.integers(0, 60 * 24 * 90), st.sampled_from(["x", "mail"])), max_size=80)


def spoken(hours: range, days: int = 40, *, working: bool = False) -> list[tuple[datetime, str]]:
    every = (MONDAY + timedelta(days=day, hours=hour) for day in range(days) for hour in hours)
    return [(at, "x") for at in every if not working or at.weekday() < 5]


def test_somebody_of_office_hours_is_left_alone_at_night():
    posts = spoken(range(9, 12), 120, working=True)
    told = hours_of(posts, {}, MONDAY + timedelta(hours=3))
    assert told.leave_alone is True
    assert "At this hour they hardly ever do." in told.sentence
    assert hours_of(posts, {}, MONDAY + timedelta(hours=10)).leave_alone is False
    assert told.words.startswith("mostly Mon–Fri ")


def test_where_the_day_lies_moves_the_table_and_is_said():
    """A day of 24 hours in Denver, UTC-6: quiet from 1 to 6 there, which is 7 to 12 UTC."""
    awake = [(at, n) for at, n in spoken(range(24), 60) if (at.hour - 6) % 24 >= 7 and (at.hour - 6) % 24 != 23]
    told = hours_of(awake, {}, MONDAY)
    assert (told.sure, told.offset) in [(True, -7), (True, -6), (True, -5)]
    night = sum(row[hour] for row in told.shares for hour in range(1, 6))
    assert night < 0.05
    assert "in their own time, which is likely UTC−" in told.sentence


def test_a_habit_of_a_few_hours_does_not_tell_where_a_day_lies():
    """Three hours a day for four months fit a morning in Europe as well as an evening in Australia."""
    told = hours_of(spoken(range(9, 12), 120), {}, MONDAY)
    assert (told.sure, told.offset) == (False, None)


def test_where_we_cannot_tell_the_table_is_in_utc_and_says_so():
    told = hours_of([(MONDAY + timedelta(days=day % 3, hours=9), "x") for day in range(30)], {}, MONDAY)
    assert (told.sure, told.offset) == (False, None)
    assert "in UTC: we cannot tell where their day lies" in told.sentence
    assert max(range(24), key=lambda hour: told.shares[0][hour]) == 9


def test_who_was_heard_seldom_keeps_the_rhythm_of_their_network():
    evening = rhythm([day * 24 + 20 for day in range(7)] * 200)
    told = hours_of([(MONDAY + timedelta(hours=hour), "x") for hour in range(24)], {"x": evening}, MONDAY)
    assert sum(row[20] for row in told.shares) > 0.3
    other = hours_of([(MONDAY + timedelta(hours=hour), "mail") for hour in range(24)], {"x": evening}, MONDAY)
    assert sum(row[20] for row in other.shares) < 0.1


@given(moments)
def test_shares_are_a_whole_week_or_nothing(drawn):
    told = hours_of([(MONDAY + timedelta(minutes=at), network) for at, network in drawn], {}, MONDAY)
    if len(drawn) < 20:
        assert (told.shares, told.words, told.leave_alone) == ((), "", None)
    else:
        assert [len(row) for row in told.shares] == [24] * 7
        assert sum(map(sum, told.shares)) == pytest.approx(1)


@given(st.sets(st.integers(0, 167)))
def test_hours_are_said_shortly_whatever_they_are(good):
    said = in_words(good)
    assert bool(said) == bool(good)
    assert len(said) < 60


@pytest.mark.parametrize(
    ("good", "said"),
    [
        ([], ""),
        ([9], "mostly Mon 9–10"),
        ([5 * 24 + 9, 6 * 24 + 9, 9], "mostly Sat–Mon 9–10"),
        ([9, 10, 20, 21], "mostly Mon 9–11 and 20–22"),
        ([23, 2 * 24 + 23], "mostly Mon and Wed 23–24"),
    ],
)
def test_hours_in_words(good, said):
    assert in_words(good) == said


def test_a_person_has_hours_and_networks_are_learned_once_a_day(db):
    at = [MONDAY + timedelta(days=day, hours=9) for day in range(25)]
    posts = [
        Post(id=f"https://x.com/ann/{n}", author=actor("ann"), published=day, text="Hello") for n, day in enumerate(at)
    ]
    record([created(post) for post in posts[:24]], source="test")
    catch_up()
    learned = networks_hours(MONDAY.date())
    assert learned["x"].n == 24
    record([created(posts[24])], source="test")
    catch_up()
    assert networks_hours(MONDAY.date()) is learned
    assert networks_hours(MONDAY.date() + timedelta(days=1))["x"].n == 25
    assert Person.objects.count() <= 1
