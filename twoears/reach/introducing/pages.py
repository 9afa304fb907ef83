"""Who can introduce us: read from the version of the graph that holds, without those whom nobody asks."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Final

import numpy as np

from twoears.activities.models import Actor
from twoears.people.companies.tasks import people_at
from twoears.people.models import Identity, Person
from twoears.reach.graph import Graph, GraphError
from twoears.reach.introducing.models import Spared
from twoears.reach.introducing.showing import Introduced, IntroductionsShown, LeftOut, Step, sentence, why
from twoears.reach.introductions import Chain, Introductions, introductions
from twoears.reach.joined.pages import somebodies
from twoears.reach.joined.vertices import Joined
from twoears.reach.rings import lasting, only
from twoears.reach.showing import Somebody
from twoears.reach.tasks import held

WAYS: Final = 3
DAYS: Final = 365
LARGEST: Final = 30_000_000  # ties that are walked while a page waits
_EPOCH: Final = date(1970, 1, 1)


def to_person(person: Person, *, now: datetime | None = None) -> IntroductionsShown:
    """The best ways to somebody whom we have met."""
    return _to(person.name, (person.pk,), now)


def to_company(words: str, *, now: datetime | None = None) -> IntroductionsShown:
    """The best ways to anybody who belongs to a company, by a domain or the name of it."""
    house, people = people_at(words, now.date() if now else None)
    return _to(house or words.strip(), people, now)


def to_account(actor: Actor, *, now: datetime | None = None) -> IntroductionsShown:
    """The best ways to whoever is behind an account, met or not."""
    met = Identity.objects.filter(actor=actor).values_list("person", flat=True).first()
    return _to(str(actor), (met or -actor.pk,), now)


def left_out() -> tuple[LeftOut, ...]:
    """Those whom nobody asks, the latest first."""
    found = list(Spared.objects.filter(undone_at=None).select_related("actor", "member").order_by("-pk"))
    met = {i.actor_id: i.person for i in Identity.objects.filter(actor__in=[one.actor_id for one in found])
           .select_related("person")}  # fmt: skip
    return tuple(
        LeftOut(id=one.pk, who=_who(one.actor, met.get(one.actor_id)), member=str(one.member or ""),
                made_at=one.made_at)
        for one in found
    )  # fmt: skip


def _who(actor: Actor, person: Person | None) -> Somebody:
    if person is not None:
        return Somebody(name=person.name, person=person.public_id)
    return Somebody(name=str(actor), network=actor.network)


def _to(name: str, theirs: tuple[int, ...], now: datetime | None) -> IntroductionsShown:
    version, day = held(), (now or datetime.now(UTC)).date()
    spared = list(Spared.objects.filter(undone_at=None).values_list("actor", flat=True))
    met = Identity.objects.filter(actor__in=spared).values_list("person", flat=True)
    never = tuple(sorted({-actor for actor in spared} | set(met)))
    if version is None:
        return _nothing(name, us=True)
    try:
        joined, found = Joined.load(version.joined()), _found(version.joined(), theirs, never, day)
    except GraphError:
        # It was replaced while we looked: the next one is whole.
        return _nothing(name, us=True)
    if found is None:
        return _nothing(name, us=bool(joined.ours.any()))
    hear = any(len(chain.links) == 1 for chain in found.chains)
    ways = () if hear else found.chains
    return IntroductionsShown(
        name=name,
        sentence=sentence(name, len(ways), hear=hear, us=True),
        hear=hear,
        ways=tuple(_shown(joined, chain) for chain in ways),
        left_out=left_out(),
        version=version.name,
    )


def _nothing(name: str, *, us: bool) -> IntroductionsShown:
    return IntroductionsShown(
        name=name, sentence=sentence(name, 0, hear=False, us=us), hear=False, ways=(), left_out=left_out(), version=""
    )


@lru_cache(maxsize=2)
def _kept(folder: Path, since: int) -> Graph:
    graph = Graph.load(folder)
    return only(graph, lasting(graph, since))


@lru_cache(maxsize=256)
def _found(folder: Path, theirs: tuple[int, ...], never: tuple[int, ...], day: date) -> Introductions | None:
    """None where one of us, or one of them, is not in the graph, or where it is too large to be walked at once."""
    joined = Joined.load(folder)
    who = np.asarray(joined.who)
    ours, ends = np.flatnonzero(joined.ours), np.flatnonzero(np.isin(who, theirs) & ~np.asarray(joined.ours))
    if not ours.size or not ends.size or joined.graph.ties > LARGEST:
        return None
    graph = _kept(folder, (day - _EPOCH - timedelta(days=DAYS)).days)
    # Whom we want to know is no one who is asked, and so is never left out.
    allowed = ~np.isin(who, never) | np.isin(who, theirs) | np.asarray(joined.ours)
    direct = introductions(graph, ours, ends, steps=1, ways=1)
    return direct if direct.chains else introductions(graph, ours, ends, allowed=allowed, steps=3, ways=WAYS)


def _shown(joined: Joined, chain: Chain) -> Introduced:
    people = somebodies(joined, chain.people, talks=True)
    accounts = _accounts([int(joined.who[vertex]) for vertex in chain.people])
    first = Step(who=people[0], account=accounts[0], ours=True)
    rest = (
        Step(who=who, account=account, ours=False, why=why(link), times=link.times, last=link.last,
             strength=round(link.strength, 2))
        for who, account, link in zip(people[1:], accounts[1:], chain.links, strict=True)
    )  # fmt: skip
    return Introduced(steps=(first, *rest))


def _accounts(who: Sequence[int]) -> list[int]:
    firsts = dict(Person.objects.filter(pk__in=[one for one in who if one > 0]).values_list("pk", "first_actor"))
    return [firsts.get(one, 0) if one > 0 else -one for one in who]
