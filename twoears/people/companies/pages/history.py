"""What members decided of companies, newest first, in sentences."""

from collections.abc import Collection
from typing import Final

from django.db.models import Q, QuerySet

from twoears.people.companies.models import CompanyDecision
from twoears.people.companies.said import APART, JOIN, NAME, NOT, ROLE, SHARED
from twoears.people.companies.values import CompanySaid
from twoears.people.models import Identity, Person

_MOST: Final = 1000


def decisions_of_company(domains: Collection[str]) -> tuple[CompanySaid, ...]:
    """About these domains, and about people there."""
    return _shown(CompanyDecision.objects.filter(Q(domain__in=domains) | Q(other__in=domains)))


def decisions_of_person(person: Person) -> tuple[CompanySaid, ...]:
    """About where one person belongs."""
    return _shown(CompanyDecision.objects.filter(actor__in=person.identities.values("actor")))


def all_decisions() -> tuple[CompanySaid, ...]:
    """About all companies; the latest thousand."""
    return _shown(CompanyDecision.objects.all())


def decision_shown(key: int) -> CompanySaid:
    """One decision that is there."""
    return _shown(CompanyDecision.objects.filter(pk=key))[0]


def _shown(rows: QuerySet[CompanyDecision]) -> tuple[CompanySaid, ...]:
    found = list(rows.select_related("member", "actor").order_by("-pk")[:_MOST])
    actors = [one.actor_id for one in found if one.actor_id]
    people = {i.actor_id: i.person for i in Identity.objects.filter(actor__in=actors).select_related("person")}
    return tuple(_said(one, people.get(one.actor_id or 0)) for one in found)


def _said(one: CompanyDecision, person: Person | None) -> CompanySaid:
    # Whoever was met no more is still the account that it was said of.
    name = person.name if person else str(one.actor or "")
    return CompanySaid(
        id=one.pk,
        kind=one.kind,
        sentence=_sentence(one, name),
        domain=one.domain,
        person=person.public_id if person else "",
        person_name=name,
        reason=one.reason,
        member=str(one.member or ""),
        at=one.made_at,
        undone=one.undone_at is not None,
    )


def _sentence(one: CompanyDecision, name: str) -> str:
    if one.kind == NOT:
        return f"{name} does not belong to {one.domain}"
    if one.kind == ROLE:
        return f"{name} at {one.domain}: {', '.join(one.roles) or 'no part in buying'}"
    if one.kind == JOIN:
        called = f", called {one.name}" if one.name else ""
        return f"{one.domain} and {one.other} are one company{called}"
    if one.kind == APART:
        return f"{one.domain} is a company of its own"
    if one.kind == NAME:
        return f"{one.domain} is called {one.name}"
    if one.kind == SHARED:
        return f"Anybody can have a mailbox at {one.domain}"
    spans = [f"from {one.since}" if one.since else "", f"until {one.until}" if one.until else ""]
    parts = f" ({', '.join(one.roles)})" if one.roles else ""
    return " ".join((f"{name} works at {one.domain}", *filter(None, spans))) + parts
