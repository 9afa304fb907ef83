"""A picture of somebody's week: a square for each hour, stronger where they speak more. Values in, markup out."""

from collections.abc import Sequence
from typing import Protocol

from twoears.people.hours import DAYS
from twoears.web.pictures import svg, text

_LEFT, _STEP, _SIDE = 34, 10.4, 9.4
# From so many times as loud as an even week on; four steps are told apart at a glance, by day and by night.
_LOOKS = ((1.5, "k-est"), (1.0, "k-band"), (0.5, "k-in-soft"), (0.0, "k-track"))
BLOCK = 3  # hours in a row of the table


class Week(Protocol):
    """Whatever can be drawn so: seven days of 24 shares, or none, and a sentence."""

    @property
    def shares(self) -> Sequence[Sequence[float]]:
        """Of each hour, Monday first."""

    @property
    def sentence(self) -> str:
        """What the picture says."""


def week_of(hours: Week) -> str:
    """Seven rows of 24 squares, Monday on top; empty where too little was heard.

    >>> from twoears.people.showing import Hours
    >>> even = Hours(n=40, network="x", offset=None, probability=None, offset_n=0, sure=False, words="", good=(),
    ...              shares=((1 / 168,) * 24,) * 7, leave_alone=None, sentence="At any hour.")
    >>> week_of(even).count("<path"), week_of(even).count("<title>At any hour.")
    (1, 1)
    """
    if not hours.shares:
        return ""
    marks = "".join(_squares(hours.shares, level, look) for level, look in enumerate(name for _, name in _LOOKS))
    days = "".join(text(0, _STEP * i + 9, name, look="t-mute") for i, name in enumerate(DAYS) if i % 2 == 0)
    clock = "".join(text(_LEFT + _STEP * hour, _STEP * 7 + 14, str(hour), look="t-mute") for hour in range(0, 24, 6))
    return svg(_LEFT + _STEP * 24, _STEP * 7 + 18, hours.sentence, marks + days + clock)


def _squares(shares: Sequence[Sequence[float]], level: int, look: str) -> str:
    places = [
        f"M{_LEFT + _STEP * hour:.5g} {_STEP * day:.3g}h{_SIDE}v{_SIDE}h-{_SIDE}z"
        for day, row in enumerate(shares)
        for hour, share in enumerate(row)
        if _level(share) == level
    ]
    return f'<path class="{look}" d="{"".join(places)}"/>' if places else ""


def _level(share: float) -> int:
    loud = share * 168 + 1e-9  # an even week is not below itself by rounding
    return next(i for i, (least, _) in enumerate(_LOOKS) if loud >= least)


def table_of(hours: Week) -> list[tuple[str, list[str]]]:
    """The same for a table: three hours of the day, and the share of the week that falls in them on each day.

    >>> from twoears.people.showing import Hours
    >>> even = Hours(n=40, network="x", offset=None, probability=None, offset_n=0, sure=False, words="", good=(),
    ...              shares=((1 / 168,) * 24,) * 7, leave_alone=None, sentence="")
    >>> table_of(even)[0]
    ('0–3', ['1.8 %', '1.8 %', '1.8 %', '1.8 %', '1.8 %', '1.8 %', '1.8 %'])
    """
    return [
        (f"{first}–{first + BLOCK}", [f"{100 * sum(row[first : first + BLOCK]):.1f} %" for row in hours.shares])
        for first in range(0, 24, BLOCK)
        if hours.shares
    ]
