"""The whole of it: votes in, and the range of opinions, groups, bridges and dissent out, each with its evidence."""

from collections.abc import Mapping
from dataclasses import dataclass
from string import ascii_uppercase
from typing import Final

import numpy as np

from twoears.lib.counts import counted, spelled
from twoears.lib.intervals import Number, share
from twoears.understanding.voices.choosing import choose
from twoears.understanding.voices.grouping import SURE, Groups, groups_of
from twoears.understanding.voices.loudness import Loudness, loudness
from twoears.understanding.voices.places import Places
from twoears.understanding.voices.statements import (
    EVERYBODY,
    Apart,
    Bridge,
    Crowd,
    Dissent,
    bridges,
    crowd,
    dissent,
    sets_apart,
)
from twoears.understanding.voices.votes import Floats, Votes

FEWEST_VOTES: Final = 50
_OPENINGS: Final = 20
_DRAWN: Final = 1000  # places on the map; more of them cover each other


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """People of like opinion, what sets them apart, and how many of them surely belong there."""

    name: str
    sure: Number
    apart: tuple[Apart, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """Somebody of whom it cannot be told where they stand: ask them."""

    person: str
    votes: int
    nearest: str
    probability: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where somebody stands on the map; `group` is empty where it cannot be told."""

    person: str
    x: float
    y: float
    group: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Voices:
    """What votes tell. `why_none` says why there are no groups; then bridges are what most of all hold.

    Groups that are not `separate` are parts of opinions that shade into one another.
    """

    people: int
    statements: int
    votes: int
    repeated: int
    left_out: int
    first_left_out: str
    sentence: str
    dimensions: int
    accuracy: tuple[Number, ...]
    groups: tuple[Group, ...]
    separate: bool
    alike: float
    why_none: str
    bridges: tuple[Bridge, ...]
    dissent: tuple[Dissent, ...]
    unsure: Number
    openings: tuple[Opening, ...]
    places: tuple[Place, ...]
    loudness: Loudness


def voices(votes: Votes, organisations: Mapping[str, str] | None = None) -> Voices:
    """What can be told from votes; where something cannot, it says so and why."""
    everybody = crowd(votes, EVERYBODY, np.ones(len(votes.people), bool))
    why = _too_little(votes)
    if why:
        return _told(votes, organisations, everybody, None, None, 0, (), why)
    chosen = choose(votes)
    if not chosen.hangs_together:
        why = "how somebody votes on one statement does not tell how they vote on another"
        return _told(votes, organisations, everybody, None, None, 0, chosen.accuracy, why)
    places, groups = groups_of(votes, chosen.dimensions)
    return _told(votes, organisations, everybody, places, groups, chosen.dimensions, chosen.accuracy, groups.why_none)


def _too_little(votes: Votes) -> str:
    """Why there is nothing to fit a model to; empty where there is."""
    if len(votes.people) < 2:
        return "only one person voted"
    if len(votes.statements) < 2:
        return "there is only one statement"
    if len(set(votes.value.tolist())) < 2:
        return "all votes are the same"
    if len(votes) < FEWEST_VOTES:
        return f"there are {counted(len(votes), 'vote')}, and it takes {FEWEST_VOTES}"
    return ""


def _told(
    votes: Votes,
    organisations: Mapping[str, str] | None,
    everybody: Crowd,
    places: Places | None,
    groups: Groups | None,
    dimensions: int,
    accuracy: tuple[Number, ...],
    why: str,
) -> Voices:
    crowds = _crowds(votes, groups) if groups and groups.n else ()
    return Voices(
        people=len(votes.people),
        statements=len(votes.statements),
        votes=len(votes),
        repeated=votes.repeated,
        left_out=votes.left_out,
        first_left_out=votes.first_left_out,
        sentence=_sentence(len(crowds), groups is not None and groups.separate, why),
        dimensions=dimensions,
        accuracy=accuracy,
        groups=tuple(_group(votes, one, groups, number) for number, one in enumerate(crowds)) if groups else (),
        separate=groups is not None and groups.separate,
        alike=groups.alike if groups else 0.0,
        why_none=why,
        bridges=bridges(votes, crowds or (everybody,)),
        dissent=dissent(votes, (everybody, *crowds)),
        unsure=_unsure(groups),
        openings=_openings(votes, groups) if crowds else (),
        places=_places(votes, places, groups),
        loudness=loudness(_turns(votes), organisations),
    )


def _sentence(n: int, separate: bool, why: str) -> str:
    """What the picture of it all says.

    >>> _sentence(0, False, "only one person voted")
    'No groups: cannot tell, for only one person voted.'
    """
    if not n:
        return f"No groups: cannot tell, for {why}."
    if separate:
        return f"Opinions fall into {spelled(n)} groups."
    return f"No separate groups: opinions shade into one another. They are shown cut in {spelled(n)} parts."


def group_name(number: int) -> str:
    """A group by its letter.

    >>> group_name(1)
    'group B'
    """
    return f"group {ascii_uppercase[number]}"


def _crowds(votes: Votes, groups: Groups) -> tuple[Crowd, ...]:
    """Those who surely belong to each group: whoever may belong to another one speaks for none."""
    sure = groups.probability >= SURE
    return tuple(crowd(votes, group_name(g), sure & (groups.group == g)) for g in range(groups.n))


def _group(votes: Votes, one: Crowd, groups: Groups, number: int) -> Group:
    sure = groups.probability >= SURE
    others = crowd(votes, "all others", sure & (groups.group != number))
    return Group(
        name=one.name,
        sure=share(
            int(one.chosen.sum()),
            int((groups.group == number).sum()),
            of=f"surely in {one.name}",
            question="Who belongs to this group?",
            key=one.name,
        ),
        apart=sets_apart(votes, one, others),
    )


def _unsure(groups: Groups | None) -> Number:
    told = groups is not None and groups.n > 0
    n = len(groups.group) if groups is not None and told else 0
    k = int((groups.probability < SURE).sum()) if groups is not None and told else 0
    return share(k, n, of="may belong to another group", question="Of whom do we not know?", key="unsure")


def _openings(votes: Votes, groups: Groups | None) -> tuple[Opening, ...]:
    """First those who voted the most: they are between groups, and not just quiet."""
    if groups is None:
        return ()
    counts = np.bincount(votes.person, None, len(votes.people))
    unsure = np.flatnonzero(groups.probability < SURE).tolist()
    return tuple(
        Opening(
            person=votes.people[at],
            votes=int(counts[at]),
            nearest=group_name(int(groups.group[at])),
            probability=round(float(groups.probability[at]), 3),
        )
        for at in sorted(unsure, key=lambda at: (-counts[at], at))[:_OPENINGS]
    )


def _places(votes: Votes, places: Places | None, groups: Groups | None) -> tuple[Place, ...]:
    if places is None or groups is None:
        return ()
    flat: Floats = np.zeros((len(places.people), 1))
    points = np.hstack([places.people, flat])[:, :2]
    step = max(1, -(-len(points) // _DRAWN))
    sure = (groups.probability >= SURE) & (groups.n > 0)
    return tuple(
        Place(
            person=votes.people[at],
            x=round(float(points[at, 0]), 4),
            y=round(float(points[at, 1]), 4),
            group=group_name(int(groups.group[at])) if sure[at] else "",
        )
        for at in range(0, len(points), step)
    )


def _turns(votes: Votes) -> list[str]:
    """Who said something: wrote a statement, where that is known; else who voted."""
    if votes.authors:
        return [votes.authors[name] for name in votes.statements if name in votes.authors]
    return [votes.people[person] for person in votes.person.tolist()]
