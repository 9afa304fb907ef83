"""Accounts as columns, and how rare is what two of them share.

How rare is counted in people, not in accounts. Nobody is met twice on one network (but where that is usual), so that a
name that two accounts of one network bear is that of two people, and one that four accounts on four networks bear may
be that of one.
"""

from math import log2
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from twoears.lib.compiled import inner

Ints = NDArray[np.int32]


class Table(NamedTuple):
    """Accounts as columns, a row each; what is missing is -1. Numbers of words lead into `at`, `size`, `people`."""

    network: Ints
    organisation: Ints
    first: Ints
    last: Ints
    first_root: Ints
    last_root: Ints
    given: Ints
    family: Ints
    full: Ints
    short_last: Ints
    short_first: Ints
    handle: Ints
    box: Ints
    random: Ints
    mail: Ints
    work: Ints
    own: Ints
    place: Ints
    hour: NDArray[np.float64]
    steady: Ints
    links: Ints
    links_at: NDArray[np.int64]
    bio: Ints
    bio_at: NDArray[np.int64]
    letters: Ints
    at: NDArray[np.int64]
    size: Ints
    people: Ints


class Crowd(NamedTuple):
    """Among how many people we look, how far names go together, and what chance of a namesake always remains."""

    people: float
    tie: float
    floor: float


@inner
def rare(t: Table, word: int, crowd: Crowd) -> float:
    """The bits that it tells to share `word`, of which one account of each pair is not counted."""
    return -log2(min(1.0, (max(t.people[word] - 1, 0) + crowd.floor) / crowd.people))


@inner
def rare_name(t: Table, row: int, word: int, crowd: Crowd) -> float:
    """The same for a full name. Namesakes whom we have not met are expected by how common its two words are."""
    given, family = max(t.people[t.given[row]] - 1, 0), max(t.people[t.family[row]] - 1, 0)
    unmet = crowd.floor + crowd.tie * given * family / crowd.people
    return -log2(min(1.0, (max(t.people[word] - 1, 0) + unmet) / crowd.people))
