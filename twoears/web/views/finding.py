"""Find: people, conversations and words in one box."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext, ngettext

from twoears.conversations.finding import Hit
from twoears.conversations.pages.finding import find as found_for
from twoears.lib.counts import spelled
from twoears.web.doors import member_of, members_only, show
from twoears.web.words import opening

MOST = 20  # of each kind


@dataclass(frozen=True, slots=True, kw_only=True)
class FindPage:
    """What was found for `q`."""

    title: str
    q: str
    people: tuple[Hit, ...]
    conversations: tuple[Hit, ...]
    posts: tuple[Hit, ...]


@members_only
def find(request: HttpRequest) -> HttpResponse:
    """Everything that carries the words."""
    q = request.GET.get("q", "").strip()[:200]
    hits = found_for(q, member=member_of(request), limit=MOST) if q else ()
    kinds = {kind: tuple(hit for hit in hits if hit.kind == kind) for kind in ("person", "conversation", "post")}
    page = FindPage(
        title=_latest(q) if any(len(kind) == MOST for kind in kinds.values()) else _title(q, len(hits)),
        q=q,
        people=kinds["person"],
        conversations=kinds["conversation"],
        posts=kinds["post"],
    )
    return show(request, "pages/find.html", page, json=f"/find.json?{request.GET.urlencode()}")


def _latest(q: str) -> str:
    """Where there may be more than is shown, no count is given."""
    return gettext("The latest that carry “%s”") % q[:60]


def _title(q: str, n: int) -> str:
    if not q:
        return gettext("What are you looking for?")
    if not n:
        return gettext("Nothing was found for “%s”") % q[:60]
    words = ngettext("%(n)s thing was found for “%(q)s”", "%(n)s things were found for “%(q)s”", n)
    return opening(words % {"n": spelled(n), "q": q[:60]})
