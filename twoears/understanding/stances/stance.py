"""What a post makes of a statement: it agrees, disagrees, or it cannot be told; how surely, by what, by which words.

A stance is an opinion about a text, made anew at each look and kept nowhere.
"""

from dataclasses import dataclass
from typing import Final, Literal

from twoears.understanding.voices.votes import AGREE, DISAGREE

Side = Literal["agree", "disagree", "cannot tell"]
By = Literal["mark", "words", "reply", "learnt", "like", ""]
Span = tuple[int, int]

VOTE: Final[dict[str, int]] = {"agree": AGREE, "disagree": DISAGREE}
OTHER: Final[dict[Side, Side]] = {"agree": "disagree", "disagree": "agree", "cannot tell": "cannot tell"}
MARKED: Final[dict[str, Side]] = {"agree": "agree", "disagree": "disagree", "neither": "cannot tell"}
ENOUGH: Final = 0.8  # probability, below which it cannot be told


@dataclass(frozen=True, slots=True)
class Stance:
    """`side` with the probability that it is right, and the places in the words that decided.

    `by` says what told it: a member's mark, its own words, its answer to a post, a like, or what was learnt from marks;
    nothing where it cannot be told.
    """

    side: Side
    probability: float = 0.0
    by: By = ""
    spans: tuple[Span, ...] = ()


CANNOT_TELL: Final = Stance("cannot tell")


@dataclass(frozen=True, slots=True)
class Told:
    """A text that may take a side: `answers` is the place of the post that it answers directly, -1 for none.

    Of ours no stance is counted, but others may have answered it.
    """

    text: str
    who: str
    answers: int = -1
    ours: bool = False
