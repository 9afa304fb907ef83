"""Pictures of how much was heard: a line of days for a list, columns by day for a page. Values in, markup out."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import groupby
from math import ceil
from typing import Final

from twoears.lib.counts import counted
from twoears.web.pictures import broad, svg, text

_WIDE, _HIGH = 640, 120.0
_SPARK = 96.0
_COLUMNS: Final = 200  # more of them cannot be told apart
_SPANS: Final = ("day", "week", "month", "quarter", "year")
_LARGER: Final = 1.1  # labels in a picture for small screens


def spark(days: Sequence[int]) -> str:
    """How often it was heard on each of some days, the oldest first; an even line where it never was.

    >>> spark([0, 2]).count("<rect"), "heard 2 times in 2 days" in spark([0, 2])
    (2, True)
    """
    most, step = max(days, default=0) or 1, _SPARK / max(len(days), 1)
    columns = "".join(_bar(i * step, step * 0.75, 18 * n / most, 19, "k-est" if n else "k-track") for i, n in _at(days))
    return svg(_SPARK, 20, f"heard {counted(sum(days), 'time')} in {counted(len(days), 'day')}", columns)


def whole(days: Sequence[tuple[date, int]], first: date | None, last: date) -> list[tuple[date, int]]:
    """Every day from `first` to `last`, those on which nothing was heard too; from the first day heard if None.

    >>> [n for _, n in whole([(date(2026, 3, 2), 5)], date(2026, 3, 1), date(2026, 3, 3))]
    [0, 5, 0]
    """
    known = dict(days)
    begin = first or min(known, default=last)
    return [(day := begin + timedelta(days=number), known.get(day, 0)) for number in range((last - begin).days + 1)]


def by_day(days: Sequence[tuple[date, int]], width: int = _WIDE) -> str:
    """Columns with their scale: by day, by week and so on, as `span_of` says.

    >>> by_day([])
    ''
    >>> by_day([(date(2026, 3, 1), 3), (date(2026, 3, 2), 1)]).count("k-band")
    2
    """
    span = span_of(days)
    shown = _together(days, span)
    most = max((n for _, n in shown), default=0)
    if not most:
        return ""
    step = (width - 44) / len(shown)
    floor = _HIGH - 22
    columns = "".join(
        _bar(40 + i * step, max(step * 0.8, 1.0), (floor - 12) * n / most, floor, "k-band")
        for i, (_, n) in enumerate(shown)
    )
    scale = f'<line class="k-grid" x1="40" x2="{width - 4}" y1="12" y2="12"/>' + text(34, 16, f"{most:,}", "end")
    line = f'<line class="k-axis" x1="40" x2="{width - 4}" y1="{floor:g}" y2="{floor:g}"/>'
    return svg(width, _HIGH, _sentence(days, span), scale + columns + line + _names(shown, span, step, width))


def span_of(days: Sequence[tuple[date, int]]) -> str:
    """What a column stands for: the shortest of day, week, month, quarter and year that the picture has room for.

    >>> begin = date(2013, 5, 24)
    >>> [span_of(whole([], begin, begin + timedelta(days=n))) for n in (30, 365, 3000, 9000)]
    ['day', 'week', 'month', 'quarter']
    """
    return next((span for span in _SPANS[:-1] if len(_together(days, span)) <= _COLUMNS), _SPANS[-1])


def _at(days: Sequence[int]) -> list[tuple[int, int]]:
    return list(enumerate(days))


def _bar(x: float, wide: float, high: float, floor: float, look: str) -> str:
    tall = max(high, 1.0)
    return f'<rect class="{look}" x="{x:.5g}" y="{floor - tall:.4g}" width="{wide:.4g}" height="{tall:.4g}"/>'


def _together(days: Sequence[tuple[date, int]], span: str) -> list[tuple[date, int]]:
    """Days in a column each, or all of a week, month and so on in one, by the first of them."""
    columns = [list(held) for _, held in groupby(days, lambda one: _begin(one[0], days[0][0], span))]
    return [(held[0][0], sum(n for _, n in held)) for held in columns]


def _begin(day: date, first: date, span: str) -> date:
    """Where the column of a day begins; weeks are counted from the first day."""
    match span:
        case "day":
            return day
        case "week":
            return day - timedelta(days=(day - first).days % 7)
        case "month":
            return day.replace(day=1)
        case "quarter":
            return day.replace(month=day.month - (day.month - 1) % 3, day=1)
    return day.replace(month=1, day=1)


def _names(shown: Sequence[tuple[date, int]], span: str, step: float, width: int) -> str:
    """Every so-manieth column by name, so far apart that the longest has its room."""
    room = max(_room(_name(day, span, 0)) for day, _ in shown) + 8
    named = [(i, day) for i, (day, _) in enumerate(shown) if i % max(1, ceil(room / step)) == 0]
    before = [0, *(day.year for _, day in named)]
    names = [(40 + (i + 0.4) * step, _name(day, span, year)) for (i, day), year in zip(named, before, strict=False)]
    return "".join(
        text(max(x, _room(name) / 2), _HIGH - 6, name, "middle") for x, name in names if x + _room(name) / 2 <= width
    )


def _room(name: str) -> float:
    return broad(name) * _LARGER


def _name(day: date, span: str, year: int) -> str:
    """What a column is called beside one of `year`."""
    if span == "year":
        return str(day.year)
    short = f"{day.day} {day:%b}" if span in ("day", "week") else f"{day:%b}"
    return short if day.year == year else f"{short} {day.year}"


def _sentence(days: Sequence[tuple[date, int]], span: str) -> str:
    total, (first, _), (last, _) = sum(n for _, n in days), days[0], days[-1]
    return f"Heard {counted(total, 'time')} from {first:%d %B %Y} to {last:%d %B %Y}, a column for each {span}."
