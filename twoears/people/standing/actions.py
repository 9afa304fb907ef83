"""What members decide of stages: the rules of the workspace, and where one person stands. Each with its reason."""

from datetime import UTC, datetime

from django.db import transaction

from twoears.activities.actions import append
from twoears.people.actions import the_person
from twoears.people.models import Person
from twoears.people.ruling import RulesError, read
from twoears.people.stages import STAGES, Rule
from twoears.people.standing.models import StageDecision, StageRules
from twoears.people.standing.tasks import begin_anew, people_of_actor, restage
from twoears.people.standing.trouble import (
    MayNotRule,
    NoReason,
    NoSuchRules,
    NoSuchStage,
    NoSuchStageDecision,
    RulesRefused,
)
from twoears.team.models import Member
from twoears.threads.actions import us

_REASON = 500


def read_rules(text: str) -> tuple[Rule, ...]:
    """The rules that `text` says; raises RulesRefused, which names every line that is wrong."""
    try:
        return read(text)
    except RulesError as error:
        raise RulesRefused(str(error)) from error


@transaction.atomic
def put_in_force(*, member: Member, text: str, reason: str, now: datetime | None = None) -> StageRules:
    """These are the rules of stages from now on, for everybody and for all that was heard. For owners."""
    _may_rule(member)
    read_rules(text)
    moment = now or datetime.now(UTC)
    made = StageRules.objects.create(text=text, reason=_reason(reason), member=member, made_at=moment)
    append(member, "stage-rules", f"stage-rules:{made.pk}", moment)
    begin_anew()
    return made


@transaction.atomic
def take_rules_back(*, member: Member, rules: int, now: datetime | None = None) -> StageRules:
    """A version counts no more; that before it does, or the rules as they came. For owners."""
    _may_rule(member)
    made = StageRules.objects.filter(pk=rules).first()
    if made is None:
        raise NoSuchRules(f"There is no version {rules} of the rules.")
    if made.undone_at is None:
        made.undone_at = now or datetime.now(UTC)
        made.save(update_fields=["undone_at"])
        append(member, "reopen", f"stage-rules:{made.pk}:undo", made.undone_at)
        begin_anew()
    return made


@transaction.atomic
def set_stage(*, member: Member, person: str, stage: str, reason: str, now: datetime | None = None) -> StageDecision:
    """A member says where somebody stands, against what the rules say. Wins until it is taken back."""
    _may(member)
    if stage not in STAGES:
        raise NoSuchStage(f"There is no stage {stage[:40]!r}. There are: {', '.join(STAGES)}.")
    whole, moment = the_person(person), now or datetime.now(UTC)
    made = StageDecision.objects.create(
        actor_id=whole.first_actor_id, stage=stage, reason=_reason(reason), member=member, made_at=moment
    )
    append(member, "stage", f"stage:{made.pk}", moment)
    restage([whole.pk], us().actors)
    return made


@transaction.atomic
def take_stage_back(*, member: Member, decision: int, now: datetime | None = None) -> StageDecision:
    """The rules, or an earlier word of a member that stands, say again where they are."""
    _may(member)
    made = StageDecision.objects.filter(pk=decision).first()
    if made is None:
        raise NoSuchStageDecision(f"There is no decision {decision} about a stage.")
    if made.undone_at is None:
        made.undone_at = now or datetime.now(UTC)
        made.save(update_fields=["undone_at"])
        append(member, "reopen", f"stage:{made.pk}:undo", made.undone_at)
        restage(people_of_actor(made.actor_id), us().actors)
    return made


def person_behind(actor: int) -> Person:
    """Who an account belongs to; raises NoSuchStageDecision where they are gone."""
    found = Person.objects.filter(identities__actor=actor).first()
    if found is None:
        raise NoSuchStageDecision("Nobody stands behind that decision any more.")
    return found


def _reason(words: str) -> str:
    said = " ".join(words.split())
    if not said or "\0" in said:
        raise NoReason("Say why, so that others can follow it later.")
    if len(said) > _REASON:
        raise NoReason(f"That reason is longer than {_REASON} characters. Say it shorter.")
    return said


def _may(member: Member) -> None:
    if not member.may_decide:
        raise MayNotRule("Readers look; ask an owner to make you a member.")


def _may_rule(member: Member) -> None:
    if not member.may_set_up:
        raise MayNotRule("Only owners change the rules of stages. Ask one of them.")
