"""Dates as the world writes them, always to an aware datetime in UTC."""

from datetime import UTC, datetime

from dateutil import parser


class NoDate(ValueError):
    """The text is not a date that we can read."""


def when(text: str) -> datetime:
    """The moment that `text` names. A time without a zone is taken as UTC.

    >>> when("2018-05-02T16:14:43.000Z")
    datetime.datetime(2018, 5, 2, 16, 14, 43, tzinfo=datetime.timezone.utc)
    """
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        try:
            moment = parser.parse(text)
        except (ValueError, OverflowError) as error:
            raise NoDate(f"{text[:40]!r} is not a date") from error
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
