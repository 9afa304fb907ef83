"""What is said when something cannot be answered: one shape for every refusal (RFC 9457, problem+json)."""

import json
import logging
from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from http import HTTPStatus
from typing import Any, Final

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from twoears.conversations.actions import ConversationError, NotAllowed, NotHere
from twoears.conversations.criticism.trouble import (
    CannotBe,
    CriticismError,
    MayNotImprove,
    NoSuchImprovement,
    NothingToTie,
)
from twoears.conversations.strangers.trouble import MayNotMeet, NoSuchStranger, NoSuchWord, StrangersError
from twoears.conversations.voices.trouble import AlreadySo, MayNotChoose, NoSuchSubject, NothingToMark, SubjectError
from twoears.people.actions import MayNot as MayNotPeople
from twoears.people.actions import NobodyHere, PeopleError, SamePerson
from twoears.people.companies.trouble import AlreadyOne, CompanyError, MayNotPlace, NoSuchCompanyDecision
from twoears.people.standing.trouble import MayNotRule, NoSuchRules, NoSuchStageDecision, StageError
from twoears.publishing.actions import CannotSend, MayNotSend
from twoears.queries.actions import MayNotAsk, NameTaken, NoSuchQuery, QueryTrouble
from twoears.reach.pages import NoReach
from twoears.reach.travelled.pages import NoSuchPost
from twoears.reach.wanted.trouble import MayNotWant, NoSuchList, WantedError
from twoears.sources.actions import MayNot
from twoears.sources.reading import CannotRead
from twoears.sources.uploads.keeping import TooMuch
from twoears.team.actions import NotOwner, OutOfScope, TeamError
from twoears.understanding.entities.values import NotNamed
from twoears.understanding.needs.trouble import MayNotCode, NeedsError, NoSuchCode, NothingToCode
from twoears.understanding.needs.trouble import NameTaken as CodeNameTaken
from twoears.understanding.optional.trouble import MayNotBring, NotBrought, OptionalError
from twoears.understanding.optional.trouble import NameTaken as ReaderNameTaken
from twoears.understanding.own.actions import ChoiceError, MayNotSet, NoSuchChoice, NoSuchReader
from twoears.understanding.teaching.actions import MayNotTeach, NothingThere, TeachError

log = logging.getLogger(__name__)

MEDIA_TYPE: Final = "application/problem+json"

# Every status that a refusal may have. Written out: the standard library's phrases change with the Python version.
TITLES: Final = {
    400: "Bad request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not found",
    405: "Method not allowed",
    409: "Conflict",
    412: "Precondition failed",
    413: "Content too large",
    422: "Unprocessable content",
    429: "Too many requests",
    500: "Internal server error",
}

# The most telling class first: a mistake that has no line of its own is one that the asker can put right.
STATUS: Final[tuple[tuple[type[Exception], int], ...]] = (
    (NotHere, 404),
    (NobodyHere, 404),
    (NoSuchQuery, 404),
    (NothingThere, 404),
    (Http404, 404),
    (NotAllowed, 403),
    (MayNotPeople, 403),
    (MayNot, 403),
    (MayNotSend, 403),
    (MayNotAsk, 403),
    (MayNotTeach, 403),
    (NoReach, 404),
    (NoSuchPost, 404),
    (NoSuchList, 404),
    (MayNotWant, 403),
    (NoSuchChoice, 404),
    (NoSuchReader, 404),
    (MayNotSet, 403),
    (NoSuchCode, 404),
    (NothingToCode, 404),
    (MayNotCode, 403),
    (NoSuchImprovement, 404),
    (NothingToTie, 404),
    (MayNotImprove, 403),
    (NoSuchSubject, 404),
    (NoSuchStranger, 404),
    (NoSuchWord, 404),
    (MayNotMeet, 403),
    (NothingToMark, 404),
    (NotBrought, 404),
    (MayNotBring, 403),
    (MayNotChoose, 403),
    (NoSuchRules, 404),
    (NoSuchStageDecision, 404),
    (MayNotRule, 403),
    (NoSuchCompanyDecision, 404),
    (MayNotPlace, 403),
    (NotOwner, 403),
    (OutOfScope, 403),
    (SamePerson, 409),
    (NameTaken, 409),
    (CodeNameTaken, 409),
    (ReaderNameTaken, 409),
    (CannotBe, 409),
    (AlreadySo, 409),
    (AlreadyOne, 409),
    (RequestDataTooBig, 413),
    (TooMuch, 413),
    (ConversationError, 422),
    (PeopleError, 422),
    (StageError, 422),
    (CompanyError, 422),
    (TeamError, 422),
    (QueryTrouble, 422),
    (TeachError, 422),
    (ChoiceError, 422),
    (NeedsError, 422),
    (OptionalError, 422),
    (CriticismError, 422),
    (SubjectError, 422),
    (StrangersError, 422),
    (WantedError, 422),
    (NotNamed, 422),
    (CannotRead, 422),
    (CannotSend, 422),
)


class Problem(Exception):
    """A refusal that only this door makes; `errors` are (where, what) for each field."""

    def __init__(self, status: int, detail: str, errors: Iterable[tuple[str, str]] = ()) -> None:
        super().__init__(detail)
        self.status, self.detail, self.errors = status, detail, tuple(errors)


def problem(
    status: int, detail: str, errors: Iterable[tuple[str, str]] = (), headers: Mapping[str, str] | None = None
) -> HttpResponse:
    """The answer that carries a refusal.

    `type` is `about:blank`: the status says what kind of problem it is, `detail` what to do, `errors` where.
    """
    body = {
        "type": "about:blank",
        "title": TITLES[status],
        "status": status,
        "detail": detail,
        "errors": [{"where": where, "detail": words} for where, words in errors],
    }
    answer = HttpResponse(json.dumps(body), status=status, content_type=MEDIA_TYPE, headers=dict(headers or {}))
    if status == 401:
        answer["WWW-Authenticate"] = "Bearer"
    return answer


def speak_of_problems(api: NinjaAPI) -> None:
    """Let `api` answer every refusal, and what went wrong on our side, as a problem."""
    for known, status in STATUS:
        api.add_exception_handler(known, _said(status))
    api.add_exception_handler(Problem, _refused)
    api.add_exception_handler(HttpError, _not_understood)
    api.add_exception_handler(ValidationError, _not_valid)
    api.add_exception_handler(Exception, _our_fault)


def in_problems(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A view whose "no such address" and "not by this method" are problems too."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            answer = view(request, *args, **kwargs)
        except Http404:
            return nothing_here(request)
        if answer.status_code != HTTPStatus.METHOD_NOT_ALLOWED:
            return answer
        allowed = ", ".join(sorted(answer["Allow"].split(", ")))
        return problem(405, f"Ask with {allowed}.", headers={"Allow": allowed})

    return inner


def nothing_here(request: HttpRequest, rest: str = "") -> HttpResponse:
    """For every address under the API that is none."""
    return problem(404, "There is nothing at this address. All addresses are listed in /api/openapi.json.")


def _said(status: int) -> Callable[[HttpRequest, Any], HttpResponse]:
    def answer(request: HttpRequest, error: Any) -> HttpResponse:
        return problem(status, str(error))

    return answer


def _refused(request: HttpRequest, error: Any) -> HttpResponse:
    return problem(error.status, error.detail, error.errors)


def _not_understood(request: HttpRequest, error: Any) -> HttpResponse:
    if error.status_code == 401:
        return problem(401, "Sign in, or send a token: Authorization: Bearer TOKEN.")
    return problem(error.status_code, f"{error}. Send JSON in UTF-8." if error.status_code == 400 else str(error))


def _not_valid(request: HttpRequest, error: Any) -> HttpResponse:
    errors = [(_where(mistake["loc"]), str(mistake["msg"])) for mistake in error.errors]
    return problem(422, "Some of what was sent cannot be used; see `errors`. Nothing was changed.", errors)


def _where(place: tuple[str | int, ...]) -> str:
    """`body.until`, `query.limit`: where in the request, without the name of the argument that holds the body."""
    source, *path = map(str, place)
    return ".".join([source, *(path[1:] if source == "body" else path)])


def _our_fault(request: HttpRequest, error: Any) -> HttpResponse:
    log.error("%s %s failed", request.method, request.path, exc_info=error)
    return problem(500, "Something went wrong on our side. It stands in the log of the server.")
