"""What owners decide about members and teams, and how somebody comes in."""

import secrets
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from ipaddress import ip_address
from zoneinfo import ZoneInfo

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from twoears.team.hours import DAYS
from twoears.team.keeping import LONGEST
from twoears.team.models import KeptAnswer, Member, OneTimeLink, Role, Scope, Team, Token

LINK_LIVES = timedelta(hours=24)
TOKEN_LIVES = timedelta(days=90)
ANSWER_LIVES = timedelta(hours=24)
_FIRST = "Everyone"
_LONGEST_TOKEN = timedelta(days=366)
_USED_EVERY = timedelta(minutes=1)


class TeamError(Exception):
    """What can go wrong here: NotOwner, BadHours, BadRule, BadToken, OutOfScope, AskedOtherwise."""


class NotOwner(TeamError):
    """Only owners change members, teams and promises."""


class BadHours(TeamError):
    """Hours, a time zone or a promise that cannot be kept."""


class BadRule(TeamError):
    """A rule of keeping that is none."""


class BadToken(TeamError):
    """A token without a name or a scope, or for longer or more than it may be."""


class OutOfScope(TeamError):
    """The token is good, but was not made for this."""


class AskedOtherwise(TeamError):
    """A key that stands for one question was sent with another."""


def first_team() -> Team:
    """The team that everything belongs to until it is handed over; made when missing."""
    return Team.objects.order_by("pk").first() or Team.objects.create(name=_FIRST)


def who_answers() -> dict[str, tuple[str, ...]]:
    """language -> the members who answer in it. Readers look."""
    found: dict[str, tuple[str, ...]] = {}
    for member in Member.objects.filter(is_active=True).exclude(role=Role.READER).order_by("pk"):
        for language in member.languages:
            found[language] = (*found.get(language, ()), str(member))
    return found


def promise_given() -> bool:
    """Whether an owner has set up the first team: until then its promise is our default, and nobody's word."""
    made, kept = Team(name=_FIRST), first_team()
    fields = ("name", "timezone", "hours", "promise_minutes")
    return any(getattr(made, field) != getattr(kept, field) for field in fields)


@transaction.atomic
def first_owner() -> Member:
    """The owner of a new workspace; made when nobody is there."""
    owner = Member.objects.filter(role=Role.OWNER, is_active=True).order_by("pk").first()
    if owner is None:
        owner = Member(username="owner", first_name="Owner", role=Role.OWNER)
        owner.set_unusable_password()
        owner.save()
        first_team().members.add(owner)
    return owner


def one_time_link(member: Member, *, now: datetime | None = None) -> str:
    """A token that signs `member` in once within a day; only its digest is kept."""
    moment = now or datetime.now(UTC)
    OneTimeLink.objects.filter(expires_at__lt=moment).delete()
    token = secrets.token_urlsafe(32)
    OneTimeLink.objects.create(digest=_digest(token), member=member, expires_at=moment + LINK_LIVES)
    return token


@transaction.atomic
def enter(token: str, address: str, *, now: datetime | None = None) -> Member | None:
    """Whom `token` signs in, when it is asked for from this machine; the token is used up."""
    if not _loopback(address):
        return None
    link = OneTimeLink.objects.filter(digest=_digest(token)).select_related("member").first()
    if link is None:
        return None
    link.delete()
    alive = link.expires_at > (now or datetime.now(UTC)) and link.member.is_active
    return link.member if alive else None


def _digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def _loopback(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False


@transaction.atomic
def add_member(*, owner: Member, name: str, username: str, role: str, password: str = "") -> str:
    """Add a colleague, with a first password if they sign in from elsewhere; the token of their one-time link."""
    _only_owners(owner)
    if role not in Role.values:
        raise TeamError(f"{role!r} is no role. There are: {', '.join(Role.values)}.")
    if not username.strip() or Member.objects.filter(username=username.strip()).exists():
        raise TeamError(f"The name {username!r} is empty or taken. Choose another.")
    member = Member(username=username.strip(), first_name=name.strip()[:150], role=role)
    _give_password(member, password)
    member.full_clean(exclude=["password"])
    member.save()
    first_team().members.add(member)
    return one_time_link(member)


def _give_password(member: Member, password: str) -> None:
    if not password:
        member.set_unusable_password()
        return
    try:
        validate_password(password, member)
    except ValidationError as error:
        raise TeamError(" ".join(error.messages)) from error
    member.set_password(password)


@transaction.atomic
def set_role(*, owner: Member, member: Member, role: str) -> Member:
    """Change what a member may do; the last owner stays one."""
    _only_owners(owner)
    if role not in Role.values:
        raise TeamError(f"{role!r} is no role. There are: {', '.join(Role.values)}.")
    others = Member.objects.filter(role=Role.OWNER, is_active=True).exclude(pk=member.pk)
    if member.role == Role.OWNER and role != Role.OWNER and not others.exists():
        raise TeamError("Somebody must stay owner. Make a colleague owner first.")
    member.role = role
    member.save(update_fields=["role"])
    return member


@transaction.atomic
def save_team(
    *, owner: Member, team: Team | None, name: str, timezone: str, hours: dict[str, list[str]], promise_minutes: int
) -> Team:
    """Change or add a team: when it works and how soon it promises to answer."""
    _only_owners(owner)
    _check(timezone, hours, promise_minutes)
    if not name.strip() or Team.objects.filter(name=name.strip()).exclude(pk=team.pk if team else 0).exists():
        raise TeamError(f"The name {name!r} is empty or taken. Choose another.")
    kept = team or Team()
    kept.name, kept.timezone, kept.hours, kept.promise_minutes = name.strip()[:80], timezone, hours, promise_minutes
    kept.save()
    return kept


@transaction.atomic
def keep_edits(*, owner: Member, days: int) -> Team:
    """For how many days words are kept after their author edited them; 0 lets go of them at once."""
    _only_owners(owner)
    if not 0 <= days <= LONGEST:
        raise BadRule(f"Edited words are kept between 0 and {LONGEST} days.")
    team = first_team()
    team.keep_edits_days = days
    team.save(update_fields=["keep_edits_days"])
    return team


def _check(timezone: str, hours: dict[str, list[str]], promise_minutes: int) -> None:
    try:
        ZoneInfo(timezone)
    except (ValueError, OSError, KeyError) as error:
        raise BadHours(f"{timezone!r} is no time zone. Write it like Europe/Oslo.") from error
    if not 1 <= promise_minutes <= 60 * 24 * 90:
        raise BadHours("A promise lies between one minute and 90 days.")
    for day, span in hours.items():
        if day not in DAYS or len(span) != 2 or not _a_day(span):
            raise BadHours(f"{day} {'–'.join(span)} are no hours. Write them like 09:00 to 17:00, the same day.")


def _a_day(span: list[str]) -> bool:
    try:
        opens, closes = (datetime.strptime(word, "%H:%M") for word in span)
    except ValueError:
        return False
    return opens < closes


def _only_owners(owner: Member) -> None:
    if not owner.may_set_up:
        raise NotOwner("Only owners change members, teams and promises. Ask one of them.")


@transaction.atomic
def make_token(
    *, member: Member, name: str, scopes: list[str], lives: timedelta = TOKEN_LIVES, now: datetime | None = None
) -> str:
    """A token by which a program comes in as `member`; shown once, only its digest is kept. Raises BadToken."""
    wanted = list(dict.fromkeys(scopes))
    if not name.strip():
        raise BadToken("A token needs a name, so that you know later what it is for.")
    if not wanted or not set(wanted) <= set(Scope.values):
        raise BadToken(f"A token needs scopes. There are: {', '.join(Scope.values)}.")
    if not timedelta() < lives <= _LONGEST_TOKEN:
        raise BadToken("A token lives for up to a year. Make a new one after that.")
    if set(wanted) - {Scope.READ} and not member.may_decide:
        raise BadToken("Readers look; ask an owner to make you a member.")
    words = f"twoears_{secrets.token_urlsafe(32)}"
    ends = (now or datetime.now(UTC)) + lives
    Token.objects.create(digest=_digest(words), member=member, name=name.strip()[:80], scopes=wanted, expires_at=ends)
    return words


def member_of_token(token: str, *, scope: str, now: datetime | None = None) -> Member | None:
    """Who comes in by `token`, None where it is unknown, has ended or its member has left; raises OutOfScope."""
    moment = now or datetime.now(UTC)
    found = Token.objects.filter(digest=_digest(token)).select_related("member").first()
    if found is None or found.expires_at <= moment or not found.member.is_active:
        return None
    if scope not in found.scopes:
        raise OutOfScope(f"This token may {' and '.join(found.scopes)}. Make one with the scope '{scope}'.")
    # Once a minute is enough to see which tokens are in use; a write for each read would queue behind the recorder.
    if found.used_at is None or moment - found.used_at > _USED_EVERY:
        Token.objects.filter(pk=found.pk).update(used_at=moment)
    return found.member


@transaction.atomic
def revoke_token(*, member: Member, token: int) -> bool:
    """End a token: one's own, or as an owner anybody's; whether there was one."""
    found = Token.objects.filter(pk=token)
    gone, _ = (found if member.may_set_up else found.filter(member=member)).delete()
    return bool(gone)


@transaction.atomic
def answer_kept(*, member: Member, key: str, asked: str, now: datetime | None = None) -> KeptAnswer:
    """What `member` was answered under `key` in the last day, else a new row with status 0, to be filled.

    A second asker waits here until the transaction of the first has ended. Raises AskedOtherwise.
    """
    moment = now or datetime.now(UTC)
    KeptAnswer.objects.filter(made_at__lt=moment - ANSWER_LIVES).delete()
    kept, _ = KeptAnswer.objects.get_or_create(member=member, key=key, defaults={"asked": asked, "made_at": moment})
    if kept.asked != asked:
        raise AskedOtherwise("This Idempotency-Key was used for another question. Choose a new key for each question.")
    return kept


def keep_answer(kept: KeptAnswer, *, status: int, body: str) -> None:
    """Fill in what was answered, in the transaction in which it was done."""
    KeptAnswer.objects.filter(pk=kept.pk).update(status=status, body=body)
