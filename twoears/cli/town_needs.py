"""Who needs what in a town: some posts are coded as members would, the learner foretells others, beside the truth."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Final

from twoears.cli.town_said import said_in_english
from twoears.understanding.learning.learnt import learn
from twoears.understanding.notes import Note
from twoears.understanding.scoring import Score, scores

CODED: Final = 10  # posts of each need that are coded by hand
_ASKING: Final = ("question", "request", "complaint")
_NONE: Final = "none"
_OTHERS: Final = 30  # posts of no need that are coded as such, and so many times ten that are asked


def needs_found(people: int, *, coded: int = CODED, seed: int = 1, until: datetime | None = None) -> tuple[Score, ...]:
    """How far a codebook of a few examples recovers what people of a town need.

    Posts of no need that are told one count against what is right.

    Every second person's posts are coded, the first `coded` of each need; those of the others are foretold. English
    only, what is asked of the company or complained of, and small talk.
    """
    said = _said(people, seed, until)
    learnt_from = _coded([one for one in said if one[0] % 2 == 0], coded)
    held = [one for one in said if one[0] % 2]
    small = [one for one in held if not one[1]][: 10 * _OTHERS]
    asked = [one for one in held if one[1]] + small
    learnt = learn([text for _, text in learnt_from], [need for need, _ in learnt_from])
    told = learnt.tell([text for _, _, text in asked])
    pairs = [
        (need or _NONE, Note("needs", "1", label, sure))
        for (_, need, _), (label, sure) in zip(asked, told, strict=True)
    ]
    needs = sorted({need for _, need, _ in asked if need})
    return scores("needs", needs, pairs)


def _said(people: int, seed: int, until: datetime | None) -> list[tuple[int, str, str]]:
    """(person, need, text) of what is asked or complained of with a need, and of small talk without one."""
    return [
        (real.person, real.need, text.words)
        for real, text in said_in_english(people, seed=seed, until=until)
        if (real.kind in _ASKING and real.need) or (real.kind == "smalltalk" and not real.need)
    ]


def _coded(said: Iterable[tuple[int, str, str]], most: int) -> list[tuple[str, str]]:
    """The first `most` of each need, and some of none."""
    counts: Counter[str] = Counter()
    chosen = []
    for _, need, text in said:
        counts[need] += 1
        if counts[need] <= (most if need else _OTHERS):
            chosen.append((need or _NONE, text))
    return chosen
