"""Which posts and deeds are done towards whom: facts and turns as exchanges. What a round looks at is bounded."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Final, NamedTuple

from twoears.people.ties.exchanges import ANSWER, ASK, CLICK, DEAL, INTRODUCE, REFER, SHARE, WORD

DEEDS: Final = {
    "Like": CLICK,
    "Follow": CLICK,
    "Announce": SHARE,
    "Invite": INTRODUCE,
    "Accept": WORD,
    "order": DEAL,
    "submit": DEAL,
    "refer": REFER,
}
"""What is done without words, and what it counts for."""


class Spoken(NamedTuple):
    """A turn as ties need it: `parent` is the post that it answers, `named` the accounts that it names."""

    post: int
    activity: int
    actor: int
    at: datetime
    ours: bool
    to_us: bool
    asks: bool
    parent: int
    answered_by: int
    replied_to: int
    named: tuple[int, ...]


class Done(NamedTuple):
    """One did something towards another. `right` is 0 for our site, or for us where no account of ours is named."""

    activity: int
    left: int
    right: int
    kind: int
    at: datetime


def towards(turns: Iterable[Spoken], ours: frozenset[int]) -> list[Done]:
    """What was said to whom, of the turns of whole threads, in their order.

    Somebody is spoken to where their post is answered, or they are named; asking is a question or a request, and an
    answer is what comes to one.
    """
    said = {turn.post: turn for turn in turns}
    settles: dict[int, set[int]] = defaultdict(set)
    for turn in said.values():
        settles[turn.answered_by].add(turn.actor)
    done: list[Done] = []
    for turn in said.values():
        parent = said.get(turn.parent)
        asked_by = {parent.actor} if parent and parent.asks and not turn.asks else set()
        answers = asked_by | settles.get(turn.post, set())
        done += [
            Done(turn.activity, turn.actor, right, ANSWER if right in answers else ASK if turn.asks else WORD, turn.at)
            for right in _whom(turn, parent, ours)
        ]
    return done


def _whom(turn: Spoken, parent: Spoken | None, ours: frozenset[int]) -> list[int]:
    whom = set(turn.named) | ({parent.actor} if parent else set()) | ({turn.replied_to} if turn.replied_to else set())
    if turn.to_us and not whom & ours:
        whom.add(0)
    return sorted(whom - {turn.actor})


class Row(NamedTuple):
    """An exchange as it is kept: see `models.Exchange`."""

    activity: int
    low: int
    high: int | None
    by_low: bool
    other: int | None
    kind: int
    at: datetime


def kept(done: Iterable[Done], ours: frozenset[int]) -> set[Row]:
    """The rows of what is a tie: not what is between two accounts of ours, nor to oneself."""
    return {_row(one, ours) for one in done if one.left != one.right and not _among_us(one, ours)}


def _among_us(one: Done, ours: frozenset[int]) -> bool:
    return one.left in ours and (not one.right or one.right in ours)


def _row(one: Done, ours: frozenset[int]) -> Row:
    if not one.right:
        return Row(one.activity, one.left, None, True, one.left, one.kind, one.at)
    low, high = sorted((one.left, one.right))
    mine = low in ours, high in ours
    other = (high if mine[0] else low) if any(mine) else None
    return Row(one.activity, low, high, one.left == low, other, one.kind, one.at)
