"""Companies: whom we know of each, and where they stand."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext, ngettext

from twoears.lib.counts import spelled
from twoears.people.companies.pages.listing import companies
from twoears.people.companies.pages.one import company
from twoears.people.companies.values import Companies, Company
from twoears.reach.introducing.pages import to_company
from twoears.web.doors import members_only, show
from twoears.web.words import opening


@members_only
def all_companies(request: HttpRequest) -> HttpResponse:
    """Those of which we have met somebody."""
    q = request.GET.get("q", "").strip()[:200].replace("\0", "")
    page = companies(q=q, after=request.GET.get("after", ""))
    said = {"title": _title(page, q), "json": f"/people/companies.json?{request.GET.urlencode()}"}
    return show(request, "pages/companies.html", page, said=said, q=q)


@members_only
def one(request: HttpRequest, domain: str) -> HttpResponse:
    """Everybody of one company."""
    page = company(domain)
    said = {"title": _finding(page), "json": f"/people/companies/{page.domain}.json"}
    return show(request, "pages/company.html", page, said=said, introductions=to_company(page.domain))


def _title(page: Companies, q: str) -> str:
    if q:
        words = ngettext("%(n)s company for “%(q)s”", "%(n)s companies for “%(q)s”", page.total)
        return opening(words % {"n": spelled(page.total), "q": q[:60]})
    if not page.total:
        return gettext("We know nobody's company yet")
    words = ngettext("We know somebody in %s company", "We know somebody in %s companies", page.total)
    return words % spelled(page.total)


def _finding(page: Company) -> str:
    n = len(page.people)
    known = ngettext("%s person", "%s people", n) % spelled(n)
    if not page.customers.k:
        bought = gettext("none of them has ordered")
    else:
        bought = ngettext("%s of them has ordered", "%s of them have ordered", page.customers.k)
        bought = bought % spelled(page.customers.k) if page.customers.k < n else gettext("all of them have ordered")
    return gettext("%(domain)s: we know %(known)s, %(bought)s") % {
        "domain": page.domain, "known": known, "bought": bought,
    }  # fmt: skip
