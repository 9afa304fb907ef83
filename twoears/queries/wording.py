"""Words about queries that all doors use alike."""

from datetime import date

from twoears.queries.shown import Preview

FEW = 20  # posts of others; fewer in thirty days do not tell how often something is said
_YEAR = 365


def within(days: int, last: date, today: date) -> str:
    """So many days up to the last one on which anything was heard, by its date where that is not today.

    >>> within(30, date(2026, 3, 1), date(2026, 3, 1)), within(365, date(2023, 3, 1), date(2026, 3, 1))
    ('in the last 30 days', 'in the year up to 1 March 2023')
    """
    length = "year" if days == _YEAR else f"{days} days"
    return f"in the last {length}" if last >= today else f"in the {length} up to {last.day} {last:%B %Y}"


def earlier(shown: Preview) -> str:
    """How many of a sample are older than the days it was tried on, and from when; empty where none is."""
    if not shown.earlier:
        return ""
    first, last = (shown.sample[at].at.date() for at in (-1, -shown.earlier))
    return f"{shown.earlier} {spanning(first, last)}"


def nothing_before(shown: Preview) -> str:
    """That nothing older was found either, and among how many; empty where older ones were found or not looked for."""
    if shown.earlier or not shown.looked_back:
        return ""
    where = "The one post before holds" if shown.looked_back == 1 else f"The {shown.looked_back:,} posts before hold"
    return f"{where} none{'' if shown.found else ' either'}."


def spanning(first: date, last: date) -> str:
    """From which time to which, as closely as anybody wants to know.

    >>> spanning(date(2013, 5, 24), date(2016, 3, 1)), spanning(date(2016, 3, 1), date(2016, 3, 9))
    ('from 2013 to 2016', 'from March 2016')
    >>> spanning(date(2016, 3, 1), date(2016, 5, 9))
    'from March to May 2016'
    """
    if first.year != last.year:
        return f"from {first.year} to {last.year}"
    return f"from {last:%B %Y}" if first.month == last.month else f"from {first:%B} to {last:%B %Y}"
