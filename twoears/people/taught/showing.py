"""What was learnt of who is who, as every door shows it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from twoears.lib.intervals import Number
from twoears.people.matching.wording import Moved

Standing = Literal["too few", "soon", "no better", "in use", "as shipped"]
"""`too few` answers; enough, and learnt with the next round (`soon`); learnt and foretelling `no better` than what is
shipped; `in use`; or an owner wants it `as shipped`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tenth:
    """Answers whose pair was put as likely between `low` and `high` before it was answered: `said` on average.

    `yes` is the share that members said yes to.
    """

    low: float
    high: float
    said: float
    yes: Number


@dataclass(frozen=True, slots=True, kw_only=True)
class Foretelling:
    """How well answers were foretold by a model that was not taught them.

    `bits`: how surprised an answer left it, on average (0: never; 1: as by tossing a coin). `right`: of the pairs that
    it would join from `at` on, those that are one.
    """

    bits: float | None
    right: Number
    tenths: tuple[Tenth, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Taught:
    """What members' answers taught. `answers` count now, of them `yes`; it was learnt from `learnt_from` of them.

    It learns from `next_at` answers on, with at least `each` of either kind. `sure` pairs joined by certain rules were
    learnt from too. `gain` is by how many bits an answer it foretells better than the shipped one, give or take
    `error`. `proposed` is what of all that is proposed now would be right, and `found` what of the right ones would be
    joined from `at` on, both counted as often as their kind is proposed, not as often as it was answered.
    """

    standing: Standing
    answers: int
    yes: int
    learnt_from: int
    next_at: int
    each: int
    sure: int
    at: float
    made_at: datetime | None
    gain: float | None
    error: float | None
    moved: tuple[Moved, ...]
    learnt: Foretelling | None
    shipped: Foretelling | None
    proposed: Number
    found: Number
