"""Sources: are both ears working?"""

from dataclasses import asdict, dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from twoears.lib.counts import spelled
from twoears.sources import actions
from twoears.sources.health import AsideShown, Health
from twoears.sources.models import Aside, Connection
from twoears.sources.pages import asides, health
from twoears.web.doors import deciders_only, member_of, members_only, onward, show
from twoears.web.words import opening


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcesPage:
    """Every source and how it is doing, and what was set aside."""

    sources: tuple[dict[str, object], ...]
    asides: tuple[AsideShown, ...]


@members_only
def sources(request: HttpRequest) -> HttpResponse:
    """The table of sources."""
    found, aside = health(), asides()
    page = SourcesPage(sources=tuple(asdict(h) | {"line": covered(h), "beats": h.beats} for h in found), asides=aside)
    return show(request, "pages/sources.html", page, said=_said(found, aside))


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
    """What a source gave, in one line: read, new, known, set aside, and the time it covers."""
    parts = [gettext("%(read)s read, %(new)s new, %(known)s known already") % {
        "read": f"{shown.read:,}", "new": f"{shown.new:,}", "known": f"{shown.known:,}"}]  # fmt: skip
    if shown.set_aside:
        parts.append(gettext("%s set aside") % f"{shown.set_aside:,}")
    if shown.first_heard and shown.last_heard:
        parts.append(gettext("covers %(first)s to %(last)s") % {
            "first": f"{shown.first_heard:%b %Y}", "last": f"{shown.last_heard:%b %Y}"})  # fmt: skip
    return " · ".join(parts)


def _under(live: int, n: int) -> str:
    if not n:
        return ""
    if not live:
        return gettext("None of them listens live; each was read once.")
    return gettext("%(live)d of %(all)d listen live; the others were read once.") % {"live": live, "all": n}


def _said(found: tuple[Health, ...], aside: tuple[AsideShown, ...]) -> dict[str, str]:
    live, silent = [h for h in found if h.live], [h for h in found if h.silent]
    if not found:
        title = gettext("Nothing is listened to yet")
    elif silent:
        title = opening(ngettext("%s source is silent", "%s sources are silent", len(silent)) % spelled(len(silent)))
    else:
        title = gettext("Both ears are working") if live else gettext("Everything was read")
    return {
        "title": title,
        "under": _under(len(live), len(found)),
        "asides": ngettext("%s record could not be read", "%s records could not be read", len(aside))
        % f"{len(aside):,}",
    }
