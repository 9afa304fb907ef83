"""Drawings of time: the rhythm of a conversation, and a year with a person on one line. Values in, markup out.

What they did stands above the line and is round; what we did hangs below and is square, so colour is never alone.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta, tzinfo

from twoears.conversations.one import Conversation, Message
from twoears.lib.counts import lasting, spelled
from twoears.people.showing import Moment, PersonPage, Stood
from twoears.web.pictures import NARROW, broad, svg, text
from twoears.web.words import lasting as shortly

_BANDS = {"stranger": "k-track", "friend": "k-in-soft", "customer": "k-band", "evangelist": "k-out-band"}
_MOST_MARKS = 160  # more would be a grey wall and break the weight of the page
Place = Callable[[datetime], float]


def rhythm(page: Conversation, now: datetime, zone: tzinfo, width: int = 620) -> str:
    """Who spoke when, larger for longer words, and the time that somebody has waited, shaded."""
    shown = page.messages[-_MOST_MARKS:]
    if not shown:
        return ""
    start, end = shown[0].at, _end(page, shown, now)
    at = _scale(start, max(end, start + timedelta(hours=1)), 14, width - 14)
    body = "".join(_days(start, end, at, zone, now, width)) + _waiting(page, at, now, width)
    body += f'<line class="k-axis" x1="10" x2="{width - 10}" y1="31" y2="31"/>'
    if page.waiting_since and end < now:
        body += text(width - 30, 36, "//", look="t-mute")  # the axis is broken here: the wait went on for longer
    body += "".join(_said(message, at(message.at)) for message in shown)
    return svg(width, 80, _rhythm_sentence(page, shown, now), body)


def _end(page: Conversation, shown: Sequence[Message], now: datetime) -> datetime:
    """Where the picture ends: now while somebody waits, but a long wait may not squeeze the talk into a corner."""
    last = shown[-1].at
    talk = max(last - shown[0].at, timedelta(hours=6))
    return min(now, last + talk) if page.waiting_since else last


def year(page: PersonPage, zone: tzinfo) -> str:
    """The last twelve months: stages as bands, each thing they did above the line, ours below, longer = more effort."""
    return _line_of_time(page, zone, months=12, width=1060)


def months(page: PersonPage, zone: tzinfo) -> str:
    """The last five months of the same line, for a small screen."""
    return _line_of_time(page, zone, months=5, width=NARROW)


def _scale(start: datetime, end: datetime, left: float, right: float) -> Place:
    span = (end - start).total_seconds() or 1.0
    return lambda at: left + (right - left) * min(1.0, max(0.0, (at - start).total_seconds() / span))


def _days(start: datetime, end: datetime, at: Place, zone: tzinfo, now: datetime, width: int) -> Iterator[str]:
    """A line for each midnight, or every few; named where there is room for it."""
    first = start.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    days = (end - first).days + 1
    step, free = max(1, -(-days // 7)), 0.0
    for i in range(0 if days <= 1 else 1, days + 1, step):
        midnight = first + timedelta(days=i)
        if midnight > end:
            return
        x = at(max(midnight, start))
        yield f'<line class="k-grid" x1="{x:.4g}" x2="{x:.4g}" y1="6" y2="58"/>'
        name = _day_name(midnight, days, now)
        place = min(x + 5, width - broad(name))
        if place >= free:
            yield text(place, 78, name)
            free = place + broad(name) + 8


def _day_name(midnight: datetime, days: int, now: datetime) -> str:
    """The weekday for a talk of this week only: beside an old one it would be taken for the last Friday."""
    if days <= 7 and now - midnight < timedelta(days=7):
        return f"{midnight:%a}"
    if days > 300:
        return f"{midnight:%b %Y}"
    year = "" if midnight.year == now.astimezone(midnight.tzinfo).year else f" {midnight.year}"
    return f"{midnight.day} {midnight:%b}{year}"


def _waiting(page: Conversation, at: Place, now: datetime, width: int) -> str:
    """How long they wait stands at the end, where nobody has spoken since."""
    if not page.waiting_since:
        return ""
    left, label = at(page.waiting_since), shortly(now - page.waiting_since)
    wide = max(6.0, width - 10 - left)
    look = "k-out-soft" if page.overdue else "k-in-soft"
    shade = f'<rect class="{look}" x="{left:.4g}" y="8" width="{wide:.4g}" height="46" rx="4"/>'
    if wide < broad(label) + 16:
        return shade
    return shade + text(width - 16, 50, label, "end", "t-out" if page.overdue else "")


def _said(message: Message, x: float) -> str:
    size = 4 + min(5.5, len(message.text) ** 0.5 / 2.6)
    if message.ours:
        return (
            f'<line class="k-line-out" x1="{x:.4g}" x2="{x:.4g}" y1="31" y2="41"/>'
            f'<rect class="k-out" x="{x - size:.4g}" y="37" width="{2 * size:.3g}" height="{2 * size:.3g}" rx="3"/>'
        )
    look = "k-est" if message.to_us else "k-hole"
    return (
        f'<line class="k-line-in" x1="{x:.4g}" x2="{x:.4g}" y1="31" y2="22"/>'
        f'<circle class="{look}" cx="{x:.4g}" cy="19" r="{size:.3g}"/>'
    )


def _rhythm_sentence(page: Conversation, shown: Sequence[Message], now: datetime) -> str:
    ours = sum(m.ours for m in shown)
    said = "one message, ours." if ours else "one message, theirs."
    if len(shown) > 1:
        span = lasting(shown[-1].at - shown[0].at)
        said = f"{spelled(len(shown))} messages in {span}: {spelled(ours)} of them ours."
    if page.waiting_since:
        said += f" They have waited {lasting(now - page.waiting_since)} for an answer."
    return said[:1].upper() + said[1:]


def _line_of_time(page: PersonPage, zone: tzinfo, *, months: int, width: int) -> str:
    if not page.year:
        return ""
    end = max(moment.at for moment in page.year)
    start = end - timedelta(days=30.44 * months)
    at = _scale(start, end, 12, width - 14)
    marks = [m for m in page.year if m.at >= start][-_MOST_MARKS:]
    body = (
        "".join(_stages(page.stages, start, end, at, zone))
        + f'<line class="k-axis" x1="8" x2="{width - 8}" y1="104" y2="104"/>'
    )
    body += "".join(_month_names(start, end, at, zone)) + "".join(_mark(m, at(m.at)) for m in marks)
    return svg(width, 198, _year_sentence(page, marks), body)


def _stages(stages: Sequence[Stood], start: datetime, end: datetime, at: Place, zone: tzinfo) -> Iterator[str]:
    ordered = sorted(stages, key=lambda s: s.at)
    spans = [("stranger", start, ordered[0].at if ordered else end)]
    for i, stood in enumerate(ordered):
        spans.append((stood.stage, stood.at, ordered[i + 1].at if i + 1 < len(ordered) else end))
    for name, since, until in spans:
        if until <= start or since > end or (until == since and name == "stranger"):
            continue
        x, right = at(max(since, start)), at(until)
        now = (name, since) == (spans[-1][0], spans[-1][1])
        look, wide = _BANDS.get(name, "k-track"), max(4, right - x + 5)
        yield f'<rect x="{x - 4:.4g}" y="0" width="{wide:.4g}" height="22" rx="6" class="{look}"/>'
        begun = since.astimezone(zone)
        dated = name if name == "stranger" else f"{name} since {begun.day} {begun:%b %Y}"
        words = next((w for w in (dated, name) if right - x > broad(w) + 4), "")
        if words:
            yield text(x + 5, 15, words, look="k-strong" if now else "")
        elif now:
            yield text(right, 37, dated, "end", "k-strong")  # too narrow to hold its name, which stands under it


def _month_names(start: datetime, end: datetime, at: Place, zone: tzinfo) -> Iterator[str]:
    month = start.astimezone(zone).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    while month <= end:
        if month >= start and at(month) < at(end) - 24:
            yield text(at(month), 174, f"{month:%b}")
            if month.month == 1 or month - start < timedelta(days=31):
                yield text(at(month), 193, f"{month.year}", look="t-mute")  # the first month, and each new year
        month = (month + timedelta(days=32)).replace(day=1)


def _mark(moment: Moment, x: float) -> str:
    length = (12, 24, 42)[min(3, max(1, moment.effort)) - 1]
    if moment.side == "ours":
        y = 104 + length
        return (
            f'<line class="k-line-out" x1="{x:.5g}" x2="{x:.5g}" y1="105" y2="{y}"/>'
            f'<rect class="k-out" x="{x - 4:.5g}" y="{y - 4}" width="8" height="8" rx="2"/>'
        )
    y = 104 - length
    look = "k-hole" if moment.effort <= 1 else "k-est"
    return (
        f'<line class="k-line-in" x1="{x:.5g}" x2="{x:.5g}" y1="103" y2="{y}"/>'
        f'<circle class="{look}" cx="{x:.5g}" cy="{y}" r="4.2"/>'
    )


def _year_sentence(page: PersonPage, marks: Sequence[Moment]) -> str:
    theirs = sum(m.side != "ours" for m in marks)
    return (
        f"A year with {page.name}: {theirs} marks above the line are theirs, {len(marks) - theirs} below it are ours; "
        f"a longer line is more effort. {page.sentence}"
    )
