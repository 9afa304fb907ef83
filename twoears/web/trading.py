"""A picture of what a threshold costs: how much is found, and how much of what is told is right."""

from collections.abc import Sequence
from typing import Final

from twoears.understanding.own.trading import Trade, cost, nearest
from twoears.web.pictures import svg, text

_HIGH, _LEFT, _TOP, _FLOOR, _RIGHT = 168, 44, 10, 128, 12
_DOT: Final = 4.5


def trade(trades: Sequence[Trade], enough: float, width: int = 480) -> str:
    """A point for each threshold, joined: to the right more is found, above more of what is told is right; a dot is at
    `enough`.

    >>> from twoears.understanding.own.trading import traded
    >>> trade(traded([(10, 6), (5, 5)], 10), 0.3).count("<circle")
    1
    """
    shown = [one for one in trades if one.right.estimate is not None and one.found.estimate is not None]
    if not shown:
        return ""
    low = min(0.5, *(one.right.low or 0.0 for one in shown)) if len(shown) > 1 else 0.0

    def across(one: Trade) -> float:
        return _LEFT + (width - _RIGHT - _LEFT) * (one.found.estimate or 0.0)

    def up(share: float) -> float:
        return _FLOOR - (_FLOOR - _TOP) * (share - low) / (1 - low)

    highs = [f"{across(one):.4g} {up(one.right.high or 0):.4g}" for one in shown]
    lows = [f"{across(one):.4g} {up(one.right.low or 0):.4g}" for one in shown]
    line = " L".join(f"{across(one):.4g} {up(one.right.estimate or 0):.4g}" for one in shown)
    body = _grid(width, low) + f'<path class="k-in-soft" opacity=".6" d="M{" L".join([*highs, *reversed(lows)])}Z"/>'
    body += f'<path class="k-line-in" d="M{line}"/>'
    now = nearest(shown, enough)
    body += f'<circle class="k-ear" cx="{across(now):.4g}" cy="{up(now.right.estimate or 0):.4g}" r="{_DOT}"/>'
    return svg(width, _HIGH, cost(now), body)


def _grid(width: int, low: float) -> str:
    marks = (low, (1 + low) / 2, 1.0)
    lines = "".join(
        f'<line class="k-grid" x1="{_LEFT}" x2="{width - _RIGHT}" y1="{y:.4g}" y2="{y:.4g}"/>'
        + text(_LEFT - 8, y + 4, f"{share:.0%}", "end")
        for share, y in zip(marks, (_FLOOR, (_FLOOR + _TOP) / 2, _TOP), strict=True)
    )
    reach = width - _RIGHT - _LEFT
    told = "".join(text(_LEFT + reach * share, _FLOOR + 18, f"{share:.0%}", "middle") for share in (0.0, 0.5, 1.0))
    return lines + told + text(_LEFT + reach / 2, _HIGH - 4, "found of what is there; above: right", "middle")
