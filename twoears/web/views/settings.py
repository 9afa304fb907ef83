"""Settings: which accounts are ours, teams and their promises, who works here, keys and reading."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST

from twoears.conversations.digest.models import MorningWish
from twoears.conversations.digest.morning import MailSettings
from twoears.conversations.digest.pages.showing import mail_settings
from twoears.lib.counts import spelled
from twoears.lib.languages import language_name
from twoears.lib.text import whole
from twoears.team import actions as team_actions
from twoears.team.actions import TeamError
from twoears.team.hours import DAYS
from twoears.team.keeping import LONGEST
from twoears.team.models import HALF_A_DAY, Member, OurAccount, Role, Team
from twoears.web.actions import read_with
from twoears.web.doors import back_to, member_of, members_only, onward, owners_only, show
from twoears.web.shell import THEMES
from twoears.web.views.bringing import in_short
from twoears.web.words import opening, promise

_DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_LINK = "one_time_link"
_LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
_A_YEAR = 365 * 24 * 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class Colleague:
    """Somebody who works here."""

    id: int
    name: str
    username: str
    role: str
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """An account of ours."""

    handle: str
    network: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """One day of a team's week, as two times or two empty words."""

    key: str
    name: str
    opens: str
    closes: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamShown:
    """A team, its week and its promise."""

    id: int | None
    name: str
    timezone: str
    promise_minutes: int
    days: tuple[Opening, ...]
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsPage:
    """What stands in Settings."""

    us: tuple[Account, ...]
    teams: tuple[TeamShown, ...]
    members: tuple[Colleague, ...]
    roles: tuple[str, ...]
    mail: MailSettings
    keep_edits_days: int


@members_only
def settings(request: HttpRequest) -> HttpResponse:
    """The page, and once the link for a colleague who was just added."""
    return _page(request)


def _page(request: HttpRequest, problem: str = "") -> HttpResponse:
    """The page; where a colleague could not be added, with the `problem` and what was typed."""
    page = SettingsPage(
        us=tuple(Account(handle=a.handle, network=a.network) for a in OurAccount.objects.order_by("handle")),
        teams=tuple(_team(team) for team in Team.objects.order_by("pk")),
        members=tuple(_colleague(m) for m in Member.objects.filter(is_active=True).order_by("pk")),
        roles=tuple(Role.values),
        mail=mail_settings(member_of(request)),
        keep_edits_days=team_actions.first_team().keep_edits_days,
    )
    link, whom = request.session.pop(_LINK, ("", ""))
    said = {"title": _title(page), "link": link, "link_for": whom, "problem": problem,
            "only_here": "1" if request.get_host().rsplit(":", 1)[0] in _LOOPBACK else ""}  # fmt: skip
    return show(
        request,
        "pages/settings.html",
        page,
        status=422 if problem else 200,
        said=said,
        kept=_kept(page.keep_edits_days),
        longest=LONGEST,
        default=not team_actions.promise_given(),
        spoken=", ".join(language_name(code) for code in member_of(request).languages),
        brought=in_short(),
        mail_when=MorningWish.When.choices,
        mail_words=MorningWish.Quotes.choices,
        new_team=_team(Team(promise_minutes=HALF_A_DAY)),
    )


@owners_only
def add_member(request: HttpRequest) -> HttpResponse:
    """Add a colleague; their link is shown once, to the owner who asked for it."""
    name, username, role = (request.POST.get(key, "") for key in ("name", "username", "role"))
    owner, first = member_of(request), request.POST.get("password", "")
    try:
        token = team_actions.add_member(owner=owner, name=name, username=username, role=role, password=first)
    except TeamError as error:
        return _page(request, str(error))
    request.session[_LINK] = (request.build_absolute_uri(f"/?once={token}"), name or username)
    return HttpResponseRedirect(f"{reverse('settings')}#people")


@owners_only
def role(request: HttpRequest, key: int) -> HttpResponse:
    """What a colleague may do."""
    member = get_object_or_404(Member, pk=key)
    team_actions.set_role(owner=member_of(request), member=member, role=request.POST.get("role", ""))
    return onward(request, gettext("Saved."), f"{reverse('settings')}#people")


@owners_only
def team(request: HttpRequest) -> HttpResponse:
    """Change a team, or add one."""
    key = request.POST.get("team", "")
    if key and whole(key) is None:
        raise Http404("There is no such team.")
    minutes = request.POST.get("promise", "")
    team_actions.save_team(
        owner=member_of(request),
        team=get_object_or_404(Team, pk=whole(key)) if key else None,
        name=request.POST.get("name", ""),
        timezone=request.POST.get("timezone", "").strip(),
        hours=_hours(request),
        promise_minutes=(whole(minutes) or 0) if len(minutes) < 9 else 0,
    )
    return onward(request, gettext("Saved. Promises are counted anew."), f"{reverse('settings')}#teams")


@owners_only
def keeping(request: HttpRequest) -> HttpResponse:
    """For how long edited words are kept."""
    days = request.POST.get("days", "")
    # What is no number of days is refused by the rule, with its bounds.
    wanted = int(days) if days.isdecimal() and len(days) < 9 else -1
    team_actions.keep_edits(owner=member_of(request), days=wanted)
    return onward(request, gettext("Saved. What is older goes within minutes."), f"{reverse('settings')}#keeping")


def _kept(days: int) -> str:
    if not days:
        return gettext("Words that their author edited away are not kept.")
    words = ngettext(
        "Words that their author edited away are kept for one day.",
        "Words that their author edited away are kept for %(n)s days.",
        days,
    )
    return words % {"n": spelled(days)}


@members_only
def reading(request: HttpRequest) -> HttpResponse:
    """Keys, time zone and languages: each member's own, readers too."""
    if request.method == "POST":
        zone, spoken = request.POST.get("timezone", "").strip(), request.POST.get("languages", "")
        read_with(member=member_of(request), letter_keys="letter_keys" in request.POST, zone=zone, languages=spoken)
        return onward(request, gettext("Saved."), f"{reverse('settings')}#reading")
    return HttpResponseRedirect(f"{reverse('settings')}#reading")


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Light, dark, or as the system has it; kept in a cookie, so that the page before signing in has it too."""
    wanted = request.POST.get("theme", "")
    answer = HttpResponseRedirect(back_to(request, "/today"))
    if wanted in THEMES[1:]:
        answer.set_cookie("theme", wanted, max_age=_A_YEAR, samesite="Lax", secure=request.is_secure())
    else:
        answer.delete_cookie("theme", samesite="Lax")
    return answer


def _hours(request: HttpRequest) -> dict[str, list[str]]:
    spans = {day: [request.POST.get(f"{day}-from", ""), request.POST.get(f"{day}-to", "")] for day in DAYS}
    return {day: span for day, span in spans.items() if any(span)}


def _team(team: Team) -> TeamShown:
    days = tuple(
        _opening(day, name, team.hours.get(day) or ["", ""]) for day, name in zip(DAYS, _DAY_NAMES, strict=True)
    )
    open_days = [day.name for day in days if day.opens]
    working = gettext("at work %s") % ", ".join(open_days) if open_days else gettext("around the clock")
    words = gettext("Promises an answer within %(promise)s; %(working)s, %(zone)s.") % {
        "promise": promise(team.promise_minutes), "working": working, "zone": team.timezone}  # fmt: skip
    return TeamShown(
        id=team.pk,
        name=team.name,
        timezone=team.timezone,
        promise_minutes=team.promise_minutes,
        days=days,
        sentence=words,
    )


def _opening(key: str, name: str, span: list[str]) -> Opening:
    return Opening(key=key, name=name, opens=span[0], closes=span[1])


def _colleague(member: Member) -> Colleague:
    return Colleague(
        id=member.pk,
        name=str(member),
        username=member.username,
        role=member.role,
        languages=tuple(language_name(code) for code in member.languages),
    )


def _title(page: SettingsPage) -> str:
    """What is missing, or who promises what: those who only look promise nothing."""
    answering = sum(colleague.role != Role.READER for colleague in page.members)
    if not page.us:
        return gettext("Say which accounts are yours")
    if not team_actions.promise_given():
        return gettext("Say how soon you answer")
    words = ngettext(
        "You promise an answer within %(promise)s", "%(n)s people promise an answer within %(promise)s", answering
    )
    return opening(words % {"n": spelled(answering), "promise": promise(page.teams[0].promise_minutes)})
