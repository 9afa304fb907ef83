"""Referrals: who sent whom, who is to be settled, and who would send somebody if asked."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from twoears.lib.counts import spelled
from twoears.people.pages import people_list
from twoears.people.referrals import actions
from twoears.people.referrals.pages import referrals
from twoears.people.referrals.showing import ReferralShown, ReferralsPage
from twoears.people.showing import PersonCard
from twoears.web.doors import deciders_only, member_of, members_only, onward, show
from twoears.web.words import opening

_SHOWN = 40
_OFFERED = 6


@members_only
def page(request: HttpRequest) -> HttpResponse:
    """Who sent whom; `?settle=&called=` looks for who it was that a referral names, `?who=&whom=` for who sent whom."""
    found = referrals()
    settle, called = request.GET.get("settle", "")[:20], _name(request, "called")
    who, whom = _name(request, "who"), _name(request, "whom")
    offered = _called(called)
    said = {"title": _title(found), "json": "/people/referrals.json"}
    return show(
        request,
        "pages/referrals.html",
        found,
        said=said,
        waiting=_waiting(found),
        settle=settle,
        called=called,
        offered=offered,
        shown=_SHOWN,
        by_hand={
            "who": who,
            "whom": whom,
            "senders": _called(who),
            "sent": _called(whom),
            "today": timezone.localdate().isoformat(),
        },
    )


def _name(request: HttpRequest, key: str) -> str:
    return request.GET.get(key, "").replace("\0", "").strip()[:200]


def _called(name: str) -> tuple[PersonCard, ...]:
    return tuple(people_list(q=name, limit=_OFFERED)[0]) if name else ()


def _waiting(found: ReferralsPage) -> list[tuple[str, str, list[ReferralShown]]]:
    """What is open, by what it waits for: somebody who says who it was, or the one who was sent."""
    nobody, away = [o for o in found.open if not o.referrer], [o for o in found.open if o.referrer]
    lists = [
        (gettext("To be settled"), gettext("somebody sent them; who was it?"), nobody),
        (gettext("Sent, and not yet here"), gettext("they have not turned to you since"), away),
    ]
    return [one for one in lists if one[2]]


def _title(found: ReferralsPage) -> str:
    rate = found.numbers[0]
    if rate.n and not rate.k:
        return gettext("Nobody was sent to you, of %(n)s") % {"n": spelled(rate.n)}
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
        member=member_of(request),
        referrer=words.get("referrer", ""),
        referred=words.get("referred", ""),
        on=words.get("on", ""),
        place=words.get("where", ""),
    )
    return _stay(request, gettext("Noted. Undo stands beside it."))


@deciders_only
def undo(request: HttpRequest, decision: int) -> HttpResponse:
    """Take a decision about a referral back."""
    actions.undo_referral(member=member_of(request), decision=decision)
    return _stay(request, gettext("Taken back."))


def _stay(request: HttpRequest, words: str) -> HttpResponse:
    return onward(request, words, reverse("referrals"))
