"""Days by grammar: what is certain has a key, what may be two days has none."""

from datetime import UTC, datetime

import pytest

from twoears.understanding.entities.finding import entities

WEDNESDAY = datetime(2026, 3, 4, 9, tzinfo=UTC)


def days(text: str, language: str = "en", said_at: datetime | None = WEDNESDAY) -> list[str]:
    return [one.key for one in entities(text, language=language, said_at=said_at) if one.kind == "date"]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("on 2026-05-01", "2026-05-01"),
        ("on 31/12/2026", "2026-12-31"),
        ("on 12/31/2026", "2026-12-31"),
        ("on 1.5.2026", "2026-05-01"),
        ("May 5th, 2027", "2027-05-05"),
        ("the 5th of May 2027", "2027-05-05"),
        ("in March 2025", "2025-03"),
        ("on April 1", "2026-04-01"),
        ("since December 30", "2025-12-30"),
        ("paid by February 1", "2027-02-01"),
        ("see you tomorrow", "2026-03-05"),
        ("the day after tomorrow", "2026-03-06"),
        ("the day before yesterday", "2026-03-02"),
        ("it stopped last night", "2026-03-03"),
        ("this morning", "2026-03-04"),
        ("next Friday", "2026-03-06"),
        ("last Wednesday", "2026-02-25"),
        ("by Wednesday", "2026-03-04"),
        ("since Monday", "2026-03-02"),
        ("3 days ago", "2026-03-01"),
        ("a week ago", "2026-W09"),
        ("two months ago", "2026-01"),
        ("it is due in 10 days", "2026-03-14"),
        ("next week", "2026-W11"),
        ("last year", "2025"),
    ],
)
def test_english_says_which_day(text: str, key: str) -> None:
    assert days(text) == [key]


@pytest.mark.parametrize(
    ("text", "language", "key"),
    [
        ("4. Mai 2026", "de", "2026-05-04"),
        ("seit gestern", "de", "2026-03-03"),
        ("bis übermorgen", "de", "2026-03-06"),
        ("vor 3 Tagen", "de", "2026-03-01"),
        ("nächsten Montag", "de", "2026-03-09"),
        ("letzte Woche", "de", "2026-W09"),
        ("03/04/2026", "fr", "2026-04-03"),
        ("le 4 mai 2026", "fr", "2026-05-04"),
        ("aujourd'hui", "fr", "2026-03-04"),
        ("il y a 3 jours", "fr", "2026-03-01"),
        ("lundi prochain", "fr", "2026-03-09"),
        ("el 4 de mayo de 2026", "es", "2026-05-04"),
        ("hace 3 días", "es", "2026-03-01"),
        ("el lunes pasado", "es", "2026-03-02"),
        ("il 4 maggio 2026", "it", "2026-05-04"),
        ("3 giorni fa", "it", "2026-03-01"),
        ("domani", "it", "2026-03-05"),
    ],
)
def test_other_languages_say_it_too(text: str, language: str, key: str) -> None:
    assert days(text, language) == [key]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("on 3/4/2026", "en"),  # the day or the month first
        ("on Monday", "en"),  # the last or the next
        ("you may 5 times", "en"),
        ("version 1.2.26 and 10.0.0.1", "en"),
        ("call 555-01-02", "en"),
        ("31/02/2026", "en"),
        ("Guten Morgen, heute Morgen nicht", "fr"),
        ("por la mañana", "es"),
        ("hier steht es", "de"),
        ("9 years, and done in 3 days", "en"),
        ("in 999 years, 999 days of 9999", "de"),
    ],
)
def test_what_may_be_two_days_or_none_is_left_out(text: str, language: str) -> None:
    assert days(text, language) == []


def test_good_morning_is_no_day() -> None:
    assert days("Guten Morgen!", "de") == []
    assert days("Bis morgen!", "de") == ["2026-03-05"]


def test_without_the_day_of_the_post_nothing_is_counted_from_it() -> None:
    assert days("see you tomorrow, next week, 3 days ago, on April 1", said_at=None) == []
    assert days("on April 1, 2026", said_at=None) == ["2026-04-01"]


def test_at_the_ends_of_the_calendar_nothing_breaks() -> None:
    for moment in (datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, tzinfo=UTC)):
        days("yesterday, tomorrow, last week, next year, 999 years ago, in 900 months, on February 29", said_at=moment)
