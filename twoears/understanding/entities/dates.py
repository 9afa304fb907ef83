"""Days, weeks, months and years that a text names, by grammar: as such, or from the day on which it was said."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from twoears.lib.dates import OUR_TIME
from twoears.understanding.entities import date_words as words
from twoears.understanding.entities.page import Page
from twoears.understanding.entities.values import Entity

_ISO: Final = re.compile(r"(?<![\w.-])(\d{4})-(\d\d)-(\d\d)(?![\w-])")
_PLAIN: Final = re.compile(r"(?<![\w./-])(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d\d)(?![\w/-]|\.\d)")
_HINT: Final = re.compile(r"\d[-./]\d")
_DAY: Final = re.compile(r"(\d{1,2})(?:st|nd|rd|th|er|º)?")
_DAY_FIRST: Final = ("de", "fr", "es", "it")
_SURE: Final = 0.97
_NEAREST: Final = 0.85  # the year is not said
_FROM_THE_POST: Final = 0.85
_COUNTED: Final = 0.8
_MANY: Final = 60
_CAPITAL: Final = ("may", "march", "mar", "sun", "dec", "jan")


@dataclass(frozen=True, slots=True)
class _Day:
    """A day, week, month or year by its key, and the words (first and last) that name it."""

    key: str
    first: int
    last: int
    sure: float
    reason: str


def dates(page: Page) -> Iterator[Entity]:
    """Days that are certain; "on Monday" may be the last one or the next, and is left out."""
    if page.figures and _HINT.search(page.text):
        yield from _written(page)
    for language in dict.fromkeys(("en", page.language)):
        if language in words.WAKES and not words.WAKES[language].isdisjoint(page.low):
            for at in [at for at, word in enumerate(page.low) if word in words.WAKES[language]][:_MANY]:
                if found := _named(page, at, language):
                    yield page.entity("date", found.first, found.last, found.key, found.sure, found.reason)


def _written(page: Page) -> Iterator[Entity]:
    for found in _ISO.finditer(page.text):
        if day := _day(int(found[1]), int(found[2]), int(found[3])):
            yield _entity(page, found, day, "year, month and day in figures")
    for found in _PLAIN.finditer(page.text):
        if day := _figures(page, found):
            yield _entity(page, found, day, "day, month and year in figures")


def _entity(page: Page, found: re.Match[str], day: date, reason: str) -> Entity:
    start, end = found.span()
    return Entity("date", found[0], day.isoformat(), start, end, _SURE, reason)


def _figures(page: Page, found: re.Match[str]) -> date | None:
    """The day; None where the first two figures may be either."""
    first, sign, second, year = int(found[1]), found[2], int(found[3]), int(found[4])
    if len(found[4]) == 2:
        if sign != "/":
            return None  # a version, or a clock
        year += 2000
    if sign == "." or first > 12 or first == second or page.language in _DAY_FIRST:
        return _day(year, second, first)
    return _day(year, first, second) if second > 12 else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if year in OUR_TIME else None
    except ValueError:
        return None


def _named(page: Page, at: int, language: str) -> _Day | None:
    word = page.low[at]
    if word in words.MONTHS[language]:
        return _of_month(page, at, words.MONTHS[language][word])
    if page.said_at is None:
        return None
    today = page.said_at.date()
    try:
        return _from(page, at, language, today)
    except (ValueError, OverflowError):
        return None  # beyond the calendar


def _from(page: Page, at: int, language: str, today: date) -> _Day | None:
    word = page.low[at]
    if word in words.NEAR[language]:
        return _near(page, at, words.NEAR[language][word], today)
    if word in words.WEEKDAYS[language]:
        return _weekday(page, at, language, words.WEEKDAYS[language][word], today)
    if word in words.UNITS[language]:
        unit = words.UNITS[language][word]
        return _counted(page, at, language, unit, today) or _turned(page, at, language, unit, today)
    return _part_of_day(page, at, today)


def _of_month(page: Page, at: int, month: int) -> _Day | None:
    """A month with its day, its year, or both."""
    if page.low[at] in _CAPITAL and not page.words[at][0].isupper() and page.language in ("", "en"):
        return None
    first, last, day = at, at, 0
    if (behind := _day_before(page, at)) is not None:
        first, day = behind, _day_of(page.low[behind])
    elif _close(page, at, (" ", ". ")) and (number := _day_of(page.low[at + 1])):
        last, day = at + 1, number
    year = _year(page, last)
    if year:
        last = year
    elif not day:
        return None
    if not day:
        return _Day(f"{int(page.low[last]):04}-{month:02}", first, last, _SURE, "a month and its year")
    if year:
        made = _day(int(page.low[last]), month, day)
        return _Day(made.isoformat(), first, last, _SURE, "a day with its month and year") if made else None
    return _nearest(page, month, day, first, last)


def _nearest(page: Page, month: int, day: int, first: int, last: int) -> _Day | None:
    """A day without its year: the one nearest to the post."""
    if page.said_at is None:
        return None
    today = page.said_at.date()
    some = [made for year in (-1, 0, 1) if (made := _day(today.year + year, month, day))]
    if not some:
        return None
    if page.before(first) in ("by", "until", "till", "bis"):
        some = [made for made in some if made >= today] or some
    nearest = min(some, key=lambda made: abs(made - today))
    return _Day(nearest.isoformat(), first, last, _NEAREST, "a day with its month, in the year nearest to the post")


def _day_before(page: Page, at: int) -> int | None:
    place = at - 1
    if place > 0 and page.low[place] in words.OF and _close(page, place, (" ",)):
        place -= 1
    if place >= 0 and _day_of(page.low[place]) and _close(page, place, (" ", ". ", ".")):
        return place
    return None


def _day_of(word: str) -> int:
    found = _DAY.fullmatch(word)
    return int(found[1]) if found and 1 <= int(found[1]) <= 31 else 0


def _year(page: Page, at: int) -> int:
    """The place of a year behind a word, 0 where there is none."""
    place = at + 1
    if _close(page, at, (" ",)) and page.low[place] in words.OF:
        place += 1
    if place >= len(page.words) or page.between(place - 1) not in (" ", ", ", ". "):
        return 0
    word = page.low[place]
    return place if len(word) == 4 and word.isascii() and word.isdigit() and int(word) in OUR_TIME else 0


def _close(page: Page, at: int, signs: tuple[str, ...]) -> bool:
    return at + 1 < len(page.words) and page.between(at) in signs


def _near(page: Page, at: int, shift: int, today: date) -> _Day | None:
    first, before = at, page.before(at)
    if page.words[at] == "Morgen" and page.language == "de":
        return None  # the morning, or tomorrow at the start of a sentence
    if before in words.NOT_NEAR.get(page.low[at], ()):
        return None
    if before in ("after", "before") and at > 1 and page.low[at - 2] == "day":
        first, shift = at - 2, shift * 2
    key = (today + timedelta(days=shift)).isoformat()
    return _Day(key, first, at, _FROM_THE_POST, "from the day of the post")


def _part_of_day(page: Page, at: int, today: date) -> _Day | None:
    shift = {"last": -1, "this": 0}.get(page.before(at))
    if shift is None or (shift == -1) != (page.low[at] == "night"):
        return None
    key = (today + timedelta(days=shift)).isoformat()
    return _Day(key, at - 1, at, _FROM_THE_POST, "from the day of the post")


def _weekday(page: Page, at: int, language: str, wanted: int, today: date) -> _Day | None:
    turn, first, last = _turn(page, at, language)
    if turn is None and page.before(at) in words.UNTIL.get(language, {}):
        turn, first = words.UNTIL[language][page.before(at)], at
    if turn is None:
        return None
    ahead = (wanted - today.weekday()) % 7
    days = {words.AHEAD: ahead or 7, words.HERE: ahead, words.BACK: ahead - 7}[turn]
    key = (today + timedelta(days=days)).isoformat()
    return _Day(key, first, last, _COUNTED, "a day of the week, from the day of the post")


def _turn(page: Page, at: int, language: str) -> tuple[int | None, int, int]:
    """Whether the next one, the last one or this one is meant, and the words that say so."""
    before = words.BEFORE[language].get(page.before(at))
    if before is not None:
        return before, at - 1, at
    behind = page.low[at + 1] if _close(page, at, (" ",)) else ""
    after = words.AFTER.get(language, {}).get(behind)
    return (after, at, at + 1) if after is not None else (None, at, at)


def _turned(page: Page, at: int, language: str, unit: str, today: date) -> _Day | None:
    """Next week, last month, this year."""
    turn, first, last = _turn(page, at, language)
    if turn is None or unit == "day" or page.low[at].endswith("s") and language == "en":
        return None
    return _Day(_moved(today, unit, turn), first, last, _COUNTED, f"a {unit}, from the day of the post")


def _counted(page: Page, at: int, language: str, unit: str, today: date) -> _Day | None:
    """Three days ago, in two weeks."""
    number = _number(page.before(at))
    if not number:
        return None
    first, last, turn = at - 1, at, None
    if _close(page, at, (" ",)) and page.low[at + 1] in words.COUNTED_AFTER.get(language, {}):
        turn, last = words.COUNTED_AFTER[language][page.low[at + 1]], at + 1
    for opening, direction in words.COUNTED_BEFORE.get(language, {}).items() if turn is None else ():
        size = len(opening.split())
        if " ".join(page.low[max(first - size, 0) : first]) == opening:
            if opening == "in" and language == "en" and page.before(first - 1) not in words.AHEAD_OF_IN:
                return None  # "done in three days", "not seen in ten years"
            turn, first = direction, first - size
            break
    if turn is None or (turn == words.AHEAD and _close(page, last, (" ",)) and page.low[last + 1] in words.OF):
        return None  # "in five days of use"
    key = _moved(today, unit, turn * number)
    return _Day(key, first, last, _COUNTED, f"{unit}s counted from the day of the post")


def _number(word: str) -> int:
    if word.isascii() and word.isdigit() and len(word) <= 3:
        return int(word)
    return words.NUMBERS.get(word, 0)


def _of_our_time(year: int) -> int:
    if year not in OUR_TIME:
        raise ValueError(f"nobody speaks of the year {year}")
    return year


def _moved(today: date, unit: str, by: int) -> str:
    """The day, week, month or year that lies so many of its kind from today.

    >>> [_moved(date(2026, 3, 4), unit, -1) for unit in ("day", "week", "month", "year")]
    ['2026-03-03', '2026-W09', '2026-02', '2025']
    """
    if unit == "day":
        return (today + timedelta(days=by)).isoformat()
    if unit == "week":
        year, week, _ = (today + timedelta(weeks=by)).isocalendar()
        return f"{year}-W{week:02}"
    if unit == "year":
        return f"{_of_our_time(today.year + by):04}"
    year, month = divmod(today.year * 12 + today.month - 1 + by, 12)
    _of_our_time(year)
    return f"{year:04}-{month + 1:02}"
