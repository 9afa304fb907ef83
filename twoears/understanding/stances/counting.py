"""From stances of posts to votes of people: of each the newest side on a statement, and how many take which."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from twoears.lib.intervals import Number, share
from twoears.understanding.stances.stance import VOTE, Stance, Told

HEARD: Final = "Of the people heard on the subject, how many?"
TAKEN: Final = "Of those who take a side, how many agree?"


@dataclass(frozen=True, slots=True)
class Voiced:
    """The stance of a person, and the place of the post in which it stands; for a like that of what is liked."""

    stance: Stance
    place: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """How many of the people heard agree, disagree, or cannot be told; and of those who take a side, how many agree."""

    agree: Number
    disagree: Number
    cannot_tell: Number
    of_sides: Number


def newest(said: Sequence[Told], stances: Sequence[Stance], likes: Iterable[tuple[str, int]] = ()) -> dict[str, Voiced]:
    """who -> their newest stance that takes a side; `said` is the latest first.

    `likes` are (who, place of what they like): they count for those who took no side in words of their own.

    >>> said = [Told("", "ann"), Told("", "ann"), Told("", "bob")]
    >>> found = newest(said, [Stance("agree"), Stance("disagree"), Stance("cannot tell")], [("eve", 0), ("ann", 1)])
    >>> {who: (one.stance.side, one.stance.by) for who, one in found.items()}
    {'ann': ('agree', ''), 'eve': ('agree', 'like')}
    """
    found: dict[str, Voiced] = {}
    for place, (one, stance) in enumerate(zip(said, stances, strict=True)):
        if stance.side in VOTE and not one.ours:
            found.setdefault(one.who, Voiced(stance, place))
    liked: dict[str, Voiced] = {}
    for who, place in likes:
        stance = stances[place]
        if stance.side in VOTE and who not in found:
            liked.setdefault(who, Voiced(Stance(stance.side, stance.probability, "like"), place))
    return found | liked


def sides(voiced: Mapping[str, Voiced], heard: int) -> Sides:
    """How many take which side, of so many people who were heard."""
    count: dict[str, int] = defaultdict(int)
    for one in voiced.values():
        count[one.stance.side] += 1
    agree, disagree = count["agree"], count["disagree"]
    neither = heard - agree - disagree

    def of_all(k: int, said: str) -> Number:
        return share(k, heard, of=said, question=HEARD, key=said.replace(" ", "_"))

    return Sides(
        agree=of_all(agree, "agree"),
        disagree=of_all(disagree, "disagree"),
        cannot_tell=of_all(neither, "cannot tell"),
        of_sides=share(agree, agree + disagree, of="agree", question=TAKEN, key="of_sides", aside=neither),
    )


def cast(voiced: Mapping[str, Mapping[str, Voiced]]) -> list[tuple[str, str, int]]:
    """Votes as (who, statement, vote), from statement -> who -> stance."""
    return [(who, name, VOTE[one.stance.side]) for name, by in voiced.items() for who, one in by.items()]
