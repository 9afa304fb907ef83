"""Companies: whom we know of each, where they stand, and what members decide of them."""

from collections.abc import Callable, Mapping
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from twoears.lib.counts import spelled
from twoears.people.companies import actions
from twoears.people.companies.models import CompanyDecision
from twoears.people.companies.pages.listing import companies
from twoears.people.companies.pages.one import company
from twoears.people.companies.roles import ROLES
from twoears.people.companies.values import Companies, Company
from twoears.reach.introducing.pages import to_company
from twoears.team.models import Member
from twoears.web.doors import deciders_only, member_of, members_only, onward, show
from twoears.web.words import opening

_LONGEST: Final = 600  # of what a form brings; what is longer than it may be is refused in words
Form = Mapping[str, str]
Act = tuple[Callable[[Member, Form], CompanyDecision], str]


@members_only
def all_companies(request: HttpRequest) -> HttpResponse:
    """Those of which we have met somebody."""
    q = request.GET.get("q", "").strip()[:200].replace("\0", "")
    page = companies(q=q, after=request.GET.get("after", ""))
    said = {"title": _title(page, q), "json": f"/people/companies.json?{request.GET.urlencode()}"}
    return show(request, "pages/companies.html", page, said=said, q=q)


@members_only
def one(request: HttpRequest, domain: str) -> HttpResponse:
    """Everybody of one company, by any domain of it."""
    page = company(domain)
    said = {"title": _finding(page), "json": f"/people/companies/{page.domain}.json"}
    numbers = (page.part, page.asked, page.customers)
    missing = ", ".join(f"{part.role} ({part.does})" for part in page.parts if not part.people)
    return show(
        request,
        "pages/company.html",
        page,
        said=said,
        roles=ROLES,
        numbers=numbers,
        missing=missing,
        introductions=to_company(page.domain),
    )


@deciders_only
def decide(request: HttpRequest, domain: str, what: str) -> HttpResponse:
    """A member says something of a company: join, apart, name, anybody; or of somebody there: works, roles, not."""
    made, words = _said(request, _ABOUT_COMPANIES | _ABOUT_PEOPLE, what, {"company": domain})
    return _onward(request, gettext(words), reverse("company", args=[made.domain]), made)


@deciders_only
def place(request: HttpRequest, public_id: str, what: str) -> HttpResponse:
    """A member says where somebody works, does not belong, or which parts they have there."""
    made, words = _said(request, _ABOUT_PEOPLE, what, {"person": public_id})
    return _onward(request, gettext(words), reverse("person", args=[public_id]), made)


@deciders_only
def undo(request: HttpRequest, key: int) -> HttpResponse:
    """A decision is taken back."""
    made = actions.take_back(member=member_of(request), decision=key)
    return onward(request, gettext("Taken back."), reverse("company", args=[made.domain]))


def _said(request: HttpRequest, known: Mapping[str, Act], what: str, here: Form) -> tuple[CompanyDecision, str]:
    if what not in known:
        raise Http404("There is nothing of that name to decide of a company.")
    asked = ("person", "company", "domain", "other", "name", "reason", "since", "until")
    form = {name: request.POST.get(name, "")[:_LONGEST] for name in asked}
    form["roles"] = ",".join(request.POST.getlist("role")[:10])[:_LONGEST]
    act, words = known[what]
    return act(member_of(request), form | dict(here)), words


def _onward(request: HttpRequest, words: str, here: str, made: CompanyDecision) -> HttpResponse:
    return onward(request, words, here, undo=reverse("undo-company", args=[made.pk]))


def _join(member: Member, form: Form) -> CompanyDecision:
    first, second, name = form["company"], form["other"], form["name"]
    return actions.one_company(member=member, company=first, other=second, name=name, reason=form["reason"])


def _apart(member: Member, form: Form) -> CompanyDecision:
    return actions.take_apart(member=member, company=form["domain"] or form["company"], reason=form["reason"])


def _name(member: Member, form: Form) -> CompanyDecision:
    return actions.call_company(member=member, company=form["company"], name=form["name"], reason=form["reason"])


def _anybody(member: Member, form: Form) -> CompanyDecision:
    return actions.anybody_has(member=member, company=form["domain"] or form["company"], reason=form["reason"])


def _works(member: Member, form: Form) -> CompanyDecision:
    return actions.works_at(
        member=member,
        person=form["person"],
        company=form["company"],
        since=actions.day_in(form["since"]),
        until=actions.day_in(form["until"]),
        roles=form["roles"].split(","),
        reason=form["reason"],
    )


def _not(member: Member, form: Form) -> CompanyDecision:
    return actions.not_at(member=member, person=form["person"], company=form["company"], reason=form["reason"])


def _roles(member: Member, form: Form) -> CompanyDecision:
    who, where, roles = form["person"], form["company"], form["roles"].split(",")
    return actions.give_roles(member=member, person=who, company=where, roles=roles, reason=form["reason"])


_ABOUT_COMPANIES: Final[dict[str, Act]] = {
    "join": (_join, "Said. They are one company."),
    "apart": (_apart, "Said. It is a company of its own."),
    "name": (_name, "Said. It is called so from now on."),
    "anybody": (_anybody, "Said. An address there tells of no company."),
}
_ABOUT_PEOPLE: Final[dict[str, Act]] = {
    "works": (_works, "Said. What their mail tells stands beside it."),
    "not": (_not, "Said. They do not belong there."),
    "roles": (_roles, "Said. It is shown as your word."),
}


def _title(page: Companies, q: str) -> str:
    if q:
        words = ngettext("%(n)s company for “%(q)s”", "%(n)s companies for “%(q)s”", page.total)
        return opening(words % {"n": spelled(page.total), "q": q[:60]})
    if not page.total:
        return gettext("We know nobody's company yet")
    words = ngettext("We know somebody in %s company", "We know somebody in %s companies", page.total)
    return words % spelled(page.total)


def _finding(page: Company) -> str:
    n, name = len(page.people) + page.more, page.name or page.domain
    if not n:
        return gettext("%s: we know nobody there now") % name
    known = ngettext("%s person", "%s people", n) % spelled(n)
    if not page.customers.k:
        bought = gettext("none of them has ordered")
    else:
        bought = ngettext("%s of them has ordered", "%s of them have ordered", page.customers.k)
        bought = bought % spelled(page.customers.k) if page.customers.k < n else gettext("all of them have ordered")
    return gettext("%(name)s: we know %(known)s, %(bought)s") % {"name": name, "known": known, "bought": bought}
