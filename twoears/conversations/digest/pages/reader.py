"""Who reads a morning mail: what they decided, where they are, on which days their team works."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from twoears.conversations.digest.due import Reader, next_day, work_days
from twoears.conversations.digest.models import MorningMail, MorningWish
from twoears.team.actions import first_team
from twoears.team.models import Member, Team


def wish_of(member: Member) -> MorningWish:
    """What they decided, or what holds for whoever has decided nothing."""
    return MorningWish.objects.filter(member=member).first() or MorningWish(member=member)


def reader_of(member: Member, wish: MorningWish) -> Reader:
    """What `due` asks of a member."""
    # The team that was made last is the one that says most: all are in the first.
    teams = sorted(member.teams.all(), key=lambda team: -team.pk) or [first_team()]
    return Reader(
        zone=_zone(member, teams), when=wish.when, days=work_days(team.hours for team in teams), not_on=wish.not_on
    )


def last_day(member: Member) -> date | None:
    """The day of their last morning mail, also of one that had nothing to say."""
    return MorningMail.objects.filter(member=member, number=0).values_list("day", flat=True).first()


def next_mail(member: Member, wish: MorningWish, now: datetime) -> date | None:
    """The day of their next morning mail, None where there is none to come."""
    return next_day(reader_of(member, wish), now, had=last_day(member))


def local_day(reader: Reader, now: datetime) -> date:
    """Which day it is where they are."""
    return now.astimezone(ZoneInfo(reader.zone)).date()


def _zone(member: Member, teams: list[Team]) -> str:
    """Theirs, else that of a team; one that this machine does not know is passed over."""
    return next((name for name in (member.timezone, *(team.timezone for team in teams)) if _known(name)), "UTC")


def _known(name: str) -> bool:
    try:
        return bool(name) and bool(ZoneInfo(name))
    except (ValueError, OSError, KeyError):
        return False
