"""Companies, whom we know of each, and what members decide of them."""

import datetime as dt
from typing import Annotated, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema
from pydantic import Field

from twoears.api.asked import Key, Limit, Word, Words, cursor, link_next, turned
from twoears.api.credentials import DECIDE, READ, member_of
from twoears.api.shapes import companies as shapes
from twoears.people.actions import the_person
from twoears.people.companies import actions
from twoears.people.companies.pages.history import all_decisions, decision_shown
from twoears.people.companies.pages.listing import companies
from twoears.people.companies.pages.one import company, places_shown
from twoears.people.companies.values import Company, CompanySaid, PlacesShown

router = Router(tags=["companies"])
_NO_NUL = r"^[^\u0000]*$"
Why = Annotated[str, Field(min_length=1, max_length=500, pattern=_NO_NUL)]
CompanyName = Annotated[str, Field(max_length=actions.LONGEST_NAME, pattern=_NO_NUL)]
Role = Literal["initiator", "user", "influencer", "decider", "buyer", "gatekeeper"]
Roles = Annotated[list[Role], Field(max_length=6)]


class CompanyWhy(Schema):
    """Why a member says so."""

    reason: Why


class CompanyJoined(Schema):
    """The other company, by a domain or its name; what both are called, empty to leave it open; and why."""

    other: Word
    name: CompanyName = ""
    reason: Why


class CompanyCalled(Schema):
    """What a company is called, and why."""

    name: CompanyName
    reason: Why


class WorksAt(Schema):
    """Where somebody works, by a domain or the name of a company; from when until when, as far as it is known."""

    company: Word
    since: dt.date | None = None
    until: dt.date | None = None
    roles: Roles = []
    reason: Why


class NotAt(Schema):
    """Where somebody does not belong, and why."""

    company: Word
    reason: Why


class RolesAt(Schema):
    """Their parts when the company buys, none where the list is empty, and why."""

    company: Word
    roles: Roles
    reason: Why


@router.get("/companies", response=shapes.Companies, auth=READ)
def list_companies(
    request: HttpRequest, response: HttpResponse, q: Words = "", after: Words = "", limit: Limit = 40
) -> dict[str, object]:
    """Those of which we have met somebody; of which we know most first. `q` is a part of a domain or a name."""
    page = companies(q=q, after=turned(after), limit=limit)
    onward = cursor(page.after)
    link_next(request, response, onward)
    return {"told": page.told, "items": page.companies, "total": page.total, "next": onward}


@router.get("/companies/{domain}", response=shapes.Company, auth=READ)
def show_company(request: HttpRequest, domain: Words) -> Company:
    """One company by any domain of it: whom we know, its buying group, and what members decided."""
    return company(domain)


@router.post("/companies/{domain}/join", response={201: shapes.Company}, auth=DECIDE)
def join_companies(request: HttpRequest, domain: Words, asked: CompanyJoined) -> Company:
    """Say that two are one company, which goes by the domain of the first."""
    made = actions.one_company(
        member=member_of(request), company=domain, other=asked.other, name=asked.name, reason=asked.reason
    )
    return company(made.domain)


@router.post("/companies/{domain}/apart", response={201: shapes.Company}, auth=DECIDE)
def take_company_apart(request: HttpRequest, domain: Words, asked: CompanyWhy) -> Company:
    """Say that a domain is a company of its own again."""
    return company(actions.take_apart(member=member_of(request), company=domain, reason=asked.reason).domain)


@router.post("/companies/{domain}/name", response={201: shapes.Company}, auth=DECIDE)
def call_company(request: HttpRequest, domain: Words, asked: CompanyCalled) -> Company:
    """Give a company its name."""
    made = actions.call_company(member=member_of(request), company=domain, name=asked.name, reason=asked.reason)
    return company(made.domain)


@router.post("/companies/{domain}/anybody", response={201: shapes.Company}, auth=DECIDE)
def anybody_has_mail_there(request: HttpRequest, domain: Words, asked: CompanyWhy) -> Company:
    """Say that anybody may have a mailbox at a domain, so that it tells of no company."""
    return company(actions.anybody_has(member=member_of(request), company=domain, reason=asked.reason).domain)


@router.get("/people/{slug:public_id}/companies", response=shapes.PersonCompanies, auth=READ)
def companies_of_person(request: HttpRequest, public_id: str) -> PlacesShown:
    """Where one person belongs now and belonged before."""
    return places_shown(the_person(public_id))


@router.post("/people/{slug:public_id}/companies", response={201: shapes.PersonCompanies}, auth=DECIDE)
def person_works_at(request: HttpRequest, public_id: str, asked: WorksAt) -> PlacesShown:
    """Say where somebody works, or worked. It counts before what mail tells, until it is taken back."""
    actions.works_at(
        member=member_of(request),
        person=public_id,
        company=asked.company,
        since=asked.since,
        until=asked.until,
        roles=asked.roles,
        reason=asked.reason,
    )
    return places_shown(the_person(public_id))


@router.post("/people/{slug:public_id}/companies/not", response={201: shapes.PersonCompanies}, auth=DECIDE)
def person_not_at(request: HttpRequest, public_id: str, asked: NotAt) -> PlacesShown:
    """Say where somebody does not belong, whatever their mail tells."""
    actions.not_at(member=member_of(request), person=public_id, company=asked.company, reason=asked.reason)
    return places_shown(the_person(public_id))


@router.post("/people/{slug:public_id}/companies/roles", response={201: shapes.PersonCompanies}, auth=DECIDE)
def person_has_roles(request: HttpRequest, public_id: str, asked: RolesAt) -> PlacesShown:
    """Say which parts somebody has when their company buys."""
    actions.give_roles(
        member=member_of(request), person=public_id, company=asked.company, roles=asked.roles, reason=asked.reason
    )
    return places_shown(the_person(public_id))


@router.get("/company-decisions", response=list[shapes.CompanyDecision], auth=READ)
def list_company_decisions(request: HttpRequest) -> tuple[CompanySaid, ...]:
    """What members decided of companies, newest first; the latest thousand."""
    return all_decisions()


@router.post("/company-decisions/{company_decision}/undo", response=shapes.CompanyDecision, auth=DECIDE)
def take_company_decision_back(request: HttpRequest, company_decision: Key) -> CompanySaid:
    """Take a decision on a company back; what it had covered counts again."""
    return decision_shown(actions.take_back(member=member_of(request), decision=company_decision).pk)
