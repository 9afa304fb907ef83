"""What every page does alike: who may come in, as a page or as JSON, and what is said after something was decided."""

from collections.abc import Callable
from dataclasses import asdict, is_dataclass
from datetime import tzinfo
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from twoears.conversations.actions import ConversationError, NotAllowed, NotHere
from twoears.conversations.criticism.trouble import CriticismError, MayNotImprove, NoSuchImprovement
from twoears.conversations.strangers.trouble import MayNotMeet, NoSuchStranger, NoSuchWord, StrangersError
from twoears.conversations.voices.trouble import MayNotChoose, NoSuchSubject, SubjectError
from twoears.people.actions import MayNot as MayNotPeople
from twoears.people.actions import NobodyHere, PeopleError
from twoears.people.companies.trouble import CompanyError, MayNotPlace, NoSuchCompanyDecision
from twoears.people.standing.trouble import MayNotRule, NoSuchRules, NoSuchStageDecision, StageError
from twoears.publishing.actions import CannotSend, MayNotSend
from twoears.queries.actions import MayNotAsk, NoSuchQuery, QueryTrouble
from twoears.reach.wanted.trouble import MayNotWant, NoSuchList, WantedError
from twoears.sources.actions import MayNot
from twoears.sources.reading import CannotRead
from twoears.sources.uploads.keeping import TooMuch
from twoears.team.actions import NotOwner, TeamError
from twoears.team.models import Member
from twoears.understanding.entities.values import NotNamed
from twoears.understanding.needs.trouble import MayNotCode, NeedsError, NoSuchCode, NoSuchTalk
from twoears.understanding.optional.trouble import MayNotBring, NotBrought, OptionalError
from twoears.understanding.own.actions import ChoiceError, MayNotSet, NoSuchChoice, NoSuchReader
from twoears.understanding.teaching.actions import MayNotTeach, NothingThere, TeachError
from twoears.understanding.voices.votes import VotesError

_NOT_HERE = (
    NotHere,
    NobodyHere,
    NoSuchRules,
    NoSuchStageDecision,
    NoSuchCompanyDecision,
    NoSuchQuery,
    NothingThere,
    NoSuchCode,
    NoSuchTalk,
    NoSuchImprovement,
    NoSuchChoice,
    NoSuchReader,
    NoSuchSubject,
    NoSuchStranger,
    NoSuchWord,
    NotBrought,
    NoSuchList,
)
_NOT_ALLOWED = (
    NotAllowed,
    MayNotPeople,
    MayNotRule,
    MayNotPlace,
    MayNot,
    MayNotSend,
    MayNotAsk,
    MayNotTeach,
    MayNotSet,
    MayNotBring,
    MayNotCode,
    MayNotImprove,
    MayNotChoose,
    MayNotMeet,
    MayNotWant,
    NotOwner,
)
_SAID = (
    ConversationError,
    PeopleError,
    StageError,
    CompanyError,
    TeamError,
    CannotRead,
    CannotSend,
    QueryTrouble,
    TeachError,
    ChoiceError,
    NeedsError,
    OptionalError,
    CriticismError,
    SubjectError,
    StrangersError,
    WantedError,
    TooMuch,
    VotesError,
    NotNamed,
)  # mistakes that the member can put right

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def member_of(request: HttpRequest) -> Member:
    """Who asks. Only for views behind one of the doors below."""
    if not isinstance(request.user, Member):
        raise PermissionDenied("Sign in first.")
    return request.user


def members_only(view: View[P]) -> View[P]:
    """Strangers see the sign-in page (or a 401, where JSON was asked for); what is not there is a 404."""

    @wraps(view)
    def inner(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return _at_the_door(request)
        try:
            return view(request, *args, **kwargs)
        except _NOT_HERE as error:
            raise Http404(str(error)) from error
        except _NOT_ALLOWED as error:
            raise PermissionDenied(str(error)) from error
        except _SAID as error:
            return onward(request, str(error), request.headers.get("Referer") or "/today")

    return inner


def deciders_only(view: View[P]) -> View[P]:
    """By POST, and only by those who may decide: a GET never changes anything, and readers look."""

    @wraps(view)
    def inner(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not member_of(request).may_decide:
            raise PermissionDenied("Readers look; ask an owner to make you a member.")
        return view(request, *args, **kwargs)

    return members_only(inner)


def owners_only(view: View[P]) -> View[P]:
    """By POST, and only by owners."""

    @wraps(view)
    def inner(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not member_of(request).may_set_up:
            raise PermissionDenied("Only owners change settings. Ask one of them.")
        return view(request, *args, **kwargs)

    return deciders_only(inner)


def show(request: HttpRequest, template: str, model: object, /, *, status: int = 200, **also: object) -> HttpResponse:
    """The page, in the member's own time zone; or its view model, where `.json` or JSON was asked for."""
    if wants_json(request):
        return JsonResponse({"stable": False, **plain(model)}, status=status)
    with timezone.override(zone_of(request)):
        return render(request, template, {"page": model, **also}, status=status)


def plain(model: object) -> dict[str, Any]:
    """A view model as plain values.

    >>> from twoears.conversations.today import Why
    >>> plain(Why("they asked", 2.0))
    {'reason': 'they asked', 'hours': 2.0, 'late': False}
    """
    if is_dataclass(model) and not isinstance(model, type):
        return asdict(model)
    return {key: _plain_value(value) for key, value in model.items()} if isinstance(model, dict) else {"value": model}


def wants_json(request: HttpRequest) -> bool:
    """Whether the address ends in `.json`, or JSON is what the client likes best."""
    if request.path.endswith(".json"):
        return True
    accepted = request.headers.get("Accept", "")
    return "application/json" in accepted and "text/html" not in accepted


def zone_of(request: HttpRequest) -> tzinfo:
    """The member's time zone, else that of the software."""
    name = getattr(request.user, "timezone", "") if hasattr(request, "user") else ""
    try:
        return ZoneInfo(name) if name else timezone.get_default_timezone()
    except (ValueError, OSError, KeyError):  # a zone that this machine does not know
        return timezone.get_default_timezone()


def back_to(request: HttpRequest, otherwise: str) -> str:
    """Where the form wants to go on, if that is a page of ours."""
    wanted = request.POST.get("next", "")
    return next((to for to in (wanted, otherwise) if to and _ours(request, to)), "/today")


def asked_from(request: HttpRequest) -> str:
    """The path of the page that an htmx request was sent from, empty for plain forms."""
    try:
        return urlsplit(request.headers.get("HX-Current-URL", "")).path
    except ValueError:  # a header that no browser sends
        return ""


def say(request: HttpRequest, words: str, undo: str = "") -> None:
    """Leave a sentence for the next page, with the address that takes it back where there is one."""
    messages.success(request, words, extra_tags=f"undo:{undo}" if undo else "")


def onward(request: HttpRequest, words: str, otherwise: str, undo: str = "") -> HttpResponse:
    """Say what happened, with the address that takes it back where there is one, and go on."""
    say(request, words, undo)
    return HttpResponseRedirect(back_to(request, otherwise))


def _ours(request: HttpRequest, address: str) -> bool:
    return url_has_allowed_host_and_scheme(address, {request.get_host()})


def _at_the_door(request: HttpRequest) -> HttpResponse:
    if wants_json(request):
        return JsonResponse({"title": "Sign in first.", "status": 401}, status=401)
    return redirect_to_login(request.get_full_path())


def _plain_value(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if isinstance(value, (list, tuple)):
        return [_plain_value(item) for item in value]
    return value
