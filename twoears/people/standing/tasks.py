"""Where people stand, told from the record by the rules in force. An opinion: made again at any time, the same."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Final

from django.db import transaction
from django.db.models import Max

from twoears.activities import bulk
from twoears.activities.actions import reached, save
from twoears.activities.models import Position
from twoears.people.models import Identity, Person, StageChange
from twoears.people.ruling import RulesError, read
from twoears.people.stages import QUIET, RULES, Rule, Step, steps
from twoears.people.standing.evidence.tasks import evidence
from twoears.people.standing.models import StageDecision, StageRules
from twoears.threads.models import Turn

_RULED_BY = "ruled by"
_RULED = "ruled"
_MANY: Final = 500  # people in one go


def rules_in_force() -> tuple[Rule, ...]:
    """The newest rules that an owner put in force and nobody took back; those shipped where there are none."""
    newest = StageRules.objects.filter(undone_at=None).order_by("-pk").first()
    if newest is None:
        return RULES
    try:
        return read(newest.text)
    except RulesError:  # written under a version of ours that read them otherwise
        return RULES


@transaction.atomic(savepoint=False)
def restage(people: Iterable[int], ours: frozenset[int], now: datetime | None = None) -> None:
    """Tell anew where `people` stand, and when they were last heard."""
    rules = rules_in_force()
    wanted = list(Person.objects.filter(pk__in=set(people)))
    person_of = accounts_of(person.pk for person in wanted)
    seen = evidence(person_of, ours, rules)
    last, decided = _last_heard(person_of), decisions(person_of)
    made = {person.pk: steps(seen[person.pk], rules, now or datetime.now(UTC)) for person in wanted}
    _keep_stages(made)
    rows = []
    for person in wanted:
        stage, since = (made[person.pk][-1].stage, made[person.pk][-1].at) if made[person.pk] else ("stranger", None)
        if said := decided.get(person.pk):
            stage, since = said.stage, said.made_at
        rows.append((stage, since, last.get(person.pk), person.pk))
    bulk.update(Person, ("stage", "stage_since", "last_at", "id"), rows)


def accounts_of(people: Iterable[int]) -> dict[int, int]:
    """actor -> person, of `people`."""
    return dict(Identity.objects.filter(person__in=list(people)).values_list("actor", "person"))


def people_of_actor(actor: int) -> set[int]:
    """The person behind an account, where it is still somebody's."""
    return set(Identity.objects.filter(actor=actor).values_list("person", flat=True))


def decisions(person_of: Mapping[int, int]) -> dict[int, StageDecision]:
    """person -> the newest decision of a member that stands."""
    found = StageDecision.objects.filter(actor__in=list(person_of), undone_at=None).order_by("made_at", "pk")
    return {person_of[one.actor_id]: one for one in found.select_related("member")}


def restage_when_due(ours: frozenset[int], now: datetime | None = None) -> int:
    """Tell anew of the next people where other rules are in force, or a day of silence more; how many there were."""
    moment = now or datetime.now(UTC)
    with transaction.atomic():
        _begin_anew_by(rules_in_force(), moment)
        after = reached(_RULED)
        some = list(Person.objects.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:_MANY])
        if after < 0 or not some:
            return 0
        restage(some, ours, moment)
        save(_RULED, some[-1])
    return len(some)


def begin_anew() -> None:
    """Other rules are in force: everybody is told anew with the next rounds of jobs."""
    Position.objects.update_or_create(step=_RULED_BY, defaults={"reached": 0})


def _begin_anew_by(rules: Sequence[Rule], now: datetime) -> None:
    day = now.date().isoformat() if any(rule.kind == QUIET for rule in rules) else ""
    mark = int.from_bytes(blake2b(repr((rules, day)).encode(), digest_size=7).digest(), "big")
    kept, made = Position.objects.get_or_create(step=_RULED_BY, defaults={"reached": mark})
    if made:
        # Everybody who is here was told by what is in force: begin behind them.
        last = Person.objects.aggregate(last=Max("pk"))["last"] or 0
        Position.objects.update_or_create(step=_RULED, defaults={"reached": last})
    elif kept.reached != mark:
        Position.objects.filter(step=_RULED_BY).update(reached=mark)
        Position.objects.update_or_create(step=_RULED, defaults={"reached": 0})


def _keep_stages(made: dict[int, list[Step]]) -> None:
    """Write the steps of those for whom they have changed."""
    held: dict[int, list[Step]] = defaultdict(list)
    rows = StageChange.objects.filter(person__in=list(made)).order_by("at", "pk")
    for person, stage, at, rule, activity in rows.values_list("person", "stage", "at", "rule", "activity"):
        held[person].append(Step(stage, at, rule, activity))
    changed = [person for person in made if made[person] != held[person]]
    StageChange.objects.filter(person__in=[person for person in changed if held[person]]).delete()
    new = [(person, s.stage, s.at, s.rule, s.activity) for person in changed for s in made[person]]
    bulk.insert(StageChange, ("person", "stage", "at", "rule", "activity"), new, "")


def _last_heard(person_of: Mapping[int, int]) -> dict[int, datetime]:
    last: dict[int, datetime] = {}
    spoke = Turn.objects.filter(actor__in=list(person_of)).values("actor").annotate(at=Max("at"))
    for row in spoke:
        person = person_of[row["actor"]]
        last[person] = max(row["at"], last.get(person, row["at"]))
    return last
