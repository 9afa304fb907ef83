"""What an activity tells of who hears whom. Plain values.

Whoever follows, likes, answers or shares somebody hears them. Whoever is named in a post, or written to, hears who
wrote it. Two who are connected hear each other.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from twoears.reach.graph import FOLLOWS, KNOWS, LIKES, MENTIONS, REPLIES, SHARES, WRITES

TELLING: Final = ("Accept", "Announce", "Create", "Follow", "Like")
"""The types of activities that tell a tie."""
_TO_POST: Final = {"Like": LIKES, "Announce": SHARES}
_TO_ACTOR: Final = {"Follow": FOLLOWS, "Accept": KNOWS}
Tie = tuple[int, int, int, int]
"""Who spoke, who heard, what they did (a bit of KINDS), on which day."""


class Told(NamedTuple):
    """An activity, as far as it tells ties. Ids of accounts are 0 where nobody heard of them yet.

    `about` is the id of what it was done to; `author` wrote that post, `whom` is that account, `parent` wrote what the
    post answers (`answers`, empty where nothing). `private` words are mails and messages.
    """

    type: str
    actor: int
    network: str
    day: int
    about: str
    author: int
    whom: int
    answers: str
    parent: int
    private: bool
    named: tuple[str, ...]


def ties_of(told: Told, actors: Mapping[str, int]) -> Iterator[Tie]:
    """The ties that one activity tells; `actors` are those whom posts name, by what `wanted` calls them.

    >>> ann, bob = 1, 2
    >>> follows = Told("Follow", ann, "x", 20_000, "https://x.com/bob", 0, bob, "", 0, False, ())
    >>> list(ties_of(follows, {})) == [(bob, ann, FOLLOWS, 20_000)]
    True
    """
    if told.type in _TO_POST:
        yield from _tie(told.author, told.actor, _TO_POST[told.type], told.day)
    elif told.type in _TO_ACTOR:
        yield from _tie(told.whom, told.actor, _TO_ACTOR[told.type], told.day)
        if told.type == "Accept":
            yield from _tie(told.actor, told.whom, KNOWS, told.day)
    else:
        yield from _tie(told.parent, told.actor, REPLIES, told.day)
        reached = WRITES if told.private else MENTIONS
        for name in dict.fromkeys(told.named):
            yield from _tie(told.actor, actors.get(called(name, told.network), 0), reached, told.day)


def called(name: str, network: str) -> str:
    """How somebody is looked up whom a post names: by id, or by handle on the network of the post.

    >>> called("https://x.com/ann", "x"), called("@Ann", "x")
    ('https://x.com/ann', 'x:@ann')
    """
    return f"{network}:{name.lower()}" if name.startswith("@") else name


def wanted(told: Iterable[Told]) -> set[str]:
    """Whom posts name, as they are looked up."""
    return {called(name, one.network) for one in told for name in one.named}


def missing(told: Told, actors: Mapping[str, int]) -> Iterator[str]:
    """The names in it that nobody bears yet: once somebody does, it tells more.

    >>> list(missing(Told("Like", 1, "x", 0, "https://x.com/bob/1", 0, 0, "", 0, False, ()), {}))
    ['https://x.com/bob/1']
    """
    if (told.type in _TO_POST and not told.author) or (told.type in _TO_ACTOR and not told.whom):
        yield told.about
    if told.answers and not told.parent:
        yield told.answers
    yield from (key for name in told.named if (key := called(name, told.network)) not in actors)


def _tie(speaker: int, hearer: int, kind: int, day: int) -> Iterator[Tie]:
    if speaker and hearer and speaker != hearer:
        yield speaker, hearer, kind, max(day, 0)
