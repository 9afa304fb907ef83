"""Pictures of how people move between two stages, and of a buying cycle. Values in, markup out."""

from collections.abc import Sequence
from typing import Final

from twoears.people.buying.showing import BuyingShown
from twoears.people.flows import Flow, Flows
from twoears.web.pictures import svg, text

_STEP, _LEFT, _HIGH, _FLOOR = 26.0, 40.0, 64.0, 76.0
_STRIP: Final = 240.0
_SCALES: Final = (0.05, 0.1, 0.25, 0.5, 1.0)


def flow_of(found: Flows, origin: str, target: str) -> str:
    """A mark for each month with its likely range above the floor; months in which nobody could go are left empty.

    >>> from datetime import UTC, datetime
    >>> from twoears.people.flows import History, flows
    >>> day = lambda n: datetime(2026, 1, n, tzinfo=UTC)
    >>> ann = History(since=datetime(2025, 12, 1, tzinfo=UTC), steps=((day(9), "friend"),))
    >>> "1 of 1" in flow_of(flows([ann], day(20), months=1), "stranger", "friend")
    True
    """
    shown = [flow for flow in found.flows if (flow.origin, flow.target) == (origin, target)]
    top = _top(shown)
    body = "".join(
        f'<line class="k-grid" x1="{_LEFT}" x2="{_LEFT + _STEP * len(shown):g}" y1="{y:g}" y2="{y:g}"/>'
        + text(_LEFT - 6, y + 4, f"{mark * 100:g}%", "end", "t-mute")
        for mark, y in ((0.0, _FLOOR), (top, _FLOOR - _HIGH))
    )
    body += "".join(
        _month(flow, at, top, so_far=found.unfinished and at == len(shown) - 1) for at, flow in enumerate(shown)
    )
    return svg(_LEFT + _STEP * len(shown) + 12, 98, _sentence(shown, origin, target), body)


def _top(shown: Sequence[Flow]) -> float:
    most = max((flow.share.high or 0.0 for flow in shown if (flow.share.n or 0) >= 5), default=0.0)
    return next((scale for scale in _SCALES if most <= scale), 1.0)


def _month(flow: Flow, at: int, top: float, *, so_far: bool) -> str:
    x = _LEFT + _STEP * at + _STEP / 2
    name = text(x, 93, f"{flow.month:%b}"[0], "middle", "t-mute")
    number = flow.share
    if number.estimate is None or number.low is None or number.high is None:
        return name
    low, high, middle = (_FLOOR - _HIGH * min(part / top, 1.0) for part in (number.low, number.high, number.estimate))
    band = f'<rect class="k-band" x="{x - 5:g}" y="{high:.4g}" width="10" height="{max(low - high, 2):.4g}" rx="5"/>'
    look = "k-stranger" if so_far else "k-est"
    return f'{band}<circle class="{look}" cx="{x:g}" cy="{middle:.4g}" r="3.4"/>{name}'


def _sentence(shown: Sequence[Flow], origin: str, target: str) -> str:
    k, n = sum(flow.share.k for flow in shown), sum(flow.share.n for flow in shown)
    return f"From {origin} to {target}, by month: {k:,} of {n:,} in all; the band is the likely range."


def strip(shown: BuyingShown) -> str:
    """The chances of the states side by side, as wide as they are likely; the one that is told is the strongest.

    >>> from twoears.people.buying.showing import StateShown
    >>> half = (StateShown(name="looking", probability=0.5, here=True),
    ...         StateShown(name="near", probability=0.5, here=False))
    >>> drawn = strip(BuyingShown(person="", name="", state="looking", states=half, order_soon=0.5, usual=0.1,
    ...                           reasons=(), why="", as_of=None, version=""))
    >>> drawn.count("<rect"), "looking 50 %, near 50 %" in drawn
    (2, True)
    """
    body, x = "", 0.0
    for state in shown.states:
        wide = max(state.probability * _STRIP, 1.0)
        look = "k-est" if state.here else "k-band" if state.name == "near" else "k-in-soft"
        body += f'<rect class="{look}" x="{x:.4g}" y="2" width="{max(wide - 1, 1):.4g}" height="10" rx="2"/>'
        x += wide
    words = ", ".join(f"{state.name} {state.probability * 100:.0f} %" for state in shown.states)
    return svg(_STRIP + 4, 14, f"Within thirty days: {words}.", body)
