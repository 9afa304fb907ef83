"""What members choose of a reader: how sure it must be, and whether its own layer reads. The newest choice counts."""

from datetime import UTC, datetime

from django.db import transaction

from twoears.activities.actions import append
from twoears.team.models import Member
from twoears.understanding.own.models import Choice, ReaderChoice
from twoears.understanding.readers import LABELS

LEAST, MOST = 0.3, 0.99


class ChoiceError(Exception):
    """What can go wrong with a choice: NoSuchReader, NoThreshold, NoSuchChoice."""


class NoSuchReader(ChoiceError):
    """There is no reader of that name that weighs probabilities."""


class NoThreshold(ChoiceError):
    """How sure a reader must be is a share between 0.3 and 0.99."""


class NoSuchChoice(ChoiceError):
    """Nothing of that number was chosen."""


class MayNotSet(Exception):
    """Readers look; members and owners choose."""


@transaction.atomic
def choose_enough(*, member: Member, reader: str, enough: float, now: datetime | None = None) -> ReaderChoice:
    """`reader` tells what it is at least so sure of, from 0.3 to 0.99; of the rest it cannot tell."""
    _may(member)
    _known(reader)
    if not LEAST <= enough <= MOST:
        raise NoThreshold(f"Between {LEAST:.0%} and {MOST:.0%}, not {enough:.0%}: below the first all is told anyway.")
    return _chosen(member, reader, Choice.ENOUGH, round(enough, 2), now)


@transaction.atomic
def choose_layer(*, member: Member, reader: str, reads: bool, now: datetime | None = None) -> ReaderChoice:
    """The layer that corrections taught `reader` reads, or is set aside."""
    _may(member)
    _known(reader)
    return _chosen(member, reader, Choice.LAYER, float(reads), now)


@transaction.atomic
def take_choice_back(*, member: Member, choice: int, now: datetime | None = None) -> ReaderChoice:
    """What was chosen before counts again, or what was shipped."""
    _may(member)
    made = ReaderChoice.objects.filter(pk=choice).first()
    if made is None:
        raise NoSuchChoice("That choice is not here any more.")
    if made.undone_at is None:
        made.undone_at = now or datetime.now(UTC)
        made.save(update_fields=["undone_at"])
        append(member, "reopen", f"reader-choice:{made.pk}:undo", made.undone_at)
    return made


def _chosen(member: Member, reader: str, what: Choice, value: float, now: datetime | None) -> ReaderChoice:
    moment = now or datetime.now(UTC)
    made = ReaderChoice.objects.create(reader=reader, what=what, value=value, member=member, made_at=moment)
    append(member, "choose", f"reader-choice:{made.pk}", moment)
    return made


def _known(reader: str) -> None:
    if reader not in LABELS:
        raise NoSuchReader(f"There is no reader {reader[:40]!r} that can be set. There are: {', '.join(LABELS)}.")


def _may(member: Member) -> None:
    if not member.may_decide:
        raise MayNotSet("Readers look; ask an owner to make you a member.")
