"""Readers that an owner brings: what there are and how they go; added, tried, switched on and off, removed."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from twoears.lib.counts import spelled
from twoears.team.models import Member
from twoears.understanding.optional import actions
from twoears.understanding.optional.consent import MOST, USUAL, WHOSE, consent
from twoears.understanding.optional.pages import named, offer_of, optional_reader, optional_readers
from twoears.understanding.optional.showing import OptionalShown
from twoears.understanding.optional.trouble import BadWords, NotAgreed, OptionalError
from twoears.understanding.readers import readers
from twoears.web.doors import deciders_only, member_of, members_only, onward, owners_only, say, show
from twoears.web.words import opening

Done = tuple[str, str]  # what is said, and the address that takes it back


@dataclass(frozen=True, slots=True, kw_only=True)
class BroughtPage:
    """The readers that an owner brought."""

    readers: tuple[OptionalShown, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SwitchPage:
    """What an owner is about to agree to."""

    reader: str
    by: str
    whose: str
    most_a_day: int
    past: bool
    words: str


@members_only
def brought(request: HttpRequest) -> HttpResponse:
    """All of them, how they go, and what owners can do with each."""
    return _page(request)


def _page(request: HttpRequest, problem: str = "") -> HttpResponse:
    page = BroughtPage(readers=optional_readers())
    return show(
        request,
        "pages/brought.html",
        page,
        status=422 if problem else 200,
        said={"title": _title(page.readers), "problem": problem},
        whose=WHOSE.items(),
        usual=USUAL,
        most=MOST,
        shipped=[one.name for one in readers() if one.name != "language"],
        typed=request.POST,
    )


def _title(found: tuple[OptionalShown, ...]) -> str:
    on = sum(bool(one.switch) for one in found)
    if not found:
        return gettext("Only the readers that came along read posts")
    words = ngettext("One reader of yours may be given posts", "%s readers of yours may be given posts", on)
    return opening(words % spelled(on)) if on > 1 else words if on else gettext("No reader of yours is given anything")


def in_short() -> str:
    """How many there are, and whether any is on."""
    found = optional_readers()
    on = sum(bool(one.switch) for one in found)
    return gettext("%(on)s of %(all)s switched on") % {"on": on, "all": len(found)} if found else gettext("none yet")


@owners_only
def add(request: HttpRequest) -> HttpResponse:
    """Bring one. What was typed stays where it cannot be."""
    try:
        made = actions.add_reader(owner=member_of(request), brought=_brought(request))
    except OptionalError as error:
        return _page(request, str(error))
    words = gettext("%s is there, and is given nothing yet. Test it, then switch it on.") % made.name
    say(request, words)
    return HttpResponseRedirect(f"{reverse('optional-readers')}#{made.name}")


def _brought(request: HttpRequest) -> actions.Brought:
    typed = {key: request.POST.get(key, "").strip() for key in ("name", "address", "model", "key", "question")}
    together, asks = request.POST.get("together", "1"), request.POST.get("asks", "")
    means = (line.partition("=") for line in request.POST.get("means", "").splitlines() if "=" in line)
    return actions.Brought(
        **typed,
        folder=actions.folder_here(request.POST.get("folder", "")),
        near=request.POST.get("where") == "near",
        reads=asks if asks not in ("", "places") else "",
        places=asks == "places",
        labels=tuple(label.strip() for label in request.POST.get("labels", "").split(",") if label.strip()),
        means={theirs.strip(): ours.strip() for theirs, _, ours in means},
        together=int(together) if together.isdecimal() and len(together) < 4 else 0,
    )


@members_only
def switch(request: HttpRequest, name: str) -> HttpResponseBase:
    """What is agreed to, in plain words, before it is; by POST it is."""
    if request.method == "POST":
        return _switch_on(request, name)
    reader = named(name)
    whose, most, past = _wanted(request.GET.get)
    words = consent(offer_of(reader), whose=whose, most_a_day=most, past=past)
    by = optional_reader(name).by
    page = SwitchPage(reader=name, by=by, whose=whose, most_a_day=most, past=past, words=words)
    return show(request, "pages/switch_reader.html", page)


@deciders_only
def _switch_on(request: HttpRequest, name: str) -> HttpResponse:
    whose, most, past = _wanted(request.POST.get)
    words = consent(offer_of(named(name)), whose=whose, most_a_day=most, past=past)
    if " ".join(request.POST.get("words", "").split()) != " ".join(words.split()):
        raise NotAgreed(gettext("What has to be agreed to is: %s") % words)
    actions.switch_on(owner=member_of(request), reader=name, whose=whose, most_a_day=most, past=past)
    off = reverse("decide-reader", args=[name, "off"])
    return onward(request, gettext("%s is on.") % name, reverse("optional-readers"), undo=off)


def _wanted(typed: Callable[[str, str], str | None]) -> tuple[str, int, bool]:
    whose, most = typed("whose", "") or "", typed("most", "") or ""
    if whose not in WHOSE:
        raise BadWords(gettext("Say whose posts it may be given."))
    number = int(most) if most.isdecimal() and len(most) < 9 else 0
    return whose, max(1, min(MOST, number)) if number else USUAL, bool(typed("past", ""))


@owners_only
def decide(request: HttpRequest, name: str, what: str) -> HttpResponse:
    """One thing that can be done with a reader."""
    if what not in _DO:
        raise Http404("There is nothing like that to do.")
    words, undo = _DO[what](member_of(request), name, request)
    return onward(request, words, reverse("optional-readers"), undo=undo)


def _test(owner: Member, name: str, request: HttpRequest) -> Done:
    return actions.try_reader(owner=owner, reader=name), ""


def _off(owner: Member, name: str, request: HttpRequest) -> Done:
    actions.switch_off(owner=owner, reader=name)
    return gettext("%s is off. It is given nothing more.") % name, ""


def _count(owner: Member, name: str, request: HttpRequest) -> Done:
    made = actions.let_count(owner=owner, reader=name, counts=True)
    undo = reverse("decide-reader", args=[name, "shipped"])
    return gettext("What %(name)s says counts in place of %(reads)s.") % {"name": name, "reads": made.reads}, undo


def _shipped(owner: Member, name: str, request: HttpRequest) -> Done:
    made = actions.let_count(owner=owner, reader=name, counts=False)
    return gettext("The %s that came along counts.") % made.reads, reverse("decide-reader", args=[name, "count"])


def _key(owner: Member, name: str, request: HttpRequest) -> Done:
    actions.give_key(owner=owner, reader=name, key=request.POST.get("key", ""))
    return gettext("Kept, sealed."), ""


def _again(owner: Member, name: str, request: HttpRequest) -> Done:
    count = actions.read_aside_again(owner=owner, reader=name)
    return ngettext("%s post is given to it again.", "%s posts are given to it again.", count) % count, ""


def _remove(owner: Member, name: str, request: HttpRequest) -> Done:
    actions.remove_reader(owner=owner, reader=name)
    return gettext("%s is gone, with its key and its notes.") % name, ""


_DO: dict[str, Callable[[Member, str, HttpRequest], Done]] = {
    "test": _test,
    "off": _off,
    "count": _count,
    "shipped": _shipped,
    "key": _key,
    "again": _again,
    "remove": _remove,
}
