"""Those who said something: an audience that a door brings with it."""

from dataclasses import dataclass

import numpy as np

from twoears.reach.joined.vertices import Joined, Labels


@dataclass(frozen=True, slots=True, kw_only=True)
class Among:
    """People under one name: `who` are ids of people, and of accounts below zero, as in `Joined.who`."""

    name: str
    who: tuple[int, ...]

    def labels(self, joined: Joined) -> Labels:
        """They are called by their name, and all others by none."""
        inside = np.isin(joined.who, np.array(self.who, np.int64))
        return Labels(np.where(inside, 0, -1).astype(np.int32), (self.name,))
