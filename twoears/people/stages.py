"""Stranger, friend, customer, evangelist: by rules that can be read, each step with its evidence and date."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final

STAGES: Final = ("stranger", "friend", "customer", "evangelist")
QUIET: Final = "quiet"
CANCELLED: Final = "order-cancelled"
EVIDENCE: Final = {
    "speak": "They spoke to us",
    "exchange": "They spoke to us and we spoke with them",
    "reply": "They wrote back after we had answered them",
    "return": "They spoke to us again, in another conversation, a day or more after we had answered them",
    "visit": "They looked at a page of ours",
    "submit": "They signed up, or filled in a form of ours",
    "meeting": "They accepted to meet us",
    "order": "They ordered from us",
    "customer-words": "They said that they bought from us",
    CANCELLED: "They took an order back",
    "refer": "They sent somebody to us",
    "recommend": "They spread our words to others",
}
_LATEST: Final = datetime(9000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Something that happened between a person and us: `kind` is one of EVIDENCE, shown by `activity`."""

    at: datetime
    kind: str
    activity: int


@dataclass(frozen=True, slots=True)
class Rule:
    """To `stage` by `kind`, once they stand at one of `from_stages`. `sentence` is shown to members.

    `count` times is how often it must have happened, in `within_days` where that is not 0. Where `kind` is QUIET:
    none of `without` was heard for `quiet_days`.
    """

    name: str
    stage: str
    kind: str
    from_stages: tuple[str, ...]
    sentence: str
    count: int = 1
    within_days: int = 0
    quiet_days: int = 0
    without: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """From `at` on they stand at `stage`, by `rule`, shown by `activity`."""

    stage: str
    at: datetime
    rule: str
    activity: int


RULES: Final = (
    Rule("reply", "friend", "reply", ("stranger",), "They wrote back after we had answered them."),
    Rule("return", "friend", "return", ("stranger",), "They came back on another day after we had answered them."),
    Rule("meeting", "friend", "meeting", ("stranger",), "They accepted to meet us."),
    Rule("order", "customer", "order", ("stranger", "friend"), "They ordered from us."),
    Rule("customer-words", "customer", "customer-words", ("stranger", "friend"), "They said that they bought from us."),
    Rule("referral", "evangelist", "refer", ("customer",), "A customer who sent somebody to us."),
)


@dataclass(slots=True)
class _Walk:
    """Where somebody stands while their evidence is gone through in time."""

    rules: Sequence[Rule]
    stage: str = STAGES[0]
    made: list[Step] = field(default_factory=list)
    seen: dict[str, list[Evidence]] = field(default_factory=dict)
    heard: dict[str, Evidence] = field(default_factory=dict)

    def hear(self, one: Evidence) -> None:
        self.seen.setdefault(one.kind, []).append(one)
        self.heard[one.kind] = one
        rule = next((r for r in self.rules if r.kind == one.kind and self._holds(r, one.at)), None)
        while rule:
            up = STAGES.index(rule.stage) > STAGES.index(self.stage)
            self._go(rule, one.at, one.activity)
            # A record begins somewhere: who sent somebody, and is heard to order only later, is a customer who did.
            rule = next((r for r in self.rules if up and self._leads_up(r) and self._holds(r, one.at)), None)

    def _leads_up(self, rule: Rule) -> bool:
        return rule.kind in self.seen and STAGES.index(rule.stage) > STAGES.index(self.stage)

    def wait(self, until: datetime) -> None:
        """Steps that silence brought before `until`."""
        while due := min((d for r in self.rules if (d := self._silence(r))), key=lambda d: d[0], default=None):
            at, activity, rule = due
            if at > until:
                return
            self._go(rule, at, activity)

    def _holds(self, rule: Rule, at: datetime) -> bool:
        if self.stage not in rule.from_stages:
            return False
        since = at - timedelta(days=rule.within_days) if rule.within_days else None
        return sum(since is None or e.at > since for e in self.seen[rule.kind]) >= rule.count

    def _silence(self, rule: Rule) -> tuple[datetime, int, Rule] | None:
        if rule.kind != QUIET or self.stage not in rule.from_stages:
            return None
        last = max((self.heard[k] for k in rule.without if k in self.heard), key=lambda e: e.at, default=None)
        stood = self.made[-1]  # a rule of silence leads down, so that there is a step before it
        at, activity = (last.at, last.activity) if last and last.at >= stood.at else (stood.at, stood.activity)
        return min(at, _LATEST) + timedelta(days=rule.quiet_days), activity, rule

    def _go(self, rule: Rule, at: datetime, activity: int) -> None:
        if STAGES.index(rule.stage) < STAGES.index(self.stage):
            self.seen.clear()  # what was seen before they went back brings nobody up again
        self.stage = rule.stage
        self.made.append(Step(rule.stage, at, rule.name, activity))


def steps(evidence: Iterable[Evidence], rules: Sequence[Rule] = RULES, now: datetime | None = None) -> list[Step]:
    """The steps of one person, in time, up to `now` where a rule is about silence.

    >>> from datetime import UTC
    >>> day = lambda d: datetime(2026, 3, d, tzinfo=UTC)
    >>> [(s.stage, s.at.day) for s in steps([Evidence(day(9), "order", 2), Evidence(day(1), "reply", 1)])]
    [('friend', 1), ('customer', 9)]
    """
    walk = _Walk(rules)
    for seen in sorted(evidence, key=lambda e: (e.at, e.activity)):
        walk.wait(seen.at)
        walk.hear(seen)
    if now is not None:
        walk.wait(now)
    return walk.made
