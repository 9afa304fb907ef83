"""What is really so in the town: who somebody is, what a post is, what led to a purchase."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonTruth:
    """Somebody as they really are. `stages` are (since when, stage) in order; `accounts` are actor ids."""

    person: int
    name: str
    company: str
    role: str
    language: str
    zone: str
    need: str
    would_refer: bool
    stages: tuple[tuple[datetime, str], ...]
    accounts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PostTruth:
    """What a post really is.

    `person` is the author's number, -1 for the company; `waits`: for our answer, at `until`; `trouble`: it reports that
    something of the company's went wrong, whatever its kind (`twoears.town.troubles`).
    """

    post: str
    kind: str
    need: str
    waits: bool
    language: str
    person: int
    trouble: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Deal:
    """An order: the id of its activity, who, when, what, and the amount in euro."""

    activity: str
    person: int
    at: datetime
    product: str
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Referral:
    """Who sent whom, by which activity, and whether the one sent bought later."""

    activity: str
    person: int
    referred: int
    at: datetime
    bought: bool


@dataclass(frozen=True, slots=True)
class Cause:
    """What a signal really does to the chance to buy in a month, in log odds, and how it comes to look as it does.

    `role` is "cause" (raises or lowers it), "marker" (goes before a purchase, does not lead to it)
    or "vanity" (neither).
    """

    signal: str
    log_odds: float
    role: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """All tables of a town. About 1 KB a post: for a town of a million walk `Town.happenings` instead."""

    people: tuple[PersonTruth, ...]
    posts: tuple[PostTruth, ...]
    deals: tuple[Deal, ...]
    referrals: tuple[Referral, ...]
    causes: tuple[Cause, ...]


BASE: Final = -5.6
"""Log odds to buy for the first time in a month, with no reason at all."""
ANSWERED: Final = 0.9
UNANSWERED: Final = -0.6
MET: Final = 1.2
COLLEAGUE: Final = 0.7
REFERRED: Final = 1.1
INTEREST: Final = 0.8

CAUSES: Final = (
    Cause(
        "answered question",
        ANSWERED,
        "cause",
        "each of the last three months' questions that we answered, three at most",
    ),
    Cause("unanswered question", UNANSWERED, "cause", "each of the last three months' questions that we left"),
    Cause("meeting", MET, "cause", "a meeting in the last three months"),
    Cause(
        "colleague talks to us",
        COLLEAGUE,
        "cause",
        "somebody of the same company had an answer in the last three months",
    ),
    Cause("referral", REFERRED, "cause", "sent by one of our evangelists in the last six months"),
    Cause("visit", 0.0, "marker", "those with an interest look at pages more often; the look itself changes nothing"),
    Cause("opt-in", 0.0, "marker", "as with visits"),
    Cause("like", 0.0, "vanity", "follows how talkative somebody is, and that does not buy"),
    Cause("follow", 0.0, "vanity", "as with likes"),
    Cause("share", 0.0, "vanity", "as with likes"),
)
