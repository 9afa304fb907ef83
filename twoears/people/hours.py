"""When somebody is likely there: their hours of the week in their own time, and those hours in words."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final

from twoears.lib.counts import spelled
from twoears.listening.rhythm import (
    DAY,
    ENOUGH,
    EVEN,
    WEEK,
    Rhythm,
    good_hours,
    hour_of_week,
    leave_alone,
    rhythm,
)
from twoears.listening.zones import Zone, zone
from twoears.people.showing import Hours

DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_SHAPE = 8  # hours of the day, below which we hear a habit and not the shape of a day: every offset would fit it
_SPANS = 2  # of hours in a sentence; more are no sentence


def hours_of(spoken: Sequence[tuple[datetime, str]], networks: Mapping[str, Rhythm], now: datetime) -> Hours:
    """The hours of whoever spoke at these moments (UTC), each on its network; `networks` holds everybody's, in UTC.

    Drawn towards the network on which they speak most. In local time where we are sure of their day, else in UTC.

    >>> from datetime import UTC, timedelta
    >>> monday = datetime(2026, 3, 2, 9, tzinfo=UTC)
    >>> seldom = hours_of([(monday, "x")] * 3, {}, monday)
    >>> seldom.shares, seldom.leave_alone, seldom.sentence
    ((), None, 'Too early to tell: three posts were heard, and it takes 20 of them.')
    """
    n, network = len(spoken), _mostly(spoken)
    where = _zone([at for at, _ in spoken])
    if n < ENOUGH:
        heard = f"{spelled(n)} {'post was' if n == 1 else 'posts were'} heard"
        return _hours(
            n, network, where, sentence=f"Too early to tell: {heard}, and it takes {spelled(ENOUGH)} of them."
        )
    table = rhythm((hour_of_week(at) for at, _ in spoken), networks.get(network, EVEN))
    alone = leave_alone(table, hour_of_week(now))
    local = _moved(table, where.offset if where and where.sure else 0)
    good = good_hours(local) or ()
    words = in_words(good)
    return _hours(
        n,
        network,
        where,
        shares=tuple(local.shares[day * DAY : (day + 1) * DAY] for day in range(7)),
        good=tuple(sorted(good)),
        words=words,
        leave_alone=alone,
        sentence=_sentence(words, where, alone),
    )


def _hours(
    n: int,
    network: str,
    where: Zone | None,
    *,
    sentence: str,
    shares: tuple[tuple[float, ...], ...] = (),
    good: tuple[int, ...] = (),
    words: str = "",
    leave_alone: bool | None = None,
) -> Hours:
    return Hours(
        n=n,
        network=network,
        offset=where.offset if where else None,
        probability=where.probability if where else None,
        offset_n=where.n if where else 0,
        sure=where is not None and where.sure,
        shares=shares,
        good=good,
        words=words,
        leave_alone=leave_alone,
        sentence=sentence,
    )


def _mostly(spoken: Iterable[tuple[datetime, str]]) -> str:
    """The network on which they speak most; the first by name where two are even, so that it does not jump."""
    seen = Counter(network for _, network in spoken)
    return min(seen, key=lambda name: (-seen[name], name), default="")


def _zone(moments: Sequence[datetime]) -> Zone | None:
    return zone(moments) if len({at.hour for at in moments}) >= _SHAPE else None


def _moved(table: Rhythm, offset: int) -> Rhythm:
    """A table in UTC as it stands `offset` hours further east."""
    return Rhythm(tuple(table.shares[(hour - offset) % WEEK] for hour in range(WEEK)), table.n)


def in_words(good: Iterable[int]) -> str:
    """Hours of the week as people say them, rounded to a few days and at most two spans of hours; empty for none.

    >>> in_words([33, 34, 35, 57, 58, 59, 81, 82, 83])
    'mostly Tue–Thu 9–12'
    >>> in_words([day * 24 + hour for day in range(7) for hour in (22, 23, 0)])
    'mostly every day 22–1'
    """
    by_day = Counter(hour // DAY for hour in good)
    by_hour = Counter(hour % DAY for hour in good)
    days = _most(by_day)
    spans = sorted(_spans(_most(by_hour), DAY), key=lambda span: -sum(by_hour[h % DAY] for h in range(*span)))[:_SPANS]
    if not spans:
        return ""
    named = "every day" if len(days) == 7 else _and(_named(first, end) for first, end in _spans(days, 7))
    return f"mostly {named} {_and(_clock(*span) for span in sorted(spans))}"


def _most(counts: Counter[int]) -> list[int]:
    """Those that come at least half as often as the first of them."""
    most = max(counts.values(), default=0)
    return sorted(at for at, n in counts.items() if 2 * n >= most)


def _spans(places: Sequence[int], around: int) -> list[tuple[int, int]]:
    """Neighbours as (first, one past the last), over the end of a day or a week too."""
    spans: list[tuple[int, int]] = []
    for place in places:
        if spans and spans[-1][1] == place:
            spans[-1] = (spans[-1][0], place + 1)
        else:
            spans.append((place, place + 1))
    if len(spans) > 1 and spans[0][0] == 0 and spans[-1][1] == around:
        spans[-1] = (spans[-1][0], around + spans.pop(0)[1])
    return spans


def _named(first: int, end: int) -> str:
    last = DAYS[(end - 1) % 7]
    return DAYS[first] if end - first == 1 else f"{DAYS[first]}–{last}"


def _clock(first: int, end: int) -> str:
    return f"{first}–{(end - 1) % DAY + 1}"


def _and(parts: Iterable[str]) -> str:
    return " and ".join(", ".join(parts).rsplit(", ", 1))


def _sentence(words: str, where: Zone | None, alone: bool | None) -> str:
    said = f"They speak {words}" if words else "They speak at any hour, in none much more than in others"
    now = " At this hour they hardly ever do." if alone else ""
    if where is None or not where.sure:
        return f"{said}, in UTC: we cannot tell where their day lies.{now}"
    return f"{said}, in their own time, which is likely {clock_of(where.offset)}.{now}"


def clock_of(offset: int) -> str:
    """An offset as clocks are named.

    >>> clock_of(0), clock_of(-6)
    ('UTC', 'UTC−6')
    """
    return f"UTC{'+' if offset > 0 else '−'}{abs(offset)}" if offset else "UTC"
