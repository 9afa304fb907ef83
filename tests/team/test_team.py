"""Hours, promises, members, and the link that signs in once."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twoears.team.actions import (
    BadHours,
    BadRule,
    NotOwner,
    TeamError,
    add_member,
    enter,
    first_owner,
    first_team,
    keep_edits,
    one_time_link,
    save_team,
    set_role,
)
from twoears.team.hours import Hours, due, weekdays, worked
from twoears.team.models import Member

OFFICE = weekdays("09:00", "17:00", "Europe/Oslo")


@pytest.mark.parametrize(("since", "minutes", "until"), [
    ("2026-11-20T15:45+00:00", 30, "2026-11-23T08:15+00:00"),  # Friday 16:45 in Oslo breaks on Monday 09:15
    ("2026-11-20T10:00+00:00", 30, "2026-11-20T10:30+00:00"),
    ("2026-11-21T10:00+00:00", 60, "2026-11-23T09:00+00:00"),  # a Saturday
    ("2026-11-20T03:00+00:00", 60, "2026-11-20T09:00+00:00"),  # before they open
    ("2026-03-27T15:30+00:00", 60, "2026-03-30T07:30+00:00"),  # clocks change on the weekend
])  # fmt: skip
def test_a_promise_runs_in_working_hours(since: str, minutes: int, until: str) -> None:
    assert due(datetime.fromisoformat(since), minutes, OFFICE) == datetime.fromisoformat(until)


moments = st.datetimes(datetime(2025, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC))


@given(moments, st.integers(1, 5000))
def test_exactly_the_promised_time_is_worked_until_it_is_due(since: datetime, minutes: int) -> None:
    assert worked(since, due(since, minutes, OFFICE), OFFICE) == timedelta(minutes=minutes)


@given(moments, st.integers(1, 5000))
def test_around_the_clock_is_just_the_time(since: datetime, minutes: int) -> None:
    assert due(since, minutes, Hours()) == since + timedelta(minutes=minutes)


@pytest.mark.django_db
def test_a_link_signs_in_once_on_this_machine_only() -> None:
    owner = first_owner()
    token = one_time_link(owner)
    assert enter(token, "203.0.113.9") is None
    assert enter(token, "127.0.0.1") == owner
    assert enter(token, "127.0.0.1") is None


@pytest.mark.django_db
def test_a_link_dies_after_a_day_and_with_its_member() -> None:
    owner = first_owner()
    token = one_time_link(owner)
    assert enter(token, "::1", now=datetime.now(UTC) + timedelta(days=2)) is None
    token = one_time_link(owner)
    Member.objects.update(is_active=False)
    assert enter(token, "::1") is None


@pytest.mark.django_db
def test_owners_add_members_and_others_do_not(reader: Member) -> None:
    owner = first_owner()
    token = add_member(owner=owner, name="Tom", username="tom", role="member")
    assert enter(token, "127.0.0.1") == Member.objects.get(username="tom")
    with pytest.raises(NotOwner):
        add_member(owner=reader, name="Eve", username="eve", role="owner")
    for username, role in (("tom", "member"), ("", "member"), ("ann", "king")):
        with pytest.raises(TeamError):
            add_member(owner=owner, name="", username=username, role=role)


@pytest.mark.django_db
def test_a_colleague_elsewhere_gets_a_first_password() -> None:
    owner = first_owner()
    add_member(owner=owner, name="Tom", username="tom", role="member", password="a long first word")
    assert Member.objects.get(username="tom").check_password("a long first word")
    with pytest.raises(TeamError):
        add_member(owner=owner, name="Eve", username="eve", role="member", password="short")
    assert not Member.objects.filter(username="eve").exists()


@pytest.mark.django_db
def test_somebody_stays_owner() -> None:
    owner = first_owner()
    with pytest.raises(TeamError):
        set_role(owner=owner, member=owner, role="reader")
    add_member(owner=owner, name="Tom", username="tom", role="owner")
    assert set_role(owner=owner, member=owner, role="reader").role == "reader"


@pytest.mark.django_db
@pytest.mark.parametrize(("timezone", "hours", "minutes"), [
    ("Mars/Base", {}, 60),
    ("UTC", {"mon": ["17:00", "09:00"]}, 60),
    ("UTC", {"someday": ["09:00", "17:00"]}, 60),
    ("UTC", {"mon": ["nine", "17:00"]}, 60),
    ("UTC", {}, 0),
])  # fmt: skip
def test_hours_that_cannot_be_kept_are_refused(timezone: str, hours: dict[str, list[str]], minutes: int) -> None:
    with pytest.raises(BadHours):
        save_team(
            owner=first_owner(),
            team=first_team(),
            name="Everyone",
            timezone=timezone,
            hours=hours,
            promise_minutes=minutes,
        )


@pytest.mark.django_db
def test_a_new_promise_moves_what_is_due() -> None:
    from tests.conftest import stream_of
    from twoears.activities.record import record
    from twoears.jobs import catch_up
    from twoears.threads.actions import say_us
    from twoears.threads.models import Thread

    say_us(member=None, handles=["acme"])
    record(stream_of("2026-03-06 16:45  ann  says  acme  Does it run on SQLite?"))  # a Friday
    catch_up()
    assert Thread.objects.get().due_at == datetime(2026, 3, 7, 4, 45, tzinfo=UTC)
    office = {day: ["09:00", "17:00"] for day in ("mon", "tue", "wed", "thu", "fri")}
    save_team(owner=first_owner(), team=first_team(), name="Everyone", timezone="UTC", hours=office, promise_minutes=30)
    catch_up()
    assert Thread.objects.get().due_at == datetime(2026, 3, 9, 9, 15, tzinfo=UTC)


@pytest.mark.django_db
@pytest.mark.parametrize("days", [0, 1, 3650])
def test_an_owner_says_how_long_edited_words_are_kept(owner: Member, days: int) -> None:
    keep_edits(owner=owner, days=days)
    assert first_team().keep_edits_days == days


@pytest.mark.django_db
@pytest.mark.parametrize("days", [-1, 3651])
def test_a_rule_without_sense_and_one_by_somebody_else_change_nothing(owner: Member, days: int) -> None:
    with pytest.raises(BadRule):
        keep_edits(owner=owner, days=days)
    with pytest.raises(NotOwner):
        keep_edits(owner=Member.objects.create(username="ann"), days=7)
    assert first_team().keep_edits_days == 30
