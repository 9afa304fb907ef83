"""The doors through which others bring us things: hubs, sites that link to ours. They know no member and need no token.

What comes is bounded, answered at once and kept for the worker; nothing is looked up while somebody waits.
"""

from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from twoears.sources.actions import bring
from twoears.sources.feeds.actions import confirm
from twoears.sources.reading import Incoming, Reply
from twoears.sources.webmention.actions import door_for

_HEAVIEST = 8 * 1024 * 1024  # bytes; a feed that a hub brings whole may be large
_MOST_HEADERS = 60
# Where a caller is, and who they are elsewhere: what is brought may wait for weeks.
_NOT_KEPT = ("cookie", "x-forwarded-for", "x-real-ip", "forwarded", "cf-connecting-ip", "true-client-ip")
_ASK = require_http_methods(["GET", "HEAD", "POST"])


@csrf_exempt
@_ASK
def door(request: HttpRequest, word: str, rest: str = "") -> HttpResponse:
    """What is brought to one connection; a GET is a hub that asks whether it was us, or somebody who looks."""
    if request.method == "POST":
        return _brought(request, word, rest)
    if "hub.mode" in request.GET:
        return _said(confirm(word, {name: request.GET[name] for name in request.GET}))
    return _said(Reply(status=200, body="Two Ears listens here. Bring what you have by POST.", keep=False))


@csrf_exempt
@_ASK
def webmention(request: HttpRequest) -> HttpResponse:
    """A webmention to whichever of our sites it is for."""
    return _to_a_site(request, "webmention")


@csrf_exempt
@_ASK
def pingback(request: HttpRequest) -> HttpResponse:
    """A pingback to whichever of our sites it is for."""
    return _to_a_site(request, "pingback")


def _to_a_site(request: HttpRequest, rest: str) -> HttpResponse:
    if request.method != "POST":
        return _said(Reply(status=200, body=f"Two Ears takes a {rest} here, by POST.", keep=False))
    body = _body(request)
    return _brought(request, door_for(rest, body or b""), rest, body)


def _brought(request: HttpRequest, word: str, rest: str, body: bytes | None = None) -> HttpResponse:
    body = _body(request) if body is None else body
    if body is None:
        size = f"{_HEAVIEST // 1024**2} MB"
        return _said(Reply(status=413, body=f"That is larger than the {size} that we take.", keep=False))
    query = request.META.get("QUERY_STRING", "")
    headers = {name.lower(): value[:2000] for name, value in list(request.headers.items())[:_MOST_HEADERS]}
    for name in _NOT_KEPT:
        headers.pop(name, None)
    where = f"{rest}?{query}" if query else rest
    return _said(bring(word, Incoming(body=body, headers=headers, path=where, at=datetime.now(UTC))))


def _body(request: HttpRequest) -> bytes | None:
    """What was sent, None where it is more than we take. Not by `request.body`, whose limit is that of forms."""
    told = request.headers.get("content-length", "")
    if told.isascii() and told.isdigit() and int(told[:20]) > _HEAVIEST:
        return None
    body = request.read(_HEAVIEST + 1)
    return body if len(body) <= _HEAVIEST else None


def _said(reply: Reply) -> HttpResponse:
    said = HttpResponse(reply.body, status=reply.status, content_type=f"{reply.type}; charset=utf-8")
    # Some of it is repeated after a stranger.
    said["X-Content-Type-Options"] = "nosniff"
    if reply.status in (429, 503):
        said["Retry-After"] = "300"
    return said


urlpatterns = [
    path("in/<str:word>", door, name="door"),
    path("in/<str:word>/<path:rest>", door),
    path("webmention", webmention, name="webmention"),
    path("pingback", pingback, name="pingback"),
]
