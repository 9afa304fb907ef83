"""Teach: what members say of readers' labels, and how the readers fare with them."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from twoears.lib.counts import spelled
from twoears.lib.text import place
from twoears.understanding.teaching import actions
from twoears.understanding.teaching.pages import ReaderTaught, Taught, readers_taught, taught, taught_in_all
from twoears.web.doors import deciders_only, member_of, members_only, onward, show
from twoears.web.figures import ReaderFigures, reader_figures
from twoears.web.words import opening

_A_PAGE = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class TaughtPage:
    """Every reader with what members made of it, what they taught, the latest first, and the figures it came with."""

    readers: tuple[ReaderTaught, ...]
    figures: tuple[ReaderFigures, ...]
    taught: tuple[Taught, ...]
    total: int
    after: str


@members_only
def readers(request: HttpRequest) -> HttpResponse:
    """What was taught, and how often the readers were right."""
    start = place(request.GET.get("after", ""))
    found = taught(start=start, limit=_A_PAGE + 1)
    page = TaughtPage(
        readers=readers_taught(),
        figures=reader_figures(),
        taught=found[:_A_PAGE],
        total=taught_in_all(),
        after=str(start + _A_PAGE) if len(found) > _A_PAGE else "",
    )
    n = page.total
    title = ngettext("You have taught %s thing", "You have taught %s things", n) % spelled(n)
    said = {"title": opening(title) if n else gettext("Nothing was taught yet")}
    return show(request, "pages/readers.html", page, said=said)


@deciders_only
def teach(request: HttpRequest, post: int) -> HttpResponse:
    """A label of a post is another one."""
    reader, _, label = request.POST.get("says", "").partition(":")
    made = actions.teach(member=member_of(request), post=post, reader=reader, label=label)
    words = gettext("Noted. It counts for everything that says the same.")
    return onward(request, words, reverse("readers"), undo=reverse("unteach", args=[made.pk]))


@deciders_only
def unteach(request: HttpRequest, key: int) -> HttpResponse:
    """Take it back."""
    actions.take_back(member=member_of(request), correction=key)
    return onward(request, gettext("Taken back."), reverse("readers"))
