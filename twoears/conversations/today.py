"""Who needs us today, and why: the shapes that every door shows."""

from dataclasses import dataclass, field
from datetime import date, datetime

from twoears.lib.intervals import Number
from twoears.queries.shown import Loud, OnToday


@dataclass(frozen=True, slots=True)
class Why:
    """A reason, and how many hours earlier it lets a conversation come (0: it only explains)."""

    reason: str
    hours: float = 0.0
    late: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One conversation that needs somebody: who, their words, why, since when, and what to do next.

    Where it stands for one turn of many, `post` is that.
    """

    conversation: str
    person: str
    person_id: str
    stage: str
    about: str
    network: str
    words: str
    language: str
    why: tuple[Why, ...]
    waiting_since: datetime | None
    due_at: datetime | None
    overdue: bool
    suggested_act: str
    owner: str = ""
    needs: str = ""
    last_at: datetime | None = None
    long_ago: bool = False
    post: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """What was heard and said on one day."""

    day: date
    heard: int
    said: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Today:
    """The page Today.

    `waiting` holds those of the last thirty days heard; `others` of them can wait. `long_ago` have waited longer than
    that: an answer would surprise. `done` were closed by this member today. `queries` are those that members want here
    and that heard something since yesterday, `bursts` those that were said unusually often.
    """

    now: datetime
    waiting: tuple[Row, ...]
    thank: tuple[Row, ...]
    waiting_total: int
    overdue_total: int
    thank_total: int
    others: int
    long_ago: int
    done: int
    promise_minutes: int
    heard_for_each_said: Number | None
    days: tuple[Day, ...] = field(default=())
    queries: tuple[OnToday, ...] = field(default=())
    bursts: tuple[Loud, ...] = field(default=())
