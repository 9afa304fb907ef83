"""Answers that say no more than that they agree, or do not: "exactly", "+1", "no, wrong"."""

import re
from typing import Final

from twoears.understanding.stances import cues
from twoears.understanding.stances.folded import fold, sentences
from twoears.understanding.stances.stance import OTHER, Side, Span

_LONGEST: Final = 240  # characters: whoever says more says something of their own
_ADDRESSED: Final = re.compile(r"^(?:\s*@[\w.@-]+[,:]?)*\s*")


def answer_in(text: str) -> tuple[Side, Span] | None:
    """Whether an answer begins with agreeing or disagreeing, and with which words; None where it cannot be told.

    >>> [answer_in(said) for said in ("@ann Exactly!", "No, that is wrong.", "I agree, but why?", "No problem")]
    [('agree', (5, 12)), ('disagree', (0, 2)), None, None]
    """
    start = _ADDRESSED.match(text)
    at = start.end() if start else 0
    said = text[at:].strip()
    if not said or len(said) > _LONGEST or "?" in said or any(sign in text for sign in cues.TURNED):
        return None
    if said[0] in cues.SIGNS and not re.search(r"\w", said):
        return _signed(said, at)
    words = {word.text for one in sentences(said) for word in one.words}
    if words & cues.HEDGES - {"si"}:
        return None
    return _begins(said, at)


def _begins(said: str, at: int) -> tuple[Side, Span] | None:
    flat = fold(said)
    bare = flat.replace("\0", "")
    dissents, assents = cues.DISSENTS.match(bare), cues.ASSENTS.match(bare)
    found = max((one for one in (dissents, assents) if one), key=lambda one: one.end(), default=None)
    if found is None:
        return None
    side: Side = "disagree" if found is dissents else "agree"
    # What goes on the other way round ("Yes, that is wrong") is an answer to something else.
    if _goes_on(bare[found.end() :], side):
        return None
    # Apostrophes were left out to match: as many as stand before its end are put back.
    end = found.end() + flat[: found.end()].count("\0")
    return side, (at, at + min(end, len(said)))


def _goes_on(rest: str, side: Side) -> bool:
    other = cues.ASSENTS if side == "disagree" else cues.DISSENTS
    if other.match(rest.lstrip(" .,;:!…-")):
        return True
    said = rest.split()
    words = {word.strip(".,;:!…-") for word in said}
    return bool(words & (cues.NEGATIONS | cues.REFUSING)) if side == "agree" else False


def _signed(said: str, at: int) -> tuple[Side, Span] | None:
    sides = {cues.SIGNS.get(sign) for sign in said if not sign.isspace() and sign not in "\ufe0f🏻🏼🏽🏾🏿"}
    side = sides.pop() if len(sides) == 1 else None
    return (side, (at, at + len(said))) if side in OTHER else None
