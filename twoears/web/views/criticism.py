"""Criticism by the need behind it, improvements, and who heard back; and what members decide there."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from twoears.conversations.criticism import actions
from twoears.conversations.criticism.pages.found import found, of_need
from twoears.conversations.criticism.pages.improving import (
    Improvements,
    changes,
    going_on,
    improvements,
    one_improvement,
)
from twoears.conversations.criticism.pages.showing import NO_NEED, Criticism, Found, ImprovementShown
from twoears.conversations.criticism.telling import actions as telling
from twoears.conversations.criticism.trouble import CannotBe, NothingToTie
from twoears.lib.counts import spelled
from twoears.lib.text import place
from twoears.team.models import Member, Role
from twoears.understanding.needs.items import item
from twoears.understanding.needs.pages import codes, one_code
from twoears.web.doors import deciders_only, member_of, members_only, onward, show
from twoears.web.words import opening

_LISTED = 50
_CRITICS = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class CriticismPage:
    """What nothing takes up yet, and what is improved."""

    found: Found
    improving: Improvements


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedPage:
    """Criticism behind which one need lies, a page at a time; `need` is 0 where none was coded."""

    need: int
    name: str
    posts: tuple[Criticism, ...]
    in_all: int
    start: int
    next: int


@members_only
def criticism(request: HttpRequest) -> HttpResponse:
    """All of it."""
    page = CriticismPage(found=found(), improving=improvements())
    return show(
        request,
        "pages/criticism.html",
        page,
        said={"title": _title(page), "json": "/criticism.json"},
        states=_by_state(page.improving.improvements),
        members=_owners(),
        codes=codes(),
    )


@members_only
def of_one_need(request: HttpRequest, need: int) -> HttpResponse:
    """Criticism of one need, to be chosen from."""
    name, start = one_code(need).name if need else NO_NEED, place(request.GET.get("from", ""))
    some, in_all = of_need(need, start=start, limit=_LISTED)
    after = start + _LISTED if start + _LISTED < in_all else 0
    page = NeedPage(need=need, name=name, posts=some, in_all=in_all, start=start, next=after)
    said = {"title": opening(name), "json": f"/criticism/needs/{need}.json"}
    return show(
        request,
        "pages/criticism_need.html",
        page,
        said=said,
        improvements=going_on(),
        members=_owners(),
        last=start + len(some),
    )


@members_only
def one(request: HttpRequest, key: int) -> HttpResponse:
    """An improvement with its critics."""
    page, start = one_improvement(key), place(request.GET.get("from", ""))
    last = min(start + _CRITICS, len(page.critics))
    return show(
        request,
        "pages/improvement.html",
        page,
        said={"title": page.improvement.title, "json": f"/criticism/{key}.json"},
        members=_owners(),
        codes=codes(),
        critics=page.critics[start:last],
        start=start,
        last=last,
        further=last if last < len(page.critics) else 0,
        waiting=[critic for critic in page.critics if critic.way and not critic.heard_at],
    )


@deciders_only
def improve(request: HttpRequest) -> HttpResponse:
    """A new improvement with what was chosen for it, or more of it for one that is there."""
    member, posted = member_of(request), request.POST
    posts = _posts(posted.getlist("post"))
    if posted.get("into", ""):
        key = _number(posted.get("improvement", ""))
        actions.tie(member=member, improvement=key, posts=posts)
        return _done(request, gettext("Tied."), key)
    made = actions.improve(
        member=member,
        title=posted.get("title", ""),
        need=_number(posted["need"]) if posted.get("need", "0") not in ("", "0") else None,
        owner=_member(posted.get("owner", "")),
        posts=posts,
    )
    first = changes(made.pk, limit=2)[-1]
    undo = reverse("undo-improvement", args=[first.id])
    return onward(request, gettext("Made: %s.") % made.title, reverse("improvement", args=[made.pk]), undo=undo)


@deciders_only
def decide(request: HttpRequest, key: int, what: str) -> HttpResponse:
    """What a member does to an improvement."""
    member, posted = member_of(request), request.POST
    if what == "describe":
        need = _number(posted["need"]) if posted.get("need", "0") not in ("", "0") else None
        actions.describe(member=member, improvement=key, title=posted.get("title", ""), need=need)
        return _done(request, gettext("Changed."), key)
    if what == "own":
        made = actions.give_owner(member=member, improvement=key, owner=_member(posted.get("owner", "")))
        return _done(request, gettext("It is %s's.") % made.owner if made.owner else gettext("It is nobody's."), key)
    if what == "decide":
        actions.decide(member=member, improvement=key)
        return _done(request, gettext("Decided."), key)
    if what == "decline":
        actions.decline(member=member, improvement=key, reason=posted.get("reason", ""))
        return _done(request, gettext("Declined. Its critics can be told why."), key)
    if what == "done":
        actions.done(member=member, improvement=key, what=posted.get("what", ""), link=posted.get("link", ""))
        return _done(request, gettext("Done. Its critics can be told."), key)
    if what == "take-off":
        actions.take_off(member=member, improvement=key, posts=_posts(posted.getlist("post")))
        return _done(request, gettext("Taken off."), key)
    raise NothingToTie(gettext("That cannot be done to an improvement."))


@deciders_only
def undo(request: HttpRequest, key: int) -> HttpResponse:
    """Take back what was done."""
    made = actions.undo(member=member_of(request), change=key)
    gone = made.what == "make"
    to = reverse("criticism") if gone else reverse("improvement", args=[made.improvement_id])
    return onward(request, gettext("Taken back."), to)


@deciders_only
def drafts(request: HttpRequest, key: int) -> HttpResponse:
    """Lay a draft ready for each critic that waits, or for one."""
    laid = telling.lay_ready(member=member_of(request), improvement=key, who=request.POST.getlist("who"))
    n = len(laid.ready)
    said = ngettext("%s draft lies ready.", "%s drafts lie ready.", n) % spelled(n)
    words = f"{opening(said)} {gettext('Nothing was sent: read, edit and send each.')}" if n else ""
    words = words or gettext("No draft was laid: %s.") % "; ".join(f"{name}, {why}" for name, why in laid.left_out[:3])
    return onward(request, words, reverse("improvement", args=[key]))


@deciders_only
def leave_alone(request: HttpRequest) -> HttpResponse:
    """They do not want to hear from us."""
    posted = request.POST
    actor = _number(posted.get("actor", ""))
    made = telling.leave_alone(member=member_of(request), actor=actor, reason=posted.get("reason", ""))
    undo = reverse("may-be-told", args=[made.pk])
    return onward(request, gettext("Left alone: %s.") % made.actor, reverse("criticism"), undo=undo)


@deciders_only
def may_be_told(request: HttpRequest, key: int) -> HttpResponse:
    """They may be written to after all."""
    telling.may_be_told(member=member_of(request), left_alone=key)
    return onward(request, gettext("Taken back."), reverse("criticism"))


@deciders_only
def mark(request: HttpRequest, post: int) -> HttpResponse:
    """This is criticism, or it is none."""
    says = request.POST.get("says", "yes") != "no"
    made = telling.mark(member=member_of(request), post=post, says=says)
    said = gettext("Marked as criticism.") if says else gettext("It is no criticism.")
    return onward(request, said, reverse("criticism"), undo=reverse("unmark-criticism", args=[made.pk]))


@deciders_only
def unmark(request: HttpRequest, key: int) -> HttpResponse:
    """Take that back."""
    telling.unmark(member=member_of(request), mark=key)
    return onward(request, gettext("Taken back."), reverse("criticism"))


def _by_state(made: Sequence[ImprovementShown]) -> list[tuple[str, list[ImprovementShown]]]:
    states = (
        ("open", gettext("Open")),
        ("decided", gettext("Decided")),
        ("done", gettext("Done")),
        ("declined", gettext("Declined")),
    )
    return [(name, some) for state, name in states if (some := [one for one in made if one.state == state])]


def _owners() -> list[Member]:
    return list(Member.objects.filter(is_active=True).exclude(role=Role.READER).order_by("first_name", "username"))


def _done(request: HttpRequest, words: str, key: int) -> HttpResponse:
    """Say it, with what takes the last change back."""
    last = next((one for one in changes(key, limit=1) if not one.undone), None)
    undo = reverse("undo-improvement", args=[last.id]) if last else ""
    return onward(request, words, reverse("improvement", args=[key]), undo=undo)


def _posts(items: Sequence[str]) -> list[int]:
    return [item(words).key for words in items]


def _member(words: str) -> Member | None:
    if not words or words == "0":
        return None
    found = Member.objects.filter(pk=_number(words), is_active=True).first()
    if found is None:
        raise NothingToTie(gettext("That colleague is not here any more."))
    return found


def _number(words: str) -> int:
    if not (words.isascii() and words.isdecimal() and len(words) < 19):
        raise CannotBe(gettext("Choose one of the list."))
    return int(words)


def _title(page: CriticismPage) -> str:
    """The need that shows most, where that is sure; else what waits; else that nothing does."""
    if most := _most(page.found):
        return gettext("Criticism shows most of all a need: %s") % most
    waits = page.found.taken_up.n - page.found.taken_up.k
    if waits:
        said = ngettext("%s post of criticism waits to be taken up", "%s posts of criticism wait to be taken up", waits)
        return opening(said % spelled(waits))
    return gettext("All criticism is taken up") if page.found.taken_up.n else gettext("No criticism was heard")


def _most(all_of_it: Found) -> str:
    """The need behind which surely more people stand than behind any other; empty where that cannot be told."""
    needs = [group for group in all_of_it.groups if group.need]
    first, second = (needs[0].people if needs else None), (needs[1].people if needs[1:] else None)
    if first is None or first.low is None:
        return ""
    return needs[0].name if first.low > (second.high if second and second.high is not None else 0) else ""
