"""Coming in by a link that works once, looking after the software's health, and the small pages without a question."""

from urllib.parse import urlencode

from django.contrib.auth import login
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render

from twoears.team.actions import enter
from twoears.web.doors import members_only
from twoears.web.views.start import home

_BACKEND = "django.contrib.auth.backends.ModelBackend"
_PASSED_ON = ("X-Forwarded-For", "Forwarded", "X-Real-Ip")


def front_door(request: HttpRequest) -> HttpResponseBase:
    """`/?once=TOKEN` from this machine is swapped for a session and a clean address; else the first page."""
    token = request.GET.get("once", "")
    return _enter(request, token) if token else home(request)


def healthz(request: HttpRequest) -> HttpResponse:
    """ "ok" when the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


@members_only
def more(request: HttpRequest) -> HttpResponse:
    """The places that do not fit below a small screen."""
    return render(request, "pages/more.html")


@members_only
def keys(request: HttpRequest) -> HttpResponse:
    """The keys, for those who open the dialog without scripts."""
    return render(request, "pages/keys.html")


def _enter(request: HttpRequest, token: str) -> HttpResponse:
    member = enter(token, _address(request))
    if member is None:
        return render(request, "pages/spent.html", status=403)
    login(request, member, backend=_BACKEND)
    rest = urlencode({key: value for key, value in request.GET.items() if key != "once"})
    return HttpResponseRedirect(f"/?{rest}" if rest else "/")


def _address(request: HttpRequest) -> str:
    """Where the request comes from; one that was passed on by a proxy comes from nowhere we can know."""
    if any(header in request.headers for header in _PASSED_ON):
        return ""
    return str(request.META.get("REMOTE_ADDR", ""))
