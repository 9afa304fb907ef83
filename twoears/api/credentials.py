"""Who asks, and whether they may: a session of the pages, or a token with a scope and an end."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from ninja.security import APIKeyCookie, HttpBearer
from ninja.utils import check_csrf

from twoears.api.problems import Problem
from twoears.team.actions import member_of_token
from twoears.team.models import Member, Scope


class Token(HttpBearer):
    """`Authorization: Bearer TOKEN`, made for `scope`."""

    def __init__(self, scope: str) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> Member:
        member = member_of_token(token, scope=self.scope)
        if member is None:
            # Said here, not left to the session: whoever sends a token does not mean the browser's own session.
            raise Problem(401, "This token is unknown or has ended. Make a new one.")
        return _allowed(member, self.scope)


class Session(APIKeyCookie):
    """The session of the pages; anything but a GET also needs the CSRF token of the pages."""

    param_name = settings.SESSION_COOKIE_NAME

    def __init__(self, scope: str) -> None:
        super().__init__()
        self.scope = scope

    def __call__(self, request: HttpRequest) -> Member | None:
        return self.authenticate(request, None)

    def authenticate(self, request: HttpRequest, key: str | None) -> Member | None:
        """The member of the session; strangers are asked to sign in before anything is said of CSRF."""
        if not isinstance(request.user, Member):
            return None
        if check_csrf(request) is not None:
            raise Problem(403, "The X-CSRFToken header is missing or wrong. Send the value of the csrftoken cookie.")
        return _allowed(request.user, self.scope)


def _allowed(member: Member, scope: str) -> Member:
    if scope != Scope.READ and not member.may_decide:
        raise Problem(403, "Readers look; ask an owner to make you a member.")
    return member


def _either(scope: str) -> list[Any]:
    return [Token(scope), Session(scope)]


READ = _either(Scope.READ)
DECIDE = _either(Scope.DECIDE)
SET_UP = _either(Scope.SET_UP)


def member_of(request: HttpRequest) -> Member:
    """Who asks. Only for operations behind one of the lists above."""
    member: Member = request.auth  # type: ignore[attr-defined]
    return member
