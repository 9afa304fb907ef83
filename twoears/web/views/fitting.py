"""Fit: a draft beside the words, the language and the questions of those it is meant for."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from twoears.conversations.pages.fitting import fitted
from twoears.people.pages import PEOPLE_VIEWS
from twoears.understanding.fit.fit import Fit
from twoears.understanding.teaching.pages import telling
from twoears.web.doors import member_of, members_only, show
from twoears.web.words import value

_LONGEST = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class FitPage:
    """A draft, for whom it is meant, and how it fits them; None before there is one."""

    draft: str
    view: str
    label: str
    fit: Fit | None


@members_only
def fit(request: HttpRequest) -> HttpResponse:
    """The form, and what came of it. Nothing of the draft is kept."""
    asked = request.POST if request.method == "POST" else request.GET
    draft, view, label = asked.get("draft", "")[:_LONGEST], asked.get("view", ""), asked.get("label", "")
    labels = [one for some in telling().values() for one in some]
    view, label = view if view in PEOPLE_VIEWS else "everyone", label if label in labels else ""
    found = fitted(member_of(request), draft, view=view, label=label) if draft.strip() else None
    page = FitPage(draft=draft, view=view, label=label, fit=found)
    return show(request, "pages/fit.html", page, views=tuple(PEOPLE_VIEWS), labels=labels, said=_said(found))


def _said(found: Fit | None) -> dict[str, str]:
    if found is None:
        return {"title": gettext("Does it fit those it is meant for?")}
    if not found.taken_up.n:
        return {"title": gettext("They asked nothing that we know of")}
    if found.taken_up.k == found.taken_up.n:
        return {"title": gettext("It speaks to all that they asked")}
    if not found.taken_up.k:
        return {"title": gettext("It speaks to nothing that they asked")}
    return {"title": gettext("It speaks to %s of what they asked") % value(found.taken_up)}
