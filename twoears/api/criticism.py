"""Criticism by the need behind it, improvements, and who heard back."""

from django.http import HttpRequest, HttpResponse
from ninja import Router

from twoears.api import asked_of_criticism as asked
from twoears.api.asked import Key, Limit, Words, cursor, link_next, turned
from twoears.api.credentials import DECIDE, READ, member_of
from twoears.api.shapes import criticism as shapes
from twoears.conversations.criticism import actions
from twoears.conversations.criticism.models import CriticismMark, LeftAlone
from twoears.conversations.criticism.pages.found import found, of_need
from twoears.conversations.criticism.pages.improving import Improvements, change_shown, improvements, one_improvement
from twoears.conversations.criticism.pages.showing import ChangeShown, Found, Laid, WholeImprovement
from twoears.conversations.criticism.telling import actions as telling
from twoears.conversations.criticism.trouble import NothingToTie
from twoears.team.models import Member
from twoears.understanding.needs.pages import one_code

router = Router(tags=["criticism"])


@router.get("/criticism", response=shapes.FoundCriticism, auth=READ)
def find_criticism(request: HttpRequest) -> Found:
    """All criticism: how much is taken up, and the rest by the need behind it."""
    return found()


@router.get("/criticism/posts", response=shapes.CriticismPosts, auth=READ)
def list_criticism(
    request: HttpRequest, response: HttpResponse, need: Key | None = None, after: Words = "", limit: Limit = 40
) -> dict[str, object]:
    """Criticism of one need (of none that was coded, without) that nothing takes up yet; the latest first."""
    start = int(turned(after) or 0)
    some, in_all = of_need(one_code(need).id if need else 0, start=start, limit=limit)
    onward = cursor(str(start + limit)) if start + limit < in_all else None
    link_next(request, response, onward)
    return {"items": some, "in_all": in_all, "next": onward}


@router.post("/criticism/marks", response={201: shapes.CriticismMark}, auth=DECIDE)
def mark_criticism(request: HttpRequest, said: asked.MarkedAs) -> dict[str, object]:
    """Say that a post is criticism, or that it is none."""
    made: CriticismMark = telling.mark(member=member_of(request), post=said.post, says=said.says)
    return {"id": made.pk, "post": made.post_id, "says": made.says}


@router.delete("/criticism/marks/{criticism_mark}", response={204: None}, auth=DECIDE)
def unmark_criticism(request: HttpRequest, criticism_mark: Key) -> None:
    """Take it back; what was said before it stands again."""
    telling.unmark(member=member_of(request), mark=criticism_mark)


@router.post("/criticism/left-alone", response={201: shapes.LeftAlone}, auth=DECIDE)
def leave_alone(request: HttpRequest, said: asked.LeaveThemAlone) -> dict[str, object]:
    """No draft is laid for them any more."""
    made: LeftAlone = telling.leave_alone(member=member_of(request), actor=said.actor, reason=said.reason)
    return {"id": made.pk, "actor": made.actor_id, "reason": made.reason}


@router.delete("/criticism/left-alone/{left_alone}", response={204: None}, auth=DECIDE)
def may_be_told(request: HttpRequest, left_alone: Key) -> None:
    """They may be written to after all."""
    telling.may_be_told(member=member_of(request), left_alone=left_alone)


@router.get("/criticism/improvements", response=shapes.Improvements, auth=READ)
def list_improvements(request: HttpRequest) -> Improvements:
    """What is made better, and what came of it."""
    return improvements()


@router.post("/criticism/improvements", response={201: shapes.WholeImprovement}, auth=DECIDE)
def improve(request: HttpRequest, new: asked.NewImprovement) -> WholeImprovement:
    """A new improvement, with the criticism that it is about."""
    made = actions.improve(
        member=member_of(request), title=new.title, need=new.need, owner=_owner(new.owner), posts=new.posts
    )
    return one_improvement(made.pk)


@router.get("/criticism/improvements/{improvement}", response=shapes.WholeImprovement, auth=READ)
def show_improvement(request: HttpRequest, improvement: Key) -> WholeImprovement:
    """An improvement with its critics."""
    return one_improvement(improvement)


@router.post("/criticism/improvements/{improvement}/change", response=shapes.WholeImprovement, auth=DECIDE)
def describe_improvement(request: HttpRequest, improvement: Key, changed: asked.ChangedImprovement) -> WholeImprovement:
    """Another title or need."""
    actions.describe(member=member_of(request), improvement=improvement, title=changed.title, need=changed.need)
    return one_improvement(improvement)


@router.post("/criticism/improvements/{improvement}/owner", response=shapes.WholeImprovement, auth=DECIDE)
def own_improvement(request: HttpRequest, improvement: Key, given: asked.Owner) -> WholeImprovement:
    """Whose it is."""
    actions.give_owner(member=member_of(request), improvement=improvement, owner=_owner(given.owner))
    return one_improvement(improvement)


@router.post("/criticism/improvements/{improvement}/state", response=shapes.WholeImprovement, auth=DECIDE)
def decide_improvement(request: HttpRequest, improvement: Key, decided: asked.WhatBecomes) -> WholeImprovement:
    """Decide, decline with a reason, or say what was done."""
    member = member_of(request)
    if decided.state == "decided":
        actions.decide(member=member, improvement=improvement)
    elif decided.state == "declined":
        actions.decline(member=member, improvement=improvement, reason=decided.words)
    else:
        actions.done(member=member, improvement=improvement, what=decided.words, link=decided.link)
    return one_improvement(improvement)


@router.post("/criticism/improvements/{improvement}/tie", response=shapes.WholeImprovement, auth=DECIDE)
def tie_criticism(request: HttpRequest, improvement: Key, about: asked.AboutPosts) -> WholeImprovement:
    """These posts are what it is about; what was tied to another improvement is moved."""
    actions.tie(member=member_of(request), improvement=improvement, posts=about.posts)
    return one_improvement(improvement)


@router.post("/criticism/improvements/{improvement}/take-off", response=shapes.WholeImprovement, auth=DECIDE)
def take_off_criticism(request: HttpRequest, improvement: Key, about: asked.AboutPosts) -> WholeImprovement:
    """These posts are not what it is about."""
    actions.take_off(member=member_of(request), improvement=improvement, posts=about.posts)
    return one_improvement(improvement)


@router.post("/criticism/improvements/{improvement}/drafts", response=shapes.DraftsLaid, auth=DECIDE)
def lay_drafts(request: HttpRequest, improvement: Key, whom: asked.ForWhom) -> Laid:
    """Lay a draft of this member's ready for each critic who waits. Nothing is sent: each is read, edited and sent."""
    return telling.lay_ready(member=member_of(request), improvement=improvement, who=whom.who)


@router.delete("/criticism/changes/{improvement_change}", response=shapes.ImprovementChange, auth=DECIDE)
def undo_improvement_change(request: HttpRequest, improvement_change: Key) -> ChangeShown:
    """Take back what was done to an improvement; what came after it is taken back first."""
    return change_shown(actions.undo(member=member_of(request), change=improvement_change))


def _owner(username: str | None) -> Member | None:
    if not username:
        return None
    found = Member.objects.filter(username__iexact=username, is_active=True).first()
    if found is None:
        raise NothingToTie(f"Nobody signs in as {username[:60]!r}.")
    return found
