"""What people do around a purchase, week by week: the signs from which a buying cycle is read.

`weekly` makes one table of all people: people x weeks x SIGNS, the last week ending at `as_of`. A sign that only
happens to somebody (we answered them, somebody sent them) is counted beside what they do themselves.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import numpy as np
from numpy.typing import NDArray

from twoears.activities.values import Activity, Actor, Post

SIGNS: Final = (
    "visit",  # looked at a page of ours
    "days",  # days on which they did: who comes back looks harder than who clicks on
    "price",  # pages on prices, offers, trials: those of a decision
    "submit",  # signed up, downloaded, filled in a form
    "ask",  # spoke to us
    "meeting",  # accepted to meet us
    "answered",  # we answered them
    "sent",  # somebody sent them to us
    "order",
)
WORDS: Final = {
    "visit": "looks at pages",
    "days": "days with a look",
    "price": "looks at prices, offers or trials",
    "submit": "sign-ups and forms",
    "ask": "turns to us",
    "meeting": "meetings accepted",
    "answered": "answers of ours",
    "sent": "recommendations of somebody",
    "order": "orders",
}
_WEEK: Final = timedelta(days=7)
_DECIDING: Final = re.compile(
    r"(?:^|[/_.-])(?:pric(?:e|es|ing)|quotes?|quotation|offers?|demo|trial|try|buy|cart|basket|checkout|order|plans?|preise?|angebot\w*|"
    r"prix|tarifs?|devis|precios?|prezzi|prijzen)(?:$|[/_.?-])",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Act:
    """`who` (a person's number) did or met `kind` (one of SIGNS but "days") at `at`."""

    who: int
    at: datetime
    kind: str


@dataclass(frozen=True, slots=True)
class Weeks:
    """`counts` are people x weeks x SIGNS, `who` names the rows. `others` counts what colleagues did, people x weeks.

    `first` is the week in which each was first heard: before it they could not be seen.
    """

    who: tuple[int, ...]
    counts: NDArray[np.float64]
    others: NDArray[np.float64]
    first: NDArray[np.int64]
    as_of: datetime


def weekly(acts: Iterable[Act], as_of: datetime, weeks: int = 104, houses: Mapping[int, str] | None = None) -> Weeks:
    """The table of the last `weeks` up to `as_of`; what is later or older is left out.

    >>> from datetime import UTC
    >>> day = lambda d: datetime(2026, 3, d, tzinfo=UTC)
    >>> table = weekly([Act(7, day(9), "visit"), Act(7, day(1), "price")], day(10), weeks=2)
    >>> table.counts[0, :, :3].tolist(), table.who, table.first.tolist()
    ([[1.0, 1.0, 1.0], [1.0, 1.0, 0.0]], (7,), [0])
    """
    kept = [(act, place) for act in acts if 0 <= (place := weeks - 1 - (as_of - act.at) // _WEEK) < weeks]
    who = tuple(sorted({act.who for act, _ in kept}))
    row = {one: at for at, one in enumerate(who)}
    counts = np.zeros((len(who), weeks, len(SIGNS)))
    first = np.full(len(who), weeks - 1)
    days: set[tuple[int, int, int]] = set()
    for act, place in kept:
        at = row[act.who]
        first[at] = min(first[at], place)
        counts[at, place, SIGNS.index(act.kind)] += 1
        if act.kind in ("visit", "price"):
            counts[at, place, 0] += act.kind == "price"  # a look at prices is a look
            days.add((at, place, act.at.toordinal()))
    for at, place, _ in days:
        counts[at, place, 1] += 1
    return Weeks(who, counts, _others(who, counts, houses or {}), first, as_of)


def _others(who: Sequence[int], counts: NDArray[np.float64], houses: Mapping[int, str]) -> NDArray[np.float64]:
    """How many turns and answers others of the same house had in each week."""
    own = counts[:, :, SIGNS.index("ask")] + counts[:, :, SIGNS.index("answered")]
    rows: dict[str, list[int]] = {}
    for at, one in enumerate(who):
        if house := houses.get(one, ""):
            rows.setdefault(house, []).append(at)
    others = np.zeros_like(own)
    for together in rows.values():
        others[together] = own[together].sum(axis=0) - own[together]
    return others


def acts_of(activities: Iterable[Activity], us: Iterable[str], person_of: Mapping[str, int]) -> list[Act]:
    """The signs in a stream; `us` are ids of our accounts, `person_of` tells whose account an id is.

    Without threads: who speaks to us mentions us or answers us, and we answer whom we answer directly.
    """
    ours, wrote, found = set(us), {}, []
    for one in activities:
        post = one.object
        if isinstance(post, Post) and one.type == "Create":
            wrote[post.id] = post.author.id
            found.append(_spoken(post, ours, wrote.get(post.in_reply_to, "")))
        elif kind := sign_of(one.type, one.object if isinstance(one.object, str) else ""):
            found.append((one.actor.id, one.published, kind))
        if one.type == "refer" and isinstance(post, Actor):
            found.append((post.id, one.published, "sent"))
    return [Act(person_of[who], at, kind) for told in found if told and (who := told[0]) in person_of
            for at, kind in (told[1:],)]  # fmt: skip


def sign_of(verb: str, about: str) -> str:
    """The sign that an activity without words is; empty for none.

    >>> sign_of("visit", "https://acme.example/prices"), sign_of("visit", "https://acme.example/blog/priceless")
    ('price', 'visit')
    """
    if verb == "visit":
        return "price" if _DECIDING.search(about.partition("//")[2].partition("/")[2]) else "visit"
    return {"submit": "submit", "order": "order", "Accept": "meeting"}.get(verb, "")


def _spoken(post: Post, ours: set[str], answers: str) -> tuple[str, datetime, str] | None:
    if post.author.id in ours:
        return (answers, post.published, "answered") if answers and answers not in ours else None
    to_us = answers in ours or not ours.isdisjoint(post.mentions)
    return (post.author.id, post.published, "ask") if to_us else None
