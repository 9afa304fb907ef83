"""What members decide about strangers: meet, leave, later. Each can be taken back; nobody is written to."""

from datetime import UTC, datetime, timedelta
from typing import Final

from django.db import transaction

from twoears.activities.actions import append
from twoears.activities.models import Actor
from twoears.conversations.strangers.models import Says, StrangerWord
from twoears.conversations.strangers.trouble import MayNotMeet, NoSuchStranger, NoSuchWord
from twoears.people.models import Identity
from twoears.people.tasks import meet_by_hand, part_again
from twoears.team.models import Member
from twoears.threads.actions import us

LATER: Final = timedelta(days=14)


def meet(*, member: Member, actor: int, now: datetime | None = None) -> StrangerWord:
    """From now on they have a page of their own, as if they had turned to us; they are not written to."""
    return _say(member, actor, Says.MEET, now)


def leave(*, member: Member, actor: int, now: datetime | None = None) -> StrangerWord:
    """They are not for us: never proposed again, unless that is taken back."""
    return _say(member, actor, Says.LEAVE, now)


def later(*, member: Member, actor: int, now: datetime | None = None) -> StrangerWord:
    """Not now: proposed again after two weeks."""
    return _say(member, actor, Says.LATER, now)


@transaction.atomic
def take_back(*, member: Member, word: int, now: datetime | None = None) -> StrangerWord:
    """A decision does not hold any more. Who was met and has turned to us since stays met."""
    _may(member)
    made = StrangerWord.objects.select_for_update().filter(pk=word).first()
    if made is None:
        raise NoSuchWord("That decision is not here any more.")
    if made.undone_at is None:
        made.undone_at = now or datetime.now(UTC)
        made.save(update_fields=["undone_at"])
        append(member, "reopen", f"stranger:{made.pk}:undo", made.undone_at)
        if made.says == Says.MEET:
            part_again(made.actor_id)
    return made


@transaction.atomic
def _say(member: Member, actor: int, says: Says, now: datetime | None) -> StrangerWord:
    _may(member)
    moment = now or datetime.now(UTC)
    found = Actor.objects.filter(pk=actor).first()
    if found is None or actor in us().actors or Identity.objects.filter(actor=actor).exists():
        raise NoSuchStranger(f"There is no stranger {actor}: nobody of that number, one of us, or met already.")
    StrangerWord.objects.filter(actor=found, undone_at=None).update(undone_at=moment)
    until = moment + LATER if says == Says.LATER else None
    made = StrangerWord.objects.create(actor=found, says=says, until=until, member=member, made_at=moment)
    append(member, f"{says.value}-stranger", f"stranger:{made.pk}", moment)
    if says == Says.MEET:
        meet_by_hand(found.pk)
    return made


def _may(member: Member) -> None:
    if not member.may_decide:
        raise MayNotMeet("Readers look; ask an owner to make you a member.")
