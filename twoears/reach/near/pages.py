"""How many steps accounts that nobody met stand from us, and the strongest chain to them. Read from the kept graph."""

from collections.abc import Collection, Iterable
from functools import lru_cache
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from twoears.activities.models import Actor
from twoears.people.models import Identity, Person
from twoears.reach.graph import GraphError
from twoears.reach.introductions import Chain, introductions
from twoears.reach.joined.vertices import Joined
from twoears.reach.near.showing import Between, Near, tie_words
from twoears.reach.rings import far_from, only
from twoears.reach.tasks import held

STEPS: Final = 3


def steps_to(actors: Iterable[int], *, aside: Collection[int] = ()) -> dict[int, int]:
    """account -> steps from us (1 to 3), for those of `actors` that nobody met and whom a chain of ties reaches.

    Who is not in it is further away, or not known to hear anybody. No chain leads through the accounts `aside`.
    """
    joined = _joined()
    if joined is None:
        return {}
    wanted = sorted(set(actors))
    places = _places(joined.folder, wanted)
    far = _far(joined.folder, _never(aside))
    found = ((actor, int(far[vertex])) for actor, vertex in places.items())
    return {actor: steps for actor, steps in found if 1 <= steps <= STEPS}


def near(actors: Iterable[int], *, aside: Collection[int] = ()) -> dict[int, Near]:
    """account -> the strongest of the shortest chains to it, with who stands between."""
    joined = _joined()
    if joined is None:
        return {}
    steps, never = steps_to(actors, aside=aside), _never(aside)
    chains = {actor: _chain(joined.folder, actor, far, never) for actor, far in steps.items()}
    names = _names(joined, {vertex for chain in chains.values() if chain for vertex in chain.people})
    return {actor: _near(chain, names, joined.ours) for actor, chain in chains.items() if chain}


def _never(aside: Collection[int]) -> tuple[int, ...]:
    """Whoever is behind the accounts `aside`, as in `Joined.who`: people who were met, and the accounts below zero."""
    met = Identity.objects.filter(actor__in=aside).values_list("person", flat=True)
    return tuple(sorted({-actor for actor in aside} | set(met)))


def _joined() -> Joined | None:
    version = held()
    try:
        return Joined.load(version.joined()) if version else None
    except GraphError:
        # It was replaced while we looked, and the page can do without.
        return None


def _places(folder: Path, actors: Iterable[int]) -> dict[int, int]:
    """account -> vertex, of those of `actors` whom nobody met."""
    held, vertices = _unmet(folder)
    wanted = np.array(sorted(actors), np.int64)
    at = np.searchsorted(held, wanted)
    there = at < held.size
    there[there] = held[at[there]] == wanted[there]
    return dict(zip(wanted[there].tolist(), vertices[at[there]].tolist(), strict=True))


@lru_cache(maxsize=2)
def _unmet(folder: Path) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The accounts whom nobody met, sorted, and their vertices."""
    who = np.asarray(Joined.load(folder).who)
    vertices = np.flatnonzero(who < 0)
    order = np.argsort(-who[vertices], kind="stable")
    return -who[vertices][order], vertices[order]


@lru_cache(maxsize=8)
def _far(folder: Path, never: tuple[int, ...]) -> NDArray[np.uint8]:
    """Steps of every vertex from us, where nobody of `never` carries on what they hear."""
    joined = Joined.load(folder)
    speakers = np.repeat(np.arange(joined.graph.people), np.diff(joined.graph.offsets))
    graph = only(joined.graph, _free(joined, never)[speakers])
    return far_from(graph, np.flatnonzero(joined.ours).astype(np.int64), STEPS)


def _free(joined: Joined, never: Collection[int]) -> NDArray[np.bool_]:
    """Through whom a chain may lead: those who are asked, and ourselves."""
    return ~np.isin(np.asarray(joined.who), list(never)) | np.asarray(joined.ours)


@lru_cache(maxsize=1024)
def _chain(folder: Path, actor: int, steps: int, never: tuple[int, ...]) -> Chain | None:
    joined = Joined.load(folder)
    end = _places(folder, [actor])[actor]
    free = _free(joined, never)
    free[end] = True
    ours = np.flatnonzero(joined.ours)
    found = introductions(joined.graph, ours, [end], allowed=free, steps=steps)
    # Only the shortest: a longer one that is stronger would say other steps than the order is by.
    return next((chain for chain in found.chains if len(chain.links) == steps), None)


def _names(joined: Joined, vertices: Collection[int]) -> dict[int, Between]:
    who = {vertex: int(joined.who[vertex]) for vertex in vertices}
    people = Person.objects.in_bulk([key for key in who.values() if key > 0])
    actors = Actor.objects.in_bulk([-key for key in who.values() if key < 0])
    made = {}
    for vertex, key in who.items():
        person, actor = people.get(key), actors.get(-key)
        made[vertex] = Between(person=person.public_id if person else "", name=str(person or actor or "somebody"))
    return made


def _near(chain: Chain, names: dict[int, Between], ours: NDArray[np.bool_]) -> Near:
    called = {vertex: "you" if ours[vertex] else one.name for vertex, one in names.items()}
    return Near(
        steps=len(chain.links),
        through=tuple(names[vertex] for vertex in chain.people[1:-1]),
        ties=tuple(tie_words(called[link.hearer], called[link.speaker], link.times) for link in chain.links),
    )
