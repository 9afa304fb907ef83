"""A picture of how long answers take: the share that has come, over time on a scale from minutes to months."""

from datetime import timedelta
from math import log
from typing import Final

from twoears.lib.counts import lasting
from twoears.measures.showing import Answered, AnswerTimes, Waits
from twoears.web.pictures import svg, text

_WIDE, _HIGH, _LEFT, _TOP, _FLOOR = 640, 180, 44, 10, 154
_ROOM = 480  # units below which not every mark has room for its name
_FIRST, _LAST = 1 / 12, 24 * 60.0  # hours, five minutes to two months: earlier and later answers stand at the ends
_MARKS: Final = ((1.0, "1 h"), (4.0, "4 h"), (24.0, "1 day"), (168.0, "1 week"), (720.0, "30 days"))


def answers(times: AnswerTimes, width: int = _WIDE) -> str:
    """Two curves with their likely ranges; empty where nobody waited on either side.

    >>> from twoears.measures.answering import waits_of
    >>> both = AnswerTimes(since=None, until=None, ours=waits_of([(2, True)], ""), theirs=waits_of([], ""))
    >>> answers(both).count("k-line-out"), answers(both).count("k-line-in")
    (1, 0)
    """
    drawn = _curve(times.theirs, width, "k-line-in", "k-in-soft") + _curve(
        times.ours, width, "k-line-out", "k-out-soft"
    )
    if not times.ours.n + times.theirs.n:
        return ""
    title = f"Answered by us: {times.ours.sentence} Answered by them: {times.theirs.sentence}"
    return svg(width, _HIGH, title, _grid(width) + drawn)


def _across(hours: float, width: int) -> float:
    inside = min(_LAST, max(_FIRST, hours))
    return _LEFT + (width - 8 - _LEFT) * log(inside / _FIRST) / log(_LAST / _FIRST)


def _up(share: float) -> float:
    return _FLOOR - (_FLOOR - _TOP) * share


def _grid(width: int) -> str:
    lines = "".join(
        f'<line class="k-grid" x1="{_LEFT}" x2="{width - 8}" y1="{_up(share):.4g}" y2="{_up(share):.4g}"/>'
        + text(_LEFT - 8, _up(share) + 4, f"{share:.0%}", "end")
        for share in (0.0, 0.5, 1.0)
    )
    marks = _MARKS if width >= _ROOM else _MARKS[::2]
    return lines + "".join(text(_across(hours, width), _HIGH - 6, name, "middle") for hours, name in marks)


def _curve(waits: Waits, width: int, line: str, soft: str) -> str:
    if not waits.curve:
        return ""
    highs = _stairs(waits, width, [step.high for step in waits.curve])
    lows = _stairs(waits, width, [step.low for step in waits.curve])
    middle = _stairs(waits, width, [step.share for step in waits.curve])
    band = f'<path class="{soft}" opacity=".6" d="M{" L".join([*highs, *reversed(lows)])}Z"/>'
    return f'{band}<path class="{line}" d="M{" L".join(middle)}"/>'


def _stairs(waits: Waits, width: int, shares: list[float]) -> list[str]:
    """Level until the next answer comes, and up to the end of the scale."""
    points, before = [f"{_LEFT} {_FLOOR}"], 0.0
    for step, share in zip(waits.curve, shares, strict=True):
        x = _across(step.hours, width)
        points += [f"{x:.4g} {_up(before):.4g}", f"{x:.4g} {_up(share):.4g}"]
        before = share
    return [*points, f"{width - 8} {_up(before):.4g}"]


def answer_rows(times: AnswerTimes) -> list[tuple[str, str, str]]:
    """The same for a table: within how long, by us, by them; empty where nobody waited.

    >>> from twoears.measures.answering import waits_of
    >>> both = AnswerTimes(since=None, until=None, ours=waits_of([(2, True)], ""), theirs=waits_of([], ""))
    >>> answer_rows(both)[1]
    ('4 hours', '100% (38% to 100%)', 'nobody waited')
    """
    named = [step.hours for step in times.ours.within or times.theirs.within]
    return [
        (lasting(timedelta(hours=hours)), _cell(times.ours.within, i), _cell(times.theirs.within, i))
        for i, hours in enumerate(named)
    ]


def _cell(within: tuple[Answered, ...], i: int) -> str:
    return f"{within[i].share:.0%} ({within[i].low:.0%} to {within[i].high:.0%})" if within else "nobody waited"
