"""Sources: are both ears working?"""

from dataclasses import asdict, dataclass
from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from twoears.lib.counts import counted, lasting, spelled
from twoears.lib.text import place, whole
from twoears.publishing.pages import unsent
from twoears.sources import actions
from twoears.sources.health import WARNED, AsideShown, Health
from twoears.sources.models import Aside, Connection
from twoears.sources.pages import asides, asides_in_all, health, health_of
from twoears.web.doors import deciders_only, member_of, members_only, onward, show
from twoears.web.words import opening

_FIRST, _A_PAGE = 10, 50


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcesPage:
    """Every source and how it is doing, and what was set aside."""

    sources: tuple[dict[str, object], ...]
    asides: tuple[AsideShown, ...]
    asides_in_all: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AsidesPage:
    """What was set aside, of one source or of all; `after` leads on to what was set aside before."""

    source: int | None
    name: str
    asides: tuple[AsideShown, ...]
    asides_in_all: int
    after: str


@members_only
def sources(request: HttpRequest) -> HttpResponse:
    """The table of sources."""
    found, aside = health(), asides_in_all()
    page = SourcesPage(sources=tuple(_row(h) for h in found), asides=asides(limit=_FIRST), asides_in_all=aside)
    return show(request, "pages/sources.html", page, said=_said(found, aside), whole={h.id: h for h in found})


@members_only
def set_aside(request: HttpRequest) -> HttpResponse:
    """All that could not be read, or what could not be of one source."""
    key = request.GET.get("source", "")
    connection = get_object_or_404(Connection, pk=number) if (number := whole(key)) is not None else None
    only, start = connection.pk if connection else None, place(request.GET.get("after", ""))
    total = asides_in_all(only)
    page = AsidesPage(
        source=only,
        name=health_of(connection).name if connection else "",
        asides=asides(only, after=start, limit=_A_PAGE),
        asides_in_all=total,
        after=str(start + _A_PAGE) if total > start + _A_PAGE else "",
    )
    return show(request, "pages/asides.html", page, said={"title": opening(_asides(total))})


@deciders_only
def source(request: HttpRequest, key: int, what: str) -> HttpResponse:
    """Test, pause, resume or remove one source."""
    member, connection = member_of(request), get_object_or_404(Connection, pk=key)
    back = f"{reverse('sources')}#s{key}"
    if what == "test":
        return onward(request, actions.test(member=member, connection=connection), back)
    if what == "pause":
        actions.pause(member=member, connection=connection)
        return onward(request, gettext("Paused. What was heard stays."), back)
    if what == "resume":
        actions.resume(member=member, connection=connection)
        return onward(request, gettext("We listen again."), back)
    if what == "remove":
        actions.remove(member=member, connection=connection)
        return onward(request, gettext("Removed. What was heard through it stays."), reverse("sources"))
    raise Http404(f"There is nothing called {what} to do with a source.")


@deciders_only
def try_again(request: HttpRequest, key: int) -> HttpResponse:
    """Read a record once more that was set aside."""
    read = actions.try_again(member=member_of(request), aside=get_object_or_404(Aside, pk=key))
    words = (
        gettext("It could be read this time.")
        if read
        else gettext("It still cannot be read; the reason stands beside it.")
    )
    return onward(request, words, f"{reverse('sources')}#asides")


def covered(shown: Health) -> str:
    """What a source gave, in one line: read, new, known, and the time it covers."""
    parts = [gettext("%(read)s read, %(new)s new, %(known)s known already") % {
        "read": f"{shown.read:,}", "new": f"{shown.new:,}", "known": f"{shown.known:,}"}]  # fmt: skip
    if shown.first_heard and shown.last_heard:
        parts.append(gettext("covers %(first)s to %(last)s") % {
            "first": f"{shown.first_heard:%b %Y}", "last": f"{shown.last_heard:%b %Y}"})  # fmt: skip
    return " · ".join(parts)


def delayed(seconds: float) -> str:
    """How long after it was said we had it.

    >>> delayed(4), delayed(7200)
    ('heard 4 seconds after it is said', 'heard 2 hours after it is said')
    """
    length = counted(round(seconds), "second") if seconds < 90 else lasting(timedelta(seconds=seconds))
    return gettext("heard %s after it is said") % length


def ending(shown: Health) -> str:
    """When what a source is built on ends; empty where it does not."""
    if shown.renews_on is None or shown.ends_in is None:
        return ""
    day = f"{shown.renews_on:%d %B %Y}".lstrip("0")
    if shown.ends_in < 0:
        return gettext("ended on %s") % day
    if shown.ends_in == 0:
        return gettext("today, %s") % day
    return gettext("%(day)s, in %(days)s") % {"day": day, "days": counted(shown.ends_in, "day")}


def _row(shown: Health) -> dict[str, object]:
    """A source in the table, with its lines of words."""
    soon = shown.ends_in is not None and shown.ends_in <= WARNED.days
    late = f" · {delayed(shown.delay)}" if shown.delay is not None else ""
    words = {"line": covered(shown) + late, "ending": ending(shown) if soon else ""}
    return asdict(shown) | words | {"beats": shown.beats}


def _under(live: int, n: int) -> str:
    if not n:
        return ""
    if not live:
        return gettext("None of them listens live; each was read once.")
    return gettext("%(live)d of %(all)d listen live; the others were read once.") % {"live": live, "all": n}


def _unsent() -> str:
    n = unsent()
    return ngettext("%s thing was not sent", "%s things were not sent", n) % opening(spelled(n)) if n else ""


def _asides(n: int) -> str:
    return ngettext("%s record could not be read", "%s records could not be read", n) % f"{n:,}"


def _said(found: tuple[Health, ...], aside: int) -> dict[str, str]:
    live, silent = [h for h in found if h.live], [h for h in found if h.silent and (h.live or h.streams)]
    failed = [h for h in found if h.silent and h not in silent]
    if not found:
        title = gettext("Nothing is listened to yet")
    elif silent:
        title = opening(ngettext("%s source is silent", "%s sources are silent", len(silent)) % spelled(len(silent)))
    elif failed:
        title = opening(
            ngettext("%s source could not be read", "%s sources could not be read", len(failed)) % spelled(len(failed))
        )
    elif open_ones := sum(not h.ready and h.unread > 0 for h in found):
        title = opening(
            ngettext("%s source waits for your word", "%s sources wait for your word", open_ones) % spelled(open_ones)
        )
    elif live:
        title = gettext("Both ears are working")
    else:
        title = gettext("Everything was read") if not aside else opening(_asides(aside))
    return {
        "title": title,
        "unsent": _unsent(),
        "under": _under(len(live), len(found)),
        "asides": _asides(aside),
    }
