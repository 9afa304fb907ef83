"""Stranger, friend, customer, evangelist: by rules that can be read, each step with its evidence and date."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

STAGES: Final = ("stranger", "friend", "customer", "evangelist")


@dataclass(frozen=True, slots=True)
class Evidence:
    """Something that happened between a person and us: `kind` is one of those in RULES, shown by `activity`."""

    at: datetime
    kind: str
    activity: int


@dataclass(frozen=True, slots=True)
class Rule:
    """To `stage` by `kind`, once they stand at one of `from_stages`. `sentence` is shown to members."""

    name: str
    stage: str
    kind: str
    from_stages: tuple[str, ...]
    sentence: str


@dataclass(frozen=True, slots=True)
class Step:
    """From `at` on they stand at `stage`, by `rule`, shown by `activity`."""

    stage: str
    at: datetime
    rule: str
    activity: int


RULES: Final = (
    Rule(
        "exchange",
        "friend",
        "exchange",
        ("stranger",),
        "They spoke to us and we spoke with them: both sides took part.",
    ),
    Rule("order", "customer", "order", ("stranger", "friend"), "They ordered from us."),
    Rule("referral", "evangelist", "refer", ("customer",), "A customer who sent somebody to us."),
    Rule("recommendation", "evangelist", "recommend", ("customer",), "A customer who spread our words to others."),
)


def steps(evidence: Iterable[Evidence]) -> list[Step]:
    """The steps of one person, in time. Nobody goes back: a friend who falls silent is no stranger.

    >>> from datetime import UTC
    >>> day = lambda d: datetime(2026, 3, d, tzinfo=UTC)
    >>> [(s.stage, s.at.day) for s in steps([Evidence(day(9), "order", 2), Evidence(day(1), "exchange", 1)])]
    [('friend', 1), ('customer', 9)]
    """
    made: list[Step] = []
    stage = "stranger"
    for seen in sorted(evidence, key=lambda e: (e.at, e.activity)):
        rule = next((r for r in RULES if r.kind == seen.kind and stage in r.from_stages), None)
        if rule:
            stage = rule.stage
            made.append(Step(stage, seen.at, rule.name, seen.activity))
    return made
