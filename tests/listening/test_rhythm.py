"""When people speak, and where their day lies; checked on the town, where it is known."""

from collections import defaultdict
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from twoears.activities.values import Post
from twoears.listening.rhythm import EVEN, Rhythm, fit, good_hours, hour_of_week, leave_alone, rhythm
from twoears.listening.zones import zone
from twoears.town.town import Town, build


@pytest.fixture(scope="module")
def town() -> Town:
    return build(400, seed=3, until=datetime(2026, 11, 1, tzinfo=UTC))


def spoken(town: Town) -> dict[str, list[datetime]]:
    found: dict[str, list[datetime]] = defaultdict(list)
    for activity in town.activities():
        if activity.type == "Create" and isinstance(activity.object, Post):
            found[activity.actor.id].append(activity.published)
    return found


def test_what_a_person_does_is_foretold_better_than_by_what_all_do() -> None:
    many = build(2000, seed=5, until=datetime(2026, 11, 1, tzinfo=UTC))  # of few people, chance decides which is better
    moments = {who: sorted(at) for who, at in spoken(many).items() if len(at) >= 20}
    assert len(moments) >= 150
    all_hours = [hour_of_week(at) for at in (m for half in moments.values() for m in half[: len(half) // 2])]
    everybody = rhythm(all_hours)
    own, shared = 0.0, 0.0
    for at in moments.values():
        hours = [hour_of_week(moment) for moment in at]
        half = len(hours) // 2
        own += fit(rhythm(hours[:half], everybody), hours[half:])
        shared += fit(everybody, hours[half:])
    assert own > shared > 0 == fit(EVEN, all_hours)


def test_nothing_is_said_of_somebody_who_was_hardly_heard() -> None:
    few = rhythm([9] * 5)
    assert good_hours(few) is None
    assert leave_alone(few, 3) is None
    many = rhythm([9, 33, 57] * 60)
    assert set((good_hours(many) or ())[:3]) == {9, 33, 57}
    assert leave_alone(many, 123) is True
    assert leave_alone(many, 9) is False


def test_shares_are_shares() -> None:
    table = rhythm([1, 2, 3] * 10, Rhythm(EVEN.shares, 1000))
    assert sum(table.shares) == pytest.approx(1)
    assert sum(table.by_hour()) == pytest.approx(1)
    assert fit(table, []) == 0


def test_where_a_day_lies_is_guessed_rightly_where_we_say_we_are_sure(town: Town) -> None:
    moments = spoken(town)
    right = wrong = 0
    for person in town.people():
        heard = [at for account in person.accounts for at in moments.get(account, ())]
        guessed = zone(heard)
        if guessed is None or not guessed.sure:
            continue
        offsets = {offset_at(person.zone, at) for at in heard}
        if any(min(abs(guessed.offset - true), 24 - abs(guessed.offset - true)) <= 2 for true in offsets):
            right += 1
        else:
            wrong += 1
    assert right + wrong >= 10
    assert right / (right + wrong) >= 0.85, (right, wrong)


def offset_at(name: str, at: datetime) -> float:
    told = at.astimezone(ZoneInfo(name)).utcoffset()
    assert told is not None
    return told.total_seconds() / 3600
