"""The public sets on which the learner is measured by the method: what it learns from, and what it is asked.

It starts from nothing each time. None of these texts or labels goes into what is shipped.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np

from twoears.understanding.learning.parts import parts_of
from twoears.understanding.recipe.feelings_sets import MEASURED, _nothing
from twoears.understanding.recipe.intent_sets import PURCHASES
from twoears.understanding.recipe.sets import SETS, PublicSet, _rows

Labelled = list[tuple[str, str]]
_PARTS: Final = 5
_RESEARCH: Final = "for research only; measured on, not shipped"
_MOODS: Final = ("negative", "neutral", "positive")
IRONY: Final = PublicSet(
    "TweetEval, irony", "understand/tweeteval/irony/*_*.txt", "f6532fc614848b40", "github.com/cardiffnlp/tweeteval",
    _RESEARCH, _nothing,
)  # fmt: skip
STANCE: Final = PublicSet(
    "TweetEval, stance", "understand/tweeteval/stance/*/*.txt", "0b7b323d4962d098", "github.com/cardiffnlp/tweeteval",
    _RESEARCH, _nothing,
)  # fmt: skip
_KNOWN: Final = {one.name: one for one in (*SETS, *(one.files for one in MEASURED), PURCHASES, IRONY, STANCE)}


@dataclass(frozen=True, slots=True)
class Split:
    """Texts to learn from and texts to ask, with their labels. `outside` are texts of no label to ask, `tried` others
    of them by which it is set how sure is sure enough; neither is learnt from."""

    taught: Labelled
    asked: Labelled
    tried: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)


def _raw(name: str, folder: Path) -> list[bytes]:
    return _KNOWN[name].raw(folder)


def _pairs(raw: Sequence[bytes]) -> Iterator[tuple[int, bool, tuple[str, str]]]:
    """Of files of labels and of texts in turn, those to learn from first: group, whether it is asked, text and label.

    >>> list(_pairs([b"1", b"good\\n", b"0", b"bad\\n"]))
    [(0, False, ('good', '1')), (0, True, ('bad', '0'))]
    """
    for place in range(0, len(raw), 2):
        labels, texts = raw[place].decode("utf8").split(), raw[place + 1].decode("utf8").split("\n")
        for text, label in zip(texts, labels, strict=False):
            yield place // 4, place // 2 % 2 == 1, (text.strip(), label)


def clinc(folder: Path) -> list[Split]:
    """The training part without a text out of scope, and the validation part; the test part is not looked at."""
    (raw,) = _raw("CLINC150", folder)
    parts = json.loads(raw)
    taught, asked = ([(text, label) for text, label in parts[name]] for name in ("train", "val"))
    tried, outside = ([text for text, _ in parts[name]] for name in ("oos_train", "oos_val"))
    return [Split(taught, asked, tried, outside)]


def banking(folder: Path) -> list[Split]:
    """The training part, in five parts in turn; the test part is not looked at."""
    (raw,) = _raw("Banking77", folder)
    return in_turn([(row["text"], row["category"]) for row in _rows(raw)])


def companies(folder: Path) -> list[Split]:
    """What companies post: information, action, dialogue; what coders left out is left out."""
    (raw,) = _raw("Corporate messaging", folder)
    return in_turn([(row["text"], row["category"]) for row in _rows(raw) if row["category"] != "Exclude"])


def purchases(folder: Path) -> list[Split]:
    """Intent to buy or none, as students labelled it; what they left undefined is left out."""
    (raw,) = _raw("Purchase intent", folder)
    return in_turn([(row["text"], row["label"]) for row in _rows(raw) if row["label"] in ("PI", "no")])


def sentiment(folder: Path) -> list[Split]:
    """SemEval 2013 to 2016 stands for the training part, which is not among the sets; without what is asked."""
    asked = [pair for _, _, pair in _pairs(_raw("TweetEval, sentiment", folder))]
    known = {_bare(text) for text, _ in asked}
    rows = [row for file in _raw("SemEval 2013 to 2016, task A", folder) for row in _rows(file)]
    taught = [(row["text"], str(_MOODS.index(row["label"]))) for row in rows if row["label"] in _MOODS]
    return [Split([pair for pair in taught if _bare(pair[0]) not in known], asked)]


def _bare(text: str) -> str:
    """The letters of a text, so that a copy with other marks is known again."""
    return "".join(letter for letter in text.replace("\\u2019", "").replace("\\u002c", "").lower() if letter.isalpha())


def _tweeteval(name: str) -> Callable[[Path], list[Split]]:
    def read(folder: Path) -> list[Split]:
        """A training and a validation part for each group; stance has five, one for each thing that is spoken of."""
        rows = list(_pairs(_raw(name, folder)))
        of: dict[tuple[int, bool], Labelled] = defaultdict(list)
        for group, asked, pair in rows:
            of[group, asked].append(pair)
        return [Split(of[group, False], of[group, True]) for group in range(rows[-1][0] + 1)]

    return read


emotion, offence, irony, stance = (
    _tweeteval(f"TweetEval, {name}") for name in ("emotion", "offensive", "irony", "stance")
)


def in_turn(rows: Labelled) -> list[Split]:
    """Every part is asked once, after the others taught; texts that are the same are in one part."""
    names = sorted({label for _, label in rows})
    part = parts_of([text for text, _ in rows], np.array([names.index(label) for _, label in rows]), _PARTS)
    return [
        Split([rows[at] for at in np.flatnonzero(part != one)], [rows[at] for at in np.flatnonzero(part == one)])
        for one in range(int(part.max()) + 1)
    ]
