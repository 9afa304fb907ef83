"""What the doors show of companies. Queries only: a company is made of the people we have met, each time anew.

Somebody belongs to the domain of their own mail address, unless anybody can have a mailbox there. What stands in a
profile ("at ACME") is a claim, and makes nobody a colleague.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.db.models import Count, Max, Min, QuerySet

from twoears.activities.models import Activity
from twoears.lib.intervals import Number, share
from twoears.lib.text import place
from twoears.people.actions import NobodyHere
from twoears.people.buying.models import BuyingView
from twoears.people.buying.tasks import ALL
from twoears.people.companies.houses import house_of
from twoears.people.companies.values import Companies, Company, CompanyCard, OfCompany
from twoears.people.models import Identity, Person
from twoears.threads.actions import us
from twoears.threads.models import Turn
from twoears.threads.turns import UNSURE

_BOUGHT: Final = ("customer", "evangelist")
_NAMED: Final = 3
_AT_ONCE: Final = 10_000
LONGEST: Final = 255


def companies(*, q: str = "", after: str = "", limit: int = 40) -> Companies:
    """Companies of which we have met somebody, those first of which most are known; a page at a time."""
    members = members_of_companies()
    wanted = {name: some for name, some in members.items() if q.strip().lower() in name}
    order = sorted(wanted, key=lambda name: (-len(wanted[name]), name))
    start = place(after)
    shown = order[start : start + limit]
    keys = [pk for name in shown for pk in wanted[name]]
    people = {row.pk: row for row in _people(keys)}
    waits = _waits(keys)
    near = _near(shown)
    told = sum(len(some) for some in members.values())
    return Companies(
        told=share(
            told,
            max(Person.objects.count(), told),
            key="company_told",
            of="of the people we have met write from a company's own address",
            question="Of how many do we know the company?",
        ),
        companies=tuple(_card(name, [people[pk] for pk in wanted[name]], waits, near) for name in shown),
        total=len(order),
        after=str(start + limit) if start + limit < len(order) else "",
    )


def company(domain: str) -> Company:
    """One company; raises NobodyHere where nobody of it was met."""
    name = domain.strip().lower()[:LONGEST]
    members = members_of_companies().get(name, [])
    if not members:
        raise NobodyHere(
            f"We have met nobody of {domain.strip()[:80]!r}. `twoears companies` lists those that we know."
        )
    rows = _people(members)
    heard, waits, asked = _heard(members, name), _waits(members), _asked(members)
    view, usual = (BuyingView.objects.filter(organisation=one).first() for one in (name, ALL))
    people = [_of_company(row, name, heard, waits) for row in rows]
    return Company(
        domain=name,
        customers=_customers(rows),
        asked=share(
            len(asked), len(rows), key="asked", of="of them asked us something", question="Who of them talks with us?"
        ),
        people=tuple(sorted(people, key=lambda one: (one.last_at is None, -_stamp(one.last_at), one.name))),
        waits=sum(waits.values()),
        near=view.order_soon if view else None,
        usual=usual.order_soon if usual else None,
        state=view.state if view else "",
        reasons=tuple(view.reasons) if view else (),
    )


def company_of(person: Person) -> str:
    """The domain of the company that somebody writes from; empty where it cannot be told."""
    mails = person.identities.order_by("actor").values_list("actor__mail", flat=True)
    return house_of(mails)


def members_of_companies() -> dict[str, list[int]]:
    """domain -> the people who write from it, our own left out."""
    mails: dict[int, list[str]] = defaultdict(list)
    rows = Identity.objects.exclude(actor__mail="").exclude(actor__in=us().actors).order_by("person", "actor")
    for person, mail in rows.values_list("person", "actor__mail").iterator(chunk_size=_AT_ONCE):
        mails[person].append(mail)
    found: dict[str, list[int]] = defaultdict(list)
    for person, some in mails.items():
        if house := house_of(some):
            found[house].append(person)
    return found


def _people(keys: Sequence[int]) -> list[Person]:
    parts = (keys[at : at + _AT_ONCE] for at in range(0, len(keys), _AT_ONCE))
    return [row for part in parts for row in Person.objects.filter(pk__in=part)]


def _card(name: str, people: list[Person], waits: Mapping[int, int], near: Mapping[str, float | None]) -> CompanyCard:
    latest = sorted(people, key=lambda one: (-_stamp(one.last_at), one.name))
    return CompanyCard(
        domain=name,
        people=len(people),
        customers=_customers(people),
        last_at=latest[0].last_at,
        names=tuple(one.name for one in latest[:_NAMED]),
        waits=sum(waits.get(one.pk, 0) for one in people),
        near=near.get(name),
    )


def _customers(people: Collection[Person]) -> Number:
    ordered = sum(one.stage in _BOUGHT for one in people)
    question = "How many of them have ordered?"
    return share(ordered, len(people), key="customers", of="of those we know there have ordered", question=question)


def _of_company(
    row: Person, domain: str, heard: Mapping[int, tuple[datetime, datetime]], waits: Mapping[int, int]
) -> OfCompany:
    accounts = [one.actor for one in row.identities.select_related("actor").order_by("actor")]
    since, until = heard.get(row.pk, (None, None))
    return OfCompany(
        id=row.public_id,
        name=row.name,
        about=next((one.summary.split("\n")[0][:120] for one in accounts if one.summary), ""),
        stage=row.stage,
        mails=tuple(dict.fromkeys(one.mail for one in accounts if house_of([one.mail]) == domain)),
        since=since,
        until=until,
        last_at=row.last_at,
        waits=waits.get(row.pk, 0),
    )


def _heard(people: Sequence[int], domain: str) -> dict[int, tuple[datetime, datetime]]:
    """person -> when they were first and last heard from an address of the company."""
    there = Activity.objects.filter(actor__mail__iendswith=f"@{domain}").values("actor__identity__person")
    rows = _of(people, there.annotate(first=Min("published"), last=Max("published")))
    return {row["actor__identity__person"]: (row["first"], row["last"]) for row in rows}


def _waits(people: Sequence[int]) -> dict[int, int]:
    """person -> how much of what they said waits for us."""
    still = Turn.objects.filter(open=True).exclude(waits__in=("", UNSURE)).values("actor__identity__person")
    rows = _of(people, still.annotate(n=Count("pk")))
    return {row["actor__identity__person"]: row["n"] for row in rows}


def _asked(people: Sequence[int]) -> set[int]:
    asking = Turn.objects.exclude(waits__in=("", UNSURE)).values("actor__identity__person").distinct()
    return {row["actor__identity__person"] for row in _of(people, asking)}


def _of(people: Sequence[int], rows: QuerySet[Any, Any]) -> Iterator[Any]:
    """Those rows that are of some people, however many these are."""
    for at in range(0, len(people), _AT_ONCE):
        yield from rows.filter(actor__identity__person__in=people[at : at + _AT_ONCE])


def _near(names: Collection[str]) -> dict[str, float | None]:
    rows = BuyingView.objects.filter(organisation__in=names).values_list("organisation", "order_soon")
    return {str(name): soon for name, soon in rows}


def _stamp(moment: datetime | None) -> float:
    return moment.timestamp() if moment else 0.0
