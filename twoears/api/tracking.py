"""The doors at which tracking libraries of the Segment family knock, with the paths and answers that they know.

They know no member: the write key names the connection, and is no secret where browsers send it. What comes is bounded,
kept for the worker and answered at once. The address of the computer that sent it is not kept.
"""

import base64
import binascii
import re
import zlib
from datetime import UTC, datetime
from typing import Any, Final

from django.conf import settings as house
from django.http import HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from twoears.sources.actions import bring
from twoears.sources.events.calls import MOST_OF_A_CALL, write_key
from twoears.sources.models import Connection
from twoears.sources.reading import Incoming

_WORDS: Final = ("identify", "track", "page", "screen", "group", "alias", "batch", "import", *"itpsgab")
_KEY: Final = re.compile(r"[A-Za-z0-9_-]{20,43}")
_AGAIN: Final = "60"  # seconds until a library that is sent away may come back
# Any page may send: these are the pages of the company, on whatever host. No cookie is read, so none can be abused.
_FROM_ANYWHERE: Final = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "POST, GET, OPTIONS",
    "Access-Control-Allow-Headers": "authorization, content-type, content-encoding, anonymousid",
    "Access-Control-Max-Age": "86400",
}


class _Refused(Exception):
    """The call is not taken: `status`, and what the library is told."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


@csrf_exempt
def call(request: HttpRequest) -> HttpResponse:
    """One call: an event, or a batch of them."""
    if request.method == "OPTIONS":
        return HttpResponse(status=204, headers=_FROM_ANYWHERE)
    try:
        return _taken(request)
    except _Refused as error:
        return _told(error.status, str(error))


@csrf_exempt
def settings(request: HttpRequest, key: str) -> HttpResponse:
    """What the library of a browser asks before it begins: where it is to send its events."""
    if request.method == "OPTIONS":
        return HttpResponse(status=204, headers=_FROM_ANYWHERE)
    if not _is_known(key):
        return _told(404, "There is no such write key. Copy it from the page Sources.")
    scheme, _, there = (house.PUBLIC_URL or f"{request.scheme}://{request.get_host()}").partition("://")
    where = {"apiKey": key, "apiHost": f"{there}/v1", "protocol": scheme, "unbundledIntegrations": []}
    told: dict[str, Any] = {
        "integrations": {"Segment.io": where}, "plan": {}, "edgeFunction": {}, "analyticsNextEnabled": True,
        "middlewareSettings": {}, "enabledMiddleware": {}, "metrics": {"sampleRate": 0}, "remotePlugins": [],
        "legacyVideoPluginsEnabled": False,
    }  # fmt: skip
    return JsonResponse(told, headers=_FROM_ANYWHERE)


def _taken(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        raise _Refused(405, "Events are sent by POST.")
    body = _unpacked(_body(request), request.headers.get("Content-Encoding", ""))
    key = _basic(request.headers.get("Authorization", "")) or request.GET.get("writeKey", "") or write_key(body)
    if not _is_known(key):
        raise _Refused(401, "There is no such write key. Copy it from the page Sources.")
    kind = {"content-type": request.headers.get("Content-Type", "")[:200]}
    reply = bring(key, Incoming(body=body, headers=kind, path=request.path.strip("/"), at=datetime.now(UTC)))
    if reply.type == "application/json":
        return HttpResponse(reply.body, status=reply.status, content_type=reply.type, headers=_FROM_ANYWHERE)
    return _told(reply.status, reply.body)


def _told(status: int, message: str) -> HttpResponse:
    again = {"Retry-After": _AGAIN} if status in (429, 503) else {}
    asks = {"WWW-Authenticate": 'Basic realm="write key"'} if status == 401 else {}
    told = {"success": False, "message": message}
    return JsonResponse(told, status=status, headers={**_FROM_ANYWHERE, **again, **asks})


def _is_known(key: str) -> bool:
    # Not every database can be asked for every text: a NUL would be an error of ours.
    return bool(_KEY.fullmatch(key)) and Connection.objects.filter(door=key, kind="events").exists()


def _basic(header: str) -> str:
    """The write key of `Basic base64(KEY:)`, empty where there is none; an OAuth token says nothing of the key.

    >>> _basic("Basic a2V5Og=="), _basic("Basic ???"), _basic("Bearer x.y.z")
    ('key', '', '')
    """
    scheme, _, given = header[:1000].partition(" ")
    if scheme.lower() != "basic":
        return ""
    try:
        return base64.b64decode(given.strip(), validate=True).decode().partition(":")[0]
    except (binascii.Error, ValueError):
        return ""


def _body(request: HttpRequest) -> bytes:
    try:
        body = request.read(MOST_OF_A_CALL + 1)
    except (UnreadablePostError, OSError) as error:
        raise _Refused(400, "The call was cut on its way. Send it again.") from error
    if len(body) > MOST_OF_A_CALL:
        raise _Refused(413, "A call may have 500 KB. Send fewer events at once.")
    return body


def _unpacked(body: bytes, encoding: str) -> bytes:
    """The call as it was before it was packed; never more than a call may have is unfolded."""
    if encoding.lower() not in ("gzip", "x-gzip", "deflate") and not body.startswith(b"\x1f\x8b"):
        return body
    packed = zlib.decompressobj(47)  # gzip or zlib, as its first bytes say
    try:
        plain = packed.decompress(body, MOST_OF_A_CALL + 1)
    except zlib.error as error:
        raise _Refused(400, "It says that it is packed with gzip, and is not.") from error
    if len(plain) > MOST_OF_A_CALL:
        raise _Refused(413, "A call may have 500 KB unpacked. Send fewer events at once.")
    if not packed.eof:
        raise _Refused(400, "It was packed with gzip and is cut. Send it again.")
    return plain


urlpatterns = [
    *(path(f"v1/{word}", call) for word in _WORDS),
    path("v1/projects/<str:key>/settings", settings),
]
