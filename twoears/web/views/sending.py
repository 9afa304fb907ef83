"""What is sent from here: a reply, a like, a share; and what a member says of what came of it."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from twoears.conversations import actions
from twoears.conversations.pages.thread import conversation as one
from twoears.lib.counts import spelled
from twoears.lib.text import whole
from twoears.publishing.actions import CannotSend, it_is_there, try_again
from twoears.publishing.models import Delivery
from twoears.publishing.pages import deliveries as sent
from twoears.publishing.pages import shown, unsent
from twoears.publishing.showing import DeliveryShown
from twoears.sources.models import Connection
from twoears.web.doors import deciders_only, member_of, members_only, onward, show, zone_of
from twoears.web.words import opening

_SHOWN = 60
_WAITS_FOR_US = ("failed", "unknown")
_IN_LINE = {
    "reply": "In line to be sent. You can take it back until it is.",
    "like": "Your like is in line to be sent.",
    "share": "In line to be shared.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveriesPage:
    """What was sent and is to be sent, the latest first."""

    deliveries: tuple[DeliveryShown, ...]


@members_only
def deliveries(request: HttpRequest) -> HttpResponse:
    """Everything that was sent from here."""
    only = request.GET.get("only", "")
    found = sent(states=_WAITS_FOR_US if only == "unsent" else (), limit=_SHOWN)
    n = unsent()
    title = (
        opening(ngettext("%s thing was not sent", "%s things were not sent", n) % spelled(n))
        if n
        else gettext("Everything was sent")
        if found
        else gettext("Nothing was sent from here yet")
    )
    return show(request, "pages/deliveries.html", DeliveriesPage(deliveries=found), said={"title": title})


@members_only
def delivery(request: HttpRequest, key: int) -> HttpResponse:
    """How far one of them has come: the part of a page that changes by itself."""
    found = shown(get_object_or_404(Delivery, pk=key))
    with timezone.override(zone_of(request)):
        return render(request, "parts/delivery.html", {"delivery": found})


@deciders_only
def send(request: HttpRequest, public_id: str) -> HttpResponse:
    """Answer, like or share. Words are not sent past somebody who has spoken since: the draft is kept."""
    member, here = member_of(request), reverse("conversation", args=[public_id])
    act, text = request.POST.get("act", "reply"), request.POST.get("text", "")
    post, key = request.POST.get("post", ""), request.POST.get("source", "") or request.GET.get("source", "")
    if act == "reply":
        actions.save_draft(member=member, conversation=public_id, text=text)
        if one(public_id, member).etag != request.POST.get("etag", ""):
            words = gettext("Somebody has spoken or decided since you looked. Read it, then send; your words are kept.")
            return onward(request, words, here)
    if act not in _IN_LINE:
        raise Http404(f"There is nothing called {act} to do with a post.")
    try:
        actions.speak(
            member=member,
            conversation=public_id,
            connection=get_object_or_404(Connection, pk=whole(key) or 0),
            act=act,
            text=text,
            post=whole(post) or None,
        )
    except CannotSend as error:
        return onward(request, str(error), here)
    return onward(request, gettext(_IN_LINE[act]), here)


@deciders_only
def decide(request: HttpRequest, key: int, what: str) -> HttpResponse:
    """Take back, try again, or say that it is there."""
    member, found = member_of(request), get_object_or_404(Delivery, pk=key)
    if what == "take-back":
        done, words = actions.take_back(member=member, delivery=found), gettext("Taken back. Nothing was sent.")
    elif what == "try-again":
        done, words = try_again(member=member, delivery=found), gettext("In line to be sent again.")
    elif what == "it-is-there":
        done, words = it_is_there(member=member, delivery=found), gettext("Noted: it is there.")
    else:
        raise Http404(f"There is nothing called {what} to do with what is sent.")
    if not done:
        words = gettext("It has gone on since you looked. See where it stands now.")
    return onward(request, words, reverse("deliveries"))
