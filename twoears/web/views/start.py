"""Start: one box for whatever can be listened to, what is being read, who is us, and the first finding."""

from collections.abc import Iterator
from dataclasses import dataclass
from secrets import token_hex
from typing import Any
from urllib.parse import urlencode

from django.core.cache import cache
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from twoears.conversations.finding import Finding
from twoears.conversations.pages.finding import first_finding
from twoears.jobs import left_to_do
from twoears.sources import actions
from twoears.sources.access import must_ask
from twoears.sources.catalogue import sources, thing
from twoears.sources.health import Health
from twoears.sources.models import State
from twoears.sources.pages import health, what_is
from twoears.sources.reading import CannotRead, Source
from twoears.sources.uploads.actions import Taken, keep_upload, listen_together
from twoears.sources.uploads.keeping import TooMuch
from twoears.team.models import OurAccount
from twoears.threads.actions import Candidate, forget_us, our_candidates, say_us
from twoears.web.doors import deciders_only, member_of, members_only, onward, show, zone_of

_BUSY = (State.WAITING, State.READING)
_CHUNK = 1024 * 1024
_SHOWN = 8
_LIKELY = 8  # candidates that stand open; the rest is folded
_KEPT_SECONDS = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """How far the reading of one source has come: in words, and in percent where its size is known."""

    health: Health
    words: str
    share: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StartPage:
    """The first page. `reading` while something is being read: only then does the page ask again by itself."""

    typed: str
    what: str
    heard: bool
    reading: bool
    left: str
    progress: tuple[Line, ...]
    candidates: tuple[Candidate, ...]
    known: bool
    more_candidates: str
    finding: Finding | None
    late: str
    kinds: tuple[dict[str, str], ...]
    sample: str


@members_only
def home(request: HttpRequest) -> HttpResponse:
    """The first page: Start while nothing was heard, then Today."""
    return HttpResponseRedirect(reverse("today" if health() else "start"))


@members_only
def start(request: HttpRequest) -> HttpResponse:
    """The box, and what came of it so far."""
    return show(request, "pages/start.html", start_page(request))


@members_only
def progress(request: HttpRequest) -> HttpResponse:
    """The part of the page that changes while something is being read."""
    with timezone.override(zone_of(request)):
        return render(request, "parts/progress_news.html", {"page": start_page(request)})


@members_only
def what(request: HttpRequest) -> HttpResponse:
    """What we take the typed words for."""
    return render(request, "parts/what.html", {"what": _what(request.GET.get("text", ""))})


@deciders_only
def listen(request: HttpRequest) -> HttpResponse:
    """Put what was typed and chosen in line to be read."""
    member = member_of(request)
    typed = [text for text in request.POST.getlist("text") if text.strip()]
    texts = [_no_path(part.strip()) for text in typed for part in text.split(",")]
    asking = [text for text in texts if text and must_ask(text)]
    files = _keep(request)
    made = actions.listen_later(member=member, texts=[text for text in texts if text not in asking])
    if asking:
        return HttpResponseRedirect(f"{reverse('connect')}?{urlencode({'text': asking[0]})}")
    words = (
        gettext("We are listening. This page shows what we hear.")
        if made or any(file.heard for file in files)
        else gettext("Paste a name or an address, or choose a file.")
    )
    return onward(request, " ".join([*(file.problem for file in files if file.problem), words]), reverse("start"))


def _keep(request: HttpRequest) -> tuple[Taken, ...]:
    """What was chosen where no script sent it: several files are seen together, for they may be one export."""
    chosen, within, member = _files(request), token_hex(16), member_of(request)
    for file in chosen:
        keep_upload(member=member, name=file.name or "upload", chunks=file.chunks(), within=within)
    return listen_together(member=member, within=within) if chosen else ()


@deciders_only
def upload(request: HttpRequest) -> HttpResponse:
    """A dropped file, streamed straight into the data folder; answers what it was taken for.

    One of several that come `within` a word is only kept, until `uploaded` says that all are here.
    """
    member, name, within = member_of(request), request.GET.get("name", "upload"), request.GET.get("within", "")
    alone = within or token_hex(16)
    path = name if within else name.rpartition("/")[2]
    try:
        keep_upload(member=member, name=path, chunks=_body(request), within=alone)
    except TooMuch as error:
        return JsonResponse({"problem": str(error)}, status=413)
    except OSError as error:
        return JsonResponse({"problem": gettext("It cannot be kept: %s.") % (error.strerror or error)}, status=507)
    if within:
        return JsonResponse({}, status=201)
    (taken,) = listen_together(member=member, within=alone)
    return JsonResponse({"problem": taken.problem} if taken.problem else {"heard": taken.heard}, status=_status(taken))


@deciders_only
def uploaded(request: HttpRequest) -> HttpResponse:
    """All files that came `within` a word are here; answers what each was taken for, or what they are together."""
    within, as_one = request.GET.get("within", ""), "one" in request.GET
    try:
        taken = listen_together(member=member_of(request), within=within, as_one=as_one)
    except FileNotFoundError as error:
        return JsonResponse({"problem": str(error)}, status=422)
    told = [{"name": one.name, "heard": one.heard, "problem": one.problem} for one in taken]
    return JsonResponse({"taken": told}, status=max(map(_status, taken), default=422))


def _status(taken: Taken) -> int:
    return 422 if taken.problem else 201


@deciders_only
def these_are_us(request: HttpRequest) -> HttpResponse:
    """These accounts are ours."""
    made = say_us(member=member_of(request), handles=request.POST.getlist("us")[:200])
    words = gettext("Noted. The ratios follow in a moment.") if made else gettext("Choose at least one account.")
    return onward(request, words, reverse("start"))


@deciders_only
def not_us(request: HttpRequest) -> HttpResponse:
    """This account is not ours after all."""
    forget_us(member=member_of(request), handle=request.POST.get("handle", ""))
    return onward(request, gettext("Taken back."), f"{reverse('settings')}#us")


def start_page(request: HttpRequest) -> StartPage:
    """What Start shows now. Who is us is asked as soon as somebody may be, and nobody was said to be."""
    found = health()
    typed = request.GET.get("text", "")[:500]
    ours = OurAccount.objects.exists()
    left = left_to_do()
    reading = any(h.state in _BUSY for h in found) or left > 0
    # While something is left to do the ratios are of another telling: no finding rather than a wrong one.
    finding = first_finding(member_of(request)) if ours and not left else None
    candidates = _candidates(reading) if found else ()
    return StartPage(
        typed=typed,
        what=_what(typed),
        heard=any(h.read for h in found),
        reading=reading,
        left=_left(left),
        progress=tuple(_line(h) for h in found[-_SHOWN:]),
        candidates=candidates,
        known=ours,
        more_candidates=_more(len(candidates) - _LIKELY),
        finding=finding,
        late=_late(finding),
        kinds=tuple(
            {"title": s.title, "sees": s.sees, "blind": s.blind, "ask": s.kind if _is_asked(s) else ""}
            for s in sources().values()
        ),
        sample="town" if "town" in sources() else "",
    )


def _is_asked(source: Source) -> bool:
    """Whether it is connected by its address; a file is dropped, and asked on its own page for what it lacks."""
    return bool(source.takes or (source.fields and (source.live or source.stream)))


def _more(n: int) -> str:
    return ngettext("%s other who answered somebody", "%s others who answered somebody", n) % f"{n:,}" if n > 0 else ""


def _late(finding: Finding | None) -> str:
    late = finding.number.n - finding.number.k if finding else 0
    if late == 1:
        return gettext("See the one that was late or never")
    return gettext("See the %s that were late or never") % f"{late:,}" if late else ""


def _left(posts: int) -> str:
    if posts <= 1:
        return gettext("nearly there") if posts else ""
    return ngettext("%s post to go", "%s posts to go", posts) % f"{posts:,}"


def _candidates(reading: bool) -> tuple[Candidate, ...]:
    """Who may be us. While much is being read the page asks each two seconds, and this looks at every post."""
    if not reading:
        return our_candidates()
    kept: tuple[Candidate, ...] = cache.get_or_set("our-candidates", our_candidates, _KEPT_SECONDS) or ()
    return kept


def _line(shown: Health) -> Line:
    if shown.state == State.WAITING:
        return Line(health=shown, words=gettext("waits for its turn"), share=0)
    if shown.total:
        words = gettext("%(read)s of %(total)s read") % {"read": f"{shown.read:,}", "total": f"{shown.total:,}"}
        return Line(
            health=shown,
            words=words,
            share=100 if shown.state not in _BUSY else min(100, 100 * shown.read // shown.total),
        )
    words = gettext("%(read)s read, %(new)s new") % {"read": f"{shown.read:,}", "new": f"{shown.new:,}"}
    return Line(health=shown, words=words, share=None if shown.state in _BUSY else 100)


def _what(text: str) -> str:
    try:
        return what_is(_no_path(text[:500]))
    except CannotRead as error:
        return str(error)


def _no_path(text: str) -> str:
    """What was typed, unless it names a file of the server: pages must not be a way to read its disk."""
    if text.strip() and thing(text.strip()).path is not None:
        raise CannotRead(
            "That names a file on the machine that runs this. Drop the file here instead, "
            "or read it there with `twoears listen FILE`."
        )
    return text


def _files(request: HttpRequest) -> "list[UploadedFile[Any]]":
    return [f for f in request.FILES.getlist("file") if isinstance(f, UploadedFile)]


def _body(request: HttpRequest) -> Iterator[bytes]:
    while chunk := request.read(_CHUNK):
        yield chunk
