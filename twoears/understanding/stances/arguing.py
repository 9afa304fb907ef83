"""Which of some texts argue: those that give a reason, then those that show where it stands, then those of some length.

There is no score: each text comes with what it does, and they are in the order of these words.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from twoears.understanding.stances.cues import BECAUSE
from twoears.understanding.stances.folded import sentences

SHORTEST, LONGEST = 140, 800  # characters, between which there is room for an argument and patience for it
_LINK: Final = re.compile(r"(?:https?://|www\.)([^\s/<>]+)")


@dataclass(frozen=True, slots=True)
class Argued:
    """`place` among the texts that were asked about, and why it stands where it does."""

    place: int
    reasons: tuple[str, ...]


def best_argued(texts: Sequence[str]) -> tuple[Argued, ...]:
    """The texts by how they argue; those alike in that stay in the order in which they came.

    >>> found = best_argued(["No.", "No, because the buses are empty.", "No, see https://a.example/b"])
    >>> [(one.place, one.reasons) for one in found]
    [(1, ('gives a reason (“because”)',)), (2, ('links to a.example',)), (0, ())]
    """
    told = [_does(text) for text in texts]
    order = sorted(range(len(texts)), key=lambda at: (*(not one for one in told[at]), at))
    return tuple(Argued(at, tuple(one for one in told[at] if one)) for at in order)


def _does(text: str) -> tuple[str, str, str]:
    """What it does of each, as words; empty where it does not."""
    words = (word for one in sentences(text) for word in one.words)
    reason = next((word for word in words if word.text in BECAUSE), None)
    because = text[reason.start : reason.end].lower() if reason else ""
    link = _LINK.search(text)
    return (
        f"gives a reason (“{because}”)" if because else "",
        f"links to {link[1].lower()}" if link else "",
        f"says it in {len(text)} characters" if SHORTEST <= len(text) <= LONGEST else "",
    )
