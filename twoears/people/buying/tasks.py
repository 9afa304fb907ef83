"""Where everybody stands in their own buying cycle, told from the record once a day. Made again, it is the same."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

import numpy as np
from django.db import transaction
from django.db.models import Max, Q

from twoears.activities.actions import reached, save
from twoears.activities.models import Activity, Position
from twoears.people.buying.acts import Act, Weeks, sign_of, weekly
from twoears.people.buying.cycle import SURE, VERSION, CannotLearn, Cycle, furthest, learn, reasons, thin
from twoears.people.buying.models import BuyingView
from twoears.people.buying.states import NOT_LOOKING, QUIET_CUSTOMER, STATES
from twoears.people.companies.tasks import house_by_person
from twoears.people.models import Identity
from twoears.threads.models import Turn

WEEKS: Final = 104
ALL: Final = ""  # the organisation of the row that speaks of all
_STEP: Final = "buying"
_DAY: Final = "buying day"
_MORE: Final = 1.05  # times as much heard, and it is told again the same day
_MANY: Final = 500
_EARLIEST: Final = datetime(10, 1, 1, tzinfo=UTC)


@transaction.atomic(savepoint=False)
def tell_buying(now: datetime | None = None) -> bool:
    """Tell where everybody stands, where a day has passed or much was heard since; whether there was anything to do."""
    day = (now or datetime.now(UTC)).toordinal()
    before, held = reached(_STEP), Activity.objects.aggregate(last=Max("pk"))["last"] or 0
    told = Position.objects.filter(step=_DAY).values_list("reached", flat=True).first()
    if not held or (told == day and held < before * _MORE):
        return False
    save(_STEP, held)
    Position.objects.update_or_create(step=_DAY, defaults={"reached": day})
    tell_all(now)
    return True


@transaction.atomic(savepoint=False)
def tell_all(now: datetime | None = None) -> None:
    """Throw what was told away, and tell it again from the record."""
    person_of = dict(Identity.objects.values_list("actor", "person"))
    houses = house_by_person((now or datetime.now(UTC)).date())
    as_of = _until(now or datetime.now(UTC))
    acts = list(_acts(person_of, as_of))
    table = weekly(acts, as_of, WEEKS, houses)
    learnt = learn(table, acts)
    BuyingView.objects.all().delete()
    rows = [_of_all(learnt, as_of)]
    if isinstance(learnt, Cycle):
        rows += _rows(learnt, table, houses)
    BuyingView.objects.bulk_create(rows, batch_size=_MANY)


def retell(houses: Iterable[str]) -> None:
    """Others belong to these companies than before: nothing is told of them until all is told anew by the next jobs."""
    BuyingView.objects.filter(organisation__in={house for house in houses if house}).delete()
    Position.objects.filter(step=_DAY).delete()


def _until(now: datetime) -> datetime:
    """An archive of years ago has its own today: the last thing that was heard."""
    return Activity.objects.filter(published__lte=now).aggregate(last=Max("published"))["last"] or now


def _acts(person_of: Mapping[int, int], as_of: datetime) -> Iterator[Act]:
    # A clock that lies by millennia must not stop the journey.
    since = max(as_of, _EARLIEST) - timedelta(weeks=WEEKS)
    known = Activity.objects.filter(published__gt=since, published__lte=as_of, actor__identity__isnull=False)
    did = known.filter(Q(type__in=("visit", "submit", "order")) | Q(type="Accept", post__type="Event"))
    for actor, at, verb, about in did.values_list("actor", "published", "type", "object_uid").iterator():
        yield Act(person_of[actor], at, sign_of(verb, about))
    said = Turn.objects.filter(at__gt=since, at__lte=as_of)
    theirs = said.filter(ours=False, to_us=True, actor__identity__isnull=False)
    for actor, at in theirs.values_list("actor", "at").iterator():
        yield Act(person_of[actor], at, "ask")
    ours = said.filter(ours=True, replied_to__identity__isnull=False)
    for actor, at in ours.values_list("replied_to", "at").iterator():
        yield Act(person_of[actor], at, "answered")
    sent = Activity.objects.filter(type="refer", published__gt=since, published__lte=as_of)
    uids = dict(sent.values_list("object_uid", "published"))
    for actor, uid in Identity.objects.filter(actor__uid__in=list(uids)).values_list("actor", "actor__uid"):
        yield Act(person_of[actor], uids[uid], "sent")


def _of_all(learnt: Cycle | CannotLearn, as_of: datetime) -> BuyingView:
    if isinstance(learnt, CannotLearn):
        return BuyingView(organisation=ALL, reasons=[learnt.why], as_of=as_of, version=VERSION)
    figures = {"gain": learnt.gain, "order gain": learnt.order_gain, "orders": float(learnt.orders),
               "people": float(learnt.people)}  # fmt: skip
    return BuyingView(
        organisation=ALL,
        probabilities=figures,
        order_soon=learnt.usual,
        as_of=as_of,
        version=VERSION,
        acts=learnt.people,
    )


def _rows(cycle: Cycle, table: Weeks, houses: Mapping[int, str]) -> list[BuyingView]:
    week = table.counts.shape[1] - 1
    told, why, few = cycle.tell(table, week), reasons(cycle, table, week), thin(table)
    acts = table.counts[:, :, 0].sum(1) + table.counts[:, :, 3:].sum((1, 2))
    bought = table.counts[:, :, -1].sum(1) > 0
    rows, by_house = [], defaultdict(list)
    for at, who in enumerate(table.who):
        if few[at]:
            continue
        if house := houses.get(who, ""):
            by_house[house].append(at)
        rows.append(_view(told[at], why[at], int(acts[at]), bool(bought[at]), table.as_of, person_id=who))
    for house, some in by_house.items():
        first = max(some, key=lambda at: told[at, -1])
        reason = why[first] if len(some) == 1 else (f"{len(some)} people there", *why[first][:2])
        all_acts, any_bought = int(acts[some].sum()), bool(bought[some].any())
        rows.append(_view(furthest(told[some]), reason, all_acts, any_bought, table.as_of, organisation=house))
    return rows


def _view(
    told: Sequence[float] | np.ndarray[tuple[int, ...], np.dtype[np.float64]],
    why: Sequence[str],
    acts: int,
    bought: bool,
    as_of: datetime,
    **whose: object,
) -> BuyingView:
    chances = {name: round(float(p), 4) for name, p in zip(STATES, told, strict=True)}
    likely = max(chances, key=lambda name: chances[name])
    state = likely if chances[likely] >= SURE else ""
    named = QUIET_CUSTOMER if bought and state == NOT_LOOKING else state
    return BuyingView(
        state=named,
        probabilities=chances,
        order_soon=chances[STATES[-1]],
        reasons=list(why),
        acts=acts,
        as_of=as_of,
        version=VERSION,
        **whose,
    )
