"""How good the learner is by the method: taught from nothing on a part of a public set, asked on another.

`twoears evaluate --method --data FOLDER` prints it beside published figures. Nothing of it is shipped.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from time import process_time
from typing import Final

import numpy as np
from numpy.typing import NDArray

from twoears.lib.intervals import wilson
from twoears.understanding.learning.learnt import ENOUGH, Learnt, learn
from twoears.understanding.learning.rows import Floats
from twoears.understanding.recipe import method_sets as sets
from twoears.understanding.recipe.measure import calibration_gap
from twoears.understanding.recipe.method_sets import Split
from twoears.understanding.recipe.sets import NoSet

_LEVEL: Final = 0.95
_DRAWS: Final = 400
_OUT: Final = 0.6  # of the texts out of scope that are tried, those that are to be known as such
_POWERS: Final = (0.0, 0.25, 0.5, 0.75, 1.0)
_CLINC: Final = "CLINC150"
Truths = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Made:
    """A figure in percent, where it lies for other texts of the kind (95 %), what is published, and what to reach.

    `right` of `told` are over the texts of which the learner was at least half sure; `n` are all that were asked.
    `seconds` of processor were learnt.
    """

    name: str
    figure: str
    n: int
    value: float
    low: float
    high: float
    published: str
    reach: float
    told: int
    right: int
    gap: float
    seconds: float


def macro_f1(truth: Truths, found: Truths, labels: Sequence[int]) -> float:
    """The mean F1 of some labels.

    >>> macro_f1(np.array([0, 1]), np.array([0, 0]), [0, 1]).__round__(2)
    0.33
    """
    both = [(truth == one).sum() + (found == one).sum() for one in labels]
    right = [((truth == one) & (found == one)).sum() for one in labels]
    return float(np.mean([2 * k / max(n, 1) for k, n in zip(right, both, strict=True)]))


def macro_recall(truth: Truths, found: Truths, labels: Sequence[int]) -> float:
    """The mean share of each label's texts that is found.

    >>> macro_recall(np.array([0, 1]), np.array([0, 0]), [0, 1])
    0.5
    """
    return float(np.mean([(found[truth == one] == one).sum() / max((truth == one).sum(), 1) for one in labels]))


def accuracy(truth: Truths, found: Truths, labels: Sequence[int]) -> float:
    """The share that is right."""
    return float((truth == found).mean())


@dataclass(frozen=True, slots=True)
class Task:
    """What is asked of a set, how it is scored (over `labels`; none are all) and what is published."""

    name: str
    read: Callable[[Path], list[Split]]
    figure: str
    score: Callable[[Truths, Truths, Sequence[int]], float]
    published: str
    reach: float
    labels: tuple[str, ...] = ()
    feelings: bool = False


TASKS: Final = (
    Task("Banking77", sets.banking, "right", accuracy, "sentence encoders 93", 92.5),
    Task(
        "TweetEval, sentiment", sets.sentiment, "macro-recall", macro_recall, "SVM 62.9, FastText 62.9, BLSTM 58.3",
        64.0, feelings=True,
    ),
    Task(
        "TweetEval, emotion", sets.emotion, "macro-F1", macro_f1, "SVM 64.7, FastText 65.2, BLSTM 66.0", 68.0,
        feelings=True,
    ),
    Task(
        "TweetEval, offence", sets.offence, "macro-F1", macro_f1, "SVM 52.3, FastText 73.4, BLSTM 71.7", 74.5,
        feelings=True,
    ),
    Task(
        "TweetEval, irony", sets.irony, "F1 of irony", macro_f1, "SVM 61.7, FastText 63.1, BLSTM 62.8", 64.0, ("1",),
        feelings=True,
    ),
    Task(
        "TweetEval, stance", sets.stance, "F1 of for and against", macro_f1, "SVM 67.3, FastText 65.4, BLSTM 59.4",
        69.0, ("1", "2"), feelings=True,
    ),
    Task("Corporate messaging", sets.companies, "macro-F1", macro_f1, "none; plain linear 82.8", 86.0),
    Task("Purchase intent", sets.purchases, "macro-F1", macro_f1, "none; plain linear 67.1", 72.0),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Said:
    """What was said of the texts that were asked of a set: the labels by number, and how sure it was."""

    truth: Truths
    found: Truths
    likeliest: Truths
    sure: Floats
    seconds: float


def measured(folder: Path, name: str = "") -> tuple[list[Made], list[str]]:
    """The figures on each set below a folder, or on those whose name holds `name`; and what is missing there."""
    found, missing = list[Made](), list[str]()
    wanted: list[tuple[str, Callable[[], list[Made]]]] = [(_CLINC, lambda: in_scope_of(sets.clinc(folder)[0]))]
    wanted += [(task.name, partial(figures_of, task, folder)) for task in TASKS]
    for of, take in wanted:
        if name.casefold() in of.casefold():
            try:
                found += take()
            except NoSet as error:
                missing.append(str(error))
    return found, missing


def figures_of(task: Task, folder: Path) -> list[Made]:
    """The figure of a set, every part of it learnt from nothing. NoSet where it is missing."""
    splits = task.read(folder)
    names = sorted({label for split in splits for _, label in (*split.taught, *split.asked)})
    said = [_asked(task, split, names) for split in splits]
    truth, found, likeliest = (
        np.concatenate([getattr(one, of) for one in said]) for of in ("truth", "found", "likeliest")
    )
    sure = np.concatenate([one.sure for one in said])
    labels = [names.index(one) for one in task.labels or names]
    value = task.score(truth, found, labels)
    draw = np.random.default_rng(7).integers(len(truth), size=(_DRAWS, len(truth)))
    low, high = np.quantile([task.score(truth[some], found[some], labels) for some in draw], (0.025, 0.975))
    told, right = sure >= ENOUGH, likeliest == truth
    return [
        Made(
            name=task.name, figure=task.figure, n=len(truth), value=value, low=float(low), high=float(high),
            published=task.published, reach=task.reach, told=int(told.sum()), right=int((told & right).sum()),
            gap=calibration_gap(sure, right), seconds=sum(one.seconds for one in said),
        )
    ]  # fmt: skip


def _asked(task: Task, split: Split, names: Sequence[str]) -> _Said:
    began = process_time()
    learnt = learn([text for text, _ in split.taught], [label for _, label in split.taught], feelings=task.feelings)
    seconds = process_time() - began
    shares = learnt.shares([text for text, _ in split.asked])
    at = np.array([names.index(label) for label in learnt.labels])
    labels = [place for place, one in enumerate(learnt.labels) if one in (task.labels or learnt.labels)]
    power = 0.0 if task.score is accuracy else _power(task, learnt, labels)
    return _Said(
        truth=np.array([names.index(label) for _, label in split.asked]),
        found=at[_even(learnt, shares, power).argmax(axis=1)],
        likeliest=at[shares.argmax(axis=1)],
        sure=shares.max(axis=1),
        seconds=seconds,
    )


def _even(learnt: Learnt, shares: Floats, power: float) -> Floats:
    """Shares divided by a power of how often each label came: figures that count labels alike want rare ones told."""
    often = np.bincount(learnt.proof.places, minlength=len(learnt.labels)) / len(learnt.proof.places)
    evened: Floats = shares / often**power
    return evened


def _power(task: Task, learnt: Learnt, labels: Sequence[int]) -> float:
    """The power by which texts that were left out of the learning in turn are told best; the least of those alike."""
    proof = learnt.proof

    def good(power: float) -> float:
        return task.score(proof.places, _even(learnt, proof.shares, power).argmax(axis=1), labels)

    return max(_POWERS, key=lambda power: (round(good(power), 4), -power))


def in_scope_of(split: Split) -> list[Made]:
    """Right in scope and found out of scope: by default, and where 100 texts out of scope tell what is enough."""
    began = process_time()
    learnt = learn([text for text, _ in split.taught], [label for _, label in split.taught])
    seconds = process_time() - began
    shares, inside = learnt.said([text for text, _ in split.asked])
    sure = shares.max(axis=1) * inside
    right = np.array([learnt.labels[at] for at in shares.argmax(axis=1)]) == np.array(
        [label for _, label in split.asked]
    )
    tried, outside = (_sure(learnt, texts) for texts in (split.tried, split.outside))
    told = int((sure >= ENOUGH).sum()), int((right & (sure >= ENOUGH)).sum())

    def made(figure: str, published: str, reach: float, hits: NDArray[np.bool_]) -> Made:
        low, high = wilson(int(hits.sum()), len(hits), _LEVEL)
        return Made(
            name=_CLINC, figure=figure, n=len(hits), value=float(hits.mean()), low=low, high=high, published=published,
            reach=reach, told=told[0], right=told[1], gap=calibration_gap(sure, right), seconds=seconds,
        )  # fmt: skip

    level = float(np.quantile(tried, _OUT))
    return [
        made("right in scope, by level", "SVM 91.0, BERT 96.2", 94.0, right & (sure > level)),
        made("found out of scope, by level", "SVM 14.5, BERT 52.3", 50.0, outside <= level),
        made("right in scope, by default", "", 0.0, right & (sure >= ENOUGH)),
        made("found out of scope, by default", "", 0.0, outside < ENOUGH),
        made("right in scope, always told", "BERT 96.9", 0.0, right),
    ]


def _sure(learnt: Learnt, texts: Sequence[str]) -> Floats:
    shares, inside = learnt.said(texts)
    sure: Floats = shares.max(axis=1) * inside
    return sure
