"""Referrals: who sent whom, who is to be settled, and who would send somebody if asked."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from twoears.lib.counts import spelled
from twoears.people.pages import people_list
from twoears.people.referrals import actions
from twoears.people.referrals.pages import referrals
from twoears.people.referrals.showing import ReferralsPage
from twoears.web.doors import deciders_only, member_of, members_only, onward, show
from twoears.web.words import opening

_SHOWN = 40
_OFFERED = 6


@members_only
def page(request: HttpRequest) -> HttpResponse:
    """Who sent whom; `?settle=&called=` looks for who it was that a referral names."""
    found = referrals()
    settle, called = request.GET.get("settle", "")[:20], request.GET.get("called", "").replace("\0", "").strip()[:200]
    offered = people_list(q=called, limit=_OFFERED)[0] if called else ()
    said = {"title": _title(found), "json": "/people/referrals.json"}
    return show(
        request, "pages/referrals.html", found, said=said, settle=settle, called=called, offered=offered, shown=_SHOWN
    )


def _title(found: ReferralsPage) -> str:
    rate = found.numbers[0]
    words = ngettext("%(k)s of %(n)s person was sent to you", "%(k)s of %(n)s people were sent to you", rate.n)
    return opening(words % {"k": spelled(rate.k), "n": spelled(rate.n)}) if rate.n else gettext("Nobody was sent yet")


@deciders_only
def settle(request: HttpRequest, activity: int) -> HttpResponse:
    """This is who was meant."""
    actions.settle_referral(member=member_of(request), activity=activity, referrer=request.POST.get("person", ""))
    return _stay(request, gettext("Settled."))


@deciders_only
def deny(request: HttpRequest, activity: int) -> HttpResponse:
    """That is no referral."""
    actions.deny_referral(member=member_of(request), activity=activity)
    return _stay(request, gettext("Not counted any more."))


@deciders_only
def say(request: HttpRequest) -> HttpResponse:
    """A member says who sent whom."""
    words = request.POST
    actions.say_referral(
        member=member_of(request), referrer=words.get("referrer", ""), referred=words.get("referred", "")
    )
    return _stay(request, gettext("Noted."))


@deciders_only
def undo(request: HttpRequest, decision: int) -> HttpResponse:
    """Take a decision about a referral back."""
    actions.undo_referral(member=member_of(request), decision=decision)
    return _stay(request, gettext("Taken back."))


def _stay(request: HttpRequest, words: str) -> HttpResponse:
    return onward(request, words, reverse("referrals"))
