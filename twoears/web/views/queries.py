"""Queries: what a team listens for, what it heard of it, and a new one that is tried before it is kept."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from twoears.lib.intervals import Number
from twoears.lib.text import place
from twoears.listening.errors import QueryError
from twoears.queries import actions
from twoears.queries.models import Hit, Query
from twoears.queries.pages.heard import VIEWS, last_day, last_days
from twoears.queries.pages.hits import each_of, once_of
from twoears.queries.pages.lists import DAYS, delivered, exclusions, precision_of, queries, query_shown, removed
from twoears.queries.pages.numbers import share_of_voice, volume
from twoears.queries.pages.trying import preview, read
from twoears.queries.shown import Delivered, ExclusionShown, HitShown, Preview, QueryShown, Read, Volume
from twoears.web.doors import deciders_only, member_of, members_only, onward, show, zone_of
from twoears.web.views import query_words as words
from twoears.web.volumes import whole

MOST, A_PAGE = 100, 20
_LONGEST = 25_000  # characters that are read of a text, which is longer than a query may be
_BESIDE, _OTHERS = 5, 50  # queries beside the one that is looked at, and those to choose from


@dataclass(frozen=True, slots=True, kw_only=True)
class QueriesPage:
    """The list, and those that were removed; `within` says which days the columns stand for."""

    title: str
    within: str
    queries: tuple[QueryShown, ...]
    removed: tuple[QueryShown, ...]
    next: int


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryPage:
    """One query in a period: what it heard, and its hits: heard ones with copies folded, ours, or those left out."""

    title: str
    under: str
    query: QueryShown
    period: str
    which: str
    volume: Volume
    hits: tuple[HitShown, ...]
    listed: str
    next: int
    beside: tuple[Number, ...]
    exclusions: tuple[ExclusionShown, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPage:
    """A query that is being written, what it says, and what it would hear."""

    name: str
    read: Read
    preview: Preview | None
    title: str
    under: str
    drawn: str


@members_only
def kept(request: HttpRequest) -> HttpResponse:
    """The list of queries."""
    after = place(request.GET.get("after", ""))
    found = queries(limit=MOST + 1, after=after)
    page = QueriesPage(
        title=words.list_title(Query.objects.filter(removed_at=None).count()),
        within=words.within_days(DAYS, last_day()),
        queries=found[:MOST],
        removed=removed()[:MOST],
        next=after + MOST if len(found) > MOST else 0,
    )
    return show(request, "pages/queries.html", page, json="/queries.json")


@members_only
def one(request: HttpRequest, public_id: str) -> HttpResponse:
    """One query and what it heard."""
    query = _query(public_id)
    shown, beside = query_shown(query), _beside(request, query)
    page = _page(request, query, shown, beside)
    return show(
        request,
        "pages/query.html",
        page,
        periods=tuple(words.PERIODS.items()),
        views=words.views(page.volume),
        here=_here(request, page),
        days=_every_day(page),
        others=Query.objects.filter(removed_at=None).exclude(pk=query.pk).order_by("name")[:_OTHERS],
        chosen=[other.public_id for other in beside],
        json=f"{reverse('query', args=[query.public_id])}.json?{request.GET.urlencode()}",
        going=_going(request, query) if member_of(request).may_decide else None,
    )


def _every_day(page: QueryPage) -> list[tuple[date, int]]:
    """The days of the period, also those on which nothing was heard."""
    last, days = page.query.last_day, words.days_of(page.period)
    first = last - timedelta(days=days - 1) if days else None
    return whole(page.volume.days, first, last) if page.volume.days else []


def _here(request: HttpRequest, page: QueryPage) -> str:
    """The address of what is shown, with its period also where that was not chosen: a decision comes back to it."""
    asked = request.GET.copy()
    asked["period"] = page.period
    return f"{reverse('query', args=[page.query.id])}?{asked.urlencode()}"


def span_of(period: str) -> tuple[datetime | None, datetime | None]:
    """Where a period begins and ends; open where it is everything."""
    days = words.days_of(period)
    return last_days(days) if days else (None, None)


def among(query: Query, asked: QueryDict) -> QuerySet[Hit]:
    """The hits that the address of its page asks for."""
    return VIEWS[_which(asked)]([query], *span_of(asked.get("period", "")))


def _which(asked: QueryDict) -> str:
    which = asked.get("which", "")
    return which if which in VIEWS else "heard"


def _page(request: HttpRequest, query: Query, shown: QueryShown, beside: list[Query]) -> QueryPage:
    period = request.GET.get("period", "")
    period = period if period in words.PERIODS else "30" if any(shown.days) else "all"
    since, until = span_of(period)
    after, which = place(request.GET.get("after", "")), _which(request.GET)
    rows = once_of if which == "heard" else each_of
    found = rows(query, VIEWS[which]([query], since, until), limit=A_PAGE + 1, after=after)
    counted = volume(query, since=since, until=until)
    return QueryPage(
        title=words.query_title(shown, counted, period),
        under=words.query_under(shown, counted),
        query=shown,
        period=period,
        which=which,
        volume=counted,
        hits=found[:A_PAGE],
        listed=words.listed(which, counted, after, len(found[:A_PAGE])),
        next=after + A_PAGE if len(found) > A_PAGE else 0,
        beside=share_of_voice([query, *beside], since=since, until=until) if beside else (),
        exclusions=exclusions(query),
    )


@members_only
def new(request: HttpRequest) -> HttpResponse:
    """A query that is being written. With `try` it is tried on what was heard; POST, as its marks come along."""
    if request.method not in ("GET", "POST"):
        return HttpResponseNotAllowed(["GET", "POST"])
    asked = request.POST if request.method == "POST" else request.GET
    text, name = asked.get("use") or asked.get("text", ""), asked.get("name", "")
    page = _tried(text, name, _marks(request)) if "try" in asked else _untried(text, name)
    if request.headers.get("HX-Request"):
        with timezone.override(zone_of(request)):
            return render(request, "parts/query_preview.html", {"page": page})
    return show(request, "pages/query_new.html", page)


@members_only
def look(request: HttpRequest) -> HttpResponse:
    """What is wrong with a text, or what to look at, while it is typed."""
    page = _untried(request.GET.get("text", ""), "")
    return render(request, "parts/query_read.html", {"page": page})


@members_only
def judged(request: HttpRequest) -> HttpResponse:
    """The precision of a sample while it is marked; nothing is kept."""
    return render(request, "parts/query_precision.html", {"precision": precision_of(_marks(request))})


def _untried(text: str, name: str) -> NewPage:
    return NewPage(name=name[:120], read=read(text[:_LONGEST]), preview=None, title="", under="", drawn="")


def _tried(text: str, name: str, marks: Mapping[int, bool]) -> NewPage:
    page = _untried(text, name)
    if page.read.mistake is not None:
        return page
    shown = preview(text, marks=marks)
    return replace(
        page,
        preview=shown,
        title=words.preview_title(shown),
        under=words.preview_under(shown),
        drawn=words.preview_drawn(shown),
    )


@deciders_only
def keep(request: HttpRequest) -> HttpResponse:
    """Keep a new query with the marks of its sample; one with a mistake is shown again."""
    member, text = member_of(request), request.POST.get("text", "")
    try:
        made = actions.add(
            member=member, text=text, name=request.POST.get("name", ""), team=member.teams.first(),
            on_today=bool(request.POST.get("on_today")), in_mail=bool(request.POST.get("in_mail")),
        )  # fmt: skip
    except QueryError:
        page = _untried(text, request.POST.get("name", ""))
        return show(request, "pages/query_new.html", page, status=422)
    actions.mark_all(member=member, query=made, marks=_marks(request))
    there = reverse("query", args=[made.public_id])
    return onward(request, gettext("Kept. It is asked of everything that was heard, and of what comes."), there)


def _marks(request: HttpRequest) -> dict[int, bool]:
    """post -> meant or not, from fields `mark-POST`."""
    fields = ((name.removeprefix("mark-"), said) for name, said in request.POST.items() if name.startswith("mark-"))
    return {
        int(post): said == "y" for post, said in fields if post.isdecimal() and len(post) < 19 and said in ("y", "n")
    }


def _query(public_id: str) -> Query:
    found = Query.objects.filter(public_id=public_id).first()
    if found is None:
        raise Http404("There is no such query.")
    return found


def _beside(request: HttpRequest, query: Query) -> list[Query]:
    wanted = request.GET.getlist("beside")[:_BESIDE]
    return list(Query.objects.filter(public_id__in=wanted, removed_at=None).exclude(pk=query.pk).order_by("name"))


def _going(request: HttpRequest, query: Query) -> dict[str, object]:
    """Where hits go, with the addresses and the secret, for those who may change it."""
    shown: Delivered = delivered(query)
    feed = request.build_absolute_uri(reverse("query-feed", args=[query.public_id]))
    return {
        "to": shown,
        "secret": actions.webhook_secret(member=member_of(request), query=query),
        "json_feed": f"{feed}?key={shown.feed_key}" if shown.feed_key else "",
        "atom": f"{feed}.atom?key={shown.feed_key}" if shown.feed_key else "",
    }
