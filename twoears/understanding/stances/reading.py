"""The stance of many texts towards one statement: by marks of members, then by what is said or answered, then learnt.

Where none of them tells, it cannot be told, and that is most of it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from twoears.lib.intervals import Number, share
from twoears.understanding.stances.answering import answer_in
from twoears.understanding.stances.folded import fold
from twoears.understanding.stances.learning import SIDES, Learner, Marked, learn
from twoears.understanding.stances.literal import said_in, stated
from twoears.understanding.stances.stance import CANNOT_TELL, ENOUGH, OTHER, By, Side, Span, Stance, Told
from twoears.understanding.stances.surety import Taught, taken, taught
from twoears.understanding.teaching.same import digest

QUESTION: Final = "Where words or answers took a side on a marked post, how often is it as members say?"
_BEFORE: Final = (9, 10)  # right of told, as if it had been seen before the first mark
_Found = tuple[Side, Span, By]


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A stance for each text; how often words were right on marked posts, and what was learnt on marks held out.

    `why_not` says why nothing was learnt.
    """

    stances: tuple[Stance, ...]
    marks: int
    words_right: Number
    learnt_right: Number
    why_not: str


def read(
    statement: str, said: Sequence[Told], marks: Mapping[int, Side] | None = None, learner: Learner = learn
) -> Read:
    """What each text makes of the statement. `marks` are what members say, by the place of the text.

    >>> said = [Told("Parking should cost more.", "ann"), Told("Exactly!", "bob", answers=0), Told("Hm.", "eve")]
    >>> [(one.side, one.by) for one in read("Parking should cost more", said).stances]
    [('agree', 'words'), ('agree', 'reply'), ('cannot tell', '')]
    """
    given = marks or {}
    found = _found(statement, said, given)
    right, told = _fared(found, given)
    sure = (_BEFORE[0] + right) / (_BEFORE[1] + told)
    made = {at: Stance(side, round(sure, 4), by, (span,)) for at, (side, span, by) in found.items() if sure >= ENOUGH}
    learnt = taught(_marked(said, given), learner)
    made = _learnt(said, learnt, {*made, *given}) | made
    made |= {at: Stance(side, 1.0, "mark") for at, side in given.items()}
    return Read(
        stances=tuple(CANNOT_TELL if one.ours else made.get(at, CANNOT_TELL) for at, one in enumerate(said)),
        marks=len(given),
        words_right=share(right, told, key="words_right", of="right where words tell", question=QUESTION),
        learnt_right=learnt.right,
        why_not=learnt.why_not,
    )


def _found(statement: str, said: Sequence[Told], marks: Mapping[int, Side]) -> dict[int, _Found]:
    """What texts say of it themselves, and by answering one that does."""
    looked_for = stated(statement)
    found: dict[int, _Found] = {}
    for at, one in enumerate(said):
        if side := said_in(one.text, fold(one.text).replace("\0", ""), looked_for):
            found[at] = (*side, "words")
    sides = {at: side for at, (side, _, _) in found.items()} | dict(marks)
    for at, one in enumerate(said):
        to = sides.get(one.answers)
        if to is not None and (answered := _answered(one.text, said[one.answers].text, to)):
            found[at] = _joined(found.get(at), answered)
    return {at: one for at, one in found.items() if one[0] != "cannot tell"}


def _answered(text: str, asked: str, to: Side) -> _Found | None:
    """By an answer to a text that takes a side; to contradict one that disagrees is not to agree."""
    answer = None if "?" in asked else answer_in(text)
    if answer is None or to == "cannot tell":
        return None
    side, span = answer
    if side == "agree":
        return to, span, "reply"
    return (OTHER[to], span, "reply") if to == "agree" else None


def _joined(own: _Found | None, answered: _Found) -> _Found:
    """Its own words, where the answer does not say otherwise."""
    if own is None:
        return answered
    return own if own[0] == answered[0] else ("cannot tell", own[1], "")


def _fared(found: Mapping[int, _Found], marks: Mapping[int, Side]) -> tuple[int, int]:
    told = [at for at in found if at in marks]
    return sum(found[at][0] == marks[at] for at in told), len(told)


def _marked(said: Sequence[Told], marks: Mapping[int, Side]) -> list[Marked]:
    """What is learnt from, the oldest first; of texts that say the same one, as copies would vouch for each other."""
    once = {digest(said[at].text): Marked(said[at].text, said[at].who, marks[at]) for at in sorted(marks, reverse=True)}
    return list(once.values())


def _learnt(said: Sequence[Told], made: Taught, known: set[int]) -> dict[int, Stance]:
    if made.learnt is None or made.surety is None:
        return {}
    places = [at for at, one in enumerate(said) if at not in known and not one.ours]
    side, lead = taken(made.learnt.scores([said[at].text for at in places]))
    sure = made.surety.of(lead)
    return {
        at: Stance(SIDES[one], round(float(p), 4), "learnt", made.learnt.deciding(said[at].text, SIDES[one]))
        for at, one, p in zip(places, side.tolist(), sure.tolist(), strict=True)
        if p >= ENOUGH and SIDES[one] != "cannot tell"
    }
