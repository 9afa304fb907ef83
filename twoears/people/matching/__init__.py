"""Which accounts are likely one person: probabilities with reasons. Nothing is joined here."""

from collections.abc import Callable, Sequence
from typing import Self

from twoears.people.matching.model import SHIPPED, Model
from twoears.people.matching.values import JOINED, PROPOSED, Decided, Found, Likely, Profile, Reason, TooMany

__all__ = [
    "JOINED",
    "PROPOSED",
    "SHIPPED",
    "Decided",
    "Found",
    "Index",
    "Likely",
    "Model",
    "Profile",
    "Reason",
    "TooMany",
    "learn",
    "likely",
]


def likely(
    profiles: Sequence[Profile],
    *,
    model: Model = SHIPPED,
    least: float = 0.05,
    progress: Callable[[int, int], None] | None = None,
) -> Found:
    """All pairs that are one person with a probability of `least` or more, best first; `progress(done, of)`."""
    return Found()


class Index:
    """Profiles kept so that those like a new one are found at once."""

    @classmethod
    def build(cls, profiles: Sequence[Profile], model: Model = SHIPPED) -> Self:
        """An index of `profiles`."""
        return cls()

    def add(self, profile: Profile) -> None:
        """Take in one more; one whose key is known already replaces it."""

    def matches(self, profile: Profile, least: float = 0.05) -> list[Likely]:
        """Those of the index that are likely the same person as `profile`, best first."""
        return []


def learn(profiles: Sequence[Profile], decided: Sequence[Decided], *, start: Model = SHIPPED) -> Model:
    """A model of the workspace's own data."""
    return start
