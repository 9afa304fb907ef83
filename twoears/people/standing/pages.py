"""Queries on stages: the rules and their versions, another set of rules tried on history, flows, and who decided."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from django.db.models import Min

from twoears.activities.models import Activity
from twoears.lib.intervals import Number, share
from twoears.people.flows import Flows, History, flows
from twoears.people.models import Person, StageChange
from twoears.people.ruling import write
from twoears.people.stages import RULES, STAGES, Rule, Step, steps
from twoears.people.standing.evidence.tasks import evidence
from twoears.people.standing.models import StageDecision, StageRules
from twoears.people.standing.tasks import accounts_of, decisions, rules_in_force
from twoears.threads.models import Turn

_MANY: Final = 500  # people in one go
_NAMED: Final = 200  # people who are named when rules are tried


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesVersion:
    """A set of rules that an owner put in force."""

    id: int
    text: str
    reason: str
    member: str
    at: datetime
    undone: bool
    in_force: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleShown:
    """One rule, in words."""

    name: str
    stage: str
    kind: str
    from_stages: tuple[str, ...]
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesShown:
    """What is in force, as rules and as text; `version` 0 stands for the rules as they came. Versions newest first."""

    version: int
    text: str
    rules: tuple[RuleShown, ...]
    versions: tuple[RulesVersion, ...]
    people: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """Somebody who would stand elsewhere, since when and why; without a date where no rule brings them anywhere."""

    person: str
    name: str
    now: str
    then: str
    at: datetime | None
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """Other rules, tried on all that was heard: `elsewhere` of everybody would stand elsewhere; the first are named.

    `decided`: members said of so many where they stand; no rule moves these.
    """

    sentence: str
    elsewhere: Number
    moves: tuple[tuple[str, str, int], ...]
    people: tuple[Elsewhere, ...]
    more: int
    decided: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StageSaid:
    """A member's word on where a person stands, beside what the rules say."""

    id: int
    stage: str
    reason: str
    member: str
    at: datetime
    undone: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StageStanding:
    """Where somebody stands by the rules, and by a member where one `said` so; all that was said, newest first."""

    by_rules: str
    since: datetime | None
    evidence: str
    said: StageSaid | None
    decisions: tuple[StageSaid, ...]


def rules_shown() -> RulesShown:
    """The rules in force and all versions."""
    rows = list(StageRules.objects.select_related("member").order_by("-pk"))
    newest = next((row.pk for row in rows if row.undone_at is None), 0)
    rules = rules_in_force()
    counted = Counter(Person.objects.values_list("stage", flat=True))
    return RulesShown(
        version=newest,
        text=next((row.text for row in rows if row.pk == newest), write(RULES)),
        rules=tuple(
            RuleShown(name=r.name, stage=r.stage, kind=r.kind, from_stages=r.from_stages, sentence=r.sentence)
            for r in rules
        ),
        versions=tuple(
            RulesVersion(
                id=row.pk,
                text=row.text,
                reason=row.reason,
                member=str(row.member or ""),
                at=row.made_at,
                undone=row.undone_at is not None,
                in_force=row.pk == newest,
            )
            for row in rows
        ),
        people=tuple((stage, counted[stage]) for stage in STAGES),
    )


def try_rules(rules: Sequence[Rule], ours: frozenset[int], now: datetime | None = None) -> Trial:
    """Where everybody would stand by `rules`, beside where they stand by those in force. Changes nothing."""
    moment, held = now or datetime.now(UTC), rules_in_force()
    sentences = {rule.name: rule.sentence for rule in rules}
    moved: list[Elsewhere] = []
    moves: Counter[tuple[str, str]] = Counter()
    told = decided = 0
    for people in _bunches(Person.objects.order_by("pk").values_list("pk", "public_id", "name").iterator()):
        person_of = accounts_of(pk for pk, _, _ in people)
        seen, said = evidence(person_of, ours, [*held, *rules]), decisions(person_of)
        decided += len(said)
        for pk, public_id, name in people:
            told += 1
            if pk in said:
                continue
            before, after = _last(steps(seen[pk], held, moment)), _last(steps(seen[pk], rules, moment))
            if before[0] != after[0]:
                moves[before[0], after[0]] += 1
                moved.append(_elsewhere(public_id, name, before[0], after, sentences))
    number = share(len(moved), told, of="people who would stand elsewhere", question="Whom would these rules move?")
    named = tuple(moved[:_NAMED])
    return Trial(
        sentence=f"With these rules {len(moved):,} of {told:,} people would stand elsewhere.",
        elsewhere=number,
        moves=tuple((a, b, n) for (a, b), n in moves.most_common()),
        people=named,
        more=len(moved) - len(named),
        decided=decided,
    )


def _last(made: Sequence[Step]) -> tuple[str, Step | None]:
    return (made[-1].stage, made[-1]) if made else (STAGES[0], None)


def _elsewhere(person: str, name: str, now: str, then: tuple[str, Step | None], sentences: dict[str, str]) -> Elsewhere:
    stage, step = then
    return Elsewhere(
        person=person,
        name=name,
        now=now,
        then=stage,
        at=step.at if step else None,
        evidence=sentences[step.rule] if step else "No rule brings them anywhere.",
    )


def _bunches(rows: Iterable[tuple[int, str, str]]) -> Iterator[list[tuple[int, str, str]]]:
    bunch: list[tuple[int, str, str]] = []
    for row in rows:
        bunch.append(row)
        if len(bunch) == _MANY:
            yield bunch
            bunch = []
    if bunch:
        yield bunch


def stage_flows(*, months: int = 12, now: datetime | None = None) -> Flows:
    """How people moved between stages, month by month, as the rules tell it; what members said is left out."""
    moved: dict[int, list[tuple[datetime, str]]] = {}
    for person, at, stage in StageChange.objects.order_by("at", "pk").values_list("person", "at", "stage"):
        moved.setdefault(person, []).append((at, stage))
    histories = [_history(since, moved.get(person, [])) for person, since in _first_heard().items()]
    return flows(histories, now or datetime.now(UTC), months)


def _history(since: datetime, moved: list[tuple[datetime, str]]) -> History:
    return History(since=min(since, moved[0][0]) if moved else since, steps=tuple(moved))


def _first_heard() -> dict[int, datetime]:
    """person -> the first turn or act of any of their accounts."""
    spoke = Turn.objects.filter(actor__identity__isnull=False).values("actor__identity__person")
    acted = Activity.objects.filter(actor__identity__isnull=False).values("actor__identity__person")
    found: dict[int, datetime] = {}
    for row in (*spoke.annotate(at=Min("at")), *acted.annotate(at=Min("published"))):
        person = row["actor__identity__person"]
        found[person] = min(row["at"], found.get(person, row["at"]))
    return found


def standing_of(person: Person) -> StageStanding:
    """Where somebody stands by the rules, and what members said of it."""
    actors = person.identities.values("actor")
    rows = StageDecision.objects.filter(actor__in=actors).select_related("member").order_by("-made_at", "-pk")
    said = tuple(
        StageSaid(
            id=row.pk,
            stage=row.stage,
            reason=row.reason,
            member=str(row.member or ""),
            at=row.made_at,
            undone=row.undone_at is not None,
        )
        for row in rows
    )
    last = person.stages.order_by("-at", "-pk").first()
    sentences = {rule.name: rule.sentence for rule in rules_in_force()}
    return StageStanding(
        by_rules=last.stage if last else STAGES[0],
        since=last.at if last else None,
        evidence=sentences.get(last.rule, last.rule) if last else "",
        said=next((one for one in said if not one.undone), None),
        decisions=said,
    )
