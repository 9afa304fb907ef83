"""Send the mails of the morning: once to each member and day, whatever breaks.

    pending ──claim──▶ sending ──▶ sent | failed
       │                  │ the answer was lost, or we were killed
       ▼                  ▼
    nothing to say     unknown: it may have arrived, nobody can look that up, and it is not sent again

The row of a day is there once, and the claim is committed before the mail server is touched. What the server surely did
not take waits a little and is tried again, until the morning is over.
"""

import logging
import smtplib
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email.charset import QP, Charset
from typing import Any, Final

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.smtp import EmailBackend

from twoears.conversations.digest.due import NEVER, due
from twoears.conversations.digest.letter import envelope, message_id, text
from twoears.conversations.digest.models import MorningMail
from twoears.conversations.digest.pages.reader import reader_of, wish_of
from twoears.conversations.digest.pages.writing import Written, html, written
from twoears.lib.text import one_line
from twoears.team.models import Member

log = logging.getLogger(__name__)

_State = MorningMail.State
_LEASE: Final = timedelta(minutes=5)  # longer than any talk with a mail server may take
_PAUSE: Final = timedelta(minutes=2)
_MOST_TRIES: Final = 6
_SECONDS: Final = 20  # for each answer of the server
_SEVEN_BITS: Final = Charset("utf-8")  # not every server on the way takes eight
_SEVEN_BITS.body_encoding = QP


def begin(now: datetime | None = None) -> int:
    """Put a mail in line for everybody whose morning it is; how many were put there."""
    moment = now or datetime.now(UTC)
    if not settings.MAIL.ready:
        return 0
    waking = Member.objects.filter(is_active=True).exclude(email="").exclude(morning_wish__when=NEVER)
    return sum(_begin(member, moment) for member in waking.prefetch_related("teams").order_by("pk"))


def _begin(member: Member, now: datetime) -> bool:
    day = due(reader_of(member, wish_of(member)), now)
    if day is None:
        return False
    _, made = MorningMail.objects.get_or_create(
        member=member, day=day, number=0, defaults={"made_at": now, "next_at": now}
    )
    return made


def send(now: datetime | None = None, *, only: MorningMail | None = None) -> bool:
    """Send the one whose turn it is; whether there was one."""
    moment = now or datetime.now(UTC)
    MorningMail.objects.filter(state=_State.SENDING, lease_until__lt=moment).update(
        state=_State.UNKNOWN, lease_until=None, said="We were stopped while it was being sent. It may have arrived."
    )
    mail = _take(moment, only)
    if mail is None:
        return False
    if trouble := _not_wanted(mail, moment):
        _keep(mail, _State.FAILED, trouble)
    elif (made := written(mail.member, now=moment)) is None:
        _keep(mail, _State.NOTHING, "")
    else:
        # Written to the last letter before it is claimed: what stops us until here was surely not sent.
        mime = _mime(mail, made, moment)
        if _claim(mail, moment):
            _hand_over(mail, mime, made, moment)
    return True


def _take(now: datetime, only: MorningMail | None) -> MorningMail | None:
    """The next that waits; it is not looked at again for a while, should it be the one that stops us."""
    waiting = MorningMail.objects.filter(state=_State.PENDING, next_at__lte=now).select_related("member")
    waiting = waiting.filter(pk=only.pk) if only else waiting
    mail = waiting.order_by("next_at", "pk").first()
    if mail is None:
        return None
    mine = MorningMail.objects.filter(pk=mail.pk, state=_State.PENDING, tries=mail.tries, next_at=mail.next_at)
    mail.tries += 1
    return mail if mine.update(tries=mail.tries, next_at=now + _LEASE) else None


def _not_wanted(mail: MorningMail, now: datetime) -> str:
    member = mail.member
    if not settings.MAIL.ready:
        return str(settings.MAIL.trouble)
    if not member.email or not member.is_active:
        return "There is no mail address any more."
    if mail.number == 0 and due(reader_of(member, wish_of(member)), now) != mail.day:
        return f"The morning was over, or it was not wanted any more. {mail.said}".strip()
    return "" if mail.tries <= _MOST_TRIES else mail.said or "It could not be written. The log says why."


def _claim(mail: MorningMail, now: datetime) -> bool:
    mine = MorningMail.objects.filter(pk=mail.pk, state=_State.PENDING, tries=mail.tries)
    return bool(mine.update(state=_State.SENDING, lease_until=now + _LEASE, next_at=None))


def _hand_over(mail: MorningMail, mime: EmailMultiAlternatives, made: Written, now: datetime) -> None:
    server = _Server(fail_silently=False, timeout=_SECONDS, **_where())
    try:
        server.open()
        server.send_messages([mime])
    except smtplib.SMTPRecipientsRefused as error:
        code, said = next(iter(error.recipients.values()))
        _answered(mail, server, code, said, now)
    except smtplib.SMTPResponseException as error:
        _answered(mail, server, error.smtp_code, error.smtp_error, now)
    except smtplib.SMTPNotSupportedError as error:
        _keep(mail, _State.FAILED, one_line(str(error), 300))
    except (smtplib.SMTPException, OSError, ValueError) as error:
        _broken(mail, server, one_line(str(error), 300), now)
    else:
        MorningMail.objects.filter(pk=mail.pk).update(
            state=_State.SENT, said="", lease_until=None, next_at=None, sent_at=now, heard=made.asked
        )
    finally:
        # It is sent or it is not: what goes wrong at the goodbye changes nothing.
        with suppress(smtplib.SMTPException, OSError):
            server.close()


def _where() -> dict[str, Any]:
    mail = settings.MAIL
    secure = {"use_tls": mail.tls == "first", "use_ssl": mail.tls == "always"}
    return {"host": mail.host, "port": mail.port, "username": mail.user, "password": mail.password, **secure}


def _mime(mail: MorningMail, made: Written, now: datetime) -> EmailMultiAlternatives:
    domain = settings.MAIL.domain
    name = message_id(mail.member_id, mail.day, mail.number, secret=settings.SECRET_KEY, domain=domain)
    mime = EmailMultiAlternatives(
        subject=made.letter.subject,
        body=text(made.letter),
        from_email=settings.MAIL.sender,
        to=[mail.member.email],
        headers=dict(envelope(made.letter, message=name, domain=domain, now=now)),
    )
    mime.encoding = _SEVEN_BITS
    mime.attach_alternative(html(made.letter), "text/html")
    return mime


def _answered(mail: MorningMail, server: "_Server", code: int, said: bytes | str, now: datetime) -> None:
    """The server did not say that all is well: no for good (5), no for now (4), or what nobody understands."""
    words = one_line(said.decode("utf8", "replace") if isinstance(said, bytes) else said, 300)
    told = f"{settings.MAIL.host} says {code}: {words}"
    if code // 100 == 5:
        _keep(mail, _State.FAILED, told)
    elif code // 100 == 4:
        _later(mail, told, now)
    else:
        _broken(mail, server, told, now)


def _broken(mail: MorningMail, server: "_Server", why: str, now: datetime) -> None:
    if server.on_its_way:
        _keep(mail, _State.UNKNOWN, f"{settings.MAIL.host} did not say whether it took the mail. {why}")
    else:
        _later(mail, f"{settings.MAIL.host} cannot be talked to: {why}", now)


def _later(mail: MorningMail, said: str, now: datetime) -> None:
    MorningMail.objects.filter(pk=mail.pk).update(
        state=_State.PENDING, said=said, lease_until=None, next_at=now + _PAUSE * 2 ** (mail.tries - 1)
    )


def _keep(mail: MorningMail, state: str, said: str) -> None:
    if state in (_State.FAILED, _State.UNKNOWN):
        log.warning("The mail to %s is %s: %s", mail.member, state, said)
    MorningMail.objects.filter(pk=mail.pk).update(state=state, said=said, lease_until=None, next_at=None)


class _Server(EmailBackend):
    """Django's own, which also knows whether the mail itself was on its way when the line broke."""

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        return _Encrypted if self.use_ssl else _Plain

    @property
    def on_its_way(self) -> bool:
        return bool(getattr(self.connection, "on_its_way", False))


class _Marks(smtplib.SMTP):
    on_its_way = False

    def data(self, msg: Any) -> tuple[int, bytes]:
        self.on_its_way = True
        return super().data(msg)


class _Plain(_Marks):
    """In clear, or encrypted by STARTTLS."""


class _Encrypted(_Marks, smtplib.SMTP_SSL):
    """Encrypted from the first byte."""
