"""Permission by signing in at the server: two steps, with a code that the member brings back."""

from base64 import b64decode, b64encode
from dataclasses import dataclass

import msgspec
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext

from twoears.lib.http import NoAnswer
from twoears.lib.seals import CannotOpen, seal, unseal
from twoears.sources import access, permission
from twoears.sources.catalogue import sources
from twoears.sources.models import Connection
from twoears.sources.reading import CannotRead
from twoears.web.doors import member_of, members_only, onward, show

_BEGUN = "permission"  # the word of the session under which the question is kept, sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class PermissionPage:
    """Where to sign in, and for which source."""

    source: int
    name: str
    title: str
    address: str
    problem: str


@members_only
def ask(request: HttpRequest, key: int) -> HttpResponse:
    """Ask the server first, then take the code that the member brings back."""
    connection = get_object_or_404(Connection, pk=key)
    if not member_of(request).may_decide:
        raise PermissionDenied("Readers look; ask an owner to make you a member.")
    if not permission.can_ask(connection.kind):
        raise Http404("That source asks for no permission of this kind.")
    begun, problem = _begun(request, key), ""
    if request.method == "POST":
        try:
            if begun is not None and request.POST.get("code", "").strip():
                return _finish(request, connection, begun)
            base = str(connection.asked.get("base") or "")
            _keep(request, key, permission.begin(connection.kind, connection.text, base=base))
            return HttpResponseRedirect(reverse("permission", args=[key]))
        except (CannotRead, NoAnswer) as error:
            problem = str(error)
    page = PermissionPage(
        source=key,
        name=connection.text,
        title=sources()[connection.kind].title,
        address=begun.address if begun else "",
        problem=problem,
    )
    return show(request, "pages/permission.html", page, status=422 if problem else 200)


def _finish(request: HttpRequest, connection: Connection, begun: permission.Begun) -> HttpResponse:
    token = permission.finish(begun, request.POST["code"].strip()[:2000])
    field = next(field.name for field in sources()[connection.kind].fields if field.secret)
    access.give(member=member_of(request), connection=connection, given={field: token})
    request.session.pop(_BEGUN, None)
    words = gettext("Permission given. We hear more of it now, and can answer through it.")
    return onward(request, words, reverse("one-source", args=[connection.pk]))


def _keep(request: HttpRequest, key: int, begun: permission.Begun) -> None:
    words = {"source": str(key), "begun": msgspec.json.encode(begun).decode()}
    request.session[_BEGUN] = b64encode(seal(words, settings.SECRET_KEY)).decode()


def _begun(request: HttpRequest, key: int) -> permission.Begun | None:
    """The question that this member asked for this source in this session."""
    kept = request.session.get(_BEGUN, "")
    try:
        words = unseal(b64decode(kept), settings.SECRET_KEY)
    except CannotOpen:
        return None
    if words.get("source") != str(key):
        return None
    return msgspec.json.decode(words["begun"], type=permission.Begun)
