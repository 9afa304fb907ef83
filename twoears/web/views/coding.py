"""Coding: one code, what to code next, and talks that are coded beside posts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from twoears.conversations.needs.pages import Choice, Queue, to_code
from twoears.lib.text import place
from twoears.people.needs.pages import Segment, account_named, segments
from twoears.understanding.needs import actions
from twoears.understanding.needs.coding import actions as coding
from twoears.understanding.needs.coding.pages import (
    Coverage,
    PassageShown,
    TalkShown,
    coded_as,
    coverage,
    one_talk,
    talks,
)
from twoears.understanding.needs.foretelling import Order
from twoears.understanding.needs.items import item
from twoears.understanding.needs.pages import ChangeShown, CodeShown, ItemShown, changes, codes
from twoears.understanding.needs.trouble import BadWords, NothingToCode
from twoears.understanding.needs.words import TALK
from twoears.web.doors import deciders_only, member_of, members_only, onward, show
from twoears.web.views.needs import chosen, fields_of, labels

_LISTED = 100
_A_PAGE = 40  # paragraphs of a talk
_BYTES = 4 * TALK  # of a file of text: a character takes up to four


@dataclass(frozen=True, slots=True, kw_only=True)
class CodePage:
    """A code with its figures, who speaks of it, what was coded by it, and what was done to it."""

    code: Coverage
    who: Segment | None
    items: tuple[ItemShown, ...]
    changes: tuple[ChangeShown, ...]
    others: tuple[CodeShown, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CodingPage:
    """What this member has not coded, and the codes that there are."""

    queue: Queue
    codes: tuple[CodeShown, ...]
    code: int
    order: str
    problem: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TalksPage:
    """Interviews and calls that were kept."""

    talks: tuple[TalkShown, ...]
    removed: tuple[TalkShown, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TalkPage:
    """One of them, paragraph by paragraph."""

    talk: TalkShown
    passages: tuple[PassageShown, ...]
    codes: tuple[CodeShown, ...]
    after: str


@members_only
def one(request: HttpRequest, key: int) -> HttpResponse:
    """A code."""
    shown = coverage(key)
    found = segments(key, listed=_LISTED).segments
    page = CodePage(
        code=shown,
        who=found[0] if found else None,
        items=coded_as(key, limit=_LISTED),
        changes=changes(key),
        others=tuple(other for other in codes() if other.id != key),
    )
    return show(request, "pages/need.html", page, said={"json": f"/needs/codes/{key}.json"})


@deciders_only
def decide(request: HttpRequest, key: int, what: str) -> HttpResponse:
    """Describe, merge, split, retire a code, or give an example."""
    member, posted, here = member_of(request), request.POST, reverse("need", args=[key])
    if what == "describe":
        name, meaning, use = (posted.get(field) for field in ("name", "meaning", "use"))
        actions.describe_code(member=member, code=key, name=name, meaning=meaning, use=use)
        return _done(request, gettext("Changed."), here, key)
    if what == "merge":
        into = actions.merge_codes(member=member, code=key, into=_number(posted.get("into", "")))
        return _done(request, gettext("Merged into %s.") % into.name, reverse("need", args=[into.pk]), key)
    if what == "split":
        items = [item(words) for words in posted.getlist("item")]
        made = actions.split_code(member=member, code=key, name=posted.get("name", ""), items=items)
        return _done(request, gettext("Made: %s.") % made.name, reverse("need", args=[made.pk]), made.pk)
    if what == "retire":
        made = actions.retire_code(member=member, code=key)
        return _done(request, gettext("Retired: %s.") % made.name, reverse("needs"), key)
    if what == "example":
        fits = posted.get("fits", "yes") != "no"
        actions.give_example(member=member, code=key, item=item(posted.get("item", "")), fits=fits)
        return _done(request, gettext("It stands in the book."), here, key)
    raise NothingToCode(gettext("That cannot be done to a code."))


@deciders_only
def undo(request: HttpRequest, key: int) -> HttpResponse:
    """Take back what was done to a code."""
    done = actions.undo_change(member=member_of(request), change=key)
    return onward(request, gettext("Taken back."), reverse("need", args=[done.code_id]))


@members_only
def queue(request: HttpRequest) -> HttpResponse:
    """What to code next: the latest, or what is proposed for a code."""
    code = place(request.GET.get("code", ""))
    wanted, problem = Choice(), ""
    try:
        wanted = chosen(request.GET)
    except BadWords as error:
        problem = str(error)
    standing = codes()
    code = code if code in [one.id for one in standing] else 0
    order: Order = "sure" if request.GET.get("order") == "sure" else "unsure"
    queue = to_code(member_of(request), wanted, code=code or None, order=order)
    page = CodingPage(queue=queue, codes=standing, code=code, order=order, problem=problem)
    said = {"title": _coding_title(page), "json": f"/needs/coding.json?{request.GET.urlencode()}"}
    back = f"{reverse('coding')}?{request.GET.urlencode()}"
    return show(request, "pages/coding.html", page, said=said, asked=fields_of(wanted), labels=labels(), back=back)


@deciders_only
def code(request: HttpRequest) -> HttpResponse:
    """Say what a post or a passage speaks of, that it does not, or that no code fits."""
    says = request.POST.get("says", "yes")
    number = _number(request.POST.get("code", "0") or "0")
    if not number and says != "none":
        raise BadWords(gettext("Choose a code, or say that none fits."))
    made = coding.code_item(
        member=member_of(request),
        item=item(request.POST.get("item", "")),
        code=number if says != "none" else None,
        says=says != "no",
        how=request.POST.get("how", "hand"),
    )
    said = gettext("Coded: %s.") % made.code.name if made.code and made.says else gettext("Noted.")
    return onward(request, said, reverse("coding"), undo=reverse("uncode", args=[made.pk]))


@deciders_only
def uncode(request: HttpRequest, key: int) -> HttpResponse:
    """Take it back."""
    coding.take_coding_back(member=member_of(request), coding=key)
    return onward(request, gettext("Taken back."), reverse("coding"))


@members_only
def all_talks(request: HttpRequest) -> HttpResponse:
    """Interviews and calls."""
    page = TalksPage(talks=talks(), removed=talks(removed=True))
    n = len(page.talks)
    title = ngettext("%d talk to learn from", "%d talks to learn from", n) % n
    said = {"title": title if n else gettext("Bring what was said in talks"), "json": "/needs/talks.json"}
    return show(request, "pages/talks.html", page, said=said, most=TALK)


@members_only
def talk(request: HttpRequest, key: int) -> HttpResponse:
    """One talk."""
    start = place(request.GET.get("after", ""))
    shown, passages = one_talk(key, start=start, limit=_A_PAGE)
    onward = str(start + _A_PAGE) if start + _A_PAGE < shown.coded.n else ""
    page = TalkPage(talk=shown, passages=passages, codes=codes(), after=onward)
    said = {"title": shown.title, "json": f"/needs/talks/{key}.json", "here": request.get_full_path()}
    return show(request, "pages/talk.html", page, said=said)


@deciders_only
def keep(request: HttpRequest) -> HttpResponse:
    """Keep a talk: what was pasted, or a file of text."""
    posted = request.POST
    made = coding.keep_talk(
        member=member_of(request),
        title=posted.get("title", ""),
        text=posted.get("text", "").strip() or _of_file(request.FILES.getlist("file")),
        kind=posted.get("kind", "interview"),
        day=_date(posted.get("day", "")),
        actor=account_named(posted["with"]) if posted.get("with", "").strip() else None,
    )
    return onward(
        request, gettext("Kept."), reverse("talk", args=[made.pk]), undo=reverse("remove-talk", args=[made.pk])
    )


@deciders_only
def remove(request: HttpRequest, key: int) -> HttpResponse:
    """Out of sight."""
    coding.remove_talk(member=member_of(request), talk=key)
    return onward(request, gettext("Removed."), reverse("talks"), undo=reverse("bring-talk-back", args=[key]))


@deciders_only
def bring_back(request: HttpRequest, key: int) -> HttpResponse:
    """There again."""
    coding.bring_talk_back(member=member_of(request), talk=key)
    return onward(request, gettext("It is back."), reverse("talk", args=[key]))


def _done(request: HttpRequest, words: str, to: str, code: int) -> HttpResponse:
    """Say it, with what takes the last change of a code back."""
    last = changes(code, limit=1)
    return onward(request, words, to, undo=reverse("undo-need", args=[last[0].id]) if last else "")


def _coding_title(page: CodingPage) -> str:
    n = len(page.queue.posts)
    if not n:
        return gettext("Nothing to code here")
    if page.code:
        return ngettext("%d post may speak of it", "%d posts may speak of it", n) % n
    if page.queue.learnt and page.order == "unsure":
        return gettext("Code these next")
    return gettext("What do they speak of?")


def _of_file(files: Sequence[object]) -> str:
    file = next((one for one in files if isinstance(one, UploadedFile)), None)
    if file is None:
        return ""
    if (file.size or 0) > _BYTES:
        raise BadWords(gettext("That file is too large for a talk. Cut it in parts."))
    try:
        return bytes(file.read()).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadWords(gettext("That file is no text in UTF-8. Save it as plain text.")) from error


def _date(words: str) -> date | None:
    try:
        return date.fromisoformat(words.strip()) if words.strip() else None
    except ValueError as error:
        raise BadWords(f"{words[:20]!r} is no day. Write it like 2026-03-01.") from error


def _number(words: str) -> int:
    if not (words.isascii() and words.isdecimal() and len(words) < 19):
        raise BadWords(gettext("Choose a code."))
    return int(words)
