"""Queries: what is listened for, what it heard, whether that is meant, what is left out, and where it goes."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Query as Asked
from ninja import Router

from twoears.api.asked import (
    ChangedQuery,
    Judged,
    Key,
    LeftOut,
    Limit,
    Moment,
    NewQuery,
    QueryText,
    WhereHitsGo,
    Which,
    Words,
    cursor,
    link_next,
    turned,
)
from twoears.api.credentials import DECIDE, READ, member_of
from twoears.api.problems import Problem
from twoears.api.shapes import queries as shapes
from twoears.api.shapes.measures import Number as NumberShape
from twoears.lib.intervals import Number
from twoears.lib.text import place
from twoears.listening.errors import QueryError
from twoears.queries import actions
from twoears.queries.models import Exclusion, Query
from twoears.queries.pages import hits as found
from twoears.queries.pages.heard import VIEWS
from twoears.queries.pages.lists import delivered, exclusions, precision, queries, query_shown
from twoears.queries.pages.numbers import share_of_voice, volume
from twoears.queries.pages.trying import preview, read
from twoears.queries.shown import Delivered, ExclusionShown, Preview, QueryShown, Read, Volume

router = Router(tags=["queries"])


@router.get("/queries", response=shapes.Queries, auth=READ)
def list_queries(
    request: HttpRequest, response: HttpResponse, after: Words = "", limit: Limit = 40
) -> dict[str, object]:
    """What is listened for, a page at a time, by name."""
    start = place(turned(after))
    rows = queries(limit=limit + 1, after=start)
    onward = cursor(str(start + limit)) if len(rows) > limit else None
    link_next(request, response, onward)
    return {"items": rows[:limit], "next": onward, "total": Query.objects.filter(removed_at=None).count()}


@router.post("/queries", response={201: shapes.QueryShown}, auth=DECIDE)
def add_query(request: HttpRequest, asked: NewQuery) -> QueryShown:
    """Listen for something, in what was heard and in what comes. The hits of history follow with the next rounds."""
    with _readable("body.text"):
        made = actions.add(
            member=member_of(request), text=asked.text, name=asked.name, team=member_of(request).teams.first(),
            on_today=asked.on_today, in_mail=asked.in_mail,
        )  # fmt: skip
    return query_shown(made)


@router.get("/queries/lint", response=shapes.Read, auth=READ)
def lint_query(request: HttpRequest, text: QueryText) -> Read:
    """What is wrong with a text, or what to look at in it; nothing is kept."""
    return read(text)


@router.get("/queries/preview", response=shapes.Preview, auth=READ)
def preview_query(request: HttpRequest, text: QueryText) -> Preview:
    """What a query would have heard in the last thirty days, and twenty of that by chance.

    Days, here and elsewhere, are those up to the last one on which anything was heard; our own posts are left out.
    """
    with _readable("query.text"):
        return preview(text)


@router.get("/queries/share", response=shapes.Share, auth=READ)
def share_of_queries(
    request: HttpRequest,
    id: Annotated[list[Words], Asked(min_length=1, max_length=20)],
    since: Moment | None = None,
    until: Moment | None = None,
) -> dict[str, list[Number]]:
    """Share of voice: for each query its share of all stories that any of them heard, copies counted once."""
    kept = [_kept(public_id) for public_id in dict.fromkeys(id)]
    return {"items": list(share_of_voice(kept, since=since, until=until))}


@router.get("/queries/{slug:public_id}", response=shapes.QueryShown, auth=READ)
def one_query(request: HttpRequest, public_id: str) -> QueryShown:
    """One query, also one that was removed."""
    return query_shown(_kept(public_id))


@router.post("/queries/{slug:public_id}/change", response=shapes.QueryShown, auth=DECIDE)
def change_query(request: HttpRequest, public_id: str, asked: ChangedQuery) -> QueryShown:
    """Another name or other words; other words are asked of everything anew."""
    query, member = _kept(public_id), member_of(request)
    with _readable("body.text"):
        if asked.text is not None:
            actions.change(member=member, query=query, text=asked.text)
    if asked.name is not None:
        actions.rename(member=member, query=query, name=asked.name)
    return query_shown(query)


@router.post("/queries/{slug:public_id}/remove", response=shapes.QueryShown, auth=DECIDE)
def remove_query(request: HttpRequest, public_id: str) -> QueryShown:
    """Listen for it no more; what it found stays."""
    actions.remove(member=member_of(request), query=_kept(public_id))
    return query_shown(_kept(public_id))


@router.post("/queries/{slug:public_id}/bring-back", response=shapes.QueryShown, auth=DECIDE)
def bring_back_query(request: HttpRequest, public_id: str) -> QueryShown:
    """Listen for it again, and for what came meanwhile."""
    actions.bring_back(member=member_of(request), query=_kept(public_id))
    return query_shown(_kept(public_id))


@router.get("/queries/{slug:public_id}/hits", response=shapes.Hits, auth=READ)
def hits_of_query(
    request: HttpRequest,
    response: HttpResponse,
    public_id: str,
    after: Words = "",
    limit: Limit = 30,
    copies: bool = False,
    which: Which = "heard",
    since: Moment | None = None,
    until: Moment | None = None,
) -> dict[str, object]:
    """What it heard, the latest first; of each story the latest post, or each post with `copies`.

    Other views: what we said ourselves (`ours`), and what members left out (`hidden`), each post of both.
    """
    query, start = _kept(public_id), place(turned(after))
    folded = which == "heard" and not copies
    among = VIEWS[which]([query], since, until)
    rows = (found.once_of if folded else found.each_of)(query, among, limit=limit + 1, after=start)
    onward = cursor(str(start + limit)) if len(rows) > limit else None
    link_next(request, response, onward)
    return {"items": rows[:limit], "next": onward}


@router.get("/queries/{slug:public_id}/volume", response=shapes.Volume, auth=READ)
def volume_of_query(
    request: HttpRequest, public_id: str, since: Moment | None = None, until: Moment | None = None
) -> Volume:
    """How much was heard by day, where, in which language and by whom; our own posts are left out."""
    return volume(_kept(public_id), since=since, until=until)


@router.post("/queries/{slug:public_id}/marks", response={201: NumberShape}, auth=DECIDE)
def mark_hit(request: HttpRequest, public_id: str, asked: Judged) -> Number:
    """Say whether a hit is what the query is after; answered with the share that is meant, by all marks so far."""
    query = _kept(public_id)
    hit = query.hits.filter(post=asked.post).select_related("post").first()
    if hit is None:
        raise Http404("The query has not found that post.")
    actions.mark(member=member_of(request), query=query, post=hit.post, right=asked.right)
    return precision(query)


@router.post("/queries/{slug:public_id}/marks/{post}/undo", response=NumberShape, auth=DECIDE)
def unmark_hit(request: HttpRequest, public_id: str, post: Key) -> Number:
    """Take back what you said of a hit; what you had said before stands again. Answered as marking is."""
    query, member = _kept(public_id), member_of(request)
    made = actions.standing_mark(member=member, query=query, post=post)
    if made is None:
        raise Http404("You have said nothing of that post.")
    actions.unmark(member=member, mark=made)
    return precision(query)


@router.get("/queries/{slug:public_id}/exclusions", response=shapes.Exclusions, auth=READ)
def list_exclusions(request: HttpRequest, public_id: str) -> dict[str, object]:
    """What is left out of it."""
    return {"items": exclusions(_kept(public_id))}


@router.post("/queries/{slug:public_id}/exclusions", response={201: shapes.ExclusionShown}, auth=DECIDE)
def leave_out(request: HttpRequest, public_id: str, asked: LeftOut) -> ExclusionShown:
    """Hide what this query finds too; the hits stay."""
    query = _kept(public_id)
    with _readable("body.text"):
        made = actions.exclude(member=member_of(request), query=query, text=asked.text)
    return next(one for one in exclusions(query) if one.id == made.pk)


@router.post("/queries/{slug:public_id}/exclusions/{exclusion}/undo", response=shapes.Exclusions, auth=DECIDE)
def show_again(request: HttpRequest, public_id: str, exclusion: Key) -> dict[str, object]:
    """Show again what an exclusion hid; answered with those that are left."""
    query = _kept(public_id)
    left = Exclusion.objects.filter(query=query, pk=exclusion).first()
    if left is None:
        raise Http404("Nothing is left out under that number.")
    actions.include_again(member=member_of(request), exclusion=left)
    return {"items": exclusions(query)}


@router.post("/queries/{slug:public_id}/deliver", response=shapes.Delivered, auth=DECIDE)
def deliver_query(request: HttpRequest, public_id: str, asked: WhereHitsGo) -> Delivered:
    """Where its hits go: a webhook from now on, a row on Today, a word when it is said unusually often, a feed."""
    query, member = _kept(public_id), member_of(request)
    actions.deliver_to(
        member=member, query=query, webhook=asked.webhook, on_today=asked.on_today, alerts=asked.alerts,
        with_words=asked.with_words,
    )  # fmt: skip
    if asked.in_mail is not None:
        actions.put_in_mail(member=member, query=query, in_mail=asked.in_mail)
    if asked.feed and not query.feed_key:
        actions.open_feed(member=member, query=query)
    if not asked.feed and query.feed_key:
        actions.close_feed(member=member, query=query)
    return delivered(_kept(public_id))


def _kept(public_id: str) -> Query:
    found = Query.objects.filter(public_id=public_id).first()
    if found is None:
        raise Http404("There is no such query.")
    return found


@contextmanager
def _readable(where: str) -> Iterator[None]:
    """A text that is no query is a 422 that says where in it."""
    try:
        yield
    except QueryError as error:
        raise Problem(422, f"{error.message} {error.suggestion}".strip(), [(where, str(error))]) from error
