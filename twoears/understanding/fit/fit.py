"""How a draft fits those it is meant for: what overlaps, what jars, what they asked that it leaves out."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import quantiles
from typing import Final

from twoears.lib.intervals import Number, share
from twoears.understanding.fit.words import is_spaced, lix, sentences_of, their_words, words_of
from twoears.understanding.notes import CANNOT_TELL, Text
from twoears.understanding.readers import read_all
from twoears.understanding.sides import side

ENOUGH: Final = 20  # texts of an audience, below which nothing is told of it
_JARS: Final = 5  # letters that a word must have to jar: short ones are everybody's
_ANSWERED: Final = 0.34  # share of a question's own words that a draft must take up to answer it
_SHOWN: Final = 12
_ASKS: Final = ("question", "request")


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One thing that somebody of the audience said: where it stands, in which language, and what it asks."""

    post: int
    text: str
    language: str = ""
    asks: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question of theirs, how often it was asked, and the share of its own words that the draft takes up."""

    post: int
    words: str
    times: int
    taken_up: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """`shared` and `missing` are words that are theirs rather than others', with how many of their texts have them;
    `jars` are words of the draft that none of them has said.

    `reads` is Lix of the draft, `they_read` the first quartile, the middle and the third of theirs; None where it
    cannot be told. `left_out` are questions that the draft does not take up, those of the commonest words first.
    """

    n: int
    enough: bool
    language: str
    same_language: Number
    shared: tuple[tuple[str, int], ...]
    missing: tuple[tuple[str, int], ...]
    jars: tuple[str, ...]
    reads: float | None
    they_read: tuple[float, float, float] | None
    taken_up: Number
    left_out: tuple[Question, ...]
    we: int
    you: int


def fit(draft: str, audience: Sequence[Said], others: Sequence[str] = ()) -> Fit:
    """Compare a draft with what an audience said; what `others` said tells whose words are whose.

    >>> ask = "Does the probe drift in the cold?"
    >>> said = [Said(post=n, text=ask, language="en", asks="question") for n in range(20)]
    >>> found = fit("Our probe does not drift, also when frozen.", said, ["The cat does purr in the sun."] * 20)
    >>> found.taken_up.k, [word for word, _ in found.shared], [word for word, _ in found.missing], found.left_out
    (20, ['drift', 'probe'], ['cold'], ())
    """
    language = next(note.label for note in read_all([Text(draft)])[0] if note.reader == "language")
    known = [one for one in audience if one.language]
    alike = sum(one.language == language for one in known) if language != CANNOT_TELL else 0
    own = set(words_of(draft))
    theirs = their_words([one.text for one in audience], others) if len(audience) >= ENOUGH else []
    questions = _questions(own, audience)
    left = [one for one in questions if one.taken_up < _ANSWERED]
    spoken = side(draft, language if language != CANNOT_TELL else "en")
    return Fit(
        n=len(audience),
        enough=len(audience) >= ENOUGH,
        language=language,
        same_language=share(
            alike,
            len(known) if language != CANNOT_TELL else 0,
            key="same_language",
            of="of what they said, in the language of the draft",
            question="Do they speak the language of the draft?",
        ),
        shared=tuple((word, n) for word, _, n in theirs if word in own)[:_SHOWN],
        missing=tuple((word, n) for word, _, n in theirs if word not in own)[:_SHOWN],
        jars=_jars(draft, audience),
        reads=lix(draft),
        they_read=_levels(audience),
        taken_up=share(
            sum(one.times for one in questions) - sum(one.times for one in left),
            sum(one.times for one in questions),
            key="questions_taken_up",
            of="questions of theirs whose words the draft takes up",
            question="Does it speak to what they asked?",
        ),
        left_out=tuple(left[:_SHOWN]),
        we=spoken.we,
        you=spoken.you,
    )


def _jars(draft: str, audience: Sequence[Said]) -> tuple[str, ...]:
    """Words of the draft that nobody of them says, in the order of the draft; none while too few have spoken."""
    if len(audience) < ENOUGH or not is_spaced(draft):
        return ()
    said = {word for one in audience for word in words_of(one.text)}
    found = dict.fromkeys(word for word in words_of(draft) if len(word) >= _JARS and word not in said)
    return tuple(found)[:_SHOWN]


def _levels(audience: Sequence[Said]) -> tuple[float, float, float] | None:
    levels = [level for one in audience if (level := lix(one.text)) is not None]
    if len(levels) < ENOUGH:
        return None
    first, middle, third = quantiles(levels, n=4)
    return (first, middle, third)


def _questions(own: set[str], audience: Sequence[Said]) -> list[Question]:
    """Their questions, those first whose words are in many of their questions but not in all they say."""
    asked: dict[frozenset[str], list[tuple[int, str]]] = {}
    for one in audience:
        if one.asks in _ASKS:
            sentence = next((part for part in sentences_of(one.text) if "?" in part), one.text)
            asked.setdefault(frozenset(words_of(sentence)), []).append((one.post, sentence))
    asked.pop(frozenset(), None)
    counts = Counter(word for words, said in asked.items() for word in words for _ in said)
    everywhere = {word for word, n in counts.items() if 3 * n > sum(map(len, asked.values()))}

    def common(words: frozenset[str]) -> int:
        return sum(counts[word] for word in words - everywhere)

    order = sorted(asked, key=lambda words: (-len(asked[words]), -common(words), asked[words][0][0]))
    return [
        Question(post=asked[w][0][0], words=asked[w][0][1], times=len(asked[w]), taken_up=_taken_up(w, own))
        for w in order
    ]


def _taken_up(words: frozenset[str], own: set[str]) -> float:
    """The share of a question's longer words that the draft has; of one without such words, of all."""
    telling = {word for word in words if len(word) >= _JARS - 1} or words
    return round(len(telling & own) / len(telling), 3)
