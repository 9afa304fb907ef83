"""Words about queries that all doors use alike."""

from datetime import date

_YEAR = 365


def within(days: int, last: date, today: date) -> str:
    """So many days up to the last one on which anything was heard, by its date where that is not today.

    >>> within(30, date(2026, 3, 1), date(2026, 3, 1)), within(365, date(2023, 3, 1), date(2026, 3, 1))
    ('in the last 30 days', 'in the year up to 1 March 2023')
    """
    length = "year" if days == _YEAR else f"{days} days"
    return f"in the last {length}" if last >= today else f"in the {length} up to {last.day} {last:%B %Y}"
