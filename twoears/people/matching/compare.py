"""Pairs of accounts compared, as one compiled loop: the outcome of each comparison, and how rare is what they share."""

import numpy as np
from numpy.typing import NDArray

from twoears.lib.compiled import compiled, inner
from twoears.people.matching.handling import handles
from twoears.people.matching.levels import (
    BIO,
    DAY_DIFFERS,
    EACH_LINKS,
    HANDLE,
    HOURS,
    LINK,
    MAIL,
    MAIL_DIFFERS,
    MUCH_BIO,
    NAME,
    NO_SHARED_BIO,
    ONE_LINKS,
    PLACE,
    PLACE_DIFFERS,
    SAME_DAY,
    SAME_DOMAIN,
    SAME_HOUSE,
    SAME_MAIL,
    SAME_PLACE,
    SHARED_LINK,
    SOME_BIO,
    WORK,
    WORK_DIFFERS,
)  # fmt: skip
from twoears.people.matching.naming import names
from twoears.people.matching.table import Crowd, Ints, Table, rare

DOMAINS = 2  # of the words in `work`; the others are organisations
_MUCH, _SOME, _ENOUGH = 16.0, 6.0, 4  # bits of shared words; words of a profile below which it says nothing
_NEAR_HOURS, _FAR_HOURS = 2.0, 6.0


@inner
def _mail(t: Table, i: int, j: int) -> int:
    if t.mail[i] < 0 or t.mail[j] < 0:
        return 0
    return SAME_MAIL if t.mail[i] == t.mail[j] else MAIL_DIFFERS


@inner
def _shared(t: Table, i: int, j: int, low: int, high: int, crowd: Crowd) -> float:
    """Bits of the rarest domain or organisation that both have; below nought where there is none."""
    most = -1.0
    for a in range(low, high):
        for b in range(low, high):
            if t.work[i, a] >= 0 and t.work[i, a] == t.work[j, b]:
                most = max(most, rare(t, t.work[i, a], crowd))
    return most


@inner
def _work(t: Table, i: int, j: int, crowd: Crowd) -> tuple[int, float]:
    n = t.work.shape[1]
    bits = _shared(t, i, j, 0, DOMAINS, crowd)
    if bits >= 0:
        return SAME_DOMAIN, bits
    bits = _shared(t, i, j, DOMAINS, n, crowd)
    if bits >= 0:
        return SAME_HOUSE, bits
    return (WORK_DIFFERS if t.work[i, DOMAINS] >= 0 and t.work[j, DOMAINS] >= 0 else 0), 0.0


@inner
def _gives(t: Table, i: int, j: int) -> bool:
    """Whether `i` gives an address of `j` as one of its own."""
    for at in range(t.links_at[i], t.links_at[i + 1]):
        for b in range(t.own.shape[1]):
            if t.links[at] == t.own[j, b]:
                return True
    return False


@inner
def _links(t: Table, i: int, j: int, crowd: Crowd) -> tuple[int, float]:
    one, two = _gives(t, i, j), _gives(t, j, i)
    if one or two:
        return (EACH_LINKS if one and two else ONE_LINKS), 0.0
    most = -1.0
    for a in range(t.links_at[i], t.links_at[i + 1]):
        for b in range(t.links_at[j], t.links_at[j + 1]):
            if t.links[a] == t.links[b]:
                most = max(most, rare(t, t.links[a], crowd))
    return (SHARED_LINK, most) if most >= 0 else (0, 0.0)


@inner
def _bio(t: Table, i: int, j: int, crowd: Crowd) -> int:
    """By the bits of the words that both profiles have; words are listed by their number."""
    a, b, bits = t.bio_at[i], t.bio_at[j], 0.0
    ends_a, ends_b = t.bio_at[i + 1], t.bio_at[j + 1]
    if ends_a - a < _ENOUGH or ends_b - b < _ENOUGH:
        return 0
    while a < ends_a and b < ends_b:
        if t.bio[a] == t.bio[b]:
            bits += rare(t, t.bio[a], crowd)
            a += 1
            b += 1
        elif t.bio[a] < t.bio[b]:
            a += 1
        else:
            b += 1
    return MUCH_BIO if bits >= _MUCH else SOME_BIO if bits >= _SOME else NO_SHARED_BIO


@inner
def _place(t: Table, i: int, j: int, crowd: Crowd) -> tuple[int, float]:
    if t.place[i, 0] < 0 or t.place[j, 0] < 0:
        return 0, 0.0
    most = -1.0
    for a in range(t.place.shape[1]):
        for b in range(t.place.shape[1]):
            if t.place[i, a] >= 0 and t.place[i, a] == t.place[j, b]:
                most = max(most, rare(t, t.place[i, a], crowd))
    return (SAME_PLACE, most) if most >= 0 else (PLACE_DIFFERS, 0.0)


@inner
def _hours(t: Table, i: int, j: int) -> int:
    if not t.steady[i] or not t.steady[j]:
        return 0
    apart = abs(t.hour[i] - t.hour[j])
    apart = min(apart, 24 - apart)
    return SAME_DAY if apart <= _NEAR_HOURS else DAY_DIFFERS if apart >= _FAR_HOURS else 0


@compiled
def compare(
    t: Table, left: Ints, right: Ints, crowd: Crowd, levels: NDArray[np.int8], bits: NDArray[np.float64]
) -> None:
    """Put into row p of `levels` (pairs x 8) how rows `left[p]`, `right[p]` compare, and how rare it is into `bits`."""
    for p in range(len(left)):
        i, j = left[p], right[p]
        levels[p, NAME], bits[p, NAME] = names(t, i, j, crowd)
        levels[p, HANDLE], bits[p, HANDLE] = handles(t, i, j, levels[p, NAME], crowd)
        levels[p, MAIL] = _mail(t, i, j)
        levels[p, LINK], bits[p, LINK] = _links(t, i, j, crowd)
        if levels[p, LINK] == 0:  # the domain of an address that both give would count twice
            levels[p, WORK], bits[p, WORK] = _work(t, i, j, crowd)
        levels[p, BIO] = _bio(t, i, j, crowd)
        levels[p, PLACE], bits[p, PLACE] = _place(t, i, j, crowd)
        levels[p, HOURS] = _hours(t, i, j)
