"""The states of a buying cycle, by what somebody does within thirty days. Each can be looked up afterwards.

| state | within thirty days |
| --- | --- |
| not looking | nothing of theirs is heard |
| looking | they look at a page, or turn to us |
| comparing | they look on two days or more, look at prices or trials, sign up, or accept a meeting |
| near | they order |
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

import numpy as np
from numpy.typing import NDArray

from twoears.people.buying.acts import SIGNS, Act, Weeks

NOT_LOOKING: Final = "not looking"
STATES: Final = (NOT_LOOKING, "looking", "comparing", "near")
QUIET_CUSTOMER: Final = "customer, quiet"
AHEAD: Final = timedelta(days=30)
_AT: Final = {sign: place for place, sign in enumerate(SIGNS)}
_WEEKS: Final = 4


def behind(table: Weeks, week: int) -> NDArray[np.int64]:
    """Where each stood in the four weeks up to and with `week`, as a place in STATES.

    >>> from datetime import UTC, datetime
    >>> from twoears.people.buying.acts import weekly
    >>> day = lambda d: datetime(2026, 3, d, tzinfo=UTC)
    >>> table = weekly([Act(1, day(1), "visit"), Act(2, day(1), "price"), Act(3, day(2), "order")], day(3), weeks=1)
    >>> [STATES[at] for at in behind(table, 0)]
    ['looking', 'comparing', 'near']
    """
    return _of(table.counts[:, max(0, week + 1 - _WEEKS) : week + 1].sum(1))


def ahead(table: Weeks, acts: Sequence[Act], week: int) -> NDArray[np.int64]:
    """Where each stood in the thirty days that followed `week`: the truth that a foretelling is set against."""
    row = {who: at for at, who in enumerate(table.who)}
    start = table.as_of - timedelta(days=7) * (table.counts.shape[1] - 1 - week)
    sums = np.zeros((len(table.who), len(SIGNS)))
    days: set[tuple[int, int]] = set()
    for act in acts:
        if start < act.at <= start + AHEAD and act.who in row:
            sums[row[act.who], _AT[act.kind]] += 1
            if act.kind in ("visit", "price"):
                days.add((row[act.who], act.at.toordinal()))
    for at, _ in days:
        sums[at, _AT["days"]] += 1
    return _of(sums)


def _of(sums: NDArray[np.float64]) -> NDArray[np.int64]:
    def some(*signs: str) -> NDArray[np.bool_]:
        return np.asarray(sums[:, [_AT[sign] for sign in signs]].sum(1) > 0)

    comparing = some("price", "submit", "meeting") | (sums[:, _AT["days"]] > 1)
    found = np.where(some("visit", "ask", "days"), 1, 0)
    return np.where(some("order"), 3, np.where(comparing, 2, found)).astype(np.int64)
