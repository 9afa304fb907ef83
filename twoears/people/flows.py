"""How people move between stages, month by month: of those who stood somewhere at its beginning, who stood where then.

Histories in, shares out. Someone counts from the day on which they were first heard.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from twoears.lib.intervals import Number, share
from twoears.people.stages import STAGES

Month = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """One person: since when we know of them, and their steps (when, to which stage) in time."""

    since: datetime
    steps: tuple[tuple[datetime, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """Of those who stood at `origin` when `month` (its first moment, UTC) began, who stood at `target` at its end."""

    month: datetime
    origin: str
    target: str
    share: Number


@dataclass(frozen=True, slots=True, kw_only=True)
class Flows:
    """`months` in order, the last one not over yet where `unfinished`; `pairs` are those that somebody went."""

    months: tuple[datetime, ...]
    pairs: tuple[tuple[str, str], ...]
    flows: tuple[Flow, ...]
    unfinished: bool


def flows(histories: Iterable[History], now: datetime, months: int = 12) -> Flows:
    """The flows of the last `months`, this one included, as far as it has come.

    Pairs that are a step up are always told; others only where somebody went.

    >>> at = lambda m, d: datetime(2026, m, d, tzinfo=UTC)
    >>> ann = History(since=at(1, 5), steps=((at(2, 9), "friend"),))
    >>> bob = History(since=at(1, 7), steps=())
    >>> found = flows([ann, bob], at(2, 20), months=1)
    >>> [(flow.origin, flow.target, flow.share.k, flow.share.n) for flow in found.flows][0]
    ('stranger', 'friend', 1, 2)
    """
    starts = list(_months(now, months))
    ends = [*starts[1:], now]
    began: Counter[tuple[int, str]] = Counter()
    went: Counter[tuple[int, str, str]] = Counter()
    for one in histories:
        for at, (start, end) in enumerate(zip(starts, ends, strict=True)):
            if one.since < start:
                origin, target = _at(one, start), _at(one, end)
                began[at, origin] += 1
                went[at, origin, target] += 1
    up = list(zip(STAGES, STAGES[1:], strict=False))
    pairs = up + sorted({(a, b) for _, a, b in went if a != b} - set(up), key=_order)
    return Flows(
        months=tuple(starts),
        pairs=tuple(pairs),
        flows=tuple(
            Flow(month=start, origin=a, target=b, share=_share(went[at, a, b], began[at, a], a, b))
            for a, b in pairs
            for at, start in enumerate(starts)
        ),
        unfinished=now > starts[-1],
    )


def _share(k: int, n: int, origin: str, target: str) -> Number:
    return share(
        k,
        n,
        key=f"{origin}_to_{target}",
        of=f"{origin}s who were {target}s a month later",
        question=f"Of those who were {origin}s when a month began, how many were {target}s when it ended?",
    )


def _at(one: History, moment: datetime) -> str:
    stage = STAGES[0]
    for at, reached in one.steps:
        if at >= moment:
            break
        stage = reached
    return stage


def _months(now: datetime, months: int) -> Iterator[datetime]:
    year, month = now.astimezone(UTC).year, now.astimezone(UTC).month
    for back in range(months - 1, -1, -1):
        count = year * 12 + month - 1 - back
        yield datetime(count // 12, count % 12 + 1, 1, tzinfo=UTC)


def _order(pair: Sequence[str]) -> tuple[int, int]:
    return STAGES.index(pair[0]), STAGES.index(pair[1])
