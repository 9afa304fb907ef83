"""Reach: if we say this, who hears it, and through whom?"""

from dataclasses import replace
from typing import Final
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext

from twoears.activities.models import Actor
from twoears.lib.text import whole
from twoears.queries.audience.pages import QUERY, if_shared, reached
from twoears.queries.models import Query
from twoears.reach.exports import as_csv, as_graphml
from twoears.reach.pages import DAYS, NoReach, graph_now
from twoears.reach.showing import Reached
from twoears.reach.tasks import refresh
from twoears.reach.wanted import actions
from twoears.web.doors import deciders_only, member_of, members_only, onward, show
from twoears.web.reaching import KINDS_IN_WORDS, expected, seen_in_words, shown_as, spec, under

PERIODS: Final = ((90, "90 days"), (365, "a year"), (0, "all"))
AT_ONCE: Final = 20_000  # accounts; of more a request would wait too long, and the jobs count
MOST_SHARING: Final = 12
MOST_QUERIES: Final = 40
LARGEST: Final = 200_000  # ties that a page hands out at once; the command line hands out all


@members_only
def reach(request: HttpRequest) -> HttpResponse:
    """The rings, the audiences, and who carries us."""
    page = _page(request)
    asked = {"by": page.by, "days": page.days, **({"from": page.speaker} if page.speaker else {})}
    query = urlencode(asked)
    said = {door: f"/reach.{end}?{query}" for door, end in (("json", "json"), ("csv", "csv"), ("vl", "vl.json"))}
    said |= {"graphml": "/reach.graphml", "under": under(page)}
    offered = [(kind, KINDS_IN_WORDS[kind], urlencode(asked | {"by": kind})) for kind in page.offered]
    periods = [(days, name, urlencode(asked | {"days": days})) for days, name in PERIODS]
    said["least"] = shown_as(page.by, page.way.audience) if page.way else ""
    shown = [replace(one, name=shown_as(page.by, one.name)) for one in page.audiences]
    whole = gettext("the people you want") if page.by == "wanted" else gettext("the people heard here")
    kept = Query.objects.filter(removed_at=None).order_by("name").values_list("name", flat=True)[:MOST_QUERIES]
    said_so = [(f"{QUERY}{name}", name, urlencode(asked | {"by": f"{QUERY}{name}"})) for name in kept]
    chosen = _chosen(request)
    seen = if_shared(chosen, by=page.by, days=page.days) if chosen else None
    said["seen"] = seen_in_words(seen) if seen else ""
    whole = gettext("those who said so") if page.by.startswith(QUERY) else whole
    return show(request, "pages/reach.html", page, said=said, offered=offered, said_so=said_so, periods=periods,
                whole=whole, shown=shown, chosen=chosen, seen=seen,
                scale=expected(seen, whole) if seen else None)  # fmt: skip


@members_only
def as_table(request: HttpRequest) -> HttpResponse:
    """The audiences as CSV."""
    return _file(as_csv(_page(request)), "text/csv; charset=utf-8", "reach.csv")


@members_only
def as_graph(request: HttpRequest) -> HttpResponse:
    """The whole graph as GraphML, where it is not too large for a page."""
    found = graph_now()
    if found is None:
        raise Http404("Nothing was heard yet.")
    graph, names = found
    if graph.ties > LARGEST:
        words = f"The graph has {graph.ties:,} ties. Write it on the machine: twoears reach --to FILE.graphml"
        return HttpResponse(words, status=413, content_type="text/plain; charset=utf-8")
    return _file(as_graphml(graph, names), "application/graphml+xml; charset=utf-8", "reach.graphml")


@members_only
def as_picture(request: HttpRequest) -> HttpResponse:
    """The audiences as a Vega-Lite specification."""
    return JsonResponse(spec(_page(request)))


@deciders_only
def want(request: HttpRequest) -> HttpResponse:
    """Say whom you want to reach: a paste, or a file."""
    file = request.FILES.get("file")
    text = request.POST.get("text", "") or (actions.words_of(file.read) if file else "")
    made = actions.want(member=member_of(request), text=text, name=request.POST.get("name", "").strip())
    _soon()
    undo = reverse("wanted-decide", args=[made[0].pk, "remove"]) if len(made) == 1 else ""
    return onward(request, gettext("Noted: %s.") % ", ".join(one.name for one in made[:5]), reverse("reach"), undo)


@deciders_only
def decide(request: HttpRequest, key: int, what: str) -> HttpResponse:
    """Remove a list, or bring it back."""
    if what not in ("remove", "bring-back"):
        raise Http404(f"Nothing is called {what} here.")
    act = actions.remove if what == "remove" else actions.bring_back
    made = act(member=member_of(request), key=key)
    _soon()
    undo = reverse("wanted-decide", args=[key, "bring-back" if what == "remove" else "remove"])
    words = gettext("Removed: %s.") if what == "remove" else gettext("It stands again: %s.")
    return onward(request, words % made.name, reverse("reach"), undo)


def _soon() -> None:
    """Count at once where that is quick; else the jobs do, and the page says so."""
    if Actor.objects.count() <= AT_ONCE:
        refresh()


def _page(request: HttpRequest) -> Reached:
    days = request.GET.get("days", "")
    try:
        return reached(
            by=request.GET.get("by", ""),
            days=int(days) if days.isascii() and days.isdecimal() and len(days) < 6 else DAYS,
            speaker=request.GET.get("from", "").replace("\0", "")[:300],
        )
    except NoReach as error:
        raise Http404(str(error)) from error


def _chosen(request: HttpRequest) -> list[int]:
    """Who shares something, as was chosen."""
    words = request.GET.getlist("share")[:MOST_SHARING]
    return [int(word) for word in words if whole(word.removeprefix("-")) is not None]


def _file(words: str, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(words, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
