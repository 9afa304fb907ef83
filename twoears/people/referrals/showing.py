"""Referrals as every door shows them."""

from dataclasses import dataclass
from datetime import datetime

from twoears.lib.intervals import Number


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralShown:
    """Who sent whom. `activity` is what shows it (0 where a member said so) and `decision` a member's word on it (0:
    none). `referrer` and `referred` are ids of people, empty where nobody is certain; names are as they were said.

    `why` are the words that decided it, and `quotes` all that say so, the first of them first. `place` is where it was
    said, if a member told so. `talked` and `ordered` are what came of it.
    """

    activity: int
    decision: int
    how: str
    referrer: str
    referrer_name: str
    referred: str
    referred_name: str
    at: datetime
    why: str
    probability: float
    talked: bool
    ordered: bool
    quotes: tuple[str, ...] = ()
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """Somebody who would likely send others if asked: each reason a sentence of its own, and why it is not too early.

    There is no score: who gave the latest sign stands first.
    """

    id: str
    name: str
    stage: str
    why: tuple[str, ...]
    not_too_early: tuple[str, ...]
    latest: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralsPage:
    """Referrals, the latest first: `known` where both sides are certain, `open` where somebody is to be settled, and
    `denied` by a member. `numbers` are the referral rate and what came of referrals; `chains` names of who sent whom
    sent whom, three or more."""

    numbers: tuple[Number, ...]
    known: tuple[ReferralShown, ...]
    open: tuple[ReferralShown, ...]
    denied: tuple[ReferralShown, ...]
    chains: tuple[tuple[str, ...], ...]
    ready: tuple[Ready, ...]


def chains_of(sent: dict[str, str]) -> tuple[tuple[str, ...], ...]:
    """The longest lines of who sent whom, three or more in each; `sent` is referred -> referrer.

    >>> chains_of({"bob": "ann", "cy": "bob", "dan": "ann"})
    (('ann', 'bob', 'cy'),)
    """
    passed_on = set(sent.values())
    lines = []
    for last in sent.keys() - passed_on:
        line = [last]
        while (before := sent.get(line[-1])) is not None and before not in line:
            line.append(before)
        if len(line) > 2:
            lines.append(tuple(reversed(line)))
    return tuple(sorted(lines, key=lambda line: (-len(line), line)))
