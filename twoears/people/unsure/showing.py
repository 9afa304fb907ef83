"""Who may be whom, as it is shown by every door."""

from dataclasses import dataclass
from datetime import datetime

from twoears.lib.intervals import Number
from twoears.people.unsure.differing import Beside


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """One reason: `bits` is how much it weighs, `times` how many times likelier it is of one person than of two.

    Against: `bits` below nought, and `times` is how many times likelier it is of two people. `part` is the weight as a
    share of the heaviest that is shown.
    """

    text: str
    bits: float
    times: float
    part: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of the two: an account, and who is behind it. `person` is empty where nobody was met: a stranger's account.

    `also` are the other accounts of that person; `words` what was said last, `conversation` where.
    """

    actor: int
    person: str
    name: str
    stage: str
    network: str
    handle: str
    url: str
    also: tuple[str, ...]
    last_at: datetime | None
    words: str
    conversation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """These two may be one person: how likely, what speaks for it and against it, and how they differ."""

    id: str
    probability: float
    left: Side
    right: Side
    signs_for: tuple[Sign, ...]
    signs_against: tuple[Sign, ...]
    beside: tuple[Beside, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a member said of two: `kind` is merge, split or later; `id` takes it back."""

    id: int
    kind: str
    left: str
    right: str
    member: str
    at: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Joining:
    """What is joined by itself: from which probability on (`least`, None: nothing), and how right that is or would be.

    `at` is the probability that the figures are about, `now` how many pairs it joins (or would) of those that are held.
    """

    least: float | None
    at: float
    now: int
    accepted: Number
    precision: Number
    recall: Number


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsure:
    """Whom members are asked about, the likeliest first; `left` counts them all, `later` those put off."""

    proposals: tuple[Proposal, ...]
    left: int
    later: int
    said: tuple[Said, ...]
    joining: Joining


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two accounts that are, or would be, joined by themselves."""

    id: str
    left: str
    right: str
    probability: float


@dataclass(frozen=True, slots=True, kw_only=True)
class WouldJoin:
    """What is joined from probability `least` on: how many pairs, and the first of them, the least likely first."""

    least: float
    total: int
    pairs: tuple[Pair, ...]
