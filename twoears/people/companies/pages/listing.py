"""The companies of which we have met somebody. A company is made of people, each time anew.

Somebody belongs to the domain of their own mail address, unless anybody can have a mailbox there, or members said
otherwise. What stands in a profile ("at ACME") is a claim, and makes nobody a colleague.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.db.models import Count, QuerySet

from twoears.lib.intervals import Number, share
from twoears.lib.text import place
from twoears.people.buying.models import BuyingView
from twoears.people.companies.said import Houses
from twoears.people.companies.tasks import houses, members_of
from twoears.people.companies.values import Companies, CompanyCard
from twoears.people.models import Person
from twoears.threads.models import Turn
from twoears.threads.turns import UNSURE

_BOUGHT: Final = ("customer", "evangelist")
_NAMED: Final = 3
_AT_ONCE: Final = 10_000


def companies(*, q: str = "", after: str = "", limit: int = 40, now: datetime | None = None) -> Companies:
    """Companies of which we have met somebody, those first of which most are known; a page at a time.

    `q` is a part of a domain or of a name.
    """
    members, drawn = members_of(now.date() if now else None), houses()
    wanted = {house: some for house, some in members.items() if _named(house, q, drawn)}
    order = sorted(wanted, key=lambda house: (-len(wanted[house][0]), -len(wanted[house][1]), house))
    start = place(after)
    shown = order[start : start + limit]
    keys = sorted({pk for house in shown for some in wanted[house] for pk in some})
    people, waits, near = {row.pk: row for row in people_of(keys)}, waiting(keys), _near(shown)
    told = len({pk for current, _ in members.values() for pk in current})
    return Companies(
        told=share(
            told,
            max(Person.objects.count(), told),
            key="company_told",
            of="of the people we have met belong to a company that we know",
            question="Of how many do we know the company?",
        ),
        companies=tuple(_card(house, wanted[house], people, drawn, waits, near) for house in shown),
        total=len(order),
        after=str(start + limit) if start + limit < len(order) else "",
    )


def _named(house: str, q: str, drawn: Houses) -> bool:
    part = " ".join(q.split()).casefold()
    return any(part in one.casefold() for one in (*drawn.domains(house), drawn.name(house)))


def _card(
    house: str,
    some: tuple[list[int], list[int]],
    known: Mapping[int, Person],
    drawn: Houses,
    waits: Mapping[int, int],
    near: Mapping[str, float | None],
) -> CompanyCard:
    there, gone = ([known[pk] for pk in keys if pk in known] for keys in some)
    latest = sorted(there or gone, key=lambda one: (-stamp(one.last_at), one.name))
    return CompanyCard(
        domain=house,
        name=drawn.name(house),
        people=len(there),
        before=len(gone),
        customers=customers(there),
        last_at=latest[0].last_at if latest else None,
        names=tuple(one.name for one in latest[:_NAMED]),
        waits=sum(waits.get(one.pk, 0) for one in there),
        near=near.get(house),
    )


def customers(people: Collection[Person]) -> Number:
    """How many of them have ordered."""
    ordered = sum(one.stage in _BOUGHT for one in people)
    question = "How many of them have ordered?"
    return share(ordered, len(people), key="customers", of="of those we know there have ordered", question=question)


def people_of(keys: Sequence[int]) -> list[Person]:
    """The people with these keys, however many."""
    parts = (keys[at : at + _AT_ONCE] for at in range(0, len(keys), _AT_ONCE))
    return [row for part in parts for row in Person.objects.filter(pk__in=part)]


def waiting(people: Sequence[int]) -> dict[int, int]:
    """person -> how much of what they said waits for us."""
    still = Turn.objects.filter(open=True).exclude(waits__in=("", UNSURE)).values("actor__identity__person")
    rows = of_people(people, still.annotate(n=Count("pk")))
    return {row["actor__identity__person"]: row["n"] for row in rows}


def of_people(people: Sequence[int], rows: QuerySet[Any, Any], field: str = "actor") -> Iterator[Any]:
    """Those rows that are of some people, however many these are; `field` is the account that is theirs."""
    for at in range(0, len(people), _AT_ONCE):
        yield from rows.filter(**{f"{field}__identity__person__in": people[at : at + _AT_ONCE]})


def _near(names: Collection[str]) -> dict[str, float | None]:
    rows = BuyingView.objects.filter(organisation__in=names).values_list("organisation", "order_soon")
    return {str(name): soon for name, soon in rows}


def stamp(moment: datetime | None) -> float:
    """A moment to sort by; nothing heard comes last."""
    return moment.timestamp() if moment else 0.0
