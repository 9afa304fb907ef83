"""Stages: rules, trials, flows, and what members said."""

import datetime as dt

from ninja import Schema

from twoears.api.shapes.measures import Number


class StageRule(Schema):
    """One rule: to `stage` from one of `from_stages`, by evidence of `kind` (`quiet` for silence)."""

    name: str
    stage: str
    kind: str
    from_stages: list[str]
    sentence: str


class StageRulesVersion(Schema):
    """Rules that an owner put in force, and why."""

    id: int
    text: str
    reason: str
    member: str
    at: dt.datetime
    undone: bool
    in_force: bool


class StageCount(Schema):
    """How many people stand at a stage now."""

    stage: str
    people: int


class StageRules(Schema):
    """The rules in force, as rules and as YAML; version 0 are those that Two Ears came with."""

    version: int
    text: str
    rules: list[StageRule]
    versions: list[StageRulesVersion]
    people: list[StageCount]

    @staticmethod
    def resolve_people(obj: object) -> list[dict[str, object]]:
        return [{"stage": stage, "people": n} for stage, n in getattr(obj, "people", ())]


class StageElsewhere(Schema):
    """Somebody who would stand elsewhere by the rules that are tried."""

    person: str
    name: str
    now: str
    then: str
    at: dt.datetime | None
    evidence: str


class StageMove(Schema):
    """How many would go from one stage to another."""

    origin: str
    target: str
    people: int


class StageTrial(Schema):
    """Rules tried on all that was heard; nothing is changed. At most 200 people are named, `more` are not."""

    sentence: str
    elsewhere: Number
    moves: list[StageMove]
    people: list[StageElsewhere]
    more: int
    decided: int

    @staticmethod
    def resolve_moves(obj: object) -> list[dict[str, object]]:
        return [{"origin": a, "target": b, "people": n} for a, b, n in getattr(obj, "moves", ())]


class StageFlow(Schema):
    """Of those who stood at `origin` when `month` began, how many stood at `target` when it ended."""

    month: dt.datetime
    origin: str
    target: str
    share: Number


class StageFlows(Schema):
    """Month by month; the last month is not over where `unfinished`."""

    months: list[dt.datetime]
    flows: list[StageFlow]
    unfinished: bool


class StageSaid(Schema):
    """A member's word on where a person stands."""

    id: int
    stage: str
    reason: str
    member: str
    at: dt.datetime
    undone: bool


class StageStanding(Schema):
    """Where a person stands by the rules, and by a member where one `said` so, which wins; all that was said."""

    by_rules: str
    since: dt.datetime | None
    evidence: str
    said: StageSaid | None
    decisions: list[StageSaid]
