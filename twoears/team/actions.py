"""What owners decide about members and teams, and how somebody comes in."""

import secrets
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from ipaddress import ip_address
from zoneinfo import ZoneInfo

from django.db import transaction

from twoears.team.hours import DAYS
from twoears.team.models import Member, OneTimeLink, Role, Team

LINK_LIVES = timedelta(hours=24)


class TeamError(Exception):
    """What can go wrong here: NotOwner, BadHours."""


class NotOwner(TeamError):
    """Only owners change members, teams and promises."""


class BadHours(TeamError):
    """Hours, a time zone or a promise that cannot be kept."""


def first_team() -> Team:
    """The team that everything belongs to until it is handed over; made when missing."""
    return Team.objects.order_by("pk").first() or Team.objects.create(name="Everyone")


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
def add_member(*, owner: Member, name: str, username: str, role: str) -> str:
    """Add a colleague; returns the token of their one-time link."""
    _only_owners(owner)
    if role not in Role.values:
        raise TeamError(f"{role!r} is no role. There are: {', '.join(Role.values)}.")
    if not username.strip() or Member.objects.filter(username=username.strip()).exists():
        raise TeamError(f"The name {username!r} is empty or taken. Choose another.")
    member = Member(username=username.strip(), first_name=name.strip()[:150], role=role)
    member.set_unusable_password()
    member.full_clean(exclude=["password"])
    member.save()
    first_team().members.add(member)
    return one_time_link(member)


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
    if not name.strip() or Team.objects.filter(name=name.strip()).exclude(pk=team.pk if team else None).exists():
        raise TeamError(f"The name {name!r} is empty or taken. Choose another.")
    kept = team or Team()
    kept.name, kept.timezone, kept.hours, kept.promise_minutes = name.strip()[:80], timezone, hours, promise_minutes
    kept.save()
    return kept


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
