"""What came of improvements, counted over critics. Says what was so afterwards; what it was so by, nobody can tell."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from twoears.lib.intervals import Number, share, share_of_bunches
from twoears.measures.survival import between, survival, until
from twoears.understanding.notes import CANNOT_TELL

_SCORES: Final = {"positive": 1, "neutral": 0, "negative": -1}
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """The middle of so many waits, and where it likely lies; None where too many still wait to tell."""

    days: float | None
    low: float | None
    high: float | None
    told: int
    waiting: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What came of it, over critics of what is done or declined; each improvement counts by itself.

    `days` is from what they said first to when they heard back. `warmer`, `colder` and `stage` are of those who heard
    back: what was so afterwards, not what it was so by.
    """

    heard: Number
    days: Days
    warmer: Number
    colder: Number
    stage: Number


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A critic of an improvement that is done or declined. `moved` is None where nobody keeps a stage of them."""

    improvement: int
    first_at: datetime
    heard_at: datetime | None
    tone: str = ""
    moved: bool | None = None


def days_long(days: float) -> str:
    """So many days, as exact as it makes sense.

    >>> days_long(4.26), days_long(441.8)
    ('4.3', '442')
    """
    return f"{days:.1f}" if days < 10 else f"{days:,.0f}"


def tone(before: Iterable[str], after: Iterable[str]) -> str:
    """How what they said afterwards sounds beside what they said before, by the readers' labels.

    >>> tone(["negative", "neutral"], ["positive"]), tone(["negative"], []), tone(["neutral"], ["cannot tell"])
    ('warmer', 'cannot tell', 'cannot tell')
    """
    first, last = _mean(before), _mean(after)
    if first is None or last is None:
        return CANNOT_TELL
    return "the same" if first == last else "warmer" if last > first else "colder"


def figures(cases: Collection[Case], now: datetime) -> Figures:
    """The figures of these critics."""
    heard = [case for case in cases if case.heard_at is not None]
    told = [case for case in heard if case.tone and case.tone != CANNOT_TELL]
    known = [case for case in heard if case.moved is not None]
    return Figures(
        heard=heard_back(cases),
        days=_days(cases, now),
        warmer=_of_told(told, "warmer", len(heard) - len(told)),
        colder=_of_told(told, "colder", len(heard) - len(told)),
        stage=share(
            sum(bool(case.moved) for case in known),
            len(known),
            key="stage",
            of="of those who heard back stand closer since",
            question="Where do they stand afterwards?",
            aside=len(heard) - len(known),
        ),
    )


def heard_back(cases: Iterable[Case]) -> Number:
    """Of the critics of what is done or declined, those who heard back. Those of one improvement are told together."""
    bunches: dict[int, list[bool]] = defaultdict(list)
    for case in cases:
        bunches[case.improvement].append(case.heard_at is not None)
    counted = [(sum(heard), len(heard)) for heard in bunches.values()]
    of, question = "of the critics of what is done or declined heard back", "Do critics hear what came of it?"
    if len(counted) > 1:
        return share_of_bunches(counted, key="heard_back", of=of, question=question)
    k, n = counted[0] if counted else (0, 0)
    return share(k, n, key="heard_back", of=of, question=question)


def _days(cases: Collection[Case], now: datetime) -> Days:
    waits = [((max((case.heard_at or now) - case.first_at, timedelta())) / _DAY, bool(case.heard_at)) for case in cases]
    heard = sum(done for _, done in waits)
    if not heard:
        return Days(days=None, low=None, high=None, told=0, waiting=len(waits))
    curve = survival(waits)
    low, high = between(curve)
    return Days(days=until(curve), low=low, high=high, told=heard, waiting=len(waits) - heard)


def _of_told(told: Sequence[Case], which: str, aside: int) -> Number:
    return share(
        sum(case.tone == which for case in told),
        len(told),
        key=which,
        of=f"of those who heard back and spoke again sound {which} since",
        question="How do they sound afterwards?",
        aside=aside,
    )


def _mean(labels: Iterable[str]) -> float | None:
    scores = [_SCORES[label] for label in labels if label in _SCORES]
    return sum(scores) / len(scores) if scores else None
