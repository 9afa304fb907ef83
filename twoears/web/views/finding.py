"""Find: people, conversations and words in one box."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext, ngettext

from twoears.conversations.finding import CONVERSATION, KINDS, PERSON, POST, Found, Hit
from twoears.conversations.pages.finding import look_for, look_for_named
from twoears.lib.counts import spelled
from twoears.lib.text import place
from twoears.understanding.entities.values import LONGEST, asked_for
from twoears.web.doors import member_of, members_only, show
from twoears.web.words import opening

MOST = 20  # of each kind on a page


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What was found of one kind: a page of it, which part of how many that is, and what asks for the rest."""

    kind: str
    hits: tuple[Hit, ...]
    total: int
    shown: str
    onward: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FindPage:
    """What was found for `q`, of one kind only where more of it was asked for; or the posts that name `about`."""

    title: str
    q: str
    about: str
    kind: str
    people: Part
    conversations: Part
    posts: Part


@members_only
def find(request: HttpRequest) -> HttpResponse:
    """Everything that carries the words, or every post that names something."""
    about = request.GET.get("about", "").strip()[:LONGEST].replace("\0", "")
    page = _naming(about, place(request.GET.get("after", ""))) if about else _with_words(request)
    return show(request, "pages/find.html", page, json=f"/find.json?{request.GET.urlencode()}")


def _naming(about: str, after: int) -> FindPage:
    found = look_for_named(about, limit=MOST, after=after)
    _, key = asked_for(about)
    title = ngettext("%(n)s post names %(key)s", "%(n)s posts name %(key)s", found.posts)
    none = gettext("Nothing that was heard names %s") % key[:60]
    return FindPage(
        title=opening(title % {"n": spelled(found.posts), "key": key[:60]}) if found.posts else none,
        q="",
        about=about,
        kind=POST,
        people=_part(found, PERSON, {}, 0),
        conversations=_part(found, CONVERSATION, {}, 0),
        posts=_part(found, POST, {"about": about}, after),
    )


def _with_words(request: HttpRequest) -> FindPage:
    q = request.GET.get("q", "").strip()[:200].replace("\0", "")
    asked = request.GET.get("kind", "")
    kind = asked if asked in KINDS else ""
    after = place(request.GET.get("after", "")) if kind else 0
    found = look_for(q, member=member_of(request), limit=MOST, kind=kind, after=after)
    return FindPage(
        title=_title(q, sum(found.total(one) for one in KINDS)),
        q=q,
        about="",
        kind=kind,
        people=_part(found, PERSON, {"q": q}, after),
        conversations=_part(found, CONVERSATION, {"q": q}, after),
        posts=_part(found, POST, {"q": q}, after),
    )


def _part(found: Found, kind: str, asked: dict[str, str], after: int) -> Part:
    hits, total = found.of(kind), found.total(kind)
    end = after + len(hits)
    onward = urlencode({**asked, "kind": kind, "after": end}) if hits and end < total else ""
    return Part(kind=kind, hits=hits, total=total, shown=_shown(after, end, total), onward=onward)


def _shown(after: int, end: int, total: int) -> str:
    """Which of how many stand here.

    >>> _shown(0, 20, 131), _shown(20, 40, 131), _shown(0, 3, 3)
    ('20 of 131', '21 to 40 of 131', '3')
    """
    if after:
        return gettext("%(first)s to %(last)s of %(all)s") % {
            "first": f"{after + 1:,}", "last": f"{end:,}", "all": f"{total:,}"}  # fmt: skip
    return gettext("%(shown)s of %(all)s") % {"shown": f"{end:,}", "all": f"{total:,}"} if end < total else f"{total:,}"


def _title(q: str, n: int) -> str:
    if not q:
        return gettext("What are you looking for?")
    if not n:
        return gettext("Nothing was found for “%s”") % q[:60]
    words = ngettext("%(n)s thing was found for “%(q)s”", "%(n)s things were found for “%(q)s”", n)
    return opening(words % {"n": spelled(n), "q": q[:60]})
