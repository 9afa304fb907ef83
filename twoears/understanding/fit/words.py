"""Words of a text, how hard it reads, and whose words they are."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from math import log, sqrt
from typing import Final

from twoears.lib.text import only_words

_WORD: Final = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)?")
_SENTENCE: Final = re.compile(r"(?<=[.!?…])\s+|\n+")
# Written without blanks between words: there no word can be told from the next by its form.
_UNSPACED: Final = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
_LONG: Final = 6  # letters that a word of Lix may have before it counts as long
_PRIOR: Final = 0.5  # how strongly what all say speaks, as a share of how often it is said


def words_of(text: str) -> list[str]:
    """The words of a text, folded; without addresses, handles and numbers.

    >>> words_of("@ann The Probe's cable, see https://a.example")
    ['the', "probe's", 'cable', 'see']
    """
    return [word.casefold().replace("\u2019", "'") for word in _WORD.findall(only_words(text))]


def sentences_of(text: str) -> list[str]:
    """Its sentences, as they stand.

    >>> sentences_of("It is late. Is it?\\nYes")
    ['It is late.', 'Is it?', 'Yes']
    """
    return [part.strip() for part in _SENTENCE.split(text) if part.strip()]


def is_spaced(text: str) -> bool:
    """Whether words are written apart, as most writings have it."""
    return len(_UNSPACED.findall(text)) * 4 <= len(text)


def lix(text: str) -> float | None:
    """How hard a text reads: words a sentence, and long words in a hundred. None where it has no words, or none apart.

    Björnsson, Läsbarhet (1968); up to 30 very easy, 40 easy, 50 medium, 60 hard, above that very hard. It counts forms
    only, so it serves all languages with words of some length.

    >>> lix("The cat sat on the mat. It purred.")
    4.0
    """
    words = words_of(text)
    if not words or not is_spaced(text):
        return None
    return len(words) / len(sentences_of(text)) + 100 * sum(len(word) > _LONG for word in words) / len(words)


def their_words(theirs: Sequence[str], others: Iterable[str], most: int = 40) -> list[tuple[str, float, int]]:
    """Words that tell `theirs` from `others`: (word, z, in how many of theirs it stands), the most telling first.

    Log odds with an informative prior: Monroe, Colaresi and Quinn, Fightin' Words (2008), equations 16, 18 and 22, over
    how many texts have a word. Only what is told by more than chance (z of 1.96) and stands in two texts or more.

    >>> found = their_words(["the probe drifts", "my probe drifts too", "a probe"], ["the cat", "a cat", "my cat too"])
    >>> [word for word, _, _ in found]
    []
    >>> theirs, others = ["the probe drifts"] * 9 + ["a probe"], ["the cat purrs"] * 9 + ["a cat"]
    >>> [word for word, _, _ in their_words(theirs, others)]
    ['probe', 'drifts']
    """
    inside = Counter(word for text in theirs for word in set(words_of(text)))
    outside = Counter(word for text in others for word in set(words_of(text)))
    n, m = sum(inside.values()), sum(outside.values())
    if not n or not m:
        return []
    prior = {word: _PRIOR * (inside[word] + outside[word]) for word in inside}
    whole = _PRIOR * (n + m)
    found = []
    for word, k in inside.items():
        if k < 2:
            continue
        a, j = prior[word], outside[word]
        odds = log((k + a) / (n + whole - k - a)) - log((j + a) / (m + whole - j - a))
        z = odds / sqrt(1 / (k + a) + 1 / (j + a))
        if z > 1.96:
            found.append((word, z, k))
    return sorted(found, key=lambda one: (-one[1], one[0]))[:most]
