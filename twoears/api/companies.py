"""Companies, and whom we know of each."""

from django.http import HttpRequest, HttpResponse
from ninja import Router

from twoears.api.asked import Limit, Words, cursor, link_next, turned
from twoears.api.credentials import READ
from twoears.api.shapes import companies as shapes
from twoears.people.companies.pages.listing import companies
from twoears.people.companies.pages.one import company
from twoears.people.companies.values import Company

router = Router(tags=["companies"])


@router.get("/companies", response=shapes.Companies, auth=READ)
def list_companies(
    request: HttpRequest, response: HttpResponse, q: Words = "", after: Words = "", limit: Limit = 40
) -> dict[str, object]:
    """Those of which we have met somebody; of which we know most first. `q` is a part of a domain."""
    page = companies(q=q, after=turned(after), limit=limit)
    onward = cursor(page.after)
    link_next(request, response, onward)
    return {"told": page.told, "items": page.companies, "total": page.total, "next": onward}


@router.get("/companies/{domain}", response=shapes.Company, auth=READ)
def show_company(request: HttpRequest, domain: Words) -> Company:
    """Everybody of one company whom we know, and when they were heard from there."""
    return company(domain)
