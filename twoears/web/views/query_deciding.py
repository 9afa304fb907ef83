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
from twoears.queries.models import Exclusion, Mark, Query
from twoears.queries.pages.hits import one_of
from twoears.queries.pages.leaving import feed_for
from twoears.queries.pages.lists import precision
from twoears.team.models import Member
from twoears.web.doors import back_to, deciders_only, member_of, onward, say, zone_of
from twoears.web.views.queries import among

_FRESH = 300  # seconds that a feed may be kept by whoever read it


@deciders_only
def decide(request: HttpRequest, public_id: str, what: str) -> HttpResponse:
    """Change, remove, bring back, leave out, show again, deliver, open or close the feed of a query.

    What can be taken back by one address is said with it.
    """
    query = get_object_or_404(Query, public_id=public_id)
    if what not in _DECISIONS:
        raise Http404(f"There is nothing called {what} to do with a query.")
    try:
        words, undo = _DECISIONS[what](request, member_of(request), query)
    except QueryError as error:
        words, undo = f"{error.message} {error.suggestion}", ""
    return onward(request, words, reverse("query", args=[public_id]), undo)


@deciders_only
def mark(request: HttpRequest, public_id: str, post: int) -> HttpResponse:
    """Say whether a hit is what the query is after; a key answers with its row, a button with the page."""
    query, member = get_object_or_404(Query, public_id=public_id), member_of(request)
    if request.POST.get("right") not in ("y", "n"):
        raise Http404("Say y or n.")
    about = get_object_or_404(Post, pk=post)
    made = actions.mark(member=member, query=query, post=about, right=request.POST["right"] == "y")
    words = gettext("Noted as meant.") if made.right else gettext("Noted as not meant.")
    undo = reverse("query-unmark", args=[public_id, made.pk])
    hit = one_of(query, among(query, _page_of(request)), post)
    if request.headers.get("HX-Request") and hit is not None:
        with timezone.override(zone_of(request)):
            say(request, words, undo)
            shown = {"hit": hit, "query_id": public_id, "back": _next(request, query), "precision": precision(query)}
            return render(request, "parts/query_marked.html", shown)
    return onward(request, words, reverse("query", args=[public_id]), undo)


@deciders_only
def unmark(request: HttpRequest, public_id: str, mark: int) -> HttpResponse:
    """Take back what the member said of a hit."""
    member = member_of(request)
    made = get_object_or_404(Mark, pk=mark, query__public_id=public_id, member=member)
    actions.unmark(member=member, mark=made)
    return onward(request, gettext("Taken back."), reverse("query", args=[public_id]))


@deciders_only
def include(request: HttpRequest, public_id: str, exclusion: int) -> HttpResponse:
    """Show again what an exclusion hid."""
    made = get_object_or_404(Exclusion, pk=exclusion, query__public_id=public_id)
    actions.include_again(member=member_of(request), exclusion=made)
    return onward(request, gettext("Shown again."), reverse("query", args=[public_id]))


def _next(request: HttpRequest, query: Query) -> str:
    return back_to(request, reverse("query", args=[query.public_id]))


def _page_of(request: HttpRequest) -> QueryDict:
    """What the page asked for on which something was decided."""
    _, _, asked = request.POST.get("next", "").partition("?")
    return QueryDict(asked)


def _change(request: HttpRequest, member: Member, query: Query) -> tuple[str, str]:
    actions.rename(member=member, query=query, name=request.POST.get("name", ""))
    before = query.text
    actions.change(member=member, query=query, text=request.POST.get("text", ""))
    words = gettext("Kept.") if query.text == before else gettext("Changed. It is asked of everything anew.")
    return words, ""


def _remove(request: HttpRequest, member: Member, query: Query) -> tuple[str, str]:
    actions.remove(member=member, query=query)
    return gettext("Removed. What it found stays."), reverse("query-decide", args=[query.public_id, "bring-back"])


def _bring_back(request: HttpRequest, member: Member, query: Query) -> tuple[str, str]:
    actions.bring_back(member=member, query=query)
    return gettext("Listened for again, and for what came meanwhile."), ""


def _exclude(request: HttpRequest, member: Member, query: Query) -> tuple[str, str]:
    made = actions.exclude(member=member, query=query, text=request.POST.get("without", ""))
    return gettext("Left out: %s.") % made.text, reverse("query-include", args=[query.public_id, made.pk])


def _deliver(request: HttpRequest, member: Member, query: Query) -> tuple[str, str]:
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
    return gettext("Kept."), ""


def _open_feed(request: HttpRequest, member: Member, query: Query) -> tuple[str, str]:
    actions.open_feed(member=member, query=query)
    return gettext("The feed is open to whoever has its address. An older address opens nothing any more."), ""


def _close_feed(request: HttpRequest, member: Member, query: Query) -> tuple[str, str]:
    actions.close_feed(member=member, query=query)
    return gettext("The feed is closed."), ""


_DECISIONS: dict[str, Callable[[HttpRequest, Member, Query], tuple[str, str]]] = {
    "change": _change,
    "remove": _remove,
    "bring-back": _bring_back,
    "exclude": _exclude,
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
