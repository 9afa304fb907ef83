"""The morning mail: what it would say now, how each member has it, and the choices that stand in the mail itself."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final

from csp.decorators import csp
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from twoears.conversations.digest import actions
from twoears.conversations.digest.models import MorningWish
from twoears.conversations.digest.morning import MailPreview, MailSettings
from twoears.conversations.digest.pages.reader import next_mail, wish_of
from twoears.conversations.digest.pages.showing import mail_settings, preview
from twoears.team.models import Member
from twoears.web.doors import member_of, members_only, onward, show

_MAIL_POLICY: Final = {
    "default-src": ["'none'"],
    "style-src": ["'unsafe-inline'"],
    "base-uri": ["'none'"],
    "form-action": ["'none'"],
    "frame-ancestors": ["'none'"],
}
# choice -> the question, and what its button says
_ASKED: Final = {
    actions.NOT_NEXT: ("Leave out the next morning mail?", "Leave it out"),
    actions.NEXT: ("Send the next morning mail after all?", "Send it after all"),
    actions.WORK_DAYS: ("A morning mail every work day?", "Every work day"),
    actions.MONDAYS: ("A morning mail on Mondays only?", "Mondays only"),
    actions.NEVER: ("No morning mail any more?", "Never"),
}
_DONE: Final = {
    actions.NEXT: "The next morning mail is sent after all",
    actions.WORK_DAYS: "You get the morning mail every work day",
    actions.MONDAYS: "You get the morning mail on Mondays",
    actions.NEVER: "You get no morning mail any more",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestPage:
    """What a mail would say now, and how the member has it."""

    title: str
    settings: MailSettings
    preview: MailPreview


@members_only
def digest(request: HttpRequest) -> HttpResponse:
    """The mail as it would be sent now."""
    member = member_of(request)
    found = preview(member)
    page = DigestPage(
        title=found.subject or gettext("There is nothing to say now"), settings=mail_settings(member), preview=found
    )
    return show(request, "pages/digest.html", page)


@require_safe
@csp(_MAIL_POLICY)
@members_only
def as_html(request: HttpRequest) -> HttpResponse:
    """The same as a mail program shows it: a page of its own, that may do nothing but be looked at."""
    found = preview(member_of(request))
    if not found.html:
        raise Http404("There is nothing to say now.")
    return HttpResponse(found.html)


@require_POST
@members_only
def want(request: HttpRequest) -> HttpResponse:
    """Where, when and with which words: each member's own, readers too."""
    sent = request.POST
    actions.want(member=member_of(request), mail=sent.get("mail", "")[:254], when=sent.get("when"),
                 quotes=sent.get("words"))  # fmt: skip
    return onward(request, gettext("Saved."), f"{reverse('settings')}#mail")


@require_POST
@members_only
def send_now(request: HttpRequest) -> HttpResponse:
    """Send the member one now."""
    actions.ask_for_one(member=member_of(request))
    return onward(
        request,
        gettext("It goes out within seconds, if there is something to say. How it went stands here."),
        f"{reverse('settings')}#mail",
    )


@require_POST
@members_only
def after_all(request: HttpRequest) -> HttpResponse:
    """Do not leave out what was to be left out."""
    actions.choose(member=member_of(request), choice=actions.NEXT)
    return HttpResponseRedirect(f"{reverse('settings')}#mail")


@csrf_exempt  # its word is signed, and mail programs that unsubscribe with one click (RFC 8058) know no cookie
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest, word: str) -> HttpResponse:
    """A link of a mail. A GET asks with one button, as programs that look through mail open every link."""
    try:
        member, choice = actions.chosen(word)
    except actions.NoSuchLink as error:
        return _said(request, {"title": gettext("This link does nothing"), "under": str(error)}, status=404)
    if request.method != "POST":
        question, button = _ASKED[choice]
        under = _next(member) if choice == actions.NOT_NEXT else ""
        return _said(request, {"title": gettext(question), "under": under, "word": word, "button": gettext(button)})
    before = wish_of(member)
    wish = actions.choose(member=member, choice=choice)
    back = _way_back(choice, before)
    offered = {"word": actions.link(member, back), "button": gettext(_ASKED[back][1])} if back != choice else {}
    return _said(request, {"title": _done(choice, wish), "done": True} | offered)


def _next(member: Member) -> str:
    wish = wish_of(member)
    wish.not_on = None
    day = next_mail(member, wish, datetime.now(UTC))
    return gettext("It is that of %s. The others come as before.") % _day(day) if day else ""


def _done(choice: str, wish: MorningWish) -> str:
    if choice != actions.NOT_NEXT:
        return gettext(_DONE[choice])
    if wish.not_on is None:
        return gettext("There is no next morning mail to leave out")
    return gettext("The morning mail of %s is left out") % _day(wish.not_on)


def _day(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B}"


def _way_back(choice: str, before: MorningWish) -> str:
    """The choice that undoes this one."""
    if choice in (actions.NOT_NEXT, actions.NEXT):
        return actions.NEXT if choice == actions.NOT_NEXT else actions.NOT_NEXT
    return next(name for name, when in actions.CHOICES.items() if when == before.when)


def _said(request: HttpRequest, words: dict[str, object], status: int = 200) -> HttpResponse:
    answer = render(request, "pages/digest_choice.html", words, status=status)
    answer["Cache-Control"], answer["X-Robots-Tag"], answer["Referrer-Policy"] = "no-store", "noindex", "no-referrer"
    return answer
