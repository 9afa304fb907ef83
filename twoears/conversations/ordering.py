"""The order of today: the earliest broken promise first, and reasons that let somebody come earlier, in hours.

Every weight is a number of hours of waiting, so the order can be read aloud: "a complaint comes as early as if it had
waited eight hours longer". It does not change with the clock, so it can be an index.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from twoears.conversations.today import Why

HOURS: Final = {
    "complaint": 8.0,
    "customer": 8.0,
    "evangelist": 8.0,
    "friend": 2.0,
    "another question": 2.0,
    "unsure": -720.0,
}
_WAITS: Final = {
    "question": "open question",
    "request": "asks for help",
    "complaint": "a complaint",
    "reply": "answered your question",
    "unsure": "cannot tell whether it asks",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What the order needs to know of a conversation that waits."""

    waits: str
    waiting: int
    stage: str
    due_at: datetime


def reasons(case: Case) -> tuple[Why, ...]:
    """Why this one comes when it comes: what waits, then what lets it come earlier, the weightiest first.

    >>> from datetime import UTC
    >>> case = Case(waits="complaint", waiting=2, stage="customer", due_at=datetime(2026, 3, 1, tzinfo=UTC))
    >>> [(why.reason, why.hours) for why in reasons(case)]
    [('a complaint', 8.0), ('customer', 8.0), ('2 open', 2.0)]
    """
    waits = Why(_WAITS.get(case.waits, case.waits), HOURS.get(case.waits, 0.0))
    why = []
    if case.stage in HOURS:
        why.append(Why(case.stage, HOURS[case.stage]))
    if case.waiting > 1:
        why.append(Why(f"{case.waiting} open", HOURS["another question"]))
    return (waits, *sorted(why, key=lambda w: -w.hours))


def order_at(case: Case) -> datetime:
    """The moment its promise breaks, moved earlier by the hours of its reasons."""
    return case.due_at - timedelta(hours=sum(why.hours for why in reasons(case)))
