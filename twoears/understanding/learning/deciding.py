"""Which words of a text decided for a label: those that speak for it most, against what speaks for the others."""

from typing import Final

import numpy as np

from twoears.understanding.grams import Page, grams, is_mark, open_page
from twoears.understanding.learning.rows import READ, Floats, felt, rows_of
from twoears.understanding.learning.weighing import Weighed

Span = tuple[int, int]
_MOST: Final = 4
_HALF: Final = 0.5  # of all that speaks for a label is carried by the words that are shown
_RUNS: Final = (2, 3, 4, 5)


def deciding(weighed: Weighed, text: str, label: int, *, feelings: bool) -> tuple[Span, ...]:
    """The places of those words, in characters, the weightiest first; `feelings` as it was learnt."""
    page = open_page([text[:READ]])
    start, end = page.words.start, page.words.end
    said = np.concatenate((np.zeros(1), np.cumsum(_by_code(page, _worth(weighed, text, label, feelings), feelings))))
    pull = np.where(is_mark(page.codes[start]), 0.0, said[end] - said[start])
    order = np.argsort(-np.round(pull, 9), kind="stable").tolist()
    speaks, carried, found = float(pull[pull > 0].sum()), 0.0, list[Span]()
    for at in order[:_MOST]:
        if pull[at] <= 0 or carried >= _HALF * speaks:
            break
        carried += float(pull[at])
        found.append((int(page.at[start[at]]), int(page.until[end[at] - 1])))
    return tuple(found)


def _worth(weighed: Weighed, text: str, label: int, feelings: bool) -> dict[int, float]:
    """What each key of the text adds for the label, against the mean of the others, each time it comes."""
    bare = rows_of([text], feelings=feelings)
    value = bare.weighed(weighed.rarity).times
    weights = weighed.weights[weighed.seat[bare.key]]
    others = weights.sum(axis=1) - weights[:, label]
    lead = weights[:, label] - others / max(weights.shape[1] - 1, 1)
    return dict(zip(bare.key.tolist(), (value * lead / bare.times).tolist(), strict=True))


def _by_code(page: Page, worth: dict[int, float], feelings: bool) -> Floats:
    """What is said at each code: that of a run is spread evenly over its codes, that of words over those of them."""
    found = np.zeros(len(page.codes) + 1)
    end = page.words.end
    for kind, (places, keys) in enumerate(grams(page)):
        value = np.array([worth[key] for key in keys.tolist()])
        # A run is of so many codes; behind those come words, alone and with the next.
        until = places + _RUNS[kind] if kind < len(_RUNS) else end[kind - len(_RUNS) :][: len(places)]
        value = value / np.maximum(until - places, 1)
        np.add.at(found, places, value)
        np.add.at(found, until, -value)
    if feelings:
        words, lists = felt(page)
        value = np.array([worth[key] for key in lists.tolist()]) / (end[words] - page.words.start[words])
        np.add.at(found, page.words.start[words], value)
        np.add.at(found, end[words], -value)
    spread: Floats = np.cumsum(found)[:-1]
    return spread
