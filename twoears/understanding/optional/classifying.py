"""What a model in a folder makes of texts, and which words decided it: those without which it would be less sure."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from twoears.understanding.notes import CANNOT_TELL, SILENT
from twoears.understanding.optional.answers import Answer
from twoears.understanding.optional.local import Folder
from twoears.understanding.optional.masking import Span
from twoears.understanding.optional.trouble import BadFolder

_SURE: Final = 0.5  # below, it cannot tell
_LONGEST: Final = 4000  # characters that are read of a post
_MOST_WORDS: Final = 40  # words that are tried out, from the beginning
_SHOWN: Final = 3
_WORD: Final = re.compile(r"\w[\w'’-]*")
_LOSS: Final = 0.02  # of the share, that a word has to carry


def classify(folder: Folder, means: Mapping[str, str], texts: Sequence[str]) -> list[Answer]:
    """An answer for each text. `means` says what the model's own labels are called here. Raises BadFolder."""
    strange = [one for one in folder.labels if one not in means]
    if strange or not folder.labels:  # its files were changed since it was brought
        raise BadFolder(f"The model gives {', '.join(strange)[:200] or 'no labels'}, and not what it was brought for.")
    read = [text[:_LONGEST] for text in texts]
    found = []
    for text, row in zip(read, folder.shares(read), strict=True):
        best = int(np.argmax(row))
        label, share = means[folder.labels[best]], float(row[best])
        if share < _SURE:
            found.append(Answer(CANNOT_TELL, share))
        else:
            found.append(Answer(label, share, () if label in SILENT else _because(folder, text, best, share)))
    return found


def _because(folder: Folder, text: str, best: int, share: float) -> tuple[Span, ...]:
    """The words without which the model is least sure of its label."""
    words = [match.span() for match in _WORD.finditer(text)][:_MOST_WORDS]
    if len(words) < 2:
        return tuple(words)
    without = folder.shares([f"{text[:start]} {text[end:]}" for start, end in words])[:, best]
    order = np.argsort(without, kind="stable")[:_SHOWN].tolist()
    return tuple(words[at] for at in order if share - without[at] > _LOSS)
