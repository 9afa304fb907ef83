"""What a member's corrections teach the readers of a town: told by the posts of people that nobody corrected."""

import random
from collections.abc import Sequence
from datetime import datetime
from typing import Final

import numpy as np

from twoears.cli.town_said import said_in_english
from twoears.understanding.notes import Note, Text
from twoears.understanding.own.fitting import AROUND, Taught, fit
from twoears.understanding.own.ways import AS_SHIPPED, Ways
from twoears.understanding.readers import LABELS, read_all, shares
from twoears.understanding.scoring import Score, scores

CORRECTED: Final = 120  # posts that a member looks at for each reader, half of them read wrongly
# What somebody who lives in the town does, as a reader would say it.
DOES: Final = {
    "asks": {"question": "question", "request": "request"},
    "thanks": {"thanks": "thanks"},
    "complaint": {"complaint": "complaint"},
    "promotion": {"promotion": "promotion", "announcement": "promotion"},
    "announcement": {"announcement": "announcement"},
    "praise": {"praise": "praise"},
}
READERS: Final = ("asks", "thanks", "complaint", "praise")


def taught_scores(
    people: int, reader: str, *, corrected: int = CORRECTED, seed: int = 1, until: datetime | None = None
) -> tuple[tuple[Score, Score], ...]:
    """Each label of a reader as shipped and as taught, on English posts of every second person.

    A member corrects posts of the other half of the people: drawn by lot, as many that are read wrongly as rightly.
    """
    said = list(said_in_english(people, seed=seed, until=until))
    texts, person = [text for _, text in said], np.array([real.person for real, _ in said])
    truth = [DOES[reader].get(real.kind, "none") for real, _ in said]
    before = _notes(texts, reader, AS_SHIPPED)
    mine, theirs = (np.flatnonzero(person % 2 == side).tolist() for side in (0, 1))
    chosen = _corrected(mine, [note.label == truth[at] for at, note in enumerate(before)], corrected, seed)
    around = [at for at in mine if at not in set(chosen)][-AROUND:]
    labels = LABELS[reader]
    given = _taught(texts, chosen, reader, [labels.index(truth[at]) for at in chosen])
    made = fit(given, _taught(texts, around, reader, []), reader=reader, labels=labels, version=1)
    ways = Ways(layers={reader: made.layer}) if made.helps else AS_SHIPPED
    after = _notes([texts[at] for at in theirs], reader, ways)
    told = [label for label in labels if label != "none"]
    shipped = scores(reader, told, [(truth[at], before[at]) for at in theirs])
    return tuple(zip(shipped, scores(reader, told, [(truth[at], n) for at, n in zip(theirs, after, strict=True)]),
                     strict=True))  # fmt: skip


def _corrected(some: Sequence[int], right: Sequence[bool], most: int, seed: int) -> list[int]:
    lot = random.Random(seed)  # noqa: S311  which posts a member meets is no secret
    shuffled = lot.sample(list(some), len(some))
    wrong = [at for at in shuffled if not right[at]][: most // 2]
    return [*wrong, *[at for at in shuffled if right[at]][: most // 2]]


def _taught(texts: Sequence[Text], places: Sequence[int], reader: str, truth: Sequence[int]) -> Taught:
    some = [texts[at] for at in places]
    return Taught([text.words for text in some], shares(some, reader), np.array(truth, dtype=np.int64))


def _notes(texts: Sequence[Text], reader: str, ways: Ways) -> list[Note]:
    read = read_all(texts, brief=True, ways=ways)
    return [next(note for note in made if note.reader == reader) for made in read]
