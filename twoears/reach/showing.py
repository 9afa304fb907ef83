"""Reach as it is shown by every door."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from twoears.lib.intervals import Number
from twoears.reach.rings import Audience
from twoears.reach.sharing import Seen

_PARTS = ((0.9, "nine in ten"), (0.75, "three quarters"), (2 / 3, "two thirds"), (0.5, "half"), (1 / 3, "a third"),
          (0.25, "a quarter"), (0.1, "one in ten"))  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Somebody:
    """Somebody by name. `person` is empty for a stranger, `conversation` where there is none with them."""

    name: str
    person: str = ""
    network: str = ""
    conversation: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Carrier:
    """One of us, or somebody who passes our words on, and the share of those who hear them alone.

    `id` is what `if_shared` takes.
    """

    id: int
    who: Somebody
    ours: bool
    alone: Number


@dataclass(frozen=True, slots=True, kw_only=True)
class IfShared:
    """What is expected where some of us share something; `idle` of them add hardly anybody to the others."""

    seen: Seen
    who: tuple[Somebody, ...]
    idle: tuple[Somebody, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """The nearest way into the audience that is reached least: who stands on it, from one of us on."""

    audience: str
    through: tuple[Somebody, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """A list of those whom members want to reach; `unheard` are its lines that nobody heard here answers to."""

    id: int
    name: str
    things: tuple[str, ...]
    unheard: tuple[str, ...]
    member: str
    made_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ListBrought:
    """A list, by whom it was brought and when; of its lines `new` told something that nobody had told before.

    `source` is its number among the sources, where it can be removed; `member` is empty where nobody knows.
    """

    source: int
    name: str
    member: str
    brought_at: datetime
    read: int
    new: int
    known: int
    set_aside: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """Who can hear us, of those who are wanted or, where nobody named any, of all who were heard.

    `by` is how people are told apart, `offered` the ways that say something; `days` is how far back ties count, 0 for
    all. `version` names the graph it was counted from, made `as_of`; nothing is known where it is empty.
    """

    finding: str
    by: str
    offered: tuple[str, ...]
    days: int
    speaker: str
    all: Audience
    audiences: tuple[Audience, ...]
    unnamed: int
    carriers: tuple[Carrier, ...]
    way: Way | None
    wanted: tuple[Sought, ...]
    lists: tuple[ListBrought, ...]
    people: int
    ties: int
    version: str
    as_of: datetime | None
    behind: bool
    us: tuple[str, ...]


def headline(whole: Audience, audiences: Sequence[Audience], wanted: bool, among: str = "") -> str:
    """What is known, in a sentence; `among` is the query whose words they said.

    >>> from twoears.lib.intervals import share
    >>> far = Audience(name="Water", at=(0, 0, 0), outside=40, sharing=0, reached=share(0, 40, of="", question=""))
    >>> near = Audience(name="Pharma", at=(30, 9, 1), outside=20, sharing=2, reached=share(40, 60, of="", question=""))
    >>> all_ = Audience(name="all", at=(30, 9, 1), outside=60, sharing=2, reached=share(40, 100, of="", question=""))
    >>> headline(all_, [near, far], True)
    'More than a third of the people you want can hear you; nobody in Water can'
    """
    people = "the people you want" if wanted else "the people heard here"
    people = f"those who said “{among}”" if among else people
    number = whole.reached
    if not number.n and among:
        return f"Nobody was heard yet who said “{among}”"
    if not number.n:
        return "Nobody you want was heard yet" if wanted else "Nothing was heard yet"
    if number.n < 20:
        return f"{number.k} of {number.n} of {people} can hear you"
    return f"{_much(number)} of {people} can hear you{_but(audiences)}"


def _much(number: Number) -> str:
    low, high = number.low or 0.0, number.high or 0.0
    if number.k == number.n:
        return "All"
    more = next((words for part, words in _PARTS if low > part), "")
    if more:
        return f"More than {more}"
    return "Fewer than one in ten" if high < 0.1 else "Some"


def _but(audiences: Sequence[Audience]) -> str:
    """The audience that is reached least, where it surely is."""
    told = [one for one in audiences if one.reached.n >= 10 and one.reached.high is not None]
    least = min(told, key=lambda one: (one.reached.high or 1.0, one.name), default=None)
    if least is None or len(told) < 2 or (least.reached.high or 1.0) > 0.34:
        return ""
    return f"; nobody in {least.name} can" if not least.reached.k else f"; few in {least.name} can"
