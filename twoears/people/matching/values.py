"""What matching is told and what it tells: an account as it needs it, a likely pair with its reasons, a decision."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

PROPOSED: Final = 0.5
"""A pair at least as likely as this is worth a member's look: more often right than wrong."""
JOINED: Final = 0.99
"""A pair at least as likely as this may be joined without a look, where a workspace has asked for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """An actor as matching needs it. `hours` are the hours of the week (UTC, 0 is Monday's first) in which it spoke.

    `links` are addresses that it gives as its own, `kind` its type in ActivityStreams: `Person`, `Service`, …
    """

    key: int
    uid: str
    network: str
    handle: str = ""
    name: str = ""
    mail: str = ""
    url: str = ""
    links: tuple[str, ...] = ()
    summary: str = ""
    place: str = ""
    organisation: str = ""
    hours: tuple[int, ...] = ()
    kind: str = "Person"


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that speaks for or against, in plain words, and its weight.

    The weight is in bits: the logarithm to base 2 of how many times likelier this is to be seen of one person than of
    two. Below nought it speaks against.
    """

    text: str
    weight: float


@dataclass(frozen=True, slots=True)
class Likely:
    """Accounts `left` < `right` are one person with `probability`; the strongest reasons stand first."""

    left: int
    right: int
    probability: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Decided:
    """What is known of a pair of accounts. `asked`: a member was asked about it, and it could have been either.

    What somebody told unasked, or a certain rule found, was picked because it is so: from such pairs we learn what one
    person's accounts have in common, and never how often a pair like it is one person.
    """

    left: int
    right: int
    same: bool
    asked: bool = True


@dataclass(frozen=True, slots=True)
class TooMany:
    """Accounts that were not compared with each other by `what` alone, because `n` of them share it."""

    what: str
    n: int


class Found(list[Likely]):
    """Likely pairs, best first, and what was `left_out`: signs that so many share that they tell nothing."""

    def __init__(self, pairs: Iterable[Likely] = (), left_out: Iterable[TooMany] = ()) -> None:
        super().__init__(pairs)
        self.left_out: tuple[TooMany, ...] = tuple(left_out)
