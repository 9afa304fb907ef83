"""The page of a source says when its people speak and in which languages, and how far that can be trusted."""

from datetime import UTC, datetime, timedelta

import pytest
import specimen

from twoears.activities.record import record
from twoears.activities.values import Activity, Actor, Post, created
from twoears.jobs import catch_up
from twoears.sources.models import Connection
from twoears.team.models import Member
from twoears.threads.actions import say_us

MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
WORDS = ("Does the heated housing run on twelve volts?", "Läuft das beheizte Gehäuse mit zwölf Volt Spannung?", "Hm?")


def body(answer) -> str:
    return " ".join(answer.content.decode().split())


def said(number: int, at: datetime) -> Activity:
    who = Actor(
        id=f"https://social.example/users/u{number % 7}", network="mastodon", handle=f"u{number % 7}@social.example"
    )
    words = WORDS[0 if number % 4 else number % 3]
    return created(Post(id=f"https://social.example/{number}", author=who, published=at, text=words))


@pytest.fixture
def place(owner) -> Connection:
    return Connection.objects.create(name="a", kind="feeds", text="https://a.example/feed")


def hear(owner: Member, place: Connection, moments: list[datetime]) -> None:
    say_us(member=owner, handles=[specimen.US])
    record([said(number, at) for number, at in enumerate(moments)], source=f"connection:{place.pk}")
    catch_up()


def mornings(days: int) -> list[datetime]:
    return [MONDAY + timedelta(days=day, hours=hour) for day in range(days) for hour in (9, 10)]


def test_a_habit_is_told_with_its_proof_and_its_languages_with_who_answers(office, owner, place):
    hear(owner, place, mornings(60))
    Member.objects.create(username="mia", first_name="Mia", languages=["de"])
    page = body(office.get(f"/sources/{place.pk}"))
    assert "A good hour to speak: they are there mostly every day 9–11." in page
    assert "Of the newer half, " in page and "of an even week it would be" in page
    assert "120 posts of others, in UTC, the time of your workspace." in page
    assert page.count("<title>A good hour to speak") == 1
    assert "Mia answers in it" in page and "nobody has said to answer in it" in page
    assert 'href="/conversations?tab=all&amp;lang=de"' in page
    assert "of 110" in page and "Of 110 of 120 posts the language could be told" in page
    told = office.get(f"/sources/{place.pk}.json").json()["voices"]
    assert told["speak"]["told"] and [one["language"] for one in told["languages"]] == ["en", "de"]


def test_of_few_posts_nothing_is_told(office, owner, place):
    hear(owner, place, mornings(3))
    page = body(office.get(f"/sources/{place.pk}"))
    assert "Too early to tell: six posts were heard, and it takes 20 of them." in page
    assert "The stronger a square" not in page
    assert "too few for a percentage" in page


def test_before_anything_was_heard_it_says_so(office, place):
    assert "Too early to tell: no posts were heard" in body(office.get(f"/sources/{place.pk}"))


def test_readers_see_it_too(looking, owner, place):
    hear(owner, place, mornings(60))
    page = body(looking.get(f"/sources/{place.pk}"))
    assert "A good hour to speak" in page and "Say in which languages" not in page
