"""Who of those that came as strangers became a friend, and how it shows: a friend comes back, a stranger stays away.

Drawn by itself, when a neighbourhood has lived: whatever else happened in it happens as it would have without this. So
a purchase stays where it was, also where one of the answers that moved it is now never asked for.
"""

from typing import Final

from twoears.town.chance import Luck
from twoears.town.clock import DAY
from twoears.town.lives import NEVER, OPEN, Episode, Kind, Life, Neighbourhood

STAYS_AWAY: Final = 0.85
"""Of the occasions that would bring them to us again, so many do not where no answer of ours had won them."""
WON_BY_THEN: Final = 0.75
"""Who comes again nevertheless, and had been answered, is a friend by then so often."""
_SPEAKS: Final = frozenset({Kind.ASK, Kind.COMPLAIN, Kind.BELOW_ASK, Kind.BELOW_COMPLAIN, Kind.BELOW_SAY})
_HEARD: Final = _SPEAKS | {Kind.JOIN, Kind.MEET}


def episodes_of(lived: Neighbourhood, seed: int) -> list[Episode]:
    """What really happens, in no order; says on the way since when (`Life.since`) the lives are friends."""
    heard: dict[int, list[Episode]] = {life.number: [] for life in lived.lives if _came_as_a_stranger(life, lived)}
    for episode in lived.episodes:
        if episode.person in heard and episode.kind in _HEARD:
            heard[episode.person].append(episode)
    away: set[Episode] = set()
    for life in lived.lives:
        if life.number in heard:
            away |= _settle(life, sorted(heard[life.number]), Luck(seed, 7, life.number), lived.until)
    return [episode for episode in lived.episodes if episode not in away]


def _came_as_a_stranger(life: Life, lived: Neighbourhood) -> bool:
    return not life.stage or life.since[1] > lived.start


def _settle(life: Life, heard: list[Episode], luck: Luck, until: float) -> set[Episode]:
    """Since when they are a friend; what of `heard`, in time, does not happen therefore."""
    friend = life.since[2] if life.stage >= 2 else until + DAY
    first = answered = until + DAY
    away: set[Episode] = set()
    for one in heard:
        again = one.kind in _SPEAKS and first + DAY < one.start < friend
        stays = again and one.delay != OPEN and luck.chance(STAYS_AWAY)
        if stays or (one.kind == Kind.MEET and one.start < friend):
            away.add(one)
            continue
        if again and answered < one.start and luck.chance(WON_BY_THEN):
            friend = one.start
        first = min(first, one.start)
        answer = one.start + one.delay
        if one.delay != NEVER and answer < until:
            answered = min(answered, answer)
            friend = min(friend, answer) if answer in life.won else friend
    life.since[1] = friend
    if life.stage < 2:
        life.stage = int(friend < until)
    return away
