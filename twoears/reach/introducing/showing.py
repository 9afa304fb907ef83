"""Introductions as every door shows them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from twoears.lib.counts import times
from twoears.reach.introductions import Link
from twoears.reach.showing import Somebody

_DID: Final = {
    "follows": "follows them", "likes": "liked what they say", "replies": "answered them", "shares": "passed them on",
    "mentions": "is named by them", "writes": "had letters from them", "knows": "is connected with them",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """`who` hears the one before: by what, how often and when last, and how strongly by that.

    `account` is what `spare` takes; the first step, one of us, has none of the rest.
    """

    who: Somebody
    account: int
    ours: bool
    why: str = ""
    times: float = 0.0
    last: date | None = None
    strength: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Introduced:
    """A way from one of us to whom we want to know: each step hears the one before."""

    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """Somebody whom we do not ask, who said so and when. `id` is what brings them back."""

    id: int
    who: Somebody
    member: str
    made_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class IntroductionsShown:
    """The best ways to somebody, no two through the same people. `hear` says that they hear us without anybody.

    `left_out` are those whom nobody asks; `version` names the graph, empty where nothing was heard yet.
    """

    name: str
    sentence: str
    hear: bool
    ways: tuple[Introduced, ...]
    left_out: tuple[LeftOut, ...]
    version: str


def why(link: Link) -> str:
    """What somebody did to the one whom they hear, in words.

    >>> why(Link(0, 1, ("replies", "shares"), 5, date(2026, 3, 1), 0.7))
    'answered them, passed them on: five times, last on 1 March 2026'
    """
    did = ", ".join(_DID[kind] for kind in link.kinds) or "hears them"
    last = f", last on {link.last.day} {link.last:%B %Y}" if link.last else ""
    return f"{did}: {times(round(link.times))}{last}" if link.times >= 1 else f"{did}{last}"


def sentence(name: str, ways: int, *, hear: bool, us: bool) -> str:
    """What was found, in words.

    >>> sentence("Ann", 2, hear=False, us=True)
    'Two ways lead to Ann, through different people.'
    """
    if not us:
        return "Say which accounts are yours: without that there is nobody to start from."
    if hear:
        return f"{name} hears you already."
    if not ways:
        return f"Nobody whom we heard leads to {name} in three steps."
    return (
        f"One way leads to {name}." if ways == 1 else f"{_SPELLED[ways]} ways lead to {name}, through different people."
    )


_SPELLED: Final = ("No", "One", "Two", "Three", "Four", "Five")
