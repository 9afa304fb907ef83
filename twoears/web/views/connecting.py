"""One source: connect it with what it asks for, see how it goes, give and take away, look back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext, ngettext

from twoears.lib.counts import lasting, spelled
from twoears.measures.pages import voices
from twoears.measures.showing import Voices
from twoears.people.hours import DAYS
from twoears.sources import access
from twoears.sources.catalogue import elsewhere, sources
from twoears.sources.health import FieldShown, Health
from twoears.sources.models import Connection
from twoears.sources.pages import asides_in_all, health_of, source_name
from twoears.sources.permission import can_ask
from twoears.sources.reading import Asked, CannotRead
from twoears.sources.webhook.actions import accept_mapping
from twoears.sources.webhook.pages import KIND, meanings
from twoears.sources.webhook.showing import Meanings
from twoears.web.doors import deciders_only, member_of, members_only, onward, show, zone_of
from twoears.web.views.meaning import accepted, chosen, mean
from twoears.web.views.sources import covered, delayed, ending
from twoears.web.voicing import voiced
from twoears.web.words import opening

_BUSY = ("waiting", "reading")


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectPage:
    """What is to be listened to, and what it asks for first."""

    text: str
    kind: str
    title: str
    sees: str
    blind: str
    fields: tuple[FieldShown, ...]
    problem: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OneSource:
    """How one source goes, and what it was given. Its address is only for those who may decide.

    `meanings` are what its fields mean, where that is for a member to say. `voices` are those who speak there.
    """

    health: Health
    fields: tuple[FieldShown, ...]
    facts: tuple[tuple[str, str], ...]
    asides: int
    meanings: Meanings | None
    voices: Voices


@members_only
def connect(request: HttpRequest) -> HttpResponse:
    """Ask for what a source needs, then listen to it."""
    member = member_of(request)
    if not member.may_decide:
        raise PermissionDenied("Readers look; ask an owner to make you a member.")
    asked = request.POST if request.method == "POST" else request.GET
    text, kind = asked.get("text", "").strip()[:2000], asked.get("kind", "")[:40]
    problem = ""
    if request.method == "POST":
        try:
            made = access.connect_with(
                member=member, text=elsewhere(text, kind), kind=kind, asked=Asked(), given=_given(request)
            )
        except CannotRead as error:
            problem = str(error)
        else:
            return onward(request, gettext("We are listening."), reverse("one-source", args=[made.pk]))
    return _ask(request, text, kind, problem)


@members_only
def one_source(request: HttpRequest, key: int) -> HttpResponse:
    """One source: what it covers, how it goes, what it was given."""
    return page_of(request, get_object_or_404(Connection, pk=key))


def page_of(
    request: HttpRequest, connection: Connection, mapping: Mapping[str, str] | None = None, problem: str = ""
) -> HttpResponse:
    """The page of a source; with a `mapping` that was refused, and why."""
    shown = health_of(connection)
    page = OneSource(
        health=shown,
        fields=access.fields_of(connection),
        facts=tuple(_facts(shown)),
        asides=asides_in_all(connection.pk),
        meanings=meanings(connection, mapping) if connection.kind == KIND else None,
        voices=voices(source_name(connection.pk)),
    )
    door = access.address_of(connection) if member_of(request).may_decide else ""
    ways = {"door": door, "can_ask": can_ask(connection.kind)}
    return show(
        request,
        "pages/source.html",
        page,
        status=422 if problem else 200,
        said=_said(shown),
        busy=shown.state in _BUSY,
        ways=ways,
        mean=mean(page.meanings, problem),
        voiced=voiced(page.voices),
        days=DAYS,
    )


@deciders_only
def give(request: HttpRequest, key: int) -> HttpResponse:
    """Keep what was typed into the form; a secret that was left empty stays."""
    connection = get_object_or_404(Connection, pk=key)
    access.give(member=member_of(request), connection=connection, given=_given(request))
    return onward(request, gettext("Kept. Secrets are sealed and not shown again."), _back(key))


@deciders_only
def take_away(request: HttpRequest, key: int) -> HttpResponse:
    """Forget one thing that was given."""
    connection = get_object_or_404(Connection, pk=key)
    access.take_away(member=member_of(request), connection=connection, name=request.POST.get("name", ""))
    return onward(request, gettext("Taken away."), _back(key))


@deciders_only
def look_back(request: HttpRequest, key: int) -> HttpResponse:
    """Read a source again from a day on, or from its beginning."""
    connection = get_object_or_404(Connection, pk=key)
    since = _day(request)
    access.look_back(member=member_of(request), connection=connection, since=since)
    words = gettext("We read it again. What is known already stays as it is.")
    return onward(request, words, _back(key))


@deciders_only
def say_meaning(request: HttpRequest, key: int) -> HttpResponse:
    """Say what the fields of a webhook mean; where nothing can be read by it, the form comes back as it was filled."""
    connection = get_object_or_404(Connection, pk=key)
    mapping = chosen(request.POST)
    try:
        readable = accept_mapping(member=member_of(request), connection=connection, mapping=mapping)
    except CannotRead as error:
        if connection.kind != KIND:
            raise
        return page_of(request, connection, mapping, str(error))
    return onward(request, accepted(readable, meanings(connection).records), f"{_back(key)}#meaning")


def _back(key: int) -> str:
    return reverse("one-source", args=[key])


def _day(request: HttpRequest) -> datetime | None:
    typed = request.POST.get("since", "").strip()
    if not typed:
        return None
    try:
        found = parse_date(typed)
    except ValueError:
        found = None
    if found is None or not 1990 <= found.year <= 2199:
        raise CannotRead(f"{typed[:20]!r} is no day. Write it like 2026-03-01.")
    return datetime(found.year, found.month, found.day, tzinfo=zone_of(request))


def _given(request: HttpRequest) -> dict[str, str]:
    """What stands in the fields of the form, by their names."""
    return {name.removeprefix("f-"): str(value) for name, value in request.POST.items() if name.startswith("f-")}


def _ask(request: HttpRequest, text: str, kind: str, problem: str) -> HttpResponse:
    fields: tuple[FieldShown, ...] = ()
    known = sources().get(kind)
    try:
        if text:
            known, fields = access.fields_for(elsewhere(text, kind), kind)
        elif known is not None:
            _, fields = access.fields_for("", kind)
    except CannotRead as error:
        problem = problem or str(error)
    page = ConnectPage(
        text=text,
        kind=known.kind if known else kind,
        title=known.title if known else "",
        sees=known.sees if known else "",
        blind=known.blind if known else "",
        fields=fields,
        problem=problem,
    )
    return show(request, "pages/connect.html", page, status=422 if problem else 200)


def _facts(shown: Health) -> list[tuple[str, str]]:
    """What there is to know about a source, as (label, words)."""
    now = timezone.now()
    facts = [(gettext("Heard"), covered(shown))]
    if shown.delay is not None:
        facts.append((gettext("Delay"), opening(delayed(shown.delay))))
    if shown.limit_most:
        left = gettext("%(left)s of %(most)s questions left") % {
            "left": f"{shown.limit_left or 0:,}", "most": f"{shown.limit_most:,}"}  # fmt: skip
        if shown.limit_resets_at:
            left += gettext(", all of them again in %s") % lasting(shown.limit_resets_at - now)
        facts.append((gettext("Rate limit"), left))
    if shown.next_at and shown.state not in _BUSY:
        when = lasting(shown.next_at - now) if shown.next_at > now else gettext("a moment")
        facts.append((gettext("Next look"), gettext("in %s") % when))
    if shown.renews_on:
        facts.append((gettext("Ends"), ending(shown)))
    words = gettext("We can answer through it.") if shown.speaks else gettext("It listens only.")
    return [*facts, (gettext("Speaks"), words)]


def _said(shown: Health) -> dict[str, str]:
    left = [hole for hole in shown.gaps if not hole.filled]
    if not shown.gaps:
        holes = gettext("No holes in the last 30 days.") if shown.live or shown.streams else ""
    elif not left:
        holes = ngettext(
            "%s hole in the last 30 days, filled since.", "%s holes in the last 30 days, all filled since.",
            len(shown.gaps)) % opening(spelled(len(shown.gaps)))  # fmt: skip
    else:
        holes = ngettext(
            "%s hole in the last 30 days is not filled.", "%s holes in the last 30 days are not filled.",
            len(left)) % opening(spelled(len(left)))  # fmt: skip
    return {"title": _title(shown), "holes": holes, "json": f"/sources/{shown.id}.json"}


def _title(shown: Health) -> str:
    if shown.silent:
        return gettext("%s is silent") % shown.name
    if not shown.ready:
        calls = ngettext("%s call waits", "%s calls wait", shown.unread) % spelled(shown.unread)
        words = gettext("%s until somebody says what it means") if shown.unread == 1 else gettext(
            "%s until somebody says what they mean")  # fmt: skip
        return opening(words % calls) if shown.unread else gettext("Nothing has come through %s yet") % shown.name
    states = {
        "waiting": gettext("%s waits for its turn"),
        "reading": gettext("%s is being read"),
        "heard": gettext("%s was read to the end"),
        "listening": gettext("%s is listened to"),
        "cut": gettext("%s was cut off and is being connected again"),
        "failed": gettext("%s could not be read"),
        "paused": gettext("%s is paused"),
    }
    return states[shown.state] % shown.name
