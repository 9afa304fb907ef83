"""What members decide about referrals: who sent whom, who it was that somebody named, or that it is none. Undoable."""

from datetime import UTC, datetime

from django.db import transaction

from twoears.activities.actions import append
from twoears.activities.models import Actor
from twoears.people.actions import MayNot, NobodyHere, SamePerson, the_person
from twoears.people.referrals.models import Referral, ReferralDecision
from twoears.team.models import Member

DENY = "not"


class NoSuchReferral(NobodyHere):
    """There is no such referral, or no such decision about one."""


@transaction.atomic
def say_referral(*, member: Member, referrer: str, referred: str, now: datetime | None = None) -> ReferralDecision:
    """A member says that one person sent another; both are public ids."""
    _may(member)
    one, other = the_person(referrer), the_person(referred)
    if one.pk == other.pk:
        raise SamePerson(f"{one} cannot have sent themselves.")
    return _decide(member, "said", None, one.first_actor, other.first_actor, now)


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
    return made


def _decide(
    member: Member,
    kind: str,
    found: Referral | None,
    referrer: Actor | None,
    referred: Actor | None,
    now: datetime | None,
) -> ReferralDecision:
    moment = now or datetime.now(UTC)
    if found:
        # The newest word of a member on a referral is the one that counts.
        ReferralDecision.objects.filter(activity=found.activity, undone_at=None).update(undone_at=moment)
    made = ReferralDecision.objects.create(
        kind=kind,
        activity=found.activity if found else None,
        referrer=referrer,
        referred=referred,
        member=member,
        made_at=moment,
    )
    append(member, f"referral-{kind}", f"referral:{made.pk}", moment)
    return made


def _the_referral(activity: int) -> Referral:
    # Through its own column: a number that is larger than any is then nobody's, in either database.
    found = Referral.objects.filter(activity__id=activity).select_related("activity").first()
    if found is None:
        raise NoSuchReferral("That referral is not here any more.")
    return found


def _may(member: Member) -> None:
    if not member.may_decide:
        raise MayNot("Readers look; ask an owner to make you a member.")
