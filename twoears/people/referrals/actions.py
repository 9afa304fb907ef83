"""What members decide about referrals: who sent whom, who it was that somebody named, or that it is none. Undoable."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db import transaction

from twoears.activities.actions import append
from twoears.activities.models import Actor
from twoears.lib.text import one_line
from twoears.people.actions import MayNot, NobodyHere, PeopleError, SamePerson, the_person
from twoears.people.referrals.models import DENY, Referral, ReferralDecision
from twoears.people.referrals.senders.pages import senders_in
from twoears.people.standing.tasks import restage
from twoears.people.tasks import people_of
from twoears.team.models import Member
from twoears.threads.actions import us

_PLACE = 300  # letters of where it was said


class NoSuchReferral(NobodyHere):
    """There is no such referral, or no such decision about one."""


class NoSuchDay(PeopleError):
    """That is no day, or one that has not come yet."""


@transaction.atomic
def say_referral(
    *,
    member: Member,
    referrer: str,
    referred: str,
    on: str = "",
    place: str = "",
    now: datetime | None = None,
) -> ReferralDecision:
    """A member says that one person sent another; both are public ids. `on` is the day, `place` where it was said.

    Raises MayNot, NobodyHere, SamePerson; NoSuchDay where `on` is no day, or one that has not come.
    """
    _may(member)
    moment = now or datetime.now(UTC)
    one, other = the_person(referrer), the_person(referred)
    if one.pk == other.pk:
        raise SamePerson(f"{one} cannot have sent themselves.")
    told = {"told_at": _day(on, moment), "place": one_line(place, _PLACE)}
    return _decide(member, "said", None, one.first_actor, other.first_actor, moment, **told)


def _day(words: str, now: datetime) -> datetime | None:
    """The beginning of that day, or nothing where none is given."""
    if not words.strip():
        return None
    try:
        day = datetime.combine(date.fromisoformat(words.strip()), time(), UTC)
    except ValueError as error:
        raise NoSuchDay(f"{words[:40]!r} is no day. Write it as 2026-03-01.") from error
    # Where the sun rises first it is tomorrow already.
    if day > now + timedelta(hours=14):
        raise NoSuchDay(f"{day:%Y-%m-%d} has not come yet.")
    return day


@transaction.atomic
def settle_referral(*, member: Member, activity: int, referrer: str, now: datetime | None = None) -> ReferralDecision:
    """A member says who it was that a referral names."""
    _may(member)
    found, who = _the_referral(activity), the_person(referrer)
    if found.referred_id in set(who.identities.values_list("actor", flat=True)):
        raise SamePerson(f"{who} cannot have sent themselves.")
    return _decide(member, "is", found, who.first_actor, None, now)


@transaction.atomic
def deny_referral(*, member: Member, activity: int, now: datetime | None = None) -> ReferralDecision:
    """A member says that what was found is no referral."""
    _may(member)
    return _decide(member, DENY, _the_referral(activity), None, None, now)


@transaction.atomic
def undo_referral(*, member: Member, decision: int, now: datetime | None = None) -> ReferralDecision:
    """Take a decision about a referral back."""
    _may(member)
    made = ReferralDecision.objects.filter(pk=decision, undone_at=None).first()
    if made is None:
        raise NoSuchReferral("That decision is not here any more.")
    made.undone_at = now or datetime.now(UTC)
    made.save(update_fields=["undone_at"])
    append(member, "reopen", f"referral:{made.pk}:undo", made.undone_at)
    _restage([made])
    return made


def _decide(
    member: Member,
    kind: str,
    found: Referral | None,
    referrer: Actor | None,
    referred: Actor | None,
    now: datetime | None,
    **told: Any,
) -> ReferralDecision:
    moment = now or datetime.now(UTC)
    standing = ReferralDecision.objects.filter(activity=found.activity if found else None, undone_at=None)
    earlier = list(standing) if found else []
    if found:
        # The newest word of a member on a referral is the one that counts.
        standing.update(undone_at=moment)
    made = ReferralDecision.objects.create(
        kind=kind,
        activity=found.activity if found else None,
        referrer=referrer,
        referred=referred,
        member=member,
        made_at=moment,
        **told,
    )
    append(member, f"referral-{kind}", f"referral:{made.pk}", moment)
    _restage([made, *earlier])
    return made


def _restage(decisions: Sequence[ReferralDecision]) -> None:
    """Whoever sends somebody may stand elsewhere by that: so it is told anew."""
    acts = [one.activity_id for one in decisions]
    said = {one.referrer_id for one in decisions if one.referrer_id}
    senders = senders_in(Referral.objects.filter(activity__in=[act for act in acts if act]))
    restage(people_of(said | senders), us().actors)


def _the_referral(activity: int) -> Referral:
    # Through its own column: a number that is larger than any is then nobody's, in either database.
    found = Referral.objects.filter(activity__id=activity).select_related("activity").first()
    if found is None:
        raise NoSuchReferral("That referral is not here any more.")
    return found


def _may(member: Member) -> None:
    if not member.may_decide:
        raise MayNot("Readers look; ask an owner to make you a member.")
