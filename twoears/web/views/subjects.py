"""Voices from posts: subjects, the statements on them, what people hold, and what members mark."""

from collections.abc import Callable
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext

from twoears.conversations.voices import actions
from twoears.conversations.voices.pages.heard import from_posts
from twoears.conversations.voices.pages.marking import marking, proposals
from twoears.conversations.voices.pages.subjects import statements_taken_back
from twoears.queries.actions import the_query
from twoears.team.models import Member
from twoears.understanding.needs.items import item
from twoears.web.doors import deciders_only, member_of, members_only, onward, show
from twoears.web.stancing import basis, headline

MOST: Final = 10_000  # posts; of more a page would keep its reader waiting, and the command line does not


@members_only
def one(request: HttpRequest, key: int) -> HttpResponse:
    """What posts tell of a subject; statements are proposed where that was asked for."""
    page = from_posts(key, MOST)
    asked = "propose" in request.GET
    return show(
        request,
        "pages/subject.html",
        page,
        said={"title": headline(page), "basis": basis(page), "json": f"/voices/subjects/{key}.json"},
        proposed=proposals(key, most=MOST) if asked else (),
        asked=asked,
        taken_back=statements_taken_back(key),
    )


@members_only
def statement(request: HttpRequest, key: int) -> HttpResponse:
    """What to mark on a statement, and what was marked."""
    page = marking(key, most=MOST)
    said = {"title": gettext("What do they make of it?"), "json": f"/voices/statements/{key}.json"}
    return show(request, "pages/statement.html", page, said=said)


@deciders_only
def make(request: HttpRequest) -> HttpResponse:
    """A new subject: of a kept query, a need, or the words of a query."""
    source, text = request.POST.get("source", ""), request.POST.get("text", "")
    kind, _, key = source.partition(":")
    made = actions.make_subject(
        member=member_of(request),
        name=request.POST.get("name", "") or text,
        query=the_query(key) if kind == "query" else None,
        code=_number(key) if kind == "need" else None,
        text="" if source else text,
    )
    return onward(request, gettext("Made: %s.") % made.name, reverse("subject", args=[made.pk]))


@deciders_only
def decide(request: HttpRequest, key: int, what: str) -> HttpResponse:
    """State something on it, count likes or not, remove it, or bring it back."""
    if what not in _ACTS:
        raise Http404(f"Nothing is called {what} here.")
    words, undo = _ACTS[what](member_of(request), key, request)
    where = reverse("voices") if what == "remove" else reverse("subject", args=[key])
    return onward(request, words, where, undo)


@deciders_only
def decide_statement(request: HttpRequest, key: int, what: str) -> HttpResponse:
    """Take a statement back, or bring it back."""
    if what not in ("take-back", "bring-back"):
        raise Http404(f"Nothing is called {what} here.")
    back = what == "bring-back"
    act = actions.bring_statement_back if back else actions.take_statement_back
    made = act(member=member_of(request), statement=key)
    undo = reverse("statement-decide", args=[key, "take-back" if back else "bring-back"])
    words = gettext("It stands again.") if back else gettext("Taken back.")
    return onward(request, words, reverse("subject", args=[made.subject_id]), undo)


@deciders_only
def mark(request: HttpRequest, key: int) -> HttpResponse:
    """Say what a post makes of a statement."""
    made = actions.mark(
        member=member_of(request),
        statement=key,
        post=item(request.POST.get("item", "")).key,
        side=request.POST.get("side", ""),
    )
    undo = reverse("unmark-stance", args=[made.pk])
    return onward(request, gettext("Noted."), reverse("statement", args=[key]), undo)


@deciders_only
def unmark(request: HttpRequest, key: int) -> HttpResponse:
    """Take a mark back."""
    made = actions.unmark(member=member_of(request), mark=key)
    return onward(request, gettext("Taken back."), reverse("statement", args=[made.statement_id]))


def _state(member: Member, key: int, request: HttpRequest) -> tuple[str, str]:
    taken = request.POST.get("item", "")
    post = item(taken).key if taken else None
    made = actions.state(member=member, subject=key, text=request.POST.get("text", ""), post=post)
    return gettext("Stated."), reverse("statement-decide", args=[made.pk, "take-back"])


def _likes(likes: bool) -> Callable[[Member, int, HttpRequest], tuple[str, str]]:
    def count(member: Member, key: int, request: HttpRequest) -> tuple[str, str]:
        actions.count_likes(member=member, subject=key, likes=likes)
        words = gettext("Likes count from now on.") if likes else gettext("Likes do not count.")
        return words, reverse("subject-decide", args=[key, "leave-likes-out" if likes else "count-likes"])

    return count


def _remove(member: Member, key: int, request: HttpRequest) -> tuple[str, str]:
    made = actions.remove_subject(member=member, subject=key)
    return gettext("Removed: %s.") % made.name, reverse("subject-decide", args=[key, "bring-back"])


def _bring_back(member: Member, key: int, request: HttpRequest) -> tuple[str, str]:
    made = actions.bring_subject_back(member=member, subject=key)
    return gettext("It is back: %s.") % made.name, reverse("subject-decide", args=[key, "remove"])


_ACTS: dict[str, Callable[[Member, int, HttpRequest], tuple[str, str]]] = {
    "state": _state,
    "count-likes": _likes(True),
    "leave-likes-out": _likes(False),
    "remove": _remove,
    "bring-back": _bring_back,
}


def _number(words: str) -> int:
    """A key as it stands in a form; 0 names nothing."""
    return int(words) if words.isascii() and words.isdecimal() and len(words) < 19 else 0
