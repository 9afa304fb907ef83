"""The same two people, told of more than once: they stand once, with all that was said."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from twoears.people.referrals.showing import ReferralShown

Pair = tuple[int | str, int | str]


def pair_of(referrer: int | str | None, referred: int | str | None) -> Pair | None:
    """Who sent whom, by an account or by what they were called; nothing where one of them is not told at all.

    >>> pair_of(" @Ann ", 7) == pair_of("ann", 7), pair_of("", 7)
    (True, None)
    """
    one, other = _side(referrer), _side(referred)
    return (one, other) if one and other else None


def _side(told: int | str | None) -> int | str:
    return told.strip().lstrip("@").casefold() if isinstance(told, str) else told or ""


def once(found: Iterable[ReferralShown], told: Mapping[int, Pair | None]) -> tuple[ReferralShown, ...]:
    """Each two people once, by what shows it first, with all quotes; nobody sends themselves.

    `found` has the latest first; `told` are the pairs by activity, for those of whom nobody is certain.
    """
    kept: dict[object, ReferralShown] = {}
    for one in found:
        if one.referrer and one.referrer == one.referred:
            continue
        certain = one.referrer and one.referred
        key = (one.referrer, one.referred) if certain else told.get(one.activity) or one.activity
        kept[key] = _with(one, kept[key]) if key in kept else one
    return tuple(kept.values())


def _with(one: ReferralShown, later: ReferralShown) -> ReferralShown:
    """What members said of the later one is said of both, and can be taken back."""
    quotes = tuple(dict.fromkeys((*one.quotes, *later.quotes)))
    return replace(one, quotes=quotes, decision=one.decision or later.decision, place=one.place or later.place)
