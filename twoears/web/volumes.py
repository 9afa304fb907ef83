"""Pictures of how much was heard: a line of days for a list, columns by day for a page. Values in, markup out."""

from collections.abc import Sequence
from datetime import date, timedelta

from twoears.lib.counts import counted
from twoears.web.pictures import broad, svg, text

_WIDE, _HIGH = 640, 120.0
_SPARK = 96.0
_LABELS = 80  # units for the name of each day below that is named


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
    """Columns by day with their scale; weeks together where there are more days than the picture has room for.

    >>> by_day([])
    ''
    >>> by_day([(date(2026, 3, 1), 3), (date(2026, 3, 2), 1)]).count("k-band")
    2
    """
    shown, length = _together(days)
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
    return svg(width, _HIGH, _sentence(days, length), scale + columns + line + _names(shown, step, width))


def _at(days: Sequence[int]) -> list[tuple[int, int]]:
    return list(enumerate(days))


def _bar(x: float, wide: float, high: float, floor: float, look: str) -> str:
    tall = max(high, 1.0)
    return f'<rect class="{look}" x="{x:.5g}" y="{floor - tall:.4g}" width="{wide:.4g}" height="{tall:.4g}"/>'


def _together(days: Sequence[tuple[date, int]]) -> tuple[list[tuple[date, int]], int]:
    """Days as they are, or so many of them in one column that there are at most two hundred columns."""
    length = -(-len(days) // 200) if len(days) <= 200 else max(7, -(-len(days) // 200))
    starts = range(0, len(days), max(length, 1))
    return [(days[at][0], sum(n for _, n in days[at : at + length])) for at in starts], length


def _names(shown: Sequence[tuple[date, int]], step: float, width: int) -> str:
    every = max(1, -(-len(shown) // (width // _LABELS)))
    named = [(i, day) for i, (day, _) in enumerate(shown) if i % every == 0]
    before = [0, *(day.year for _, day in named)]
    places = [
        (40 + (i + 0.4) * step, f"{day.day} {day:%b}" if day.year == year else f"{day.day} {day:%b %Y}")
        for (i, day), year in zip(named, before, strict=False)
    ]
    return "".join(text(x, _HIGH - 6, name, "middle") for x, name in places if x + broad(name) / 2 <= width)


def _sentence(days: Sequence[tuple[date, int]], length: int) -> str:
    total, (first, _), (last, _) = sum(n for _, n in days), days[0], days[-1]
    step = "day" if length <= 1 else f"{length} days"
    return f"Heard {counted(total, 'time')} from {first:%d %B %Y} to {last:%d %B %Y}, a column for each {step}."
