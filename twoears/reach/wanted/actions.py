"""Say whom we want to reach, take it back, bring it back. Each is a decision of a member."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime

from django.db import transaction

from twoears.activities.actions import append
from twoears.activities.models import Actor
from twoears.reach.wanted.models import Wanted
from twoears.reach.wanted.naming import LARGEST, key_of, lists_in
from twoears.reach.wanted.pages import names_of_all
from twoears.reach.wanted.trouble import MayNotWant, NobodyNamed, NoSuchList
from twoears.team.models import Member


@transaction.atomic
def want(*, member: Member, text: str, name: str = "", now: datetime | None = None) -> list[Wanted]:
    """New lists of those whom we want to reach, from a paste or a CSV; one of a name that stands takes its place."""
    _may(member)
    moment = now or datetime.now(UTC)
    made = []
    for called, things in lists_in(text, name).items():
        Wanted.objects.filter(name__iexact=called, undone_at=None).update(undone_at=moment)
        made.append(Wanted.objects.create(name=called, things="\n".join(things), member=member, made_at=moment))
    for one in made:
        append(member, "annotate", f"wanted:{one.pk}", moment)
    return made


def words_of(read: Callable[[int], bytes]) -> str:
    """What a file of names says. Raises NobodyNamed where it is too large: cut, its end would be missing unsaid."""
    data = read(LARGEST + 1)
    if len(data) > LARGEST:
        raise NobodyNamed(f"That file is larger than {LARGEST >> 20} MB. Split it.")
    return data.decode("utf-8-sig", "replace")


@transaction.atomic
def remove(*, member: Member, key: int, now: datetime | None = None) -> Wanted:
    """Out of the rings; it can be brought back."""
    _may(member)
    one = _standing(key)
    one.undone_at = now or datetime.now(UTC)
    one.save(update_fields=["undone_at"])
    append(member, "reopen", f"wanted:{one.pk}:gone:{one.undone_at.timestamp():.6f}", one.undone_at)
    return one


@transaction.atomic
def bring_back(*, member: Member, key: int, now: datetime | None = None) -> Wanted:
    """It stands again, in the place of one of the same name."""
    _may(member)
    one = Wanted.objects.filter(pk=key).first()
    if one is None:
        raise NoSuchList(f"There is no list {key}.")
    moment = now or datetime.now(UTC)
    if one.undone_at is not None:
        Wanted.objects.filter(name__iexact=one.name, undone_at=None).update(undone_at=moment)
        one.undone_at = None
        one.save(update_fields=["undone_at"])
        append(member, "annotate", f"wanted:{one.pk}:back:{moment.timestamp():.6f}", moment)
    return one


def unname(*, actors: Iterable[Actor]) -> None:
    """Take the lines that name accounts which are forgotten out of all lists, of those that were removed too."""
    gone = names_of_all(actors)
    for wanted in Wanted.objects.all():
        before = wanted.things.split("\n")
        things = [thing for thing in before if key_of(thing) not in gone]
        if not things:
            wanted.delete()
        elif things != before:
            wanted.things = "\n".join(things)
            wanted.save(update_fields=["things"])


def _standing(key: int) -> Wanted:
    one = Wanted.objects.filter(pk=key, undone_at=None).first()
    if one is None:
        raise NoSuchList(f"There is no list {key}, or it was removed.")
    return one


def _may(member: Member) -> None:
    if not member.may_decide:
        raise MayNotWant("Readers look; ask an owner to make you a member.")
