"""What members decide on the page of a query, each by one POST; and its feed, for whoever has the address."""

from collections.abc import Callable
from hashlib import sha256

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from twoears.activities.models import Post
from twoears.listening.errors import QueryError
from twoears.queries import actions
from twoears.queries.feeds import ATOM_TYPE, JSON_TYPE, atom, json_feed
from twoears.queries.models import Exclusion, Query
from twoears.queries.pages.hits import one_of
from twoears.queries.pages.leaving import feed_for
from twoears.team.models import Member
from twoears.web.doors import deciders_only, member_of, onward, zone_of
from twoears.web.views.queries import among

_FRESH = 300  # seconds that a feed may be kept by whoever read it


@deciders_only
def decide(request: HttpRequest, public_id: str, what: str) -> HttpResponse:
    """Change, remove, bring back, leave out, show again, deliver, open or close the feed of a query."""
    query = get_object_or_404(Query, public_id=public_id)
    if what not in _DECISIONS:
        raise Http404(f"There is nothing called {what} to do with a query.")
    try:
        said = _DECISIONS[what](request, member_of(request), query)
    except QueryError as error:
        said = f"{error.message} {error.suggestion}"
    return onward(request, said, reverse("query", args=[public_id]))


@deciders_only
def mark(request: HttpRequest, public_id: str, post: int) -> HttpResponse:
    """Say whether a hit is what the query is after; a key answers with its row, a button with the page."""
    query, member = get_object_or_404(Query, public_id=public_id), member_of(request)
    if request.POST.get("right") not in ("y", "n"):
        raise Http404("Say y or n.")
    about = get_object_or_404(Post, pk=post)
    actions.mark(member=member, query=query, post=about, right=request.POST["right"] == "y")
    hit = one_of(query, among(query, _page_of(request)), post)
    if request.headers.get("HX-Request") and hit is not None:
        with timezone.override(zone_of(request)):
            shown = {"hit": hit, "query_id": query.public_id, "back": request.POST.get("next", "")}
            return render(request, "parts/query_hit.html", shown)
    return onward(request, gettext("Noted."), reverse("query", args=[public_id]))


def _page_of(request: HttpRequest) -> QueryDict:
    """What the page asked for on which something was decided."""
    _, _, asked = request.POST.get("next", "").partition("?")
    return QueryDict(asked)


def _change(request: HttpRequest, member: Member, query: Query) -> str:
    actions.rename(member=member, query=query, name=request.POST.get("name", ""))
    before = query.text
    actions.change(member=member, query=query, text=request.POST.get("text", ""))
    return gettext("Kept.") if query.text == before else gettext("Changed. It is asked of everything anew.")


def _remove(request: HttpRequest, member: Member, query: Query) -> str:
    actions.remove(member=member, query=query)
    return gettext("Removed. What it found stays, and it can be brought back.")


def _bring_back(request: HttpRequest, member: Member, query: Query) -> str:
    actions.bring_back(member=member, query=query)
    return gettext("Listened for again, and for what came meanwhile.")


def _exclude(request: HttpRequest, member: Member, query: Query) -> str:
    made = actions.exclude(member=member, query=query, text=request.POST.get("without", ""))
    return gettext("Left out: %s. It can be shown again.") % made.text


def _include(request: HttpRequest, member: Member, query: Query) -> str:
    number = request.POST.get("exclusion", "")
    wanted = Exclusion.objects.filter(query=query, pk=int(number) if number.isdecimal() and len(number) < 19 else 0)
    actions.include_again(member=member, exclusion=get_object_or_404(wanted))
    return gettext("Shown again.")


def _deliver(request: HttpRequest, member: Member, query: Query) -> str:
    sent = request.POST
    actions.deliver_to(
        member=member,
        query=query,
        webhook=sent.get("webhook", "")[:2000],
        on_today="on_today" in sent,
        alerts="alerts" in sent,
        with_words="with_words" in sent,
    )
    actions.put_in_mail(member=member, query=query, in_mail="in_mail" in sent)
    return gettext("Kept.")


def _open_feed(request: HttpRequest, member: Member, query: Query) -> str:
    actions.open_feed(member=member, query=query)
    return gettext("The feed is open to whoever has its address. An older address opens nothing any more.")


def _close_feed(request: HttpRequest, member: Member, query: Query) -> str:
    actions.close_feed(member=member, query=query)
    return gettext("The feed is closed.")


_DECISIONS: dict[str, Callable[[HttpRequest, Member, Query], str]] = {
    "change": _change,
    "remove": _remove,
    "bring-back": _bring_back,
    "exclude": _exclude,
    "include": _include,
    "deliver": _deliver,
    "open-feed": _open_feed,
    "close-feed": _close_feed,
}


@require_safe
def feed(request: HttpRequest, public_id: str, shape: str = "json") -> HttpResponse:
    """The feed of a query, without signing in, for whoever has its key. A wrong key is told nothing."""
    found = feed_for(public_id, request.GET.get("key", ""), request.build_absolute_uri())
    if found is None:
        raise Http404("There is no such feed.")
    as_atom = shape == "atom" or "application/atom+xml" in request.headers.get("Accept", "")
    body = atom(found) if as_atom else json_feed(found)
    tag = f'"{sha256(body).hexdigest()[:32]}"'
    known = request.headers.get("If-None-Match", "")
    answer: HttpResponse = (
        HttpResponseNotModified()
        if tag in known
        else HttpResponse(body, content_type=ATOM_TYPE if as_atom else JSON_TYPE)
    )
    answer["ETag"], answer["Cache-Control"], answer["Vary"] = tag, f"private, max-age={_FRESH}", "Accept"
    answer["X-Robots-Tag"], answer["Referrer-Policy"] = "noindex", "no-referrer"
    return answer
