"""What the doors show of buying cycles: who is near, and one person or organisation."""

from collections.abc import Sequence
from typing import Final

from django.db.models import QuerySet

from twoears.people.buying.models import BuyingView
from twoears.people.buying.showing import BuyingList, BuyingShown, StateShown
from twoears.people.buying.states import STATES
from twoears.people.buying.tasks import ALL
from twoears.people.models import Person

NEAR: Final = 2.0  # times the chance of anybody
_THIN: Final = "fewer than three things that tell were heard of them in two years"
_NEVER: Final = "nothing was told yet; it is with the next round of jobs"
_BETWEEN: Final = "no state is more likely than all others together"


def buying_of(person: Person) -> BuyingShown:
    """Where one person stands, or why it cannot be told."""
    everybody = _everybody()
    row = BuyingView.objects.filter(person=person).first()
    if row is None:
        why = _THIN if everybody and not everybody.reasons else _why(everybody)
        return _nothing(person.public_id, person.name, why)
    return _shown(row, everybody, person)


def near(*, limit: int = 20) -> BuyingList:
    """People and organisations whose chance of an order is at least twice that of anybody, the highest first."""
    everybody = _everybody()
    if everybody is None or everybody.reasons or everybody.order_soon is None:
        return BuyingList(people=(), organisations=(), why=_why(everybody), taught="", total=0)
    found = near_people()
    houses = BuyingView.objects.filter(order_soon__gte=NEAR * everybody.order_soon, person=None)
    houses = houses.exclude(organisation=ALL).order_by("-order_soon", "pk")
    return BuyingList(
        people=tuple(_shown(row, everybody, row.person) for row in found.select_related("person")[:limit]),
        organisations=tuple(_shown(row, everybody, None) for row in houses[:limit]),
        why="",
        taught=_taught(everybody),
        total=found.count(),
    )


def near_people() -> QuerySet[BuyingView]:
    """Those who are near, the nearest first; nobody where it cannot be told."""
    everybody = _everybody()
    usual = everybody.order_soon if everybody else None
    rows = BuyingView.objects.exclude(person=None).order_by("-order_soon", "pk")
    return rows.filter(order_soon__gte=NEAR * usual) if usual is not None else rows.none()


def odds_of(people: Sequence[Person]) -> dict[int, str]:
    """person -> how likely they order within thirty days, beside anybody; of whom it is told."""
    everybody = _everybody()
    if everybody is None or everybody.order_soon is None:
        return {}
    told = BuyingView.objects.filter(person__in=people, order_soon__isnull=False).values_list("person", "order_soon")
    return {person: f"Of an order: {soon or 0:.0%}; of anybody {everybody.order_soon:.0%}" for person, soon in told}


def _everybody() -> BuyingView | None:
    return BuyingView.objects.filter(organisation=ALL).first()


def _why(everybody: BuyingView | None) -> str:
    return "; ".join(everybody.reasons) if everybody else _NEVER


def _taught(everybody: BuyingView) -> str:
    told = everybody.probabilities
    return f"Learnt from {told['orders']:,.0f} orders and {told['people']:,.0f} people of your own record."


def _shown(row: BuyingView, everybody: BuyingView | None, person: Person | None) -> BuyingShown:
    chances = row.probabilities
    likely = max(chances, key=lambda name: chances[name])
    return BuyingShown(
        person=person.public_id if person else "",
        name=person.name if person else row.organisation or "",
        state=row.state,
        states=tuple(
            StateShown(name=name, probability=chances[name], here=bool(row.state) and name == likely) for name in STATES
        ),
        order_soon=row.order_soon,
        usual=everybody.order_soon if everybody else None,
        reasons=tuple(row.reasons),
        why="" if row.state else _BETWEEN,
        as_of=row.as_of,
        version=row.version,
    )


def _nothing(person: str, name: str, why: str) -> BuyingShown:
    return BuyingShown(person=person, name=name, state="", states=(), order_soon=None, usual=None, reasons=(), why=why,
                       as_of=None, version="")  # fmt: skip
