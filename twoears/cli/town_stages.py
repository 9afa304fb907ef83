"""How far stages told from the record agree with those of a town's truth, at its end and at the end of each month."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from twoears.activities.models import Actor
from twoears.lib.agreement import alpha
from twoears.lib.intervals import Number, share, share_of_bunches
from twoears.people.models import Identity, StageChange
from twoears.people.stages import STAGES, Rule, steps
from twoears.people.standing.evidence.tasks import evidence
from twoears.threads.actions import us
from twoears.town.truth import PersonTruth, Truth

Line = Sequence[tuple[datetime, str]]
_MONTH: Final = timedelta(days=548 / 18)
_QUESTION: Final = "How often is the stage told the one of the truth?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """Truth beside what was told: `share` agrees, `alpha` is Krippendorff's, `table` counts (truth, told)."""

    share: Number
    alpha: float | None
    table: Mapping[tuple[str, str], int]


def told_by(truth: Truth, rules: Sequence[Rule], until: datetime) -> dict[int, Line]:
    """person -> their steps by `rules`, with all that their accounts did taken together: who is who is given."""
    who = {account: one.person for one in truth.people for account in one.accounts}
    rows = Actor.objects.filter(uid__in=list(who)).values_list("pk", "uid")
    seen = evidence({pk: who[uid] for pk, uid in rows}, us().actors, rules)
    return {
        one.person: [(step.at, step.stage) for step in steps(seen[one.person], rules, until)] for one in truth.people
    }


def told_of_accounts(truth: Truth) -> list[tuple[int, Line]]:
    """(person of the town, steps) for everybody whom the software tells apart: who is who as it was found."""
    who = {account: one.person for one in truth.people for account in one.accounts}
    behind = dict(Identity.objects.filter(actor__uid__in=list(who)).values_list("person", "actor__uid"))
    lines: dict[int, list[tuple[datetime, str]]] = {person: [] for person in behind}
    rows = StageChange.objects.filter(person__in=list(behind)).order_by("at", "pk")
    for person, at, stage in rows.values_list("person", "at", "stage"):
        lines[person].append((at, stage))
    return [(who[behind[person]], line) for person, line in lines.items()]


def at_end(people: Iterable[PersonTruth], told: Mapping[int, Line], until: datetime) -> Agreement:
    """Stage beside stage at `until`."""
    pairs = [(stage_at(one.stages, until), stage_at(told[one.person], until)) for one in people]
    k = sum(a == b for a, b in pairs)
    number = share(k, len(pairs), of="stages that agree", question=_QUESTION)
    return Agreement(share=number, alpha=alpha(pairs), table=Counter(pairs))


def by_month(people: Sequence[PersonTruth], told: Mapping[int, Line], until: datetime, months: int = 18) -> Agreement:
    """The same at the end of each month; the months of one person are alike, so that they count as a bunch."""
    ends = [until - back * _MONTH for back in range(months)]
    bunches = [[(stage_at(one.stages, end), stage_at(told[one.person], end)) for end in ends] for one in people]
    number = share_of_bunches(
        ((sum(a == b for a, b in bunch), len(bunch)) for bunch in bunches), of="stages that agree", question=_QUESTION
    )
    pairs = [pair for bunch in bunches for pair in bunch]
    return Agreement(share=number, alpha=alpha(pairs), table=Counter(pairs))


def stage_at(line: Line, moment: datetime) -> str:
    """Where somebody stood at `moment`.

    >>> from datetime import UTC
    >>> stage_at([(datetime(2026, 3, 1, tzinfo=UTC), "friend")], datetime(2026, 2, 1, tzinfo=UTC))
    'stranger'
    """
    place = bisect_right([at for at, _ in line], moment)
    return line[place - 1][1] if place else STAGES[0]
