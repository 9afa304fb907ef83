"""Dates as the world writes them, always to an aware datetime in UTC."""

import re
import warnings
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

from dateutil import parser

MAX_LENGTH = 80
_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS = {name: number for number, name in enumerate(_NAMES, 1)}
# Wed Oct 10 20:19:24 +0000 2018
_X = re.compile(r"[A-Z][a-z]{2} ([A-Z][a-z]{2}) (\d\d?) (\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d) (\d{4})")
# 08 Feb 2026
_WORDED = re.compile(r"(\d\d?)[ -]([A-Za-z]{3})[ -](\d{4})")
# 1/29/26, 2:37 PM   29.01.2026 14:37:05   29-01-2026
_NUMERIC = re.compile(
    r"(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})"
    r"(?:,?[ T]+(\d{1,2}):(\d\d)(?::(\d\d)(?:\.\d+)?)?(?: ?([AaPp])\.?[Mm]\.?)?)?"
)
_EPOCH = re.compile(r"(\d{9,10}|\d{12,13}|\d{15,16})(?:\.\d+)?")
_SPACES = re.compile(r"\s+")
# A stranger may date a post as they like. At the ends of the calendar there is no day before, no promise after and no
# other zone, and one such post would stop whatever reckons with it.
OUR_TIME = range(1900, 2200)
_NO_YEAR = datetime(1, 1, 1)


class NoDate(ValueError):
    """The text is not a date that we can read."""


def when(text: str, *, day_first: bool | None = None) -> datetime:
    """The moment that `text` names, in UTC: a time without a zone is taken as UTC, a day alone as its midnight.

    `day_first` says how `3/4/26` is meant; None takes the month first, as exports from the United States do, except
    with dots (`3.4.26`), which only countries use that write the day first. Raises `NoDate`.

    >>> when("2018-05-02T16:14:43.000Z")
    datetime.datetime(2018, 5, 2, 16, 14, 43, tzinfo=datetime.timezone.utc)
    >>> when("Wed Oct 10 20:19:24 +0000 2018").isoformat()
    '2018-10-10T20:19:24+00:00'
    >>> when("1/29/26, 2:37 PM").isoformat(), when("08 Feb 2026").isoformat()
    ('2026-01-29T14:37:00+00:00', '2026-02-08T00:00:00+00:00')
    >>> when("1365525939").isoformat(), when("1365525939000").isoformat()
    ('2013-04-09T16:45:39+00:00', '2013-04-09T16:45:39+00:00')
    >>> when("3/4/26", day_first=True).isoformat(), when("3/4/26").isoformat()
    ('2026-04-03T00:00:00+00:00', '2026-03-04T00:00:00+00:00')
    """
    try:
        # Digits alone may be seconds since 1970, which `fromisoformat` would sometimes take for a day of the year 1512.
        moment = _iso(text) if not text.isdigit() else _slowly(text, day_first)
    except ValueError:
        moment = _slowly(text, day_first)
    try:
        made = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (OverflowError, ValueError) as error:
        raise NoDate(f"{text[:40]!r} is outside the calendar") from error
    if made.year not in OUR_TIME:
        raise NoDate(f"{text[:40]!r} lies in the year {made.year}, in which nobody posts")
    return made


def one_order(samples: Iterable[str]) -> bool | None:
    """Whether a column of dates writes the day first, decided from all its values; None when it cannot be told.

    A value above 12 decides; dots mean the day first. Values that read the same both ways, or are not of this form,
    ask for no decision, and a column of only such is False. Values that contradict each other leave it open.

    >>> one_order(["3/4/26", "16/4/26"]), one_order(["3/4/26", "4/16/26"])
    (True, False)
    >>> one_order(["3/4/26", "5/6/26"]) is None
    True
    >>> one_order(["2026-03-04", "3/3/26"])
    False
    """
    day = month = open_ = False
    for text in samples:
        found = _NUMERIC.match(text.strip())
        if not found:
            continue
        first, mark, second = int(found[1]), found[2], int(found[3])
        day |= first > 12 or mark == "."
        month |= second > 12
        open_ |= first <= 12 and second <= 12 and first != second
    if day != month:
        return day
    return None if open_ or day else False


def _iso(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _slowly(text: str, day_first: bool | None) -> datetime:
    if len(text) > MAX_LENGTH:
        raise NoDate(f"{text[:40]!r} is too long for a date")
    words = _SPACES.sub(" ", text).strip()
    try:
        moment = _known_form(words, day_first)
        return moment if moment is not None else _any_form(words, day_first)
    except (ValueError, OverflowError, ArithmeticError, TypeError, LookupError, AttributeError) as error:
        # dateutil leaks whatever its token walk stumbles over; to us each of them says the same.
        raise NoDate(f"{text[:40]!r} is not a date") from error


def _known_form(text: str, day_first: bool | None) -> datetime | None:
    if found := _X.fullmatch(text):
        return _x(found)
    if found := _EPOCH.fullmatch(text):
        return _epoch(text, len(found[1]))
    if text.endswith((" UTC", " GMT")) and text[:4].isdigit():
        return datetime.fromisoformat(text[:-4])
    if found := _WORDED.fullmatch(text):
        return datetime(int(found[3]), _MONTHS[found[2].lower()], int(found[1]))
    if found := _NUMERIC.fullmatch(text):
        return _numeric(found, day_first)
    return None


def _x(found: re.Match[str]) -> datetime:
    month, day, hour, minute, second, sign, ahead, rest, year = found.groups()
    zone = timedelta(hours=int(ahead), minutes=int(rest))
    known = UTC if not zone else timezone(-zone if sign == "-" else zone)
    return datetime(int(year), _MONTHS[month.lower()], int(day), int(hour), int(minute), int(second), tzinfo=known)


def _epoch(text: str, digits: int) -> datetime:
    """Seconds, milliseconds or microseconds since 1970, by the number of digits."""
    scale = 1 if digits <= 10 else 1_000 if digits <= 13 else 1_000_000
    return datetime.fromtimestamp(float(text) / scale, UTC)


def _numeric(found: re.Match[str], day_first: bool | None) -> datetime:
    first, second, year = int(found[1]), int(found[3]), int(found[4])
    days_lead = first > 12 or (second <= 12 and (found[2] == "." if day_first is None else day_first))
    day, month = (first, second) if days_lead else (second, first)
    hour, minute, rest = int(found[5] or 0), int(found[6] or 0), int(found[7] or 0)
    if found[8]:
        if not 1 <= hour <= 12:
            raise NoDate(f"{found[0]!r} has no such hour")
        hour = hour % 12 + (12 if found[8] in "Pp" else 0)
    century = 0 if year > 99 else 2000 if year < 70 else 1900
    return datetime(century + year, month, day, hour, minute, rest)


def _any_form(text: str, day_first: bool | None) -> datetime:
    if text[:4].rstrip(",").isalpha() or text[-5:-4] in "+-":
        try:
            return parsedate_to_datetime(text)
        except (ValueError, TypeError, IndexError):
            pass
    with warnings.catch_warnings():  # an unknown name of a zone is a time without a zone
        warnings.simplefilter("ignore")
        moment: datetime = parser.parse(text, default=_NO_YEAR, dayfirst=bool(day_first))
    if moment.year < 1000:  # a time or a weekday alone: dateutil would fill the rest from today
        raise NoDate(f"{text!r} names no year")
    return moment
