"""The accounts of a town as they are met in its stream, and whose they really are: to learn from and to measure by."""

from collections import defaultdict
from datetime import UTC, datetime
from typing import Final

from twoears.activities.values import Actor
from twoears.people.matching.values import Profile
from twoears.town.town import Town, build

UNTIL: Final = datetime(2026, 11, 30, tzinfo=UTC)
_HOURS: Final = 200


def town(people: int, seed: int) -> tuple[list[Profile], dict[int, int]]:
    """All accounts that do anything in a town, and by their key the number of the person behind them.

    >>> profiles, who = town(20, 1)
    >>> len(profiles) == len(who)
    True
    """
    built = build(people, seed=seed, until=UNTIL)
    whose = {account: person.person for person in built.people() for account in person.accounts}
    actors, hours = _met(built)
    kept = [uid for uid in sorted(actors) if uid in whose]
    profiles = [_profile(key, actors[uid], hours[uid]) for key, uid in enumerate(kept, 1)]
    return profiles, {one.key: whose[one.uid] for one in profiles}


def _met(built: Town) -> tuple[dict[str, Actor], dict[str, list[int]]]:
    actors: dict[str, Actor] = {}
    hours: defaultdict[str, list[int]] = defaultdict(list)
    for act in built.activities():
        actors[act.actor.id] = act.actor
        if len(hours[act.actor.id]) < _HOURS:
            hours[act.actor.id].append(act.published.weekday() * 24 + act.published.hour)
    return actors, hours


def _profile(key: int, actor: Actor, hours: list[int]) -> Profile:
    return Profile(
        key=key,
        uid=actor.id,
        network=actor.network,
        handle=actor.handle,
        name=actor.name,
        mail=actor.mail,
        url=actor.url,
        links=actor.links,
        summary=actor.summary,
        place=actor.place,
        hours=tuple(hours),
        kind=actor.type,
    )
