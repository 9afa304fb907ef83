"""Teach: what members say of readers' labels, and how the readers fare with them."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from twoears.lib.counts import spelled
from twoears.lib.text import place
from twoears.understanding.own import actions as choosing
from twoears.understanding.own.pages import LayerLearnt, layers
from twoears.understanding.own.setting.pages import ReaderSet, readers_set
from twoears.understanding.teaching import actions
from twoears.understanding.teaching.pages import ReaderTaught, Taught, readers_taught, taught, taught_in_all
from twoears.web.doors import deciders_only, member_of, members_only, onward, show
from twoears.web.figures import ReaderFigures, reader_figures, with_settings
from twoears.web.words import opening

_A_PAGE = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class TaughtPage:
    """Every reader with what members made of it and how it is set here, what they taught, the latest first, what layers
    learnt from that, and the figures it came with."""

    readers: tuple[ReaderTaught, ...]
    figures: tuple[ReaderFigures, ...]
    layers: tuple[LayerLearnt, ...]
    sets: tuple[ReaderSet, ...]
    taught: tuple[Taught, ...]
    total: int
    after: str


@members_only
def readers(request: HttpRequest) -> HttpResponse:
    """What was taught, and how often the readers were right."""
    start = place(request.GET.get("after", ""))
    found, sets = taught(start=start, limit=_A_PAGE + 1), readers_set()
    page = TaughtPage(
        readers=readers_taught(),
        figures=reader_figures(),
        layers=layers(),
        sets=sets,
        taught=found[:_A_PAGE],
        total=taught_in_all(),
        after=str(start + _A_PAGE) if len(found) > _A_PAGE else "",
    )
    n = page.total
    title = ngettext("You have taught %s thing", "You have taught %s things", n) % spelled(n)
    said = {"title": opening(title) if n else gettext("Nothing was taught yet"), "figures": with_settings(sets)}
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


@deciders_only
def choose_reader(request: HttpRequest, name: str) -> HttpResponse:
    """How sure a reader must be, or whether its layer reads."""
    if "reads" in request.POST:
        reads = request.POST["reads"] == "yes"
        made = choosing.choose_layer(member=member_of(request), reader=name, reads=reads)
        words = gettext("It reads with what you taught.") if reads else gettext("What you taught it is set aside.")
    else:
        enough = number(request.POST.get("enough", ""))
        made = choosing.choose_enough(member=member_of(request), reader=name, enough=enough)
        words = gettext("Noted. Older posts are read again, the latest first.")
    return onward(request, words, reverse("readers"), undo=reverse("reader-unchoose", args=[made.pk]))


@deciders_only
def unchoose_reader(request: HttpRequest, key: int) -> HttpResponse:
    """What was chosen before counts again."""
    choosing.take_choice_back(member=member_of(request), choice=key)
    return onward(request, gettext("Taken back."), reverse("readers"))


def number(words: str) -> float:
    """A share as it was sent; NoThreshold where it is none."""
    try:
        return float(words)
    except ValueError:
        raise choosing.NoThreshold(f"{words[:20]!r} is no share; say for example 0.7.") from None
