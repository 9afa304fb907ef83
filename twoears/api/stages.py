"""Stages: the rules that are in force, other rules tried, flows, and where members say that somebody stands."""

from typing import Annotated, Literal

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from twoears.api.asked import Key
from twoears.api.credentials import DECIDE, READ, SET_UP, member_of
from twoears.api.shapes import stages as shapes
from twoears.people.actions import the_person
from twoears.people.flows import Flows
from twoears.people.standing import actions
from twoears.people.standing.pages import RulesShown, StageStanding, Trial, rules_shown, stage_flows, standing_of
from twoears.people.standing.pages import try_rules as tried
from twoears.threads.actions import us

router = Router(tags=["stages"])
_NO_NUL = r"^[^\u0000]*$"
RulesText = Annotated[str, Field(min_length=1, max_length=20_000, pattern=_NO_NUL)]
Reason = Annotated[str, Field(min_length=1, max_length=500, pattern=_NO_NUL)]
Months = Annotated[int, Field(ge=1, le=60)]


class StageRulesTried(Schema):
    """Rules in YAML, as the reference of stages tells."""

    text: RulesText


class StageRulesNew(Schema):
    """The same, to be put in force, and why."""

    text: RulesText
    reason: Reason


class StageSet(Schema):
    """Where somebody stands, and why a member says so."""

    stage: Literal["stranger", "friend", "customer", "evangelist"]
    reason: Reason


@router.get("/stages", response=shapes.StageRules, auth=READ)
def stage_rules(request: HttpRequest) -> RulesShown:
    """The rules in force, their versions, and how many people stand where."""
    return rules_shown()


@router.post("/stages/try", response=shapes.StageTrial, auth=READ)
def try_stage_rules(request: HttpRequest, asked: StageRulesTried) -> Trial:
    """What other rules would say of everybody. Nothing is changed."""
    return tried(actions.read_rules(asked.text), us().actors)


@router.post("/stages/rules", response={201: shapes.StageRules}, auth=SET_UP)
def put_stage_rules_in_force(request: HttpRequest, asked: StageRulesNew) -> RulesShown:
    """These are the rules from now on; people are told anew within the next rounds of jobs. For owners."""
    actions.put_in_force(member=member_of(request), text=asked.text, reason=asked.reason)
    return rules_shown()


@router.post("/stages/rules/{stage_rules}/undo", response=shapes.StageRules, auth=SET_UP)
def take_stage_rules_back(request: HttpRequest, stage_rules: Key) -> RulesShown:
    """A version counts no more; that before it does. For owners."""
    actions.take_rules_back(member=member_of(request), rules=stage_rules)
    return rules_shown()


@router.get("/stages/flows", response=shapes.StageFlows, auth=READ)
def list_stage_flows(request: HttpRequest, months: Months = 12) -> Flows:
    """How people moved between stages, month by month."""
    return stage_flows(months=months)


@router.get("/people/{slug:public_id}/stage", response=shapes.StageStanding, auth=READ)
def one_stage(request: HttpRequest, public_id: str) -> StageStanding:
    """Where one person stands by the rules, and what members said of it."""
    return standing_of(the_person(public_id))


@router.post("/people/{slug:public_id}/stage", response={201: shapes.StageStanding}, auth=DECIDE)
def set_stage(request: HttpRequest, public_id: str, asked: StageSet) -> StageStanding:
    """Say where they stand, against the rules. It wins until it is taken back."""
    actions.set_stage(member=member_of(request), person=public_id, stage=asked.stage, reason=asked.reason)
    return standing_of(the_person(public_id))


@router.post("/stage-decisions/{stage_decision}/undo", response=shapes.StageStanding, auth=DECIDE)
def take_stage_back(request: HttpRequest, stage_decision: Key) -> StageStanding:
    """Take a member's word on a stage back."""
    made = actions.take_stage_back(member=member_of(request), decision=stage_decision)
    return standing_of(actions.person_behind(made.actor_id))
