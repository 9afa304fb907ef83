"""Who is who, behind the record. Opinions: made again at any time with the same result."""

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import Count, Max

from twoears.activities.actions import reached, save
from twoears.activities.models import Activity, Actor
from twoears.lib.ids import short_id
from twoears.people.models import Identity, Person, ToMatch
from twoears.threads.models import Turn

STEP = "people"
ENGAGING = ("order", "refer", "submit")
_TELLING = ("Move", "Update")
_MANY = 500


@transaction.atomic(savepoint=False)
def meet(threads: Iterable[int], ours: frozenset[int]) -> set[int]:
    """Make a person of everyone who turned to us in `threads`; the actors who are met."""
    spoke = (
        Turn.objects.filter(thread__in=list(threads), to_us=True, ours=False).values_list("actor", flat=True).distinct()
    )
    return _meet(set(spoke) - ours)


@transaction.atomic(savepoint=False)
def meet_those_who_act(ours: frozenset[int], most: int = 5000) -> tuple[int, set[int]]:
    """The same for those who ordered, referred or signed up; how many activities were looked at, and the actors."""
    after = reached(STEP)
    last = (
        Activity.objects.filter(pk__gt=after)
        .order_by("pk")
        .values_list("pk", flat=True)[:most]
        .aggregate(Max("pk"))["pk__max"]
    )
    if last is None:
        return 0, set()
    acted = Activity.objects.filter(pk__gt=after, pk__lte=last, type__in=(*ENGAGING, *_TELLING, "Announce"))
    actors = set(acted.filter(type__in=ENGAGING).values_list("actor", flat=True)) - ours
    shared = set(acted.filter(type="Announce", post__author__in=ours).values_list("actor", flat=True)) - ours
    # Who only says who they are is not met by that, but may turn out to be somebody whom we have met.
    told = set(acted.filter(type__in=_TELLING, post=None).values_list("actor", flat=True)) - ours
    save(STEP, last)
    return last - after, _meet(actors) | shared | told


@transaction.atomic(savepoint=False)
def meet_by_hand(actor: int) -> None:
    """Make a person of somebody who has not turned to us, because a member asks for it."""
    _meet({actor})


@transaction.atomic(savepoint=False)
def part_again(actor: int) -> None:
    """They are nobody whom we have met, unless they turned to us meanwhile or are known by another account too."""
    engaged = Turn.objects.filter(actor=actor, to_us=True).exists()
    engaged |= Activity.objects.filter(actor=actor, type__in=ENGAGING).exists()
    alone = Person.objects.filter(identities__actor=actor).annotate(n=Count("identities")).filter(n=1)
    if not engaged:
        Person.objects.filter(pk__in=[person.pk for person in alone]).delete()


def _meet(actors: set[int]) -> set[int]:
    known = set(Identity.objects.filter(actor__in=actors).values_list("actor", flat=True))
    new = list(Actor.objects.filter(pk__in=actors - known).order_by("pk"))
    made = Person.objects.bulk_create([_person(actor) for actor in new], batch_size=_MANY)
    Identity.objects.bulk_create(
        [identity_of(actor, person, "self", "") for actor, person in zip(new, made, strict=True)], batch_size=_MANY
    )
    ToMatch.objects.bulk_create(
        [ToMatch(actor_id=key) for key in known.union(a.pk for a in new)], ignore_conflicts=True
    )
    return actors


def _person(actor: Actor) -> Person:
    return Person(
        public_id=short_id("p", actor.uid), first_actor=actor, name=called([actor]), organisation=organisation_of(actor)
    )


def identity_of(actor: Actor, person: Person, rule: str, evidence: str) -> Identity:
    """`actor` is `person`; not saved yet."""
    return Identity(actor=actor, person=person, public_id=short_id("p", actor.uid), rule=rule, evidence=evidence)


def called(actors: Sequence[Actor]) -> str:
    """What they call themselves on the first account that says it; else an address, else a handle."""
    named = (actor.name for actor in actors)
    mails = (actor.mail for actor in actors)
    handles = (actor.account for actor in actors)
    return next(filter(None, (*named, *mails, *handles)), "")


def organisation_of(actor: Actor) -> str:
    """What stands after "at" or a comma in their own words is not certain: only organisations name themselves."""
    return called([actor]) if actor.type == "Organization" else ""


def people_of(actors: Iterable[int]) -> set[int]:
    """The people behind `actors`."""
    return set(Identity.objects.filter(actor__in=set(actors)).values_list("person", flat=True))
