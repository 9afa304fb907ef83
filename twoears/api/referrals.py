"""Referrals: who sent whom, and what members say of it."""

from django.http import HttpRequest
from ninja import Field, Router, Schema

from twoears.api.asked import Key, Word
from twoears.api.credentials import DECIDE, READ, member_of
from twoears.api.shapes import referrals as shapes
from twoears.people.referrals import actions
from twoears.people.referrals.models import ReferralDecision
from twoears.people.referrals.pages import referrals
from twoears.people.referrals.showing import ReferralsPage

router = Router(tags=["people"])


class SaidReferral(Schema):
    """One person sent another; both are ids of people. `on` is the day (2026-03-01), `place` where it was said."""

    referrer: Word
    referred: Word
    on: str = Field("", max_length=40)
    place: str = Field("", max_length=300)


class SettledReferral(Schema):
    """Who it was, by the id of a person."""

    referrer: Word


@router.get("/referrals", response=shapes.Referrals, auth=READ)
def all_referrals(request: HttpRequest) -> ReferralsPage:
    """Who sent whom, the latest first, what came of it, and who would likely send somebody if asked."""
    return referrals()


@router.post("/referrals", response={201: shapes.ReferralDecided}, auth=DECIDE)
def say_referral(request: HttpRequest, asked: SaidReferral) -> dict[str, object]:
    """One person sent another, as a member knows."""
    made = actions.say_referral(
        member=member_of(request), referrer=asked.referrer, referred=asked.referred, on=asked.on, place=asked.place
    )
    return _decided(made)


@router.post("/referrals/{referral}/settle", response={201: shapes.ReferralDecided}, auth=DECIDE)
def settle_referral(request: HttpRequest, referral: Key, asked: SettledReferral) -> dict[str, object]:
    """Who it was that a referral names."""
    made = actions.settle_referral(member=member_of(request), activity=referral, referrer=asked.referrer)
    return _decided(made)


@router.post("/referrals/{referral}/deny", response={201: shapes.ReferralDecided}, auth=DECIDE)
def deny_referral(request: HttpRequest, referral: Key) -> dict[str, object]:
    """What was found is no referral."""
    return _decided(actions.deny_referral(member=member_of(request), activity=referral))


@router.post("/referral-decisions/{referral_decision}/undo", response=shapes.ReferralDecided, auth=DECIDE)
def undo_referral(request: HttpRequest, referral_decision: Key) -> dict[str, object]:
    """Take a decision about a referral back."""
    return _decided(actions.undo_referral(member=member_of(request), decision=referral_decision))


def _decided(made: ReferralDecision) -> dict[str, object]:
    return {"id": made.pk, "kind": made.kind, "at": made.made_at, "undone": made.undone_at is not None}
