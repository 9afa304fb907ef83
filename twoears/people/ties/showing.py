"""Ties as every door shows them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from twoears.lib.counts import spelled
from twoears.lib.intervals import Number, share
from twoears.people.ties.fit import BANDS
from twoears.people.ties.pauses import FEW, OF_TWENTY
from twoears.people.ties.strength import AHEAD

_AS_BEFORE: Final = "Of pairs that stood so, how many spoke within 30 days?"
_CANNOT: Final = "Cannot tell whether it is quieter than usual: {pauses} between you, and it takes {few}."


@dataclass(frozen=True, slots=True, kw_only=True)
class Strength:
    """The probability of an exchange within the next 30 days, why, and how often it came for pairs that stood so.

    `held` is empty (nothing of nothing) where this workspace has no past to count in.
    """

    probability: float
    chance: str
    why: tuple[str, ...]
    held: Number


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiet:
    """How many days it is quiet, beside their own `pauses`: `cooling` from `longest` days on; None: cannot tell."""

    cooling: bool | None
    days: float | None
    longest: float | None
    pauses: int
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TieShown:
    """A tie to somebody: `id` is empty where they are no person here. `ours` says that it is a colleague.

    `together` counts exchanges that were more than a click, `common` people that both are tied to.
    """

    id: str
    name: str
    network: str
    ours: bool
    strength: Strength
    together: int
    common: int
    first_at: datetime
    last_at: datetime
    sentence: str


@dataclass(frozen=True, slots=True)
class Between:
    """A tie of two others by their first accounts; `together` counts exchanges that were more than a click."""

    low: int
    high: int
    together: int
    last_at: datetime
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WithUs:
    """Where somebody and we stand with each other: `numbers` are give and take, each of both sides together."""

    strength: Strength
    numbers: tuple[Number, ...]
    quiet: Quiet
    turned_first: str
    first_at: datetime
    last_at: datetime
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TiesPage:
    """The ties of one person as of `as_of`: with us (None where there was nothing), with colleagues, with others.

    `more` counts ties with others that are not listed; `told_by` is what strength and pauses are told by.
    """

    id: str
    name: str
    as_of: datetime
    with_us: WithUs | None
    colleagues: tuple[TieShown, ...]
    others: tuple[TieShown, ...]
    more: int
    told_by: str


def quiet(days: float | None, longest: float | None, pauses: int) -> Quiet:
    """What a silence of `days` says beside `longest`, longer than which one of 20 of their own pauses is.

    >>> quiet(40, 33, 14).sentence
    'Quiet between you for 40 days, longer than 19 of 20 of your pauses (33 days).'
    >>> quiet(40, None, 2).sentence
    'Cannot tell whether it is quieter than usual: two pauses between you, and it takes five.'
    """
    if days is None:
        return Quiet(cooling=None, days=None, longest=None, pauses=pauses, sentence="You have not spoken yet.")
    if longest is None or pauses < FEW:
        words = _CANNOT.format(pauses=_pauses(pauses), few=spelled(FEW))
        return Quiet(cooling=None, days=days, longest=None, pauses=pauses, sentence=words)
    now, most = lasting(days), lasting(longest)
    if days >= longest:
        words = f"Quiet between you for {now}, longer than {OF_TWENTY} of 20 of your pauses ({most})."
    else:
        words = (
            f"Quiet between you for {now}, which is usual: {OF_TWENTY} of 20 of your pauses are shorter than {most}."
        )
    return Quiet(cooling=days >= longest, days=days, longest=longest, pauses=pauses, sentence=words)


def _pauses(count: int) -> str:
    return f"{spelled(count)} {'pause' if count == 1 else 'pauses'}"


def lasting(days: float) -> str:
    """Days in words.

    >>> lasting(0.4), lasting(1.2), lasting(33.0)
    ('less than a day', '1 day', '33 days')
    """
    whole = round(days)
    return "less than a day" if days < 1 else f"{whole:,} {'day' if whole == 1 else 'days'}"


def as_before(probability: float, bands: tuple[tuple[int, int], ...]) -> Number:
    """How often an exchange came within 30 days for pairs that stood as high."""
    place = max(at for at, low in enumerate(BANDS) if probability >= low)
    k, n = bands[place] if bands else (0, 0)
    end = BANDS[place + 1] if place + 1 < len(BANDS) else 1.0
    of = f"pairs that stood between {BANDS[place]:.0%} and {end:.0%}, and spoke within {AHEAD:.0f} days"
    return share(k, n, of=of, question=_AS_BEFORE, key="held")


def in_words(probability: float) -> str:
    """A probability as people say it; in tenths only where a tenth more or less tells little.

    >>> in_words(0.72), in_words(0.16), in_words(0.004)
    ('About 7 in 10', 'About 16 in 100', 'Less than 1 in 100')
    """
    if probability >= 0.25:
        return f"About {min(round(probability * 10), 9)} in 10"
    return f"About {round(probability * 100)} in 100" if probability >= 0.01 else "Less than 1 in 100"
