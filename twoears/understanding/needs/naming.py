"""Names of themes, taken from the words in them."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from twoears.understanding.needs.terms import Floats, Ints, Terms

_PARTS: Final = 3
_LOOKED_AT: Final = 16
_WHOLE: Final = 0.4  # share of the uses of a word that are in a pair, from which on the pair names better than the word
_OFTEN: Final = 0.06  # share of the texts of a theme in which a word must stand to name it
_WORDS: Final = 8


def telling(terms: Terms, group: Ints, k: int) -> Floats:
    """How much each term tells of each of `k` themes: a row each. `group` is -1 where a text is of none.

    Class-based TF-IDF: Grootendorst, BERTopic (2022, arXiv:2203.05794), equation 2. A term counts once a text, so that
    nobody makes a name alone; texts of no theme count for how usual a term is.
    """
    counts = counts_of(terms, group, k)
    all_in = counts.sum(axis=0)
    a_theme = counts.sum() / (k + 1)
    share = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    found: Floats = share[:k] * np.log1p(a_theme / np.maximum(all_in, 1))
    return found


def counts_of(terms: Terms, group: Ints, k: int) -> Floats:
    """In how many texts of each theme each term stands; the last row is of texts of no theme."""
    counts = np.zeros((k + 1, len(terms.keys)))
    np.add.at(counts, (group[terms.row], terms.column), 1.0)
    return counts


def names_of(terms: Terms, texts: Sequence[str], group: Ints, k: int) -> list[tuple[str, tuple[str, ...]]]:
    """A name for each theme, and its telling words. No two are the same.

    >>> from twoears.understanding.needs.terms import terms_of
    >>> texts = ["no signal in the lab", "the lab has no signal"] * 4 + ["the invoice is late", "invoice!"] * 4
    >>> made = names_of(terms_of(texts), texts, np.array([0] * 8 + [1] * 8), 2)
    >>> [name for name, _ in made]
    ['no signal, lab', 'invoice, late']
    """
    told, counts = telling(terms, group, k), counts_of(terms, group, k)
    sizes = np.bincount(group[group >= 0], minlength=k)
    found: list[tuple[str, tuple[str, ...]]] = []
    taken: set[str] = set()
    for theme in range(k):
        best = [term for term in np.argsort(-told[theme], kind="stable")[:_LOOKED_AT].tolist() if told[theme, term] > 0]
        often = [t for t in best if counts[theme, t] >= max(2, _OFTEN * sizes[theme])] or best
        words = _without_parts([terms.name(t, texts) for t in often], [float(counts[theme, t]) for t in often])
        name = _free(words, taken)
        taken.add(name)
        found.append((name, tuple(words[:_WORDS])))
    return found


def _without_parts(words: Sequence[str], counts: Sequence[float]) -> list[str]:
    """Pairs in place of the words that mostly stand in them, and no word twice."""
    of = dict(zip(words, counts, strict=True))
    kept: list[str] = []
    for word in words:
        pair = next((p for p in words if " " in p and word in p.split() and of[p] >= _WHOLE * of[word]), word)
        used = {part for one in kept for part in one.split()}
        if not used & set(pair.split()):
            kept.append(pair)
    return kept


def _free(words: Sequence[str], taken: set[str]) -> str:
    """The first words as a name that no theme has yet."""
    for parts in range(_PARTS, len(words) + 1):
        if (name := ", ".join(words[:parts])) not in taken:
            return name
    name = ", ".join(words) or "without words"
    return name if name not in taken else f"{name} ({len(taken) + 1})"
