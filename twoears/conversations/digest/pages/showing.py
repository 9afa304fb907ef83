"""What the doors show of the morning mail of a member."""

from datetime import UTC, datetime
from typing import Final

from django.conf import settings

from twoears.conversations.digest.due import NEVER
from twoears.conversations.digest.letter import text
from twoears.conversations.digest.models import MorningMail, MorningWish
from twoears.conversations.digest.morning import MailPreview, MailSettings, MailShown
from twoears.conversations.digest.pages.reader import local_day, next_mail, reader_of, wish_of
from twoears.conversations.digest.pages.writing import html, written
from twoears.team.models import Member

_LATEST: Final = 3
NOTHING: Final = MailPreview(subject="", text="", html="")


def mail_settings(member: Member, *, now: datetime | None = None) -> MailSettings:
    """How they have it, when the next one comes, and how the last ones went."""
    moment, wish = now or datetime.now(UTC), wish_of(member)
    reader, trouble = reader_of(member, wish), _trouble(member, wish)
    coming = wish.not_on if wish.not_on and wish.not_on >= local_day(reader, moment) else None
    return MailSettings(
        ready=settings.MAIL.ready,
        trouble=trouble,
        mail=member.email,
        when=wish.when,
        words=wish.quotes,
        zone=reader.zone,
        next_on=None if trouble else next_mail(member, wish, moment),
        not_on=coming,
        last=tuple(_shown(mail) for mail in MorningMail.objects.filter(member=member)[:_LATEST]),
    )


def preview(member: Member, *, now: datetime | None = None, signed: bool = False) -> MailPreview:
    """What they would be told now. Without `signed`, the choices lead to Settings: looking must not hand out a key."""
    made = written(member, now=now, signed=signed)
    if made is None:
        return NOTHING
    return MailPreview(subject=made.letter.subject, text=text(made.letter), html=html(made.letter))


def mail_shown(key: int) -> MailShown:
    """One mail, as it stands by now."""
    return _shown(MorningMail.objects.get(pk=key))


def _trouble(member: Member, wish: MorningWish) -> str:
    if not settings.MAIL.ready:
        return str(settings.MAIL.trouble)
    if not member.email:
        return "There is no mail address to send it to."
    return "You chose to get none." if wish.when == NEVER else ""


def _shown(mail: MorningMail) -> MailShown:
    return MailShown(
        day=mail.day,
        asked=mail.number > 0,
        state=mail.state,
        state_words=MorningMail.State(mail.state).label,
        said=mail.said,
        sent_at=mail.sent_at,
    )
