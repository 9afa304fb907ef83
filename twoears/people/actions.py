"""What members decide about who is who, and forgetting. Each decision is kept with its history and can be undone."""

from collections.abc import Iterator
from datetime import UTC, datetime

from django.db import transaction
from django.db.models import F, Max, Q, QuerySet
from django.dispatch import Signal

from twoears.activities.actions import append
from twoears.activities.models import Activity as ActivityRow
from twoears.activities.models import Actor as ActorRow
from twoears.activities.models import Changed, Forgotten, Post
from twoears.activities.record import forgotten_digest
from twoears.people.buying.tasks import retell
from twoears.people.companies.tasks import places_of
from twoears.people.joining.tasks import in_force, resolve_around
from twoears.people.models import Identity, IdentityDecision, LikelyMatch, Person
from twoears.publishing.models import Delivery
from twoears.team.models import KeptAnswer, Member
from twoears.threads.models import Thread, ThreadKey, Turn
from twoears.threads.tasks import PART, mark_stale

_MANY = 500
people_forgotten = Signal()
"""Sent with `actors`, the accounts of somebody who is forgotten, in that transaction and before they go."""


class PeopleError(Exception):
    """What can go wrong with people: NobodyHere, MayNot, NotTyped, SamePerson."""


class NobodyHere(PeopleError):
    """There is no such person or account."""


class MayNot(PeopleError):
    """Readers look; members and owners decide."""


class NotTyped(PeopleError):
    """To forget somebody their name must be typed as it stands."""


class SamePerson(PeopleError):
    """They are one person already, or the account stands alone already."""


def the_person(public_id: str) -> Person:
    """The person of a public id: their own, or that of any of their accounts."""
    # PostgreSQL knows no NUL, and would break where nobody is meant.
    known = public_id.replace("\0", "")
    found = Identity.objects.filter(public_id=known).select_related("person").first()
    if found is None:
        raise NobodyHere(f"There is nobody with the id {known}. Look them up with `twoears find`.")
    return found.person


def merge(*, member: Member, left: str, right: str, now: datetime | None = None) -> IdentityDecision:
    """A member says that two people are one; `left` and `right` are public ids."""
    _may(member)
    first, second = the_person(left), the_person(right)
    if first.pk == second.pk:
        raise SamePerson(f"{first} is one person already.")
    return decide_pair(
        member=member, kind="merge", left=first.first_actor_id, right=second.first_actor_id, now=now, until=None
    )


@transaction.atomic
def split(*, member: Member, person: str, actor: int, now: datetime | None = None) -> IdentityDecision:
    """A member says that this account is somebody else."""
    _may(member)
    whole = the_person(person)
    accounts = set(whole.identities.values_list("actor", flat=True))
    if actor not in accounts:
        raise NobodyHere(f"That account does not belong to {whole}.")
    rest = sorted(accounts - {actor})
    if not rest:
        raise SamePerson(f"{whole} has no other account to be split from.")
    moment = now or datetime.now(UTC)
    made = [_kept(member, "split", actor, other, moment) for other in rest]
    resolve_around(accounts)
    return made[0]


@transaction.atomic
def undo_identity(*, member: Member, change: int, now: datetime | None = None) -> IdentityDecision:
    """Take a decision back; a split from several accounts is taken back whole. What it had overruled counts again."""
    _may(member)
    made = IdentityDecision.objects.filter(pk=change).first()
    if made is None:
        raise NobodyHere("That decision is not here any more.")
    same = IdentityDecision.objects.filter(kind=made.kind, left=made.left, made_at=made.made_at, undone_at=None)
    taken = {d.pk: (d.left_id, d.right_id) for d in same}
    moment = now or datetime.now(UTC)
    same.update(undone_at=moment)
    IdentityDecision.objects.filter(closed_by__in=list(taken)).update(closed_by=None)
    append(member, "reopen", f"identity:{made.pk}:undo", moment)
    resolve_around({actor for pair in taken.values() for actor in pair})
    made.refresh_from_db()
    return made


@transaction.atomic
def decide_pair(
    *, member: Member, kind: str, left: int, right: int, until: datetime | None = None, now: datetime | None = None
) -> IdentityDecision:
    """A member says that two accounts are one person (merge), are not (split), or to ask again at `until` (later)."""
    _may(member)
    made = _kept(member, kind, left, right, now or datetime.now(UTC), until)
    resolve_around({left, right})
    return made


def _kept(
    member: Member, kind: str, left: int, right: int, at: datetime, until: datetime | None = None
) -> IdentityDecision:
    """The decision, written; older ones that say otherwise are overruled by it for as long as it stands."""
    one, other = together_with(left), together_with(right)
    if kind == "split" and one == other:
        one, other = {left}, {right}
    crossing = Q(left__in=one, right__in=other) | Q(left__in=other, right__in=one)
    proposed = LikelyMatch.objects.filter(crossing).order_by("-probability").values_list("probability", flat=True)
    made = IdentityDecision.objects.create(
        kind=kind, left_id=left, right_id=right, member=member, made_at=at, until=until, probability=proposed.first()
    )
    if kind != "later":
        in_force().filter(crossing).exclude(kind=kind).update(closed_by=made)
    append(member, "defer" if kind == "later" else kind, f"identity:{made.pk}", at)
    return made


def together_with(actor: int) -> set[int]:
    """The accounts of whoever this account is: itself alone where nobody was met behind it."""
    person = Identity.objects.filter(actor=actor).values("person")
    return {actor, *Identity.objects.filter(person__in=person).values_list("actor", flat=True)}


def _may(member: Member) -> None:
    if not member.may_decide:
        raise MayNot("Readers look; ask an owner to make you a member.")


@transaction.atomic
def forget(*, member: Member, person: str, typed: str) -> dict[str, int]:
    """Remove a person from everything that is held, and do not record them again; `typed` must be their name.

    Returns how many accounts, posts and activities went. The columnar copies follow with the next round of jobs.
    """
    if not member.may_set_up:
        raise MayNot("Only owners can make the workspace forget somebody.")
    whole = the_person(person)
    if typed.strip() != whole.name:
        raise NotTyped(f"Type their name, {whole.name}, to forget them. Nothing was removed.")
    actors = list(ActorRow.objects.filter(identity__person=whole))
    Forgotten.objects.bulk_create([Forgotten(digest=forgotten_digest(a.uid)) for a in actors], ignore_conflicts=True)
    people_forgotten.send(sender=None, actors=actors)
    retell(place.house for place in places_of([whole.pk])[whole.pk])
    whole.delete()
    # What was answered to programs in the last day may name them.
    KeptAnswer.objects.all().delete()
    return _remove(actors)


def _remove(actors: list[ActorRow]) -> dict[str, int]:
    posts = Post.objects.filter(author__in=actors)
    threads = set(Turn.objects.filter(Q(actor__in=actors) | Q(replied_to__in=actors)).values_list("thread", flat=True))
    threads |= set(Thread.objects.filter(counterpart__in=actors).values_list("pk", flat=True))
    about = ActivityRow.objects.filter(
        Q(post__in=posts) | Q(object_uid__in=[a.uid for a in actors]) | Q(actor__in=actors)
    )
    parts = {pk // PART for pk in about.values_list("pk", flat=True)}
    IdentityDecision.objects.filter(Q(left__in=actors) | Q(right__in=actors)).delete()
    Turn.objects.filter(replied_to__in=actors).update(replied_to=None, wrote_back_at=None)
    Thread.objects.filter(counterpart__in=actors).update(counterpart=None)
    gone = {"accounts": len(actors), "posts": posts.count(), "activities": about.count()}
    _rename(posts)
    about.delete()
    Delivery.objects.filter(about__in=posts).delete()
    posts.delete()
    for actor in actors:
        actor.delete()
    mark_stale(parts)
    for some in _pieces(sorted(threads)):
        Thread.objects.filter(pk__in=some).exclude(all_turns__isnull=False).delete()
    _tell_anew(threads)
    return gone


def _rename(posts: "QuerySet[Post]") -> None:
    """A thread is called after its first post, and the name of a post may hold that of its author."""
    Thread.objects.filter(uid__in=posts.values("uid")).update(uid=F("public_id"))
    ThreadKey.objects.filter(key__in=posts.values("uid")).delete()


def _tell_anew(threads: set[int]) -> None:
    """What others said in these threads was told beside what is gone. One post of a thread leads to all of it."""
    for some in _pieces(sorted(threads)):
        left = Turn.objects.filter(thread__in=some).values("thread").annotate(post_of=Max("post"))
        Changed.objects.bulk_create([Changed(post_id=row["post_of"]) for row in left], ignore_conflicts=True)


def _pieces(numbers: list[int]) -> Iterator[list[int]]:
    """As many as one statement may carry."""
    return (numbers[at : at + _MANY] for at in range(0, len(numbers), _MANY))
