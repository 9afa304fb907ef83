"""Drawings of evidence as SVG: dots, bands, flows, weeks, trends, heartbeats. Values in, markup out.

Each picture carries a `<title>` that says what it shows; colours come from the stylesheet's classes, so one drawing
serves light and dark. The same facts stand beside it in words or in a table.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from html import escape
from math import log
from typing import Final

from twoears.conversations.today import Day
from twoears.lib.counts import counted
from twoears.lib.intervals import Number
from twoears.measures.showing import Week
from twoears.sources.health import Beat, Health
from twoears.web.words import form, sentence, times

Place = Callable[[float], float]  # where a value stands, in units of the picture
MOST_DOTS = 20
NARROW: Final = 320  # units of a picture that is drawn for a small screen
_LEFT = 48  # where the axis of a trend begins, right of its scale
_COVERED = 360  # how wide the line of what a source covers is
_LEAST, _MOST = 0.1, 10.0  # the ends of the scale of flows: one for each ten, ten for each one


def svg(width: float, height: float, title: str, body: str) -> str:
    """A picture with its sentence.

    >>> svg(10, 5, "a < b", "")
    '<svg width="10" height="5" viewBox="0 0 10 5" role="img"><title>a &lt; b</title></svg>'
    """
    return (
        f'<svg width="{width:g}" height="{height:g}" viewBox="0 0 {width:g} {height:g}" role="img">'
        f"<title>{escape(title)}</title>{body}</svg>"
    )


def text(x: float, y: float, words: str, anchor: str = "start", look: str = "") -> str:
    """A label in a picture.

    >>> text(1, 2, "Mon & Tue")
    '<text x="1" y="2">Mon &amp; Tue</text>'
    """
    place = "" if anchor == "start" else f' text-anchor="{anchor}"'
    kind = f' class="{look}"' if look else ""
    return f'<text x="{x:.4g}" y="{y:.4g}"{place}{kind}>{escape(words)}</text>'


def broad(words: str) -> float:
    """How wide a label may come out at most, in units of the picture: fonts differ.

    >>> broad("5 Jun 2025")
    73.0
    """
    return 7.3 * len(words)


def ratio(number: Number, before: Number | None = None, aim: float | None = None, width: int = 248) -> str:
    """The picture that the evidence allows: dots, a band, a flow, or nothing at all."""
    shape = form(number)
    if shape == "dots":
        return dots(number)
    if shape == "band":
        return band(number, before, aim, width)
    if shape == "flow":
        return flow(number, before, aim, width)
    return ""


def dots(number: Number) -> str:
    """One dot for each case, filled where it is so.

    >>> from twoears.lib.intervals import share
    >>> dots(share(2, 3, of="answered", question="")).count("k-est")
    2
    """
    full = "k-out" if _mouth(number) else "k-est"
    n = min(number.n, MOST_DOTS)
    body = "".join(
        f'<circle cx="{12 * i + 6}" cy="6" r="4.2" class="{full}"/>'
        if i < number.k
        else f'<circle cx="{12 * i + 6}" cy="6" r="3.7" class="k-prev"/>'
        for i in range(n)
    )
    return svg(12 * n, 12, sentence(number), body)


def band(number: Number, before: Number | None = None, aim: float | None = None, width: int = 248) -> str:
    """A share on a line from 0 to 1: band = likely range, tick = estimate, ring = before, triangle = aim."""
    reach = width - 8

    def at(share: float) -> float:
        return 4 + reach * share

    old = before.estimate if before and form(before) == "band" else None
    return _on_line(number, width, at, old, aim)


def flow(number: Number, before: Number | None = None, aim: float | None = None, width: int = 248) -> str:
    """A ratio of two flows on a log scale, so that twice as much and half as much are equally far from even."""
    reach = width - 8

    def at(ratio: float) -> float:
        inside = min(_MOST, max(_LEAST, ratio))
        return 4 + reach * (log(inside) - log(_LEAST)) / (log(_MOST) - log(_LEAST))

    old = before.estimate if before and form(before) == "flow" else None
    even = f'<line class="k-axis" x1="{at(1):.4g}" x2="{at(1):.4g}" y1="4" y2="16"/>'
    return _on_line(number, width, at, old, aim, even)


def week(days: Sequence[Day]) -> str:
    """Heard above the line, said below it, one column a day, the last one strong."""
    most = max((max(d.heard, d.said) for d in days), default=0)
    if not most:
        return ""
    width = 248.0
    step = width / len(days)
    columns = "".join(_column(d, i, step, most, i == len(days) - 1) for i, d in enumerate(days))
    return svg(width, 136, _week_sentence(days), columns)


def trend(weeks: Sequence[Week], aim: float = 2.0, width: int = 640) -> str:
    """Heard for each said by week on a log scale: the line, its likely range, the aim; gaps where nothing was said."""
    known = [(i, w.number) for i, w in enumerate(weeks) if w.number.estimate]
    if len(known) < 2:
        return ""
    top = max(4.0, max(min(n.high or _MOST, _MOST) for _, n in known))
    low = min(0.5, min(max(n.low or _LEAST, _LEAST) for _, n in known))

    def x(i: float) -> float:
        return _LEFT + (width - 12 - _LEFT) * i / max(1, len(weeks) - 1)

    def y(ratio: float) -> float:
        return 150 - 138 * (log(min(top, max(low, ratio))) - log(low)) / (log(top) - log(low))

    grid = "".join(_grid_line(y(mark), f"{mark:g}", mark == aim, width) for mark in _marks(low, top))
    body = grid + "".join(_stretch(run, x, y) for run in _runs(known)) + _months(weeks, x, width)
    last, number = known[-1]
    body += f'<circle class="k-est" cx="{x(last):.5g}" cy="{y(number.estimate or 1):.4g}" r="4.5"/>'
    return svg(width, 180, _trend_sentence(known), body)


def heartbeat(beats: Sequence[Beat], name: str) -> str:
    """The last 24 looks: tall when they went well, copper when they failed, low when there was none."""
    shown = list(beats)[-24:]
    well, failed = sum(b.state == "well" for b in shown), sum(b.state == "failed" for b in shown)
    title = (
        f"{name}: {well} of {counted(well + failed, 'look')} went well" if well + failed else f"{name}: no looks yet"
    )
    return svg(96, 14, title, "".join(_beat(b.state, i) for i, b in enumerate(shown)))


def _beat(state: str, i: int) -> str:
    look, y, height = {"well": ("k-band", 2, 10), "failed": ("k-fail", 2, 10)}.get(state, ("k-track", 5, 4))
    return f'<rect x="{4 * i}" y="{y}" width="2.6" height="{height}" rx="1.2" class="{look}"/>'


def coverage(shown: Health, now: datetime) -> str:
    """From the first thing heard to the last, as one line; holes are cut out of it, and red while they are open.

    Empty before anything was heard.
    """
    if shown.first_heard is None or shown.last_heard is None:
        return ""
    first, last = shown.first_heard, max(shown.last_heard, now if shown.state == "listening" else shown.last_heard)
    length = max((last - first).total_seconds(), 1.0)

    def place(at: datetime) -> float:
        return min(max((at - first).total_seconds() / length, 0.0), 1.0) * _COVERED

    body = f'<rect class="k-band" x="0" y="3" width="{_COVERED}" height="5" rx="2.5"/>'
    for hole in shown.gaps:
        left, right = place(hole.since or hole.until), place(hole.until)
        wide = max(right - left, 3.0)
        look = "k-track" if hole.filled else "k-fail"
        body += (
            f'<rect class="{look}" x="{min(left, _COVERED - wide):.4g}" y="1" width="{wide:.4g}" height="9" rx="1"/>'
        )
    return svg(_COVERED, 11, f"{shown.name}: covers {first:%d %B %Y} to {last:%d %B %Y}{_holes(shown)}", body)


def _holes(shown: Health) -> str:
    left = sum(not hole.filled for hole in shown.gaps)
    return f", with {counted(left, 'hole')} in the last 30 days" if left else ""


def _mouth(number: Number) -> bool:
    return number.key == "carries" or "promotion" in number.key or "promotion" in number.of


def _on_line(number: Number, width: int, place: Place, old: float | None, aim: float | None, under: str = "") -> str:
    low, high, middle = place(number.low or 0), place(number.high or _MOST), place(number.estimate or 0)
    look, tick = ("k-out-band", "k-out") if _mouth(number) else ("k-band", "k-est")
    body = f'<rect class="k-track" x="4" y="9" width="{width - 8}" height="2" rx="1"/>{under}'
    wide = max(3, high - low)
    body += f'<rect class="{look}" x="{low:.4g}" y="5" width="{wide:.4g}" height="10" rx="5"/>'
    if old is not None:
        body += f'<circle class="k-prev" cx="{place(old):.4g}" cy="10" r="3.4"/>'
    body += f'<rect class="{tick}" x="{middle - 1.5:.4g}" y="2" width="3" height="16" rx="1.5"/>'
    if aim is not None:
        body += f'<path class="k-goal" d="M{place(aim):.4g} 15.5l3.6 4.2h-7.2z"/>'
    return svg(width, 20, sentence(number), body)


def _column(day: Day, i: int, step: float, most: int, last: bool) -> str:
    up, down = 62 * day.heard / most, 34 * day.said / most
    x, width = step * i + step / 2 - 10, 20
    above, below = ("k-est", "k-out") if last else ("k-band", "k-out-band")
    return (
        f'<rect x="{x:.4g}" y="{70 - up:.4g}" width="{width}" height="{max(up, 1):.4g}" rx="3" class="{above}"/>'
        f'<rect x="{x:.4g}" y="74" width="{width}" height="{max(down, 1):.4g}" rx="3" class="{below}"/>'
        + text(x + 10, 126, f"{day.day:%a}"[0], "middle", "k-strong" if last else "")
    )


def _week_sentence(days: Sequence[Day]) -> str:
    heard, said = sum(d.heard for d in days), sum(d.said for d in days)
    span = f"by day from {days[0].day:%A} to {days[-1].day:%A}"
    return f"Heard above the line, {heard:,}, and said below it, {said:,}, {span}."


def _marks(low: float, top: float) -> list[float]:
    return [mark for mark in (0.1, 0.2, 0.5, 1.0, 2.0, 4.0, 10.0) if low <= mark <= top]


def _grid_line(y: float, label: str, aim: bool, width: int) -> str:
    line = f'<line class="{"k-aim" if aim else "k-grid"}" x1="{_LEFT}" x2="{width - 12}" y1="{y:.4g}" y2="{y:.4g}"/>'
    # Beside the scale, where no line of ours can cross it.
    return line + text(_LEFT - 8, y + 4, f"aim {label}" if aim else label, "end", "k-strong" if aim else "")


def _runs(known: Sequence[tuple[int, Number]]) -> list[list[tuple[int, Number]]]:
    runs: list[list[tuple[int, Number]]] = []
    for i, number in known:
        if runs and runs[-1][-1][0] == i - 1:
            runs[-1].append((i, number))
        else:
            runs.append([(i, number)])
    return runs


def _stretch(run: Sequence[tuple[int, Number]], across: Place, up: Place) -> str:
    highs = [f"{across(i):.5g} {up(n.high or _MOST):.4g}" for i, n in run]
    lows = [f"{across(i):.5g} {up(n.low or _LEAST):.4g}" for i, n in reversed(run)]
    line = [f"{across(i):.5g} {up(n.estimate or 1):.4g}" for i, n in run]
    if len(run) == 1:  # a week alone: its range as a bar, its estimate as a dot
        i, n = run[0]
        x, top, tall = across(i) - 3, up(n.high or _MOST), up(n.low or _LEAST) - up(n.high or _MOST)
        bar = f'<rect class="k-in-soft" x="{x:.5g}" y="{top:.4g}" width="6" height="{tall:.4g}" rx="3"/>'
        return f'{bar}<circle class="k-est" cx="{across(i):.5g}" cy="{up(n.estimate or 1):.4g}" r="2.5"/>'
    band = f'<path class="k-in-soft" d="M{" L".join(highs + lows)}Z"/>'
    return f'{band}<path class="k-line-in" d="M{" L".join(line)}"/>'


def _months(weeks: Sequence[Week], across: Place, width: int) -> str:
    """Each month at its first week, January by its year, as far as there is room."""
    marks, seen, free = "", "", 0.0
    for i, week in enumerate(weeks):
        month = f"{week.start:%b %Y}"
        name = month[:3] if week.start.month > 1 else month[4:]
        if month != seen and free <= across(i) <= width - broad(name):
            marks += text(across(i), 174, name)
            free = across(i) + broad(name) + 8
        seen = month
    return marks


def _trend_sentence(known: Sequence[tuple[int, Number]]) -> str:
    first, last = known[0][1].estimate or 0, known[-1][1].estimate or 0
    return (
        f"Heard for each said, by week, from {times(first)} at first to {times(last)} in the last week; "
        "the band is the likely range."
    )
