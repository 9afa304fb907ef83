"""What members decide about their morning mail: in Settings, or by a link in the mail itself, which is signed."""

from datetime import UTC, datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, Signer
from django.core.validators import validate_email
from django.db import transaction

from twoears.conversations.actions import ConversationError
from twoears.conversations.digest.models import MorningMail, MorningWish
from twoears.conversations.digest.pages.reader import local_day, next_mail, reader_of, wish_of
from twoears.team.models import Member

NOT_NEXT, NEXT, WORK_DAYS, MONDAYS, NEVER = "not-next", "next", "work-days", "mondays", "never"
CHOICES = {WORK_DAYS: MorningWish.When.WORK_DAYS, MONDAYS: MorningWish.When.MONDAYS, NEVER: MorningWish.When.NEVER}
MOST_ASKED = 5  # mails that a member may ask for on one day: the address may be somebody else's by mistake


class MailTrouble(ConversationError):
    """What can go wrong with the morning mail: an address or a choice that is none, no way out, too many asked for."""


class NoSuchLink(MailTrouble):
    """The link was not made here, or belongs to somebody who has left."""


def want(*, member: Member, mail: str | None = None, when: str | None = None, quotes: str | None = None) -> MorningWish:
    """Where, when and with which words; what is not given stays. Each member for themselves, readers too."""
    if mail is not None:
        _keep_address(member, mail.strip())
    return _keep(member, when=when, quotes=quotes)


def _keep_address(member: Member, mail: str) -> None:
    try:
        if mail:
            validate_email(mail)
    except ValidationError as error:
        raise MailTrouble(f"{mail!r} is no mail address. Write it like ann@company.example.") from error
    member.email = mail
    member.save(update_fields=["email"])


@transaction.atomic
def _keep(member: Member, *, when: str | None, quotes: str | None) -> MorningWish:
    wish, _ = MorningWish.objects.get_or_create(member=member)
    for value, known in ((when, MorningWish.When), (quotes, MorningWish.Quotes)):
        if value is not None and value not in known.values:
            raise MailTrouble(f"{value!r} is no choice. There are: {', '.join(known.values)}.")
    wish.when, wish.quotes = when or wish.when, quotes or wish.quotes
    wish.save()
    return wish


@transaction.atomic
def choose(*, member: Member, choice: str, now: datetime | None = None) -> MorningWish:
    """One of the choices of a link: other days, or the next mail left out, or not. Chosen twice is chosen once."""
    moment = now or datetime.now(UTC)
    wish, _ = MorningWish.objects.get_or_create(member=member)
    if choice == NOT_NEXT:
        wish.not_on = None
        wish.not_on = next_mail(member, wish, moment)
    elif choice == NEXT:
        wish.not_on = None
    else:
        wish.when = CHOICES[choice]
    wish.save()
    return wish


def link(member: Member, choice: str) -> str:
    """The word in an address by which `member` chooses without signing in. It stays good: old mails can be stopped."""
    return _signer().sign(f"{member.pk}.{choice}")


def chosen(word: str) -> tuple[Member, str]:
    """Whose choice a link is, and which. Raises NoSuchLink."""
    try:
        key, _, choice = _signer().unsign(word).partition(".")
    except BadSignature as error:
        raise NoSuchLink("This link was not made here. Take the one from a newer mail, or sign in.") from error
    member = Member.objects.filter(pk=int(key), is_active=True).first()
    if member is None or choice not in (NOT_NEXT, NEXT, *CHOICES):
        raise NoSuchLink("This link leads nowhere any more. Nothing was changed.")
    return member, choice


def _signer() -> Signer:
    return Signer(sep=".", salt="morning mail")


def ask_for_one(*, member: Member, now: datetime | None = None) -> MorningMail:
    """Put a mail in line beside that of the morning. Raises MailTrouble."""
    moment = now or datetime.now(UTC)
    if not settings.MAIL.ready:
        raise MailTrouble(settings.MAIL.trouble)
    if not member.email:
        raise MailTrouble("There is no mail address to send it to. Give one first.")
    day = local_day(reader_of(member, wish_of(member)), moment)
    with transaction.atomic():
        # Held, so that two who ask at once do not take the same number.
        Member.objects.select_for_update().get(pk=member.pk)
        asked = MorningMail.objects.filter(member=member, day=day, number__gt=0).count()
        if asked >= MOST_ASKED:
            raise MailTrouble(f"{MOST_ASKED} mails were asked for today, which is enough. There are more tomorrow.")
        return MorningMail.objects.create(member=member, day=day, number=asked + 1, made_at=moment, next_at=moment)
