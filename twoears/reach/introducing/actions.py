"""Leave somebody out of introductions, and ask them again. Each is a decision of a member."""

from datetime import UTC, datetime

from django.db import transaction

from twoears.activities.actions import append
from twoears.activities.models import Actor
from twoears.reach.introducing.models import Spared
from twoears.reach.wanted.trouble import MayNotWant, NoSuchList
from twoears.team.models import Member


@transaction.atomic
def spare(*, member: Member, actor: int, now: datetime | None = None) -> Spared:
    """Whoever is behind this account is not asked to introduce us; said twice it is one word."""
    _may(member)
    account = Actor.objects.filter(pk=actor).first()
    if account is None:
        raise NoSuchList(f"There is no account {actor}.")
    standing = Spared.objects.filter(actor=account, undone_at=None).first()
    if standing is not None:
        return standing
    made = Spared.objects.create(actor=account, member=member, made_at=now or datetime.now(UTC))
    append(member, "annotate", f"spared:{made.pk}", made.made_at, account.uid)
    return made


@transaction.atomic
def ask_again(*, member: Member, key: int, now: datetime | None = None) -> Spared:
    """They may be asked again."""
    _may(member)
    one = Spared.objects.select_related("actor").filter(pk=key).first()
    if one is None:
        raise NoSuchList(f"Nobody is left out under {key}.")
    if one.undone_at is None:
        one.undone_at = now or datetime.now(UTC)
        one.save(update_fields=["undone_at"])
        append(member, "reopen", f"spared:{one.pk}:gone", one.undone_at, one.actor.uid)
    return one


def _may(member: Member) -> None:
    if not member.may_decide:
        raise MayNotWant("Readers look; ask an owner to make you a member.")
