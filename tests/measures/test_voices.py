"""When those behind a source speak, and in which languages: counted by hand, and against noise."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import actor
from twoears.activities.record import record
from twoears.activities.values import Activity, Post, created
from twoears.jobs import catch_up
from twoears.lib.intervals import share_of_bunches
from twoears.measures.pages import voices
from twoears.measures.voices import SLOT, speaking
from twoears.people.actions import forget
from twoears.people.models import Person
from twoears.team.actions import first_team
from twoears.team.models import Member, Role
from twoears.threads.actions import say_us

MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
OSLO = ZoneInfo("Europe/Oslo")
NOBODY = np.zeros(0, np.int64)
Hear = Callable[..., None]


def slots(moments: list[datetime]) -> np.ndarray:
    return np.array(sorted(int(at.timestamp()) // SLOT for at in moments), np.int64)


def told_of(moments: list[datetime], zone=UTC):
    found, counts = np.unique(slots(moments), return_counts=True)
    return speaking(found, counts.astype(np.int64), np.zeros(len(found), np.int64), zone)


def mornings(days: int) -> list[datetime]:
    """Nine to twelve on working days."""
    every = [MONDAY + timedelta(days=day, hours=hour, minutes=20) for day in range(days) for hour in (9, 10, 11)]
    return [at for at in every if at.weekday() < 5]


def test_a_habit_is_told_with_what_shows_it():
    told = told_of(mornings(120))
    assert told.told and told.words == "mostly Mon–Fri 9–12"
    assert told.sentence == "A good hour to speak: they are there mostly Mon–Fri 9–12."
    assert told.proof is not None and told.proof.k / told.proof.n > 0.9
    assert told.proof.low is not None and told.proof.low > told.even


def test_hours_are_those_of_the_zone_summer_and_winter():
    """Nine o'clock in Oslo is eight in UTC until the end of March, and seven after."""
    local = [datetime(2026, 2, 2, 9, 30, tzinfo=OSLO) + timedelta(days=day) for day in range(120)]
    told = told_of(local, OSLO)
    assert {hour % 24 for hour in told.good} == {9}


def test_those_who_speak_at_any_hour_have_no_good_one():
    told = told_of([MONDAY + timedelta(hours=hour) for hour in range(24 * 7 * 8)])
    assert (told.told, told.good) == (False, ())
    assert told.sentence.startswith("They speak at any hour")


def test_hours_that_were_not_kept_to_are_not_told():
    """Mornings until May, nights after: what the older half says does not hold for the newer."""
    half = mornings(60)
    told = told_of(half + [at + timedelta(days=61, hours=13) for at in half])
    assert not told.told
    assert "did not keep to such hours later" in told.sentence


def test_too_few_posts_say_so_and_draw_nothing():
    told = told_of(mornings(7)[:7])
    assert (told.n, told.shares) == (7, ())
    assert told.sentence == "Too early to tell: seven posts were heard, and it takes 20 of them."
    few = told_of(mornings(14)[:30])
    assert len(few.shares) == 7 and not few.told
    assert few.sentence.endswith("too seldom to tell whether that is a habit.")


def test_noise_is_seldom_taken_for_a_habit():
    """Two hundred sources that speak at random hours: few of them may be told to have good ones."""
    rng = Random(4)
    found = 0
    for _ in range(200):
        n = rng.randrange(40, 400)
        found += told_of([MONDAY + timedelta(minutes=rng.randrange(60 * 24 * 90)) for _ in range(n)]).told
    assert found <= 20, found


@given(st.lists(st.integers(0, 60 * 24 * 400), max_size=90), st.sampled_from([UTC, OSLO, ZoneInfo("Asia/Kolkata")]))
def test_whatever_was_heard_is_told_as_a_week(minutes, zone):
    told = told_of([MONDAY + timedelta(minutes=minute) for minute in minutes], zone) if minutes else None
    if told is not None and told.shares:
        assert abs(sum(map(sum, told.shares)) - 1) < 1e-9
        assert all(0 <= hour < 168 for hour in told.good)


def test_days_that_differ_widen_the_range_and_days_that_are_alike_do_not():
    alike = share_of_bunches([(5, 10)] * 40, of="", question="")
    apart = share_of_bunches([(10, 10), (0, 10)] * 20, of="", question="")
    assert (alike.k, alike.n) == (apart.k, apart.n)
    assert apart.high - apart.low > 2 * (alike.high - alike.low)
    assert share_of_bunches([], of="", question="").estimate is None
    one = share_of_bunches([(90, 100)], of="", question="")
    assert one.high - one.low > 0.5, "one day is one case"


WORDS = {"de": "Läuft das beheizte Gehäuse auch mit zwölf Volt Spannung?",
         "en": "Does the heated housing run on twelve volts as well?", "": "Hm?"}  # fmt: skip


def said(number: int, who: str, language: str, at: datetime) -> Activity:
    names = (actor("acme").id,) if number % 2 else ()
    post = Post(
        id=f"https://x.com/{who}/{number}", author=actor(who), published=at, text=WORDS[language], mentions=names
    )
    return created(post)


@pytest.fixture
def market(owner: Member) -> list[Activity]:
    """Thirty posts through one source, in German, English and none, two of them ours; one through another."""
    say_us(member=owner, handles=["acme"])
    spoken = ["de"] * 12 + ["en"] * 6 + [""] * 10
    acts = [said(n, f"who{n % 4}", language, MONDAY + timedelta(days=n, hours=9)) for n, language in enumerate(spoken)]
    record([*acts, *(said(100 + n, "acme", "en", MONDAY + timedelta(days=n)) for n in range(2))], source="connection:7")
    record([said(200, "who9", "de", MONDAY)], source="connection:8")
    catch_up()
    return acts


def test_languages_are_shares_of_those_that_could_be_told(owner: Member, market: list[Activity]) -> None:
    Member.objects.create(username="mia", first_name="Mia", role=Role.MEMBER, languages=["de", "en"])
    Member.objects.create(username="rita", first_name="Rita", role=Role.READER, languages=["de"])
    heard = voices("connection:7")
    shown = [(one.language, one.number.k, one.number.n, one.number.aside, one.members) for one in heard.languages]
    assert shown == [("de", 12, 18, 10, ("Mia",)), ("en", 6, 18, 10, ("Mia",))]
    assert (heard.others.k, heard.others.n) == (0, 18)
    assert (heard.speak.n, heard.to_us.n) == (28, 14), "what we said ourselves is not counted"
    assert heard.since is not None and heard.since.date() == MONDAY.date()
    other = voices("connection:8")
    assert other.speak.n == 1
    assert voices("connection:9").speak.sentence.startswith("Too early to tell: no posts")


def test_the_zone_is_that_of_the_workspace(market: list[Activity]) -> None:
    team = first_team()
    team.timezone = "Asia/Tokyo"
    team.save()
    heard = voices("connection:7")
    assert heard.zone == "Asia/Tokyo"
    by_hour = [sum(day[hour] for day in heard.speak.shares) for hour in range(24)]
    assert by_hour.index(max(by_hour)) == 18, "nine o'clock in UTC"


def test_who_is_forgotten_and_what_turns_out_to_be_ours_is_not_counted(owner: Member, market: list[Activity]) -> None:
    person = Person.objects.get(first_actor__handle="who1")
    forget(member=owner, person=person.public_id, typed=person.name)
    catch_up()
    heard = voices("connection:7")
    assert heard.speak.n == 21
    say_us(member=owner, handles=["who2"])
    catch_up()
    heard = voices("connection:7")
    assert heard.speak.n == 14


def test_parts_that_were_written_before_they_were_counted_are_counted(
    owner: Member, market: list[Activity], settings
) -> None:
    for path in (settings.DATA / "stream").glob("voices-*"):
        path.unlink()
    assert voices("connection:7").speak.n == 0
    catch_up()
    assert voices("connection:7").speak.n == 28
