"""All readers in order. Language comes first, because the others need to know it."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Final

from twoears.understanding.language import Language
from twoears.understanding.linear import LinearReader, look
from twoears.understanding.notes import CANNOT_TELL, Note, Reader, Text
from twoears.understanding.weights import shipped

_BATCH: Final = 256  # texts that are looked at together: enough to be quick, few enough for the processor's cache


@cache
def _language() -> Language:
    return Language()


@cache
def _weighers() -> tuple[LinearReader, ...]:
    return (
        LinearReader("asks", "Does this post, said to a company, wait for an answer?", 0.55),
        LinearReader("thanks", "Does the author thank somebody for something that was done?", 0.7),
        LinearReader("complaint", "Does something that a company stands for go wrong or disappoint?", 0.7),
        LinearReader("promotion", "Does the author promote products, offers or news of their own?", 0.6),
    )


def readers() -> tuple[Reader, ...]:
    """Every reader, in the order in which they read.

    >>> [reader.name for reader in readers()]
    ['language', 'asks', 'thanks', 'complaint', 'promotion']
    """
    return (_language(), *_weighers())


def _found(text: Text, note: Note) -> Text:
    return replace(text, language="" if note.label == CANNOT_TELL else note.label)


def read_all(texts: Sequence[Text]) -> list[tuple[Note, ...]]:
    """What every reader makes of each text, in the order of `readers()`. A text's notes do not depend on the others.

    >>> notes = read_all([Text("Thanks for the update. Does the FX-3 hold calibration?")])[0]
    >>> [note.label for note in notes if note.reader in ("language", "asks")]
    ['en', 'question']
    """
    notes: list[tuple[Note, ...]] = []
    for start in range(0, len(texts), _BATCH):
        batch = texts[start : start + _BATCH]
        languages = _language().read(batch)
        seen = look([_found(text, note) for text, note in zip(batch, languages, strict=True)], shipped())
        notes += zip(languages, *(reader.judge(seen, shipped()) for reader in _weighers()), strict=True)
    return notes
