"""The morning mail: how whoever asks has it, what it would say now, and one at once."""

from django.http import HttpRequest
from ninja import Router

from twoears.api.asked import WishForMail
from twoears.api.credentials import DECIDE, READ, member_of
from twoears.api.shapes import digest as shapes
from twoears.conversations.digest import actions
from twoears.conversations.digest.morning import MailPreview, MailSettings, MailShown
from twoears.conversations.digest.pages import showing

router = Router(tags=["morning mail"])


@router.get("/digest", response=shapes.MailSettings, auth=READ)
def digest_settings(request: HttpRequest) -> MailSettings:
    """Where and when it comes, with which words, and how the last ones went."""
    return showing.mail_settings(member_of(request))


@router.post("/digest", response=shapes.MailSettings, auth=DECIDE)
def want_digest(request: HttpRequest, asked: WishForMail) -> MailSettings:
    """Another address, other days or other words, for yourself."""
    actions.want(member=member_of(request), mail=asked.mail, when=asked.when, quotes=asked.words)
    return showing.mail_settings(member_of(request))


@router.get("/digest/preview", response=shapes.MailPreview, auth=READ)
def preview_digest(request: HttpRequest) -> MailPreview:
    """What it would say now; nothing is sent."""
    return showing.preview(member_of(request))


@router.post("/digest/send", response={202: shapes.MailShown}, auth=DECIDE)
def send_digest(request: HttpRequest) -> MailShown:
    """Send yourself one now, within seconds; how it went stands among the last ones."""
    return showing.mail_shown(actions.ask_for_one(member=member_of(request)).pk)
