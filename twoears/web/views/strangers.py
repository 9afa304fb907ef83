"""Strangers worth meeting, and what members decide about them."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from twoears.conversations.strangers import actions
from twoears.conversations.strangers.pages.listing import DAYS, strangers
from twoears.conversations.strangers.pages.showing import Strangers
from twoears.conversations.strangers.trouble import NoSuchStranger
from twoears.lib.counts import spelled
from twoears.lib.text import place
from twoears.understanding.needs.pages import codes, one_code
from twoears.web.doors import deciders_only, member_of, members_only, onward, show
from twoears.web.words import opening


@members_only
def worth_meeting(request: HttpRequest) -> HttpResponse:
    """Those who spoke of something that we may help with, before anybody here knows them."""
    asked = request.GET.get("need", "")
    need = one_code(place(asked)) if asked else None
    within = int(near) if (near := request.GET.get("within", "")) in ("1", "2", "3") else None
    page = strangers(need=need.id if need else None, within=within, after=request.GET.get("after", ""))
    return show(
        request,
        "pages/strangers.html",
        page,
        said={"title": _title(page), "json": f"/people/strangers.json?{request.GET.urlencode()}"},
        need=need,
        within=within,
        codes=codes(),
        usual=DAYS,
    )


@deciders_only
def decide(request: HttpRequest, actor: int, what: str) -> HttpResponse:
    """Meet them, leave them, or look again later."""
    member = member_of(request)
    if what == "meet":
        made, said = actions.meet(member=member, actor=actor), gettext("%s has a page now. Nothing was sent.")
    elif what == "leave":
        made, said = actions.leave(member=member, actor=actor), gettext("%s is not proposed again.")
    elif what == "later":
        made, said = actions.later(member=member, actor=actor), gettext("%s comes back in two weeks.")
    else:
        raise NoSuchStranger(gettext("That cannot be decided about a stranger."))
    undo = reverse("stranger-undo", args=[made.pk])
    return onward(request, said % made.actor, reverse("strangers"), undo=undo)


@deciders_only
def undo(request: HttpRequest, key: int) -> HttpResponse:
    """Take that back."""
    actions.take_back(member=member_of(request), word=key)
    return onward(request, gettext("Taken back."), reverse("strangers"))


def _title(page: Strangers) -> str:
    n = page.found.k
    if not page.found.n:
        return gettext("No stranger was heard yet")
    if not n:
        return gettext("No stranger has spoken of what you can help with")
    said = ngettext("%s stranger may be glad to meet you", "%s strangers may be glad to meet you", n) % spelled(n)
    return opening(said)
