"""How strong a tie is: the probability of an exchange between the two within the next thirty days, and why.

A logistic model over what the pair did (Hosmer and Lemeshow, Applied Logistic Regression). It is fitted on the
workspace's own past, drawn towards the one that is shipped where little was heard; `fit` says how good it is.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from twoears.people.ties.exchanges import US
from twoears.people.ties.tell import HALF_LIVES, Floats, Told, asked_last

AHEAD: Final = 30.0
"""Days within which an exchange is looked for."""
VERSION: Final = "1"
_NEVER: Final = 1000.0  # days, where they have not spoken
FEATURES: Final = (
    "silence", "never", "lately", "year", "clicks", "known", "both", "exchanges", "way", "asked", "us",
)  # fmt: skip
SIGNS: Final = (-1, -1, 1, 1, 1, 1, 1, 1, 1, 1, 0)
"""Of each feature: whether it may only speak for an exchange (1), only against (-1), or either (0)."""
_WORDS: Final = {
    "silence": ("you spoke not long ago", "it has been quiet for long"),
    "never": ("there were no words yet, only likes or follows", "there were words, not only likes"),
    "lately": ("much was said in the last weeks", "little was said in the last weeks"),
    "year": ("much was said in the last half year", "little was said in the last half year"),
    "clicks": ("likes and follows", "no likes or follows"),
    "known": ("known for long", "known for a short time"),
    "both": ("both sides speak", "one side does most of it"),
    "exchanges": ("many exchanges", "few exchanges"),
    "way": ("they go out of their way for each other", "nobody goes out of their way"),
    "asked": ("the last word is a question", "no question stands open"),
    "us": ("", ""),
}
"""What a feature says where it is high, and where it is low; of silence the other way round."""


@dataclass(frozen=True, slots=True)
class Model:
    """Log odds = `bias` + `weights` times the features, less `middle`, divided by `scale`, each of len(FEATURES)."""

    bias: float
    weights: tuple[float, ...]
    middle: tuple[float, ...]
    scale: tuple[float, ...]

    def even(self, features: Floats) -> Floats:
        """The features, (pairs, FEATURES), on one scale."""
        made: Floats = (features - np.array(self.middle)) / np.array(self.scale)
        return made

    def probability(self, features: Floats) -> Floats:
        """Of an exchange within AHEAD days, for each row."""
        return likely(self.bias + self.even(features) @ np.array(self.weights))

    def reasons(self, features: Floats, most: int = 3) -> list[tuple[str, ...]]:
        """For each row the features that moved it most from a usual pair, in words, the strongest first."""
        moved = self.even(features) * np.array(self.weights)
        moved[:, FEATURES.index("us")] = (
            0  # it is known of whom the tie is: that is where it counts from, and no reason
        )
        order = np.argsort(-np.abs(moved), axis=1, kind="stable")[:, :most]
        return [
            tuple(_in_words(int(at), row[at], self.weights[at]) for at in chosen)
            for row, chosen in zip(moved, order, strict=True)
        ]


def likely(odds: Floats) -> Floats:
    """Log odds as probabilities."""
    return 1 / (1 + np.exp(-np.clip(odds, -30, 30)))


def _in_words(feature: int, moved: float, weight: float) -> str:
    high, low = _WORDS[FEATURES[feature]]
    above = (moved > 0) == (weight > 0)
    if FEATURES[feature] == "silence":
        high, low = low, high
    return f"{high if above else low} ({'likelier' if moved > 0 else 'less likely'})"


def features(told: Told, now: float) -> Floats:
    """(pairs, FEATURES) as of the day `now`, which is not before the last exchange of any pair."""
    ago = np.maximum(now - told.last, 0)
    lately, year = (told.faded[:, at] * np.exp2(-ago / half) for at, half in enumerate(HALF_LIVES))
    never, words = np.isnan(told.spoke), told.words
    some = np.maximum(words.sum(1), 1)
    columns = (
        np.log1p(np.where(never, _NEVER, np.maximum(now - np.nan_to_num(told.spoke), 0))),
        never,
        np.log1p(lately),
        np.log1p(year),
        np.log1p(told.clicks * np.exp2(-ago / HALF_LIVES[1])),
        np.log1p(np.maximum(now - told.first, 0)),
        2 * words.min(1) / some,
        np.log1p(told.began.sum(1)),
        told.of_way.sum(1) / some,
        asked_last(told),
        told.low == US,
    )
    return np.stack(columns, axis=1).astype(np.float64)


def fitted(even: Floats, came: NDArray[np.bool_], prior: Floats, weight: float) -> Floats:
    """Bias and weights that say `came` best and stay near `prior`, which counts for `weight` of them; by Newton.

    What would speak against sense (SIGNS) is left at nothing: more silence never makes a tie stronger.
    """
    free = np.ones(prior.size, np.bool_)
    while True:
        made = _newton(even, came, np.where(free, prior, 0), weight, free)
        against = np.minimum(made * np.array([0, *SIGNS]), 0)
        if not against.any():
            return made
        free[against.argmin()] = False  # the worst one first: without it others may come right


def _newton(even: Floats, came: NDArray[np.bool_], prior: Floats, weight: float, free: NDArray[np.bool_]) -> Floats:
    design = np.concatenate([np.ones((len(even), 1)), even], axis=1)[:, free]
    made, start = prior[free].copy(), prior[free]
    for _ in range(25):
        chance = likely(design @ made)
        slope = design.T @ (came - chance) - weight * (made - start)
        bend = (design * (chance * (1 - chance))[:, None]).T @ design + np.eye(made.size) * (weight + 1e-9)
        change = np.linalg.solve(bend, slope)
        made = made + np.clip(change, -2, 2)
        if np.abs(change).max() < 1e-6:
            break
    whole = np.zeros(prior.size)
    whole[free] = made
    return whole
