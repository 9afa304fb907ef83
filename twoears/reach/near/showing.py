"""How near somebody stands, in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from twoears.lib.counts import spelled, times


@dataclass(frozen=True, slots=True, kw_only=True)
class Between:
    """Somebody who stands between: `person` is empty where nobody met them."""

    person: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """So many `steps` from us, over the strongest chain: `through` whom, nearest to us first; what the ties are."""

    steps: int
    through: tuple[Between, ...]
    ties: tuple[str, ...]

    @property
    def words(self) -> str:
        """In a sentence's part.

        >>> Near(steps=2, through=(Between(person="p_1", name="Ann"),), ties=()).words
        'two steps away, through Ann'
        """
        return near_words(self.steps, [one.name for one in self.through])


def near_words(steps: int, through: Sequence[str]) -> str:
    """How far, and through whom.

    >>> near_words(1, []), near_words(3, ["Ann", "Bo"])
    ('hears you already', 'three steps away, through Ann and then Bo')
    """
    if steps == 1:
        return "hears you already"
    return f"{spelled(steps)} steps away{', through ' if through else ''}{' and then '.join(through)}"


def tie_words(hearer: str, speaker: str, heard: float) -> str:
    """One tie of a chain.

    >>> tie_words("Bo", "Ann", 3)
    'Bo heard Ann three times'
    """
    return f"{hearer} heard {speaker} {times(round(heard))}"
