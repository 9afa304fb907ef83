"""Today, conversations, what is decided about them, and Find."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from twoears.api.asked import HandOver, Key, Kind, Later, Limit, Tab, Words, Written, cursor, link_next, turned
from twoears.api.credentials import DECIDE, READ, member_of
from twoears.api.problems import Problem
from twoears.api.shapes import conversations as shapes
from twoears.conversations import actions
from twoears.conversations import one as values
from twoears.conversations.finding import KINDS
from twoears.conversations.models import Decision, Standing
from twoears.conversations.pages import finding, queue, thread
from twoears.conversations.today import Today
from twoears.lib.text import place
from twoears.team.models import Member, Team

router = Router(tags=["conversations"])


@router.get("/today", response=shapes.Today, auth=READ)
def today(request: HttpRequest, limit: Limit = 12) -> Today:
    """Who needs us, and why; the most urgent first."""
    return queue.today(member_of(request), limit=limit)


@router.get("/conversations", response=shapes.Conversations, auth=READ)
def list_conversations(
    request: HttpRequest,
    response: HttpResponse,
    tab: Tab = "waiting",
    network: Words = "",
    lang: Words = "",
    label: Words = "",
    about: Words = "",
    q: Words = "",
    after: Words = "",
    limit: Limit = 30,
) -> dict[str, object]:
    """Conversations a page at a time: those that wait (the most urgent first), else the latest first.

    `lang` is a language by two letters, or `mine` for those in which the member answers; `label` is what a reader made
    of something that they said, such as `complaint`; `about` is what was named in it, such as `place:berlin`.
    """
    page = queue.conversations(
        member_of(request),
        tab=tab,
        network=network,
        lang=lang,
        label=label,
        about=about,
        q=q,
        after=turned(after),
        limit=limit,
    )
    onward = cursor(page.after)
    link_next(request, response, onward)
    return {
        "items": page.rows,
        "next": onward,
        "total": page.total,
        "networks": page.networks,
        "languages": page.languages,
    }


@router.get("/conversations/{slug:public_id}", response=shapes.Conversation, auth=READ)
def one_conversation(
    request: HttpRequest,
    response: HttpResponse,
    public_id: str,
    everything: Annotated[bool, Query(alias="all")] = False,
) -> values.Conversation:
    """One conversation with its last 60 messages, or `all`. Its ETag goes back as If-Match with a decision."""
    found = thread.conversation(public_id, member_of(request), everything=everything)
    response["ETag"] = f'"{found.etag}"'
    return found


@router.post("/conversations/{slug:public_id}/done", response={201: shapes.Decided}, auth=DECIDE)
def done(request: HttpRequest, public_id: str) -> values.Decided:
    """Nothing more to do here until somebody speaks again."""
    with _unchanged(request, public_id) as member:
        return _decided(actions.done(member=member, conversation=public_id))


@router.post("/conversations/{slug:public_id}/answered", response={201: shapes.Decided}, auth=DECIDE)
def answered(request: HttpRequest, public_id: str) -> values.Decided:
    """It was answered in the original place; the answer will be heard from there, and the draft is put away."""
    with _unchanged(request, public_id) as member:
        actions.save_draft(member=member, conversation=public_id, text="")
        return _decided(actions.answered_there(member=member, conversation=public_id))


@router.post("/conversations/{slug:public_id}/later", response={201: shapes.Decided}, auth=DECIDE)
def later(request: HttpRequest, public_id: str, asked: Later) -> values.Decided:
    """Leave it until then, or until somebody speaks again."""
    with _unchanged(request, public_id) as member:
        return _decided(actions.later(member=member, conversation=public_id, until=asked.until))


@router.post("/conversations/{slug:public_id}/hand-over", response={201: shapes.Decided}, auth=DECIDE)
def hand_over(request: HttpRequest, public_id: str, asked: HandOver) -> values.Decided:
    """Give it to a colleague, by username, or to a team, by name; to nobody takes it back."""
    with _unchanged(request, public_id) as member:
        made = actions.hand_over(
            member=member,
            conversation=public_id,
            to_member=_colleague(asked.to_member) if asked.to_member else None,
            to_team=_team(asked.to_team) if asked.to_team else None,
            reason=asked.reason,
        )
        return _decided(made)


@router.post("/conversations/{slug:public_id}/notes", response={201: shapes.Note}, auth=DECIDE)
def write_note(request: HttpRequest, public_id: str, asked: Written) -> values.Note:
    """A note that only the team sees."""
    with _unchanged(request, public_id) as member:
        made = actions.annotate(member=member, conversation=public_id, text=asked.text)
        return values.Note(id=made.pk, member=str(member), text=made.text, at=made.made_at)


@router.post("/conversations/{slug:public_id}/draft", response=shapes.Draft, auth=DECIDE)
def keep_draft(request: HttpRequest, public_id: str, asked: Written) -> dict[str, str]:
    """Keep a reply in the making, which only you see; empty words throw it away. Nothing is sent."""
    with _unchanged(request, public_id) as member:
        kept = actions.save_draft(member=member, conversation=public_id, text=asked.text)
        return {"text": kept.text if kept else ""}


@router.post("/decisions/{decision}/undo", response=shapes.Decided, auth=DECIDE)
def undo(request: HttpRequest, decision: Key) -> values.Decided:
    """Take a decision back; undone twice is undone once."""
    return _decided(actions.undo(member=member_of(request), decision=decision))


@router.get("/find", response=shapes.Found, auth=READ, tags=["find"])
def find(
    request: HttpRequest,
    response: HttpResponse,
    q: Words,
    limit: Limit = 20,
    kind: Kind | None = None,
    after: Words = "",
) -> dict[str, object]:
    """People by name, handle or mail; conversations and posts by words. At most `limit` of each kind.

    With `kind` only those, a page at a time.
    """
    start = place(turned(after))
    if start and kind is None:
        raise Problem(422, "Say of which kind there is to be more.", [("query.kind", "needed with `after`")])
    found = finding.look_for(q, member=member_of(request), limit=limit, kind=kind or "", after=start)
    more = kind is not None and start + limit < found.total(kind)
    onward = cursor(str(start + limit)) if more else None
    link_next(request, response, onward)
    return {"items": found.hits, "total": {one: found.total(one) for one in KINDS}, "next": onward}


@contextmanager
def _unchanged(request: HttpRequest, public_id: str) -> Iterator[Member]:
    """Whoever sends If-Match decides about the conversation as they saw it, else 412."""
    member, wanted = member_of(request), request.headers.get("If-Match", "").strip()
    with transaction.atomic():
        if wanted and wanted != "*":
            found = actions.the_thread(member, public_id)
            # Held until the decision is written: of two who decide at once, the second must see the first.
            Standing.objects.select_for_update().filter(thread=found).first()
            if thread.conversation(public_id, member).etag not in _tags(wanted):
                raise Problem(412, "Somebody has spoken or decided since you looked. Look again, then decide.")
        yield member


def _tags(header: str) -> set[str]:
    # The compression on the way out marks tags as weak; they are the same to us, for they name a state, not bytes.
    return {tag.strip().removeprefix("W/").strip('"') for tag in header.split(",")}


def _decided(made: Decision) -> values.Decided:
    return values.Decided(
        id=made.pk,
        kind=made.kind,
        member=str(made.member or ""),
        at=made.made_at,
        until=made.until,
        to=str(made.to_member or made.to_team or ""),
        undone=made.undone_at is not None,
    )


def _colleague(username: str) -> Member:
    found = Member.objects.filter(username=username, is_active=True).first()
    if found is None:
        raise Problem(422, "That colleague is not here.", [("body.to_member", "no such username")])
    return found


def _team(name: str) -> Team:
    found = Team.objects.filter(name=name).first()
    if found is None:
        raise Problem(422, "That team is not here.", [("body.to_team", "no such team")])
    return found
